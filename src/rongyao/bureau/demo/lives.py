"""The people of the synthetic city, one after the other: pure, and the same for the same seed and day.

Each life is drawn from its own generator, so the first 3,000 of 30,000 are the 3,000.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rongyao.bureau.demo import events, gaps, service
from rongyao.bureau.demo.names import draw as draw_name
from rongyao.bureau.demo.numbers import IdentityNumbers, mobile
from rongyao.law.facts import FACTS

KINDS = {"recent": 0.46, "older": 0.45, "serving": 0.045, "survivor": 0.03, "fallen": 0.015}
MEN = 0.94
MEN_AMONG_SURVIVORS = 0.35
HAS_PHONE = 0.92
JOINS_AT = (18, 18, 19, 19, 20, 21, 22)

# What papers say of everybody unless told otherwise: asserted absent by a certified column or a register check.
ASSERTED_ABSENT = (
    "is_serving", "student_at_enlistment", "in_tibet", "in_xinjiang", "hard_area_months", "special_post_months",
    "took_part_in_combat", "took_part_in_tests", "rank_sergeant_4_or_above", "honours", "commendation_2_approved",
    "disability_grade", "disability_cause", "mental_illness", "serious_illness_incapacity",
    "needs_inpatient_treatment", "no_close_kin_to_care", "centralised_care", "retired_cadre_transferred",
    "disability_graded_after_discharge", "expelled_from_party", "criminal_record", "prosecuted_while_waiting",
    "serving_sentence", "is_wanted", "life_or_death_sentence", "expelled_from_army", "refused_assignment",
    "child_of_martyr", "both_parents_dead", "is_deceased", "died_in_service", "died_of_old_wound", "survivor_of",
    "holds_other_card_kind",
)  # fmt: skip


@dataclass(slots=True)
class Life:
    """One made-up person: the identity columns, and facts in the form ``law.facts`` declares.

    Attributes:
        place: 1 for the first person of the city.
        home: a number in [0, 1) that picks the community.
        gap: which deciding fact is missing (a key of ``gaps.GAPS``), "" where none is.
    """

    place: int
    kind: str
    name: str
    ethnicity: str
    sex: str
    born: dt.date
    id_number: str
    phone: str
    home: float
    house: int
    facts: dict[str, Any] = field(default_factory=dict)
    gap: str = ""


def lives(people: int, *, seed: int, first_run: dt.date) -> Iterator[Life]:
    """``people`` lives as they stand on the day ``first_run``."""
    numbers = IdentityNumbers()
    for place in range(1, people + 1):
        yield _life(random.Random(f"{seed}:{place}"), place, seed, first_run, numbers)


def _life(rng: random.Random, place: int, seed: int, today: dt.date, numbers: IdentityNumbers) -> Life:
    kind = service.choose(rng, KINDS)
    sex = "male" if rng.random() < (MEN_AMONG_SURVIVORS if kind == "survivor" else MEN) else "female"
    spell = _spell(rng, kind, today)
    born = _born(rng, spell, today)
    id_number, born = numbers.issue(rng, born=born, sex=sex)
    named = draw_name(rng, sex=sex, birth_year=born.year)
    life = Life(
        place=place, kind=kind, name=named.name, ethnicity=named.ethnicity, sex=sex, born=born, id_number=id_number,
        phone=mobile(place) if rng.random() < HAS_PHONE else "", home=rng.random(), house=rng.randint(1, 299),
    )  # fmt: skip
    life.facts = _facts(rng, life, spell, today)
    life.gap = gaps.open_gap(life.facts, place=place, seed=seed)
    return life


def _spell(rng: random.Random, kind: str, today: dt.date) -> service.Spell | None:
    if kind == "survivor":
        return None
    if kind == "serving":
        return service.serving(rng, today)
    return service.older(rng) if kind == "older" else service.recent(rng, today)


def _born(rng: random.Random, spell: service.Spell | None, today: dt.date) -> dt.date:
    """Old enough for service on the day of joining; survivors are adults of any age."""
    years = rng.choice(JOINS_AT) if spell else rng.randint(19, 88)
    latest = service.years_before(spell.joined if spell else today, years)
    return latest - dt.timedelta(days=rng.randrange(20, 365))


def _facts(rng: random.Random, life: Life, spell: service.Spell | None, today: dt.date) -> dict[str, Any]:
    facts: dict[str, Any] = {name: FACTS[name].absent for name in ASSERTED_ABSENT if name in FACTS}
    facts |= events.home(rng, life.id_number)
    if spell is None:
        return facts | events.survivor(rng, life.born, today)
    facts |= events.service(rng, spell, life.kind)
    if life.kind == "fallen":
        return facts | events.death_in_service(rng, spell, today)
    facts |= events.honours(rng, spell) | events.disability(rng, spell, facts, today)
    facts |= events.blemish(rng) | events.card(rng, life.kind, today)
    if life.kind == "recent":
        facts |= events.placement(rng, spell, today)
    return facts | (events.later_death(rng, spell, life.born, today) if life.kind == "older" else {})
