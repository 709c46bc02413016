"""What a round's rules are made of, how faults of tables are told, and what a co-signature must be. Decides, reads no row."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.ui.formats import mask_id
from rongyao.choosing.record.notes import cosigned_at
from rongyao.choosing.said import in_chinese
from rongyao.choosing.verify.rongyao_verify import nobodys

ITEM_GO_ON = "placement.go_on"
# People times (posts and this): so much is closed or drawn while the page waits, under two seconds; more goes to the
# background. Measured on 2 cores, Intel Xeon, Python 3.11, 28 November 2026, at a load of 3 to 4: 500 people and 50 posts
# close in 0.4 s and are drawn, checked and taken in in 1.1 s; 1,000 and 90 in 0.9 s and 2.4 s.
AT_ONCE, PERSON_WEIGHS = 80_000, 60
ORIGIN = re.compile(r"[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9._-]+)+")
IDENTIFIER = re.compile(r"[A-Za-z0-9._-]{1,64}")
KEY = re.compile(r"[0-9a-f]{64}")
MOST_POINTS = 10**12
# The year 9999, in Unix seconds: a later one is no time of a signature.
LAST_MOMENT = 253_402_300_799
PARTS = ("items", "labels", "sources", "witnesses")
_NUMBER = re.compile(r"(?<!\d)\d{15}(?:\d{2}[\dXx])?(?![\dXx])")
_ROW = re.compile(r"(people|posts|choices)\.csv(?:, row ([\d, ]+))?: (.+)", re.DOTALL)
_OF_TABLE = re.compile(r"(people|posts|choices)\.csv .+", re.DOTALL)


class UnableToAcceptSignature(ValueError):
    """The signed checkpoint handed in is not one this round can use; the message says why."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a table: ``table`` people, posts, choices or "" (the settings), ``row`` as the spreadsheet shows it."""

    table: str
    row: str
    zh: str
    en: str


def fault(told: str) -> Fault:
    """A sentence of the choosing ("people.csv, row 3: …") taken apart, in both languages, numbers of people masked."""
    plain = _masked(told)
    found, whole = _ROW.fullmatch(plain), _OF_TABLE.fullmatch(plain)
    table, row, words = (
        (found[1], found[2] or "", found[3]) if found else (whole[1] if whole else "", "", plain)
    )
    return Fault(table, row, in_chinese(words), words)


def faults(told: str) -> list[Fault]:
    """Sentences of the choosing, one a line."""
    return [fault(line) for line in told.split("\n")]


def _masked(told: str) -> str:
    return _NUMBER.sub(lambda found: mask_id(found[0]), told)


def settings_of(row: Any) -> dict[str, Any]:
    """The settings ``rongyao place --rules`` takes, from a round. Without sources the record calls itself a rehearsal."""
    labels = [_worded(one) for one in row.labels]
    found: dict[str, Any] = {
        "record": row.origin, "bureau": row.origin.partition("/")[0], "mechanism": row.mechanism,
        "manner": row.manner, "session": row.session,
        "items": [_worded(one) | {"article": one_line(one["article"])} for one in row.items],
        "ties": labels, "facts": labels, "witnesses": row.witnesses, "least_witnesses": row.least_witnesses,
        "text_zh": one_line(row.text_zh), "text_en": one_line(row.text_en),
    }  # fmt: skip
    if row.sources:
        sources = [_worded(one) for one in row.sources]
        found["seed"] = {"least": least_sources(row.sources), "sources": sources}
    return found


def _worded(part: Mapping[str, Any]) -> dict[str, Any]:
    return dict(part) | {"zh": one_line(part["zh"]), "en": one_line(part["en"]) or part["id"]}


def one_line(text: str) -> str:
    """Text as a record may hold it: no line breaks or other signs that are not seen."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", "".join(map(_seen, text))).strip())


def _seen(sign: str) -> str:
    return " " if sign.isspace() else "" if unicodedata.category(sign) in ("Cc", "Cf", "Cs") else sign


def least_sources(sources: Sequence[Mapping[str, Any]]) -> int:
    """How many draws there must be at least: every required one, and one where none is."""
    return max(1, sum(bool(one["required"]) for one in sources))


def key_of(secret: bytes) -> bytes:
    """The bureau's signing key of a round; the same as ``rongyao place --secret`` makes of it."""
    return hashlib.sha256(secret + b"key").digest()


def nonces_of(secret: bytes) -> bytes:
    """What every salt comes from; the same as ``rongyao place --secret``."""
    return secret + b"nonces"


def stamp(at: dt.datetime | None) -> str:
    """An instant as the record writes it, in Beijing time."""
    assert at is not None
    return at.astimezone(dt.timezone(dt.timedelta(hours=8))).isoformat(timespec="seconds")


def is_key(text: str) -> bool:
    """Is it an Ed25519 public key in hex that only its holder can sign under?"""
    if not KEY.fullmatch(text) or nobodys(bytes.fromhex(text)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError:
        return False
    return True


def moment(text: str) -> dt.datetime:
    """An instant as the record writes it."""
    return dt.datetime.fromisoformat(text)


# ── witnesses ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Signature:
    """One witness's line under a checkpoint."""

    name: str
    line: str
    at: dt.datetime


def text_of(note: str) -> str:
    """The signed text of a note: origin, size, head, each on a line."""
    return note.partition("\n\n")[0] + "\n"


def signatures(note: str, witnesses: Iterable[Mapping[str, str]]) -> list[Signature]:
    """The witnesses' lines of a note whose signature holds, in the order of RULES; the bureau's own line is left out.

    Raises:
        UnableToAcceptSignature: a line of a witness RULES does not name, or one that does not hold.
    """
    keys = {one["name"]: one["key"] for one in witnesses}
    text, found = text_of(note), {}
    for line in note.partition("\n\n")[2].splitlines()[1:]:
        one = _signature(line, text, keys)
        found[one.name] = one
    return [found[name] for name in keys if name in found]


def _signature(line: str, text: str, keys: Mapping[str, str]) -> Signature:
    name = [*line.split(" "), ""][1]
    if name not in keys:
        raise UnableToAcceptSignature(
            _("%(name)s is no witness of this round.") % {"name": name or line[:40]}
        )
    at = cosigned_at(line, name, bytes.fromhex(keys[name]), text)
    if at is None or at > LAST_MOMENT:
        words = _("The signature of %(name)s does not hold under this checkpoint.")
        raise UnableToAcceptSignature(words % {"name": name})
    return Signature(name, line, dt.datetime.fromtimestamp(at, tz=dt.UTC))


def with_signatures(ours: str, handed: str, witnesses: Sequence[Mapping[str, str]]) -> str:
    """Our note with the witnesses' lines of the note handed in; a later line of a witness takes the place of an earlier.

    Raises:
        UnableToAcceptSignature: it is another checkpoint, nobody signed it, or a signature does not hold.
    """
    if text_of(handed) != text_of(ours):
        raise UnableToAcceptSignature(_("This is not the checkpoint of this round that is to be signed."))
    fresh = {one.name: one for one in signatures(handed, witnesses)}
    if not fresh:
        raise UnableToAcceptSignature(_("No witness has signed this checkpoint yet."))
    kept = {one.name: one for one in signatures(ours, witnesses)} | fresh
    body, _gap, tail = ours.partition("\n\n")
    lines = [tail.splitlines()[0], *(kept[one["name"]].line for one in witnesses if one["name"] in kept)]
    return body + "\n\n" + "".join(f"{line}\n" for line in lines)
