"""A sum in words, what keeps it from being paid, and what would change an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongyao.bureau.foundation.ui.clockface import read
from rongyao.bureau.foundation.ui.fact_words import fact_label, fact_text, headed, strip, words_of
from rongyao.bureau.foundation.ui.formats import yuan_text

RESULTS = {
    "yes": gettext_lazy("Entitled"),
    "no": gettext_lazy("Not entitled"),
    "unknown": gettext_lazy("Something is missing"),
    "judge": gettext_lazy("To be judged"),
}
CONFIDENCE = {
    "reported": gettext_lazy(
        "The standard is only reported, not confirmed. It is not paid before it is confirmed."
    ),
    "derived": gettext_lazy(
        "The standard is worked out from others, not confirmed. It is not paid before that."
    ),
    "missing": gettext_lazy("The standard has not been entered yet, so there is no sum."),
}
PER = {"once": "", "month": gettext_lazy("a month"), "year": gettext_lazy("a year")}


@dataclass(frozen=True)
class Sum:
    """The amount in one line of arithmetic, and what keeps it from being paid."""

    line: str
    total: str
    per: str
    missing: tuple[str, ...]
    warnings: tuple[str, ...]


def sum_of(amount: Any, lang: str, *, staff: bool) -> Sum | None:
    if not amount:
        return None
    fen = read(amount, "amount_fen")
    line = str(read(amount, "line_zh" if lang.startswith("zh") else "line_en", "") or "")
    total = "" if fen is None else yuan_text(int(fen), lang)
    return Sum(
        line="" if line == total else line,
        total=total,
        per=str(PER.get(str(read(amount, "unit", "")), "")),
        missing=tuple(fact_label(name, lang) for name in read(amount, "missing", ()) or ()),
        warnings=_warnings(amount, lang, staff=staff),
    )


def _warnings(amount: Any, lang: str, *, staff: bool) -> tuple[str, ...]:
    """What keeps a sum from being paid: the law's own note for an officer, plain sentences for the person."""
    note = str(read(amount, "note_zh" if lang.startswith("zh") else "note_en", "") or "")
    if staff and note:
        return (note,)
    plain = [str(CONFIDENCE.get(str(read(amount, "confidence", "")), ""))]
    if read(amount, "carried_on"):
        plain.append(
            _("The last confirmed standard goes on. A raise is expected; the difference will follow.")
        )
    return tuple(text for text in plain if text)


@dataclass(frozen=True)
class ChangeRow:
    """One thing that would change the answer: in words, and what the answer would be."""

    text: str
    result: str


def change_row(change: Any, lang: str) -> ChangeRow:
    """From a ``law.hypotheticals`` Change (or a dict with its fields): ``fact`` "on" is the mere passing of time."""
    name, value = str(read(change, "fact", "")), read(change, "value")
    told = fact_text(value, name, lang)
    text = (
        _("From %(day)s on") % {"day": strip(told)}
        if name == "on"
        else headed(words_of(change, lang, fact_label(name, lang)))
    )
    fen = read(change, "amount_fen")
    result = str(RESULTS.get(str(read(change, "answer", "")), ""))
    colon = "：" if lang.startswith("zh") else ": "
    return ChangeRow(
        text=text if name == "on" else f"{text}{colon}{strip(told)}",
        result=result if fen is None else f"{result} · {yuan_text(int(fen), lang)}",
    )
