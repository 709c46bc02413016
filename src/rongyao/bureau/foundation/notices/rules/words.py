"""What a message says: a plain text in a file for each language, with named parameters and no secret among them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
PARAMETER = re.compile(r"\{(\w+)\}")
# A text message is read over the shoulder, by whoever holds the telephone: none of this may be a parameter.
FORBIDDEN = re.compile(
    r"(^|_)(id|id_number|identity|phone|mobile|account|bank|iban|password|code|amount|sum|money|fen|yuan|birth|born|"
    r"grade|disability|diagnosis|illness|medical|address|secret|token|link|url|cause|crime|punishment)(_|$)"
)
# Nor may a value look like one: 15 or 18 digits of an identity number, a mobile, a bank card.
LOOKS_SECRET = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9})(?!\d)")
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = set("^{}\\[~]|€")


class UnableToWord(Exception):
    """The text cannot be made: a parameter is missing, forbidden, or holds what may not be in a message."""


@dataclass(frozen=True)
class Text:
    """One message in one language: the subject line (shown in the box and in mail) and the body."""

    subject: str
    body: str

    @property
    def parameters(self) -> frozenset[str]:
        return frozenset(PARAMETER.findall(self.subject + self.body))


@cache
def read(folder: Path, name: str, language: str) -> Text:
    """The text in ``<folder>/<name>.<language>.txt``: the first line is the subject, the rest the body."""
    subject, _, body = (folder / f"{name}.{language}.txt").read_text(encoding="utf-8").partition("\n")
    return Text(subject.strip(), body.strip())


def filled(text: Text, params: Mapping[str, Any]) -> Text:
    """The text with its parameters in place.

    Raises:
        UnableToWord: one is missing, is forbidden, or its value looks like somebody's number.
    """
    missing = sorted(text.parameters - set(params))
    if missing:
        raise UnableToWord(f"missing: {', '.join(missing)}")
    values = {name: str(params[name]) for name in text.parameters}
    check_values(values)
    return Text(_put(text.subject, values), _put(text.body, values))


def check_values(values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if FORBIDDEN.search(name):
            raise UnableToWord(f"{name} may not stand in a message")
        if LOOKS_SECRET.search(value.replace(" ", "").replace("-", "")) and not name.startswith("station"):
            raise UnableToWord(f"{name} looks like somebody's number")


def _put(template: str, values: Mapping[str, str]) -> str:
    """One pass: what a value contains is never read as a parameter again."""
    return PARAMETER.sub(lambda found: values[found[1]], template)


def segments(text: str) -> int:
    """How many text messages a telephone company counts for this: 160 letters or 70 characters, fewer when joined."""
    if not text:
        return 0
    if set(text) <= GSM | GSM_TWICE:
        length, alone, joined = sum(2 if c in GSM_TWICE else 1 for c in text), 160, 153
    else:
        length, alone, joined = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= alone else -(-length // joined)
