"""Decisions without a database: what value a fact may hold, what may assert its absence, codes on slips."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission
from rongyao.bureau.foundation.exchange.problems import Problem
from rongyao.bureau.registry.models import Source
from rongyao.bureau.registry.roster.crosscheck import check
from rongyao.law.facts import FACTS, FactDef

# These two live on the person's own row: they come from the identity card, not from a source of facts.
IDENTITY_FACTS = ("birth_on", "sex")
# Facts without which most entitlements stay open; "has unknown deciding fact" in the list means one of these.
DECIDING_FACTS = (
    "rank_group",
    "enlisted_on",
    "discharged_on",
    "discharge_mode",
    "honours",
    "expelled_from_party",
    "criminal_record",
)
IDENTITY_FIELDS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "id_number": gettext_lazy("Identity number"),
    "sex": gettext_lazy("Sex"),
    "birth_on": gettext_lazy("Date of birth"),
    "ethnicity": gettext_lazy("Ethnic group"),
    "phone": gettext_lazy("Telephone"),
    "address": gettext_lazy("Address"),
    "division": gettext_lazy("Town"),
}
SECRET_FIELDS = ("id_number", "phone")
BOUND_OF_INT = 10_000
DATES_THAT_CANNOT_BE = ("date_in_future", "dates_out_of_order")
LONGEST_VALUE = 200

# No 0 O 1 I L 5 S 2 Z 8 B: a slip is read aloud over a counter and typed by eighty-year-olds.
SLIP_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
SLIP_LENGTH = 10

# What the law calls the assertion of absence, as the kind of source that makes it.
ASSERTED_BY: dict[str, str] = {
    "certified_column": Source.Kind.CERTIFIED,
    "declaration": Source.Kind.DECLARATION,
    "register_check": Source.Kind.REGISTER,
    "list_complete": Source.Kind.PAPER,
}
# An authority's decision, an answered correction and a cell that says "none" state absence outright.
STATED_OUTRIGHT = (Source.Kind.DECISION, Source.Kind.CORRECTION, Source.Kind.ROSTER, Source.Kind.SYNTHETIC)


class UnableToReadValue(ValueError):
    """A value does not have the form its fact declares. The message says what is wrong with it."""


def signer(by: Actor, permission: Permission) -> int:
    """The user who answers for an act that must carry a person's name; the product itself cannot."""
    if by.user_id is None:
        raise NotAllowed(permission)
    return by.user_id


def recordable(name: str) -> FactDef:
    """The definition of a fact that an officer may record with a source.

    Raises:
        UnableToReadValue: no such fact, one of the identity card's, or one that is judged and not recorded.
    """
    known = FACTS.get(name)
    if known is None:
        raise UnableToReadValue(_("There is no fact of this name."))
    if name in IDENTITY_FACTS:
        raise UnableToReadValue(_("Birth date and sex are changed with the identity, not as a fact."))
    if known.judged:
        raise UnableToReadValue(_("This is for an officer to judge: record a judgement with its reason."))
    return known


def check_value(known: FactDef, value: Any) -> Any:
    """``value`` in the form its fact declares (see law.facts).

    Raises:
        UnableToReadValue: it has another form, or lies outside the choices.
    """
    return _CHECKS[known.kind](known, value)


