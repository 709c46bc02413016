"""Decisions without a database: months of spells with their arithmetic, groups that facts suggest, small numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class UnableToCount(ValueError):
    """The spells contradict each other or the service; the message says which and what to do."""


class SpellKind(TextChoices):
    HARD_AREA = "hard_area", gettext_lazy("Hard area or island")
    SPECIAL_POST = "special_post", gettext_lazy("Special post")


class SpellClass(TextChoices):
    """Classes by the words of Regulations on Resettlement (2024), Articles 43 and 44."""

    TIBET = "tibet", gettext_lazy("Tibet")
    XINJIANG = "xinjiang", gettext_lazy("Xinjiang")
    AREA_6 = "area_6", gettext_lazy("Hard area, class 6")
    AREA_5 = "area_5", gettext_lazy("Hard area, class 5")
    AREA_4 = "area_4", gettext_lazy("Hard area, class 4")
    AREA_3 = "area_3", gettext_lazy("Hard area, class 3")
    AREA_2 = "area_2", gettext_lazy("Hard area, class 2")
    AREA_1 = "area_1", gettext_lazy("Hard area, class 1")
    ISLAND_SPECIAL = "island_special", gettext_lazy("Island, special class")
    ISLAND_1 = "island_1", gettext_lazy("Island, class 1")
    ISLAND_2 = "island_2", gettext_lazy("Island, class 2")
    ISLAND_3 = "island_3", gettext_lazy("Island, class 3")
    FLYING = "flying", gettext_lazy("Flying")
    NAVAL = "naval", gettext_lazy("Ships and boats")
    NUCLEAR = "nuclear", gettext_lazy("Nuclear")
    OTHER_POST = "other_post", gettext_lazy("Another special post, as the file names it")


POSTS = (SpellClass.FLYING, SpellClass.NAVAL, SpellClass.NUCLEAR, SpellClass.OTHER_POST)
# What the law's fact of months counts: Tibet, Xinjiang, hard areas from class 4 up, islands from class 2 up.
COUNTED = frozenset(
    {
        SpellClass.TIBET,
        SpellClass.XINJIANG,
        SpellClass.AREA_4,
        SpellClass.AREA_5,
        SpellClass.AREA_6,
        SpellClass.ISLAND_SPECIAL,
        SpellClass.ISLAND_1,
        SpellClass.ISLAND_2,
        *POSTS,
    }
)
MONTHS_FACT = {SpellKind.HARD_AREA: "hard_area_months", SpellKind.SPECIAL_POST: "special_post_months"}
PLACE_FACTS = {SpellClass.TIBET: "in_tibet", SpellClass.XINJIANG: "in_xinjiang"}


def kind_of(code: str) -> SpellKind:
    return SpellKind.SPECIAL_POST if code in POSTS else SpellKind.HARD_AREA


def months_in_order(first: str, last: str) -> int:
    """A month as a number, so that months can be subtracted."""
    return _index(last) - _index(first) + 1


def _index(month: str) -> int:
    year, number = month.split("-")[:2]
    return int(year) * 12 + int(number) - 1


@dataclass(frozen=True, slots=True)
class Term:
    """A spell as the arithmetic takes it: months from and to, both as "1998-03"."""

    code: str
    from_month: str
    to_month: str

    @property
    def counts(self) -> bool:
        return self.code in COUNTED


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum: what it adds and why."""

    term: Term
    months: int
    shared: int
    counts: bool


@dataclass(frozen=True, slots=True)
class Total:
    """The months of one kind of spell with the arithmetic that leads to them."""

    months: int
    steps: tuple[Step, ...]


def total(terms: Iterable[Term]) -> Total:
    """Sum the months. A month in which one spell ends and the next begins is counted once.

    Months are known, days are not: the month a spell begins in and the month it ends in are both counted.
    """
    seen: set[int] = set()
    steps = []
    for term in sorted(terms, key=lambda one: (one.from_month, one.to_month)):
        own = set(range(_index(term.from_month), _index(term.to_month) + 1))
        shared = len(own & seen) if term.counts else 0
        steps.append(Step(term, len(own) - shared, shared, term.counts))
        if term.counts:
            seen |= own
    return Total(len(seen), tuple(steps))


