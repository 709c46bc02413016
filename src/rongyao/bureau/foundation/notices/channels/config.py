"""Which ways are on, read from one file of the bureau's own: ``notices.toml`` in the data folder.

The file holds passwords, so it belongs to the account the product runs under and to nobody else.
"""

from __future__ import annotations

import stat
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

LOCAL = ("127.0.0.1", "::1", "localhost")


class UnableToReadSettings(Exception):
    """The file is there but cannot be used; the message says which line of it."""


@dataclass(frozen=True)
class Smtp:
    """A mail server that takes our mail. Without encryption only on this machine."""

    host: str
    sender: str
    port: int = 465
    security: str = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 20.0


@dataclass(frozen=True)
class Reports:
    """How the gateway tells us what became of a message: which fields, which words, and the secret it shows."""

    secret: str = field(repr=False)
    header: str = "X-Report-Secret"
    id_field: str = "id"
    status_field: str = "status"
    delivered: tuple[str, ...] = ("DELIVRD",)
    failed: tuple[str, ...] = ("UNDELIV", "EXPIRED", "REJECTD", "DELETED")


@dataclass(frozen=True)
class Sms:
    """Any text-message gateway spoken to over HTTP.

    ``fields`` are sent as JSON, form or query; ``{phone}``, ``{text}`` and ``{key}`` in their values are put in.
    """

    url: str
    fields: dict[str, str]
    method: str = "POST"
    format: str = "json"
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    statuses: tuple[int, ...] = (200,)
    # Dotted path into the JSON answer that says whether it was taken, and the values that mean yes.
    success_field: str = ""
    success_values: tuple[str, ...] = ()
    reference_field: str = ""
    # Values of the success field after which trying again is of no use (no such number, blocked).
    refused_values: tuple[str, ...] = ()
    signature: str = ""
    price_fen: int | None = None
    # The gateway tells doubles apart by {key}: a try whose end is not known may be made again.
    dedupes: bool = False
    timeout: float = 15.0
    reports: Reports | None = None


@dataclass(frozen=True)
class Settings:
    """What is switched on here."""

    smtp: Smtp | None
    sms: Sms | None
    is_demo: bool
    path: Path
    problem: str = ""
    is_open_to_others: bool = False


def settings_now() -> Settings:
    """The file as it is now; a file that cannot be used switches both off and says why."""
    path = Path(settings.RONGYAO_NOTICES_FILE)
    plain = Settings(None, None, settings.IS_DEMO, path)
    if not path.exists():
        return plain
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        smtp, sms = _smtp(read.get("smtp")), _sms(read.get("sms"))
    except (OSError, tomllib.TOMLDecodeError, UnableToReadSettings) as error:
        return Settings(None, None, settings.IS_DEMO, path, problem=str(error))
    return Settings(smtp, sms, settings.IS_DEMO, path, is_open_to_others=_is_open(path))


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _smtp(given: dict[str, Any] | None) -> Smtp | None:
    if given is None:
        return None
    made: Smtp = _made(Smtp, "smtp", given)
    if made.security not in ("tls", "starttls", "none"):
        raise UnableToReadSettings("[smtp] security: tls, starttls or none")
    if made.security == "none" and made.host not in LOCAL:
        raise UnableToReadSettings("[smtp] security = none is allowed only for a server on this machine")
    if not (made.user + made.password).isascii():
        # What another alphabet means to a mail server is not settled: the Python library sends ASCII only.
        raise UnableToReadSettings("[smtp] user and password: only letters, digits and signs of ASCII")
    return made


def _sms(given: dict[str, Any] | None) -> Sms | None:
    if given is None:
        return None
    raw = dict(given)
    reports = raw.pop("reports", None)
    made: Sms = _made(
        Sms, "sms", {**raw, "reports": _made(Reports, "sms.reports", reports) if reports else None}
    )
    if made.format not in ("json", "form", "query"):
        raise UnableToReadSettings("[sms] format: json, form or query")
    parts = urlsplit(made.url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise UnableToReadSettings("[sms] url must begin with https://")
    if made.success_field and not made.success_values:
        raise UnableToReadSettings("[sms] success_values is missing beside success_field")
    return made


def _made(kind: Any, section: str, given: dict[str, Any]) -> Any:
    frozen = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    try:
        return kind(**frozen)
    except TypeError as error:
        raise UnableToReadSettings(f"[{section}] {str(error).rsplit(') ', 1)[-1]}") from error