def _check_bool(known: FactDef, value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnableToReadValue(_("Choose yes or no."))
    return value


def _check_int(known: FactDef, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnableToReadValue(_("Write a whole number."))
    top = 10 if known.name == "disability_grade" else BOUND_OF_INT
    if not 0 <= value <= top:
        raise UnableToReadValue(_("The number must lie between 0 and %(top)s.") % {"top": top})
    return value


def _check_money(known: FactDef, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise UnableToReadValue(_("Write an amount in yuan, such as 1234.50."))
    return value


def _check_date(known: FactDef, value: Any) -> str:
    text = str(value or "")
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise UnableToReadValue(_("Write a year, a year and month, or a whole date."))
    try:
        dt.date.fromisoformat((text + "-01-01")[:10] if len(text) < 8 else text)
    except ValueError as error:
        raise UnableToReadValue(_("There is no such day. Compare it with the paper.")) from error
    return text


def _check_category(known: FactDef, value: Any) -> str:
    if value not in known.choices:
        raise UnableToReadValue(_("Choose one of the list."))
    return str(value)


def _check_categories(known: FactDef, value: Any) -> list[str]:
    if not isinstance(value, list) or any(code not in known.choices for code in value):
        raise UnableToReadValue(_("Choose from the list."))
    return list(value)


_CHECKS = {
    "bool": _check_bool,
    "int": _check_int,
    "money": _check_money,
    "date": _check_date,
    "category": _check_category,
    "categories": _check_categories,
}


def disagreement(name: str, value: Any, others: Mapping[str, Any], on: dt.date) -> Problem | None:
    """What speaks against a date: it has not come yet, or stands in the wrong order to another recorded one.

    Args:
        others: the person's recorded facts with ``birth_on``; dates known to the month disagree only when no day fits.
    """
    if name not in FACTS or FACTS[name].kind != "date":
        return None
    named = (FACTS[name].zh, FACTS[name].en)
    found = check({**others, name: value}, on)
    against = (one for one in found if one.code in DATES_THAT_CANNOT_BE and named in one.params.values())
    return next((one.at("") for one in against), None)


def is_absence(known: FactDef, value: Any) -> bool:
    """Does this value say that the thing is *not* so?"""
    return bool(known.absence) and value == known.absent and type(value) is type(known.absent)


def may_assert_absence(known: FactDef, kind: str) -> bool:
    """May a source of this kind say that the thing is not so? (architecture, "Closing the open world")"""
    return kind in STATED_OUTRIGHT or kind in {ASSERTED_BY[way] for way in known.absence}


def new_slip_code() -> str:
    """Ten characters that cannot be misread: 46 bits, and the slip is spent after five wrong tries."""
    return "".join(secrets.choice(SLIP_ALPHABET) for _place in range(SLIP_LENGTH))


def plain_slip_code(typed: str) -> str:
    """The code as typed, without the spaces and hyphens people put between groups."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())


def spaced_slip_code(code: str) -> str:
    """Five and five, as printed."""
    return f"{code[:5]} {code[5:]}"


# --- a roster against what is recorded ----------------------------------------------------------------

# Identity fields a roster may fill. A differing one is always put to the officer: it has no date of its own.
ROSTER_IDENTITY = ("name", "id_number", "sex", "birth_on", "ethnicity", "phone", "address")
# What an authority or an answered correction settled is never overwritten by a roster without being asked.
SETTLED_KINDS = (Source.Kind.DECISION, Source.Kind.CORRECTION)


class Step(StrEnum):
    """What taking one value of a roster would do."""

    SAME = "same"
    ADD = "add"
    CHANGE = "change"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of one field: value (None: not known), the day it speaks of, the kind of its source."""

    value: Any
    as_of: dt.date | None = None
    kind: str = ""


def step_for(name: str, incoming: Any, recorded: Recorded, dated_on: dt.date) -> Step:
    """What a roster of ``dated_on`` does to one field. Older records give way; newer and settled ones are conflicts."""
    if recorded.value in (None, ""):
        return Step.ADD
    if _says_no_more(name, incoming, recorded.value):
        return Step.SAME
    if _is_finer(name, incoming, recorded.value):
        return Step.CHANGE
    if recorded.as_of is None or recorded.as_of >= dated_on or recorded.kind in SETTLED_KINDS:
        return Step.CONFLICT
    return Step.CHANGE


def _says_no_more(name: str, incoming: Any, recorded: Any) -> bool:
    if isinstance(incoming, list) and isinstance(recorded, list):
        return sorted(incoming) == sorted(recorded)
    return bool(incoming == recorded) or _is_finer(name, recorded, incoming)


def _is_finer(name: str, finer: Any, coarser: Any) -> bool:
    """The same date, known more exactly ("1992-11-30" after "1992-11")."""
    is_date = name in FACTS and FACTS[name].kind == "date"
    return is_date and str(finer).startswith(f"{coarser}-")


def steps_for(
    facts: Mapping[str, Any], identity: Mapping[str, str], recorded: Mapping[str, Recorded], dated_on: dt.date
) -> dict[str, Step]:
    """Every field of one roster row with what it does; ``recorded`` holds facts and identity fields by name."""
    nothing = Recorded(None)
    incoming = {**facts, **{name: value for name, value in identity.items() if value}}
    return {
        name: step_for(name, value, recorded.get(name, nothing), dated_on) for name, value in incoming.items()
    }