def check_term(
    term: Term, others: Sequence[Term], *, enlisted_on: str = "", discharged_on: str = "", today: dt.date
) -> None:
    """Refuse a spell that cannot be: the wrong way round, to come, outside the service, over another of its kind.

    Raises:
        UnableToCount: with the spell or the date it contradicts.
    """
    for month in (term.from_month, term.to_month):
        if not MONTH.fullmatch(month):
            raise UnableToCount(_("Write year and month, such as 1998-03."))
    if _index(term.to_month) < _index(term.from_month):
        raise UnableToCount(_("The spell ends before it begins. Compare with the file."))
    if term.to_month > f"{today:%Y-%m}":
        raise UnableToCount(_("This month has not come yet."))
    _check_service(term, enlisted_on, discharged_on)
    _check_overlap(term, others)


def _check_service(term: Term, enlisted_on: str, discharged_on: str) -> None:
    """A year known without its month rules out only other years."""
    if enlisted_on and term.from_month < enlisted_on[:7]:
        raise UnableToCount(
            _("The spell begins before enlistment (%(day)s). Compare with the file.") % {"day": enlisted_on}
        )
    if discharged_on and term.to_month[: len(discharged_on[:7])] > discharged_on[:7]:
        raise UnableToCount(
            _("The spell ends after discharge (%(day)s). Compare with the file.") % {"day": discharged_on}
        )


def _check_overlap(term: Term, others: Sequence[Term]) -> None:
    """Two spells of one kind may meet in one month; more is one life lived twice."""
    for other in others:
        first = max(_index(term.from_month), _index(other.from_month))
        last = min(_index(term.to_month), _index(other.to_month))
        is_meeting = first == last and (
            term.to_month == other.from_month or term.from_month == other.to_month
        )
        if first <= last and not is_meeting:
            words = _(
                "It overlaps the spell %(from)s to %(to)s by %(n)d months. Nobody serves in two places at once: mend one of the two."
            )
            raise UnableToCount(
                words % {"from": other.from_month, "to": other.to_month, "n": last - first + 1}
            )


# --- special groups --------------------------------------------------------------------------------------


class Category(TextChoices):
    """Groups of people to whom policies speak, as the forms of the service name them."""

    MARTYR_FAMILY = "martyr_family", gettext_lazy("Survivor of a martyr")
    FALLEN_FAMILY = "fallen_family", gettext_lazy("Survivor of a soldier who died on duty")
    DECEASED_FAMILY = "deceased_family", gettext_lazy("Survivor of a soldier who died of illness")
    MARTYR_CHILD = "martyr_child", gettext_lazy("Child of a martyr")
    DISABLED = "disabled", gettext_lazy("Disabled soldier")
    HOME_DEMOBILISED = "home_demobilised", gettext_lazy("Demobilised soldier at home")
    ILL_RETURNED = "ill_returned", gettext_lazy("Returned home ill")
    COMBAT = "combat", gettext_lazy("Took part in combat")
    TESTS = "tests", gettext_lazy("Took part in nuclear tests")
    RURAL_60 = "rural_60", gettext_lazy("Discharged soldier of a rural household, 60 or older")
    RETIRED_CADRE = "retired_cadre", gettext_lazy("Retired officer handed over to the government")
    RETIRED_NCO = "retired_nco", gettext_lazy("Retired NCO")
    NON_ARMY_STAFF = "non_army_staff", gettext_lazy("Retired staff without military status")
    SELF_CHOSEN = "self_chosen", gettext_lazy("Officer who chose a job themself")
    ENTERPRISE_CADRE = "enterprise_cadre", gettext_lazy("Transferred officer in an enterprise")
    PLANNED_TRANSFER = "planned_transfer", gettext_lazy("Officer transferred by plan")
    DEMOBILISED_CADRE = "demobilised_cadre", gettext_lazy("Demobilised officer")
    MONTHLY = "monthly", gettext_lazy("Draws a monthly discharge pension")
    ASSIGNED = "assigned", gettext_lazy("Soldier with an assigned job")
    SELF_EMPLOYED = "self_employed", gettext_lazy("Soldier discharged to self-employment")
    LIFETIME_CARE = "lifetime_care", gettext_lazy("Soldier in lifetime state care")
    ARMY_FAMILY = "army_family", gettext_lazy("Family accompanying a soldier")


