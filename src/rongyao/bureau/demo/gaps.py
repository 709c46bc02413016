"""Which people lack a deciding fact: in every five exactly one.

Where a gap is known to leave an answer open for this person, one of those is taken; else any that fits.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ONE_IN = 5
MOSTLY = 0.75
EXCLUSIONS = ("expelled_from_party", "criminal_record", "prosecuted_while_waiting", "expelled_from_army")
HIGH_MERITS = {"merit_1", "merit_2", "wartime_merit_1", "wartime_merit_2", "wartime_merit_3"}
FIRST_DAY_2011 = "2011-11-01"

Facts = dict[str, Any]
Test = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Gap:
    """One way of not knowing: whom it can happen to, for whom it decides, what is lost."""

    fits: Test
    decides: Test
    lost: tuple[str, ...]
    blurs: bool = False

    def open(self, facts: Facts) -> None:
        for name in self.lost:
            if self.blurs and name in facts:
                facts[name] = facts[name][:7]
            elif not self.blurs:
                facts.pop(name, None)


def open_gap(facts: Facts, *, place: int, seed: int) -> str:
    """Take one deciding fact from the person at ``place`` if it is their turn. Returns the gap's key or ""."""
    block, seat = divmod(place - 1, ONE_IN)
    rng = random.Random(f"{seed}:gap:{block}")
    if rng.randrange(ONE_IN) != seat:
        return ""
    deciding = _deciding(facts) if rng.random() < MOSTLY else []
    key = rng.choice(deciding or [key for key, gap in GAPS.items() if gap.fits(facts)])
    GAPS[key].open(facts)
    return key


def _deciding(facts: Facts) -> list[str]:
    return [key for key, gap in GAPS.items() if gap.fits(facts) and gap.decides(facts)]


def _served(facts: Facts) -> bool:
    return "discharged_on" in facts


def _recent(facts: Facts) -> bool:
    return str(facts.get("discharged_on", "")) >= FIRST_DAY_2011


def _has_a_right(facts: Facts) -> bool:
    """Long service, high merit, a grade or a martyr for a parent: an assigned job may follow."""
    merits = HIGH_MERITS & set(facts.get("honours") or [])
    long = facts.get("rank_sergeant_4_or_above") is True
    graded = 0 < (facts.get("disability_grade") or 0) <= 8
    return _recent(facts) and bool(merits or long or graded or facts.get("child_of_martyr"))


def _has_none(facts: Facts) -> bool:
    return _recent(facts) and not _has_a_right(facts) and facts.get("rank_group") != "officer"


def _on_the_day(facts: Facts) -> bool:
    """Twelve years to the day: with the months alone they may be twelve years or not."""
    joined, left = facts.get("enlisted_on", ""), facts.get("discharged_on", "")
    return _recent(facts) and joined[4:] == left[4:] and int(left[:4]) - int(joined[:4]) == 12


def _always(facts: Facts) -> bool:
    return True


def _never(facts: Facts) -> bool:
    return False


GAPS: dict[str, Gap] = {
    "household": Gap(
        _always,
        lambda facts: facts.get("is_serving") is True,
        ("hukou_kunshan_at_enlistment", "enlisted_from_kunshan", "hukou_kunshan"),
    ),
    "honours": Gap(_served, _has_none, ("honours", "commendation_2_approved")),
    "dates": Gap(
        _served, _on_the_day, ("enlisted_on", "discharged_on", "nco_since_on", "rank_since_on"), blurs=True
    ),
    "exclusions": Gap(_served, _has_a_right, EXCLUSIONS),
    "mode": Gap(_served, _never, ("discharge_mode",)),
    "nco_since": Gap(lambda facts: "nco_since_on" in facts, _never, ("nco_since_on",)),
    "choice": Gap(lambda facts: "placement_choice" in facts, _has_a_right, ("placement_choice",)),
    "cause": Gap(lambda facts: (facts.get("disability_grade") or 0) > 0, _always, ("disability_cause",)),
    "death": Gap(
        lambda facts: facts.get("died_in_service") is True, _always, ("monthly_basic_pay", "death_nature")
    ),
    "kin": Gap(lambda facts: facts.get("survivor_of") not in (None, "none"), _always, ("survivor_relation",)),
}
