"""Whether a directory is set, and how it is reached: ``oidc.toml`` in the data folder, or environment variables.

The file holds the client's secret, so it belongs to the account the product runs under and to nobody else.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

LOCAL = ("127.0.0.1", "::1", "localhost")
PREFIX = "RONGYAO_OIDC_"
CLIENT_AUTH = ("basic", "post")


class UnableToUseDirectory(Exception):
    """The settings of the directory cannot be used; the message says which one and what it should be."""


@dataclass(frozen=True)
class Provider:
    """The directory: where it is, who we are to it, and what its word is worth.

    Attributes:
        claim: which claim of the token names the user for good; never one a user can change themselves.
        name: what the button calls it.
        replaces_code: a sign-in there that says it used a second factor needs no six digits here.
        acr, amr: the words by which it says so; one of them suffices.
        leeway: seconds its clock may differ from ours.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str = "sub"
    name: str = ""
    scope: str = "openid profile"
    replaces_code: bool = False
    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()
    client_auth: str = "basic"
    leeway: int = 60
    timeout: float = 8.0
    ca_file: str = ""


@dataclass(frozen=True)
class Directory:
    """What is set: a provider, or none, or settings that cannot be used and why."""

    provider: Provider | None
    path: Path
    problem: str = ""


def current() -> Directory:
    """The settings as they are now; such as cannot be used switch the button off and are shown to the administrator."""
    path = Path(settings.RONGYAO_OIDC_FILE)
    try:
        given = {**_of_file(path), **_of_environment(os.environ)}
        return Directory(read(given) if given else None, path)
    except (OSError, tomllib.TOMLDecodeError, UnableToUseDirectory) as error:
        return Directory(None, path, problem=str(error))


def _of_file(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _of_environment(env: Mapping[str, str]) -> dict[str, Any]:
    """``RONGYAO_OIDC_ISSUER`` and so on; lists are parted by spaces."""
    texts = ("issuer", "client_id", "client_secret", "claim", "name", "scope", "client_auth", "ca_file")
    found: dict[str, Any] = {key: env[PREFIX + key.upper()] for key in texts if env.get(PREFIX + key.upper())}
    for key in ("acr", "amr"):
        if words := env.get(PREFIX + key.upper(), "").split():
            found[key] = words
    if PREFIX + "REPLACES_CODE" in env:
        found["replaces_code"] = env[PREFIX + "REPLACES_CODE"] == "1"
    return found


def read(given: Mapping[str, Any]) -> Provider:
    """The provider these settings describe.

    Raises:
        UnableToUseDirectory: one is missing, unknown, or unsafe.
    """
    unknown = sorted(set(given) - set(Provider.__dataclass_fields__))
    if unknown:
        raise UnableToUseDirectory(_("Unknown setting: %(names)s") % {"names": ", ".join(unknown)})
    missing = [name for name in ("issuer", "client_id", "client_secret") if not given.get(name)]
    if missing:
        raise UnableToUseDirectory(_("Missing setting: %(names)s") % {"names": ", ".join(missing)})
    frozen: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}
    made = Provider(**frozen)
    _check(made)
    return made


def _check(made: Provider) -> None:
    if not is_safe(made.issuer):
        raise UnableToUseDirectory(_("issuer must begin with https://"))
    if made.client_auth not in CLIENT_AUTH:
        raise UnableToUseDirectory(_("client_auth must be basic or post"))
    if "openid" not in made.scope.split():
        raise UnableToUseDirectory(_("scope must hold openid"))
    if made.replaces_code and not (made.acr or made.amr):
        raise UnableToUseDirectory(
            _("replaces_code needs acr or amr: the words by which the directory says it used a second factor")
        )


def is_safe(address: str) -> bool:
    """Encrypted, or on this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
