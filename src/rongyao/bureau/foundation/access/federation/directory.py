"""Speaking with the directory: discovery, the way there, the exchange of the code, its keys."""

from __future__ import annotations

import secrets
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

import httpx
from authlib.oauth2.client import OAuth2Client  # type: ignore[import-untyped]

from rongyao.bureau.foundation.access.federation import tokens
from rongyao.bureau.foundation.access.federation.configuration import Provider, is_safe

KEPT_FOR = 600
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# issuer -> (when fetched, what it says of itself); the keys likewise.
_known: dict[str, tuple[float, dict[str, Any]]] = {}
_keys: dict[str, tuple[float, dict[str, Any]]] = {}


class UnableToReachDirectory(Exception):
    """The directory does not answer, or not as a directory does. The word says which, for the record."""


class UnableToExchangeCode(Exception):
    """The directory does not take the code: used already, too old, or not ours."""


@dataclass(frozen=True)
class Attempt:
    """One way there and back: what must come back with the person, and what only we know."""

    state: str
    nonce: str
    verifier: str
    url: str


@contextmanager
def _session(provider: Provider) -> Iterator[httpx.Client]:
    verify = ssl.create_default_context(cafile=provider.ca_file or None)
    # trust_env: no proxy of the environment may read what passes between us and the directory.
    with httpx.Client(timeout=provider.timeout, verify=verify, trust_env=False) as session:
        try:
            yield session
        except httpx.HTTPError as error:
            raise UnableToReachDirectory(type(error).__name__) from error


def begin(provider: Provider, *, redirect_uri: str) -> Attempt:
    """Where to send the person, with fresh secrets."""
    there = _metadata(provider)
    state, nonce, verifier = (secrets.token_urlsafe(n) for n in (24, 24, 48))
    client = OAuth2Client(
        None,
        provider.client_id,
        scope=provider.scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )
    more = {"acr_values": " ".join(provider.acr)} if provider.replaces_code and provider.acr else {}
    url, _state = client.create_authorization_url(
        there["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce, **more
    )
    return Attempt(state, nonce, verifier, url)


def finish(provider: Provider, *, code: str, nonce: str, verifier: str, redirect_uri: str) -> tokens.Claims:
    """Who came back with this code.

    Raises:
        UnableToReachDirectory: it does not answer.
        UnableToExchangeCode: it does not take the code.
        UnableToTrustToken: what it gave is not to be trusted.
    """
    given = _exchange(provider, code=code, verifier=verifier, redirect_uri=redirect_uri)
    token = given.get("id_token")
    if not isinstance(token, str):
        raise tokens.UnableToTrustToken("no token")
    about: Any = {
        "provider": provider, "nonce": nonce, "now": int(time.time()),
        "access_token": given.get("access_token", ""),
    }  # fmt: skip
    try:
        return tokens.check(token, keys=_keys_of(provider), **about)
    except tokens.UnknownKey:
        return tokens.check(token, keys=_keys_of(provider, fresh=True), **about)


def leave_url(provider: Provider, *, back_to: str) -> str:
    """Where the person can sign out of the directory as well; empty where it offers nothing."""
    end = _metadata(provider).get("end_session_endpoint", "")
    if not isinstance(end, str) or not is_safe(end):
        return ""
    asked = urlencode({"client_id": provider.client_id, "post_logout_redirect_uri": back_to})
    return f"{end}{'&' if '?' in end else '?'}{asked}"


def _exchange(provider: Provider, *, code: str, verifier: str, redirect_uri: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier,
    }  # fmt: skip
    auth: Any = httpx.USE_CLIENT_DEFAULT
    if provider.client_auth == "post":
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    else:
        auth = httpx.BasicAuth(quote_plus(provider.client_id), quote_plus(provider.client_secret))
    with _session(provider) as session:
        answer = session.post(_metadata(provider)["token_endpoint"], data=form, auth=auth)
    if answer.status_code >= 500:
        raise UnableToReachDirectory(f"HTTP {answer.status_code}")
    given = _object(answer)
    if answer.status_code != 200:
        raise UnableToExchangeCode(str(given.get("error", answer.status_code))[:40])
    return given


def _metadata(provider: Provider) -> dict[str, Any]:
    """What the directory says of itself; it must be the one that was set, and every address safe."""
    found = _kept(_known, provider.issuer)
    if found is None:
        found = _fetch(provider, provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != provider.issuer:
            raise UnableToReachDirectory("issuer")
        for name in ENDPOINTS:
            if not is_safe(str(found.get(name, ""))):
                raise UnableToReachDirectory(name)
        _known[provider.issuer] = (time.monotonic(), found)
    return found


def _keys_of(provider: Provider, *, fresh: bool = False) -> dict[str, Any]:
    found = None if fresh else _kept(_keys, provider.issuer)
    if found is None:
        found = _fetch(provider, _metadata(provider)["jwks_uri"])
        _keys[provider.issuer] = (time.monotonic(), found)
    return found


def _kept(store: dict[str, tuple[float, dict[str, Any]]], issuer: str) -> dict[str, Any] | None:
    at, found = store.get(issuer, (0.0, {}))
    return found if found and time.monotonic() - at < KEPT_FOR else None


def _fetch(provider: Provider, address: str) -> dict[str, Any]:
    with _session(provider) as session:
        answer = session.get(address)
    if answer.status_code != 200:
        raise UnableToReachDirectory(f"HTTP {answer.status_code}")
    return _object(answer)


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError as error:
        raise UnableToReachDirectory("not JSON") from error
    if not isinstance(found, dict):
        raise UnableToReachDirectory("not JSON")
    return found


def forget() -> None:
    """Drop what is kept: the settings changed."""
    _known.clear()
    _keys.clear()
