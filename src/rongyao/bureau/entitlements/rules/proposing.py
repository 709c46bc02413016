"""Which answers become proposals, and which decisions need a second signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rongyao.bureau.entitlements.rules.articles import citation
from rongyao.bureau.entitlements.rules.findings import Json, conditions
from rongyao.bureau.registry.roster.dates import latest
from rongyao.law import catalog
from rongyao.law.model import Entitlement

# From this sum on a second person signs, unless the bureau sets SECOND_SIGNATURE_FROM_FEN otherwise.
SECOND_SIGNATURE_FROM_FEN = 50_000_00
DEATH_EVENTS = frozenset({"died_on"})
# A matter that comes once in a life and whose event lies further back than this was settled on paper before this
# product came. The bureau's own rule, not law: docs/law/readings/settled_on_paper.md.
SETTLED_AFTER_YEARS = 3
# While these are open the question has hardly arisen (nobody asks a living man for his death certificate), so an
# answer that waits for one of them is not "short of a fact".
GATES = frozenset(
    {"is_deceased", "died_on", "death_nature", "survivor_of", "survivor_relation", "is_serving"}
)
LABELS_OF_UNKNOWN = ("（已不在目录中）", "(no longer in the catalogue)")


def makes_proposal(key: str) -> bool:
    """Whether a yes is proposed to an officer: money follows, or it is a person's way of placement.

    Everything else (deadlines, forfeitures, general treatment) is information on the person's page, and so is a sum
    that another office grants: a tax relief, a school's waiver.
    """
    found = catalog.ENTITLEMENTS.get(key)
    return bool(found and found.kind != "information" and (found.has_amount or found.kind == "placement"))


def is_death_money(key: str) -> bool:
    """Money that follows a death: the event that chooses the edition is the day of death."""
    found = catalog.ENTITLEMENTS.get(key)
    return bool(found and found.has_amount and found.event in DEATH_EVENTS)


def needs_second(key: str, amount_fen: int | None, limit_fen: int = SECOND_SIGNATURE_FROM_FEN) -> bool:
    """Whether another person must sign too: death money always, other sums from the limit on."""
    return is_death_money(key) or (amount_fen is not None and amount_fen >= limit_fen)


def label(key: str, lang: str) -> str:
    """The entitlement's name in the reader's language; the key itself where the catalogue forgot it."""
    found = catalog.ENTITLEMENTS.get(key)
    if found is None:
        return f"{key} {LABELS_OF_UNKNOWN[0 if lang.startswith('zh') else 1]}"
    return str(found.zh if lang.startswith("zh") else found.en)


def law_of(key: str, lang: str) -> str:
    """Regulation and article an entitlement rests on, as people cite them."""
    found = catalog.ENTITLEMENTS.get(key)
    if found is None:
        return ""
    name = found.edition.short_zh if lang.startswith("zh") else found.edition.en
    return citation(found.article, name, lang)


def proposable() -> list[str]:
    """The keys that make proposals, in the catalogue's order."""
    return [key for key in catalog.ENTITLEMENTS if makes_proposal(key)]


def is_settled_on_paper(key: str, finding: Json, on: dt.date) -> bool:
    """Whether a matter is taken as settled on paper: it comes once, and its event lies years before ``on``.

    A date known to the month or the year counts from its last possible day; an event whose day is not known is
    never taken as settled. What is paid by the month or the year goes on and is not touched.
    """
    found = catalog.ENTITLEMENTS.get(key)
    if found is None or not _comes_once(found):
        return False
    happened = _value_of(found.event, finding)
    return bool(happened) and latest(str(happened)) < _years_before(on, SETTLED_AFTER_YEARS)


def _comes_once(found: Entitlement) -> bool:
    return found.kind == "placement" or bool(found.amount and found.amount.unit == "once")


def _value_of(fact: str, finding: Json) -> object:
    """What the finding saw of a fact; None where it is not known or was not looked at."""
    parts = conditions(finding.get("tree"))
    seen = (one for part in parts for one in part.get("facts", ()) if one["name"] == fact)
    return next((one.get("value") for one in seen), None)


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def has_arisen(key: str, applies: bool | None) -> bool:
    """Whether an answer is worth keeping: its edition may govern, and nobody is asked about a death unheard of."""
    found = catalog.ENTITLEMENTS.get(key)
    if found is None or applies is False:
        return False
    return applies is True or found.event not in DEATH_EVENTS


def facts_short(key: str, answer: str, missing: Iterable[str]) -> int:
    """How many facts an unknown answer is short of; 0 where asking makes no sense yet."""
    names = set(missing)
    if answer != "unknown" or not makes_proposal(key) or names & GATES:
        return 0
    return len(names)
