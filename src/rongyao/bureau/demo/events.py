"""What befell people who do not exist: service, awards, wounds, placement, deaths, as facts of the law.

Every share here is an assumption (data/README.md).
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from rongyao.bureau.demo.service import NCO_AFTER_YEARS, Spell, choose, years_before
from rongyao.bureau.registry.identity.numbers import is_kunshan_code

Facts = dict[str, Any]

LIVES_IN_KUNSHAN = 0.94
HARD_POSTING, TIBET, XINJIANG = 0.05, 0.015, 0.02
COMBAT_YEARS, COMBAT = (1979, 1989), 0.12
DISABLED = 0.05
GRADES = {"10": 30, "9": 20, "8": 18, "7": 12, "6": 9, "5": 5, "4": 3, "3": 1, "2": 1, "1": 1}
CAUSES = {"duty": 0.6, "illness": 0.4}
ILLNESS_WORST, ILLNESS_MILDEST = 1, 6
REGISTERED, HOLDS_CARD = 0.95, 0.85
LATE, CHILD_OF_MARTYR, CONVICTED, EXPELLED = 0.03, 0.004, 0.008, 0.004
DIED_SINCE = 0.05
FEN = 100


def home(rng: random.Random, id_number: str) -> Facts:
    """Where the household was and is."""
    native = is_kunshan_code(id_number[:6])
    lives_here = native or rng.random() < LIVES_IN_KUNSHAN
    return {
        "hukou_kunshan": native or rng.random() < 0.6,
        "resident_kunshan": lives_here,
        "hukou_kunshan_at_enlistment": native,
        "enlisted_from_kunshan": native,
    }


def service(rng: random.Random, spell: Spell, kind: str) -> Facts:
    """The spell as the file has it, with hard postings."""
    facts: Facts = {
        "rank_group": spell.rank,
        "nco_grade": spell.grade,
        "enlisted_on": spell.joined.isoformat(),
    }
    facts |= _postings(rng, spell)
    if kind == "serving":
        return facts | {"is_serving": True, "student_at_enlistment": rng.random() < 0.45}
    if kind == "fallen" or spell.left is None:
        return facts
    facts |= {"discharged_on": spell.left.isoformat(), "discharge_mode": spell.mode}
    return facts | (_as_nco(spell) if spell.rank == "nco" else {})


def _as_nco(spell: Spell) -> Facts:
    since = years_before(spell.joined, -NCO_AFTER_YEARS)
    rank_years = 1 + (spell.years - NCO_AFTER_YEARS - 1) % 4
    return {
        "nco_since_on": since.isoformat(),
        "rank_since_on": years_before(spell.left or spell.joined, rank_years).isoformat(),
        "rank_sergeant_4_or_above": spell.years >= 12,
    }


def _postings(rng: random.Random, spell: Spell) -> Facts:
    facts: Facts = {}
    if rng.random() < TIBET:
        facts |= {"in_tibet": True, "hard_area_months": min(spell.years, 8) * 12}
    elif rng.random() < XINJIANG:
        facts |= {"in_xinjiang": True, "hard_area_months": min(spell.years, 8) * 12}
    elif rng.random() < HARD_POSTING:
        facts["hard_area_months"] = rng.randint(6, spell.years * 12)
    left = spell.left or spell.joined
    if COMBAT_YEARS[0] <= left.year and spell.joined.year <= COMBAT_YEARS[1] and rng.random() < COMBAT:
        facts["took_part_in_combat"] = True
    return facts


def honours(rng: random.Random, spell: Spell) -> Facts:
    """The list of awards, complete as the papers have it ([] where there was none)."""
    chances = {"citation": 0.08 * spell.years, "excellent_soldier": 0.22, "merit_3": 0.018 * spell.years}
    chances |= {"merit_2": 0.0015 * spell.years, "merit_1": 0.0002 * spell.years}
    if spell.rank == "nco":
        chances["excellent_nco"] = 0.25
    if spell.joined.year < COMBAT_YEARS[1] and spell.left and spell.left.year >= COMBAT_YEARS[0]:
        chances |= {"wartime_merit_3": 0.01, "wartime_merit_2": 0.002}
    return {"honours": [code for code, chance in chances.items() if rng.random() < min(chance, 0.6)]}


def disability(rng: random.Random, spell: Spell, facts: Facts, today: dt.date) -> Facts:
    """A grade with its cause and day for some; the others' papers say there is none."""
    if spell.left is None or rng.random() >= DISABLED:
        return {}
    cause = choose(rng, CAUSES)
    if facts.get("took_part_in_combat") and rng.random() < 0.5:
        cause = "battle"
    grade = int(choose(rng, {key: float(share) for key, share in GRADES.items()}))
    if cause == "illness":
        grade = rng.randint(max(ILLNESS_WORST, 4), ILLNESS_MILDEST) if grade > ILLNESS_MILDEST else grade
    span = (min(spell.left, today) - spell.joined).days
    approved = spell.joined + dt.timedelta(days=rng.randint(span // 2, span))
    found: Facts = {
        "disability_grade": grade,
        "disability_cause": cause,
        "disability_approved_on": approved.isoformat(),
    }
    found["disability_transferred_on"] = spell.left.isoformat()
    if cause == "illness" and rng.random() < 0.1:
        found["mental_illness"] = True
    return found


def blemish(rng: random.Random) -> Facts:
    """What few have: a conviction, an expulsion, a martyr for a parent."""
    facts: Facts = {}
    if rng.random() < CONVICTED:
        facts["criminal_record"] = True
    if rng.random() < EXPELLED:
        facts["expelled_from_party"] = True
    if rng.random() < CHILD_OF_MARTYR:
        facts["child_of_martyr"] = True
    return facts


def card(rng: random.Random, kind: str, today: dt.date) -> Facts:
    """Entry in the register and the preference card; some cards lie at the station, not yet handed over."""
    if kind == "serving":
        return {"file_registered": False, "holds_preference_card": False}
    registered = rng.random() < REGISTERED
    holds = registered and rng.random() < HOLDS_CARD
    facts: Facts = {"file_registered": registered, "holds_preference_card": holds}
    if registered and not holds and rng.random() < 0.3:
        facts["card_received_on"] = (today - dt.timedelta(days=rng.randint(1, 20))).isoformat()
    return facts


def placement(rng: random.Random, spell: Spell, today: dt.date) -> Facts:
    """The way chosen, and the day of reporting in."""
    if spell.left is None:
        return {}
    due = spell.left + dt.timedelta(days=30)
    late = rng.random() < LATE
    reported = spell.left + dt.timedelta(days=rng.randint(31, 90) if late else rng.randint(1, 30))
    facts: Facts = {"placement_choice": _choice(rng, spell), "report_due_on": due.isoformat()}
    if reported <= today:
        facts["reported_on"] = reported.isoformat()
    return facts


def _choice(rng: random.Random, spell: Spell) -> str:
    if spell.rank == "officer":
        return choose(rng, {"transfer": 0.7, "demobilisation": 0.2, "monthly_pension": 0.1})
    if spell.rank == "nco" and spell.years >= 12:
        return choose(rng, {"by_law": 0.6, "self_employment": 0.15, "monthly_pension": 0.25})
    return "by_law"


def death_in_service(rng: random.Random, spell: Spell, today: dt.date) -> Facts:
    """A soldier who died serving, within four years before today: both editions and both regime dates occur."""
    died = today - dt.timedelta(days=rng.randint(30, 1460))
    nature = choose(rng, {"illness_death": 0.5, "duty_death": 0.35, "martyr": 0.15})
    pay = rng.randrange(4_500, 14_000, 50) * FEN
    facts: Facts = {
        "is_deceased": True,
        "died_in_service": True,
        "died_on": died.isoformat(),
        "death_nature": nature,
    }
    facts |= {"monthly_basic_pay": pay, "monthly_pay": pay + rng.randrange(1_000, 4_000, 50) * FEN}
    joined = years_before(died, spell.years)
    facts |= {"enlisted_on": joined.isoformat(), "file_registered": True, "holds_preference_card": False}
    if nature == "martyr":
        facts["martyr_scheme"] = "military"
    if rng.random() < 0.3:
        facts["honours"] = [rng.choice(("merit_3", "merit_2", "citation"))]
    return facts


def later_death(rng: random.Random, spell: Spell, born: dt.date, today: dt.date) -> Facts:
    """Some who left long ago have died since."""
    if rng.random() >= DIED_SINCE:
        return {}
    since = max(years_before(today, 10), spell.left or born)
    died = since + dt.timedelta(days=rng.randrange(1, max(2, (today - since).days)))
    return {"is_deceased": True, "died_on": died.isoformat(), "death_nature": "other"}


def survivor(rng: random.Random, born: dt.date, today: dt.date) -> Facts:
    """Parent, spouse or child of somebody who died serving."""
    age = today.year - born.year
    relation = "child" if age < 30 else rng.choice(("spouse", "parent") if age > 45 else ("spouse", "child"))
    confirmed = today - dt.timedelta(days=rng.randint(200, 3650))
    return {
        "survivor_of": choose(rng, {"illness_death": 0.5, "duty_death": 0.3, "martyr": 0.2}),
        "survivor_relation": relation,
        "no_work_capacity_no_means": rng.random() < 0.4,
        "income_below_local_average": rng.random() < 0.6,
        "studying": relation == "child" and rng.random() < 0.5,
        "survivor_disabled": rng.random() < 0.08,
        "no_means": relation == "child",
        "supported_by_deceased": True,
        "remarried": False,
        "survivor_confirmed_on": confirmed.isoformat(),
        "pension_moved_in": False,
        "file_registered": True,
        "holds_preference_card": rng.random() < HOLDS_CARD,
    }
