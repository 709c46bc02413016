"""Is this token what it should be? Pure: keys, claims and the clock are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from rongyao.bureau.foundation.access.federation.configuration import Provider

# Signatures of a key only the directory holds. Never "none", never one made with a secret both sides know.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LONGEST_SUBJECT = 255


class UnableToTrustToken(Exception):
    """The token is not one to let somebody in by; the word says why, for the record."""


class UnknownKey(UnableToTrustToken):
    """Signed with a key that is not among those fetched: they may have been changed."""


@dataclass(frozen=True)
class Claims:
    """What we take from a token: who it is, a name to show, and whether a second factor was used."""

    issuer: str
    subject: str
    name: str
    used_second_factor: bool


def check(
    token: str, *, keys: Mapping[str, Any], provider: Provider, nonce: str, now: int, access_token: str
) -> Claims:
    """The claims of a token that is signed by the directory, for us, in answer to our question, and still holds.

    Raises:
        UnableToTrustToken: any of these is not so.
    """
    found = _signed(token, keys)
    wanted: Any = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": access_token}
    claims = CodeIDToken(dict(found.claims), found.header, wanted, params)
    try:
        claims.validate(now=now, leeway=provider.leeway)
    except (JoseError, TypeError, ValueError) as error:
        raise UnableToTrustToken(_why(error)) from error
    return _taken(claims, provider)


def _signed(token: str, keys: Mapping[str, Any]) -> Any:
    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    try:
        return jwt.decode(token, KeySet.import_key_set(dict(keys)), registry=registry)  # type: ignore[arg-type]
    except InvalidKeyIdError as error:
        raise UnknownKey("key") from error
    except (JoseError, TypeError, ValueError, KeyError) as error:
        raise UnableToTrustToken(_why(error)) from error


def _why(error: Exception) -> str:
    """A word for the record: the claim that is wrong, or the kind of fault. Never the token's own words."""
    claim = getattr(error, "claim", "") or getattr(error, "claim_name", "")
    return f"{type(error).__name__}:{claim}" if claim else type(error).__name__


def _taken(claims: Mapping[str, Any], provider: Provider) -> Claims:
    subject = claims.get(provider.claim)
    if not isinstance(subject, str) or not subject.strip() or len(subject) > LONGEST_SUBJECT:
        raise UnableToTrustToken(f"claim:{provider.claim}")
    name = next(
        (claims[key] for key in ("name", "preferred_username", "email") if isinstance(claims.get(key), str)),
        "",
    )
    return Claims(provider.issuer, subject, name[:80], used_second_factor(claims, provider))


def used_second_factor(claims: Mapping[str, Any], provider: Provider) -> bool:
    """Does the token say so, in the words agreed?"""
    methods = claims.get("amr")
    said = set(methods) if isinstance(methods, list) else set()
    return claims.get("acr") in provider.acr or bool(said & set(provider.amr))