class Says(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    # No fact of the law tells: only papers do.
    BY_PAPER = "by_paper"


@dataclass(frozen=True, slots=True)
class Ground:
    """Facts and their values that all must hold for a group. ``by_paper``: they are needed but do not settle it."""

    facts: tuple[tuple[str, frozenset[Any]], ...]
    by_paper: bool = False


def _is(name: str, *values: Any) -> tuple[str, frozenset[Any]]:
    return name, frozenset(values)


_SOLDIER = _is("rank_group", "conscript", "nco")
_OFFICER = _is("rank_group", "officer")
# Groups that recorded facts tell or nearly tell; the others are known by papers alone.
GROUNDS: dict[str, Ground] = {
    Category.MARTYR_FAMILY: Ground((_is("survivor_of", "martyr"),)),
    Category.FALLEN_FAMILY: Ground((_is("survivor_of", "duty_death"),)),
    Category.DECEASED_FAMILY: Ground((_is("survivor_of", "illness_death"),)),
    Category.MARTYR_CHILD: Ground((_is("child_of_martyr", True),)),
    Category.DISABLED: Ground((_is("disability_grade", *range(1, 11)),)),
    Category.COMBAT: Ground((_is("took_part_in_combat", True),)),
    Category.TESTS: Ground((_is("took_part_in_tests", True),)),
    Category.RETIRED_CADRE: Ground((_is("retired_cadre_transferred", True), _OFFICER)),
    Category.RETIRED_NCO: Ground((_is("placement_choice", "retirement"), _is("rank_group", "nco"))),
    Category.PLANNED_TRANSFER: Ground((_is("placement_choice", "transfer"), _OFFICER)),
    Category.DEMOBILISED_CADRE: Ground((_is("placement_choice", "demobilisation"), _OFFICER)),
    Category.MONTHLY: Ground((_is("placement_choice", "monthly_pension"),)),
    Category.ASSIGNED: Ground((_is("placement_choice", "job_assignment"), _SOLDIER)),
    Category.SELF_EMPLOYED: Ground((_is("placement_choice", "self_employment"), _SOLDIER)),
    Category.LIFETIME_CARE: Ground((_is("placement_choice", "lifetime_care"), _SOLDIER)),
    # Whether the household was a rural one stands in no fact: the facts only say whose papers to look for.
    Category.RURAL_60: Ground((_SOLDIER,), by_paper=True),
}
OLD = 60


def says(category: str, facts: Mapping[str, Any]) -> Says:
    """What the recorded facts say of one group. A missing fact is not known, never a no."""
    ground = GROUNDS.get(category)
    if ground is None:
        return Says.BY_PAPER
    answers = [None if facts.get(name) is None else facts[name] in values for name, values in ground.facts]
    if False in answers:
        return Says.NO
    if None in answers:
        return Says.NOT_KNOWN
    return Says.BY_PAPER if ground.by_paper else Says.YES


def born_by(on: dt.date) -> str:
    """Whoever was born on this day or before is sixty."""
    return on.replace(year=on.year - OLD, day=min(on.day, 28)).isoformat()


# --- small numbers -----------------------------------------------------------------------------------------

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A count for whoever reads figures only. ``shown`` is None where it is too small, or would give one away."""

    label: str
    shown: int | None


def suppressed(counts: Mapping[str, int]) -> tuple[dict[str, int | None], int | None]:
    """Counts of one row and their sum, without any from 1 to 4; 0 is shown.

    Where exactly one would be hidden, the next smallest is hidden too: otherwise the sum gives it away. Where there is
    no other to hide, the sum is hidden.
    """
    whole = sum(counts.values())
    hidden = {name for name, n in counts.items() if 0 < n < SMALLEST}
    others = sorted((n, name) for name, n in counts.items() if n >= SMALLEST)
    if len(hidden) == 1 and others:
        hidden.add(others[0][1])
    shown: dict[str, int | None] = {name: None if name in hidden else n for name, n in counts.items()}
    under_cover = sum(counts[name] for name in hidden)
    is_told_by_sum = len(hidden) == 1 or 0 < under_cover < SMALLEST
    return shown, None if is_told_by_sum else whole
