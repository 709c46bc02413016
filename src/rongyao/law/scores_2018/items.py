"""The items of the score: service, awards in peace and in war, commendations, disability, hard postings, combat.

The August First Medal and titles of honour are not scored: their holder chooses first. An older table (five points a
year beyond twelve, three for merit third class) still goes round; it is not this one.
"""

from fractions import Fraction

from rongyao.law.model import (
    Quantity,
    Test,
    clause,
    highest,
    labelled,
    lowest,
    pick,
    rate,
    threshold,
    total,
)
from rongyao.law.model import fact as f

FIRST_YEARS = threshold("service", name="first_years", years=12)
PER_FIRST_YEAR = rate("service", name="per_year", times=3)
PER_LATER_YEAR = rate("service", name="per_year_beyond", times=4)

CITATION = rate("peace", name="citation", times="0.5")
MERIT_3 = rate("peace", name="merit_3", times=10)
MERIT_2 = rate("peace", name="merit_2", times=20)
MERIT_1 = rate("peace", name="merit_1", times=40)
WAR_CITATION = rate("war", name="citation", times=3)
WAR_MERIT_3 = rate("war", name="merit_3", times=20)
WAR_MERIT_2 = rate("war", name="merit_2", times=40)
WAR_MERIT_1 = rate("war", name="merit_1", times=80)
BY_CMC = rate("commendation", name="cmc", times=20)
BY_DEPARTMENT = rate("commendation", name="department", times=10)

BATTLE = {5: 50, 6: 40, 7: 30, 8: 20, 9: 10, 10: 5}
DUTY = {5: 40, 6: 30, 7: 20, 8: 10, 9: 5, 10: 2}

AREA_AT_LEAST = threshold("areas", name="at_least", months=12)
AREAS = {
    "months_area_1": "0.05",
    "months_area_2": "0.10",
    "months_area_3": "0.15",
    "months_area_4": "0.20",
    "months_area_5": "0.25",
    "months_area_6": "0.30",
    "months_tibet_2": "0.20",
    "months_tibet_3": "0.25",
    "months_tibet_4": "0.30",
    "months_island_3": "0.05",
    "months_island_2": "0.10",
    "months_island_1": "0.15",
    "months_island_special": "0.20",
}
OVERSEAS = rate("areas", name="overseas", times="0.2")
COMBAT = rate("combat", name="per_day", times="0.5")


@clause("", zh="获得八一勋章或者荣誉称号", en="holds the August First Medal or a title of honour")
def medal_or_title() -> Test:
    return f.honours.has("medal", "state_title", "cmc_title", "authorised_title")


# Up to six months count as half a year, more as a whole one.
years = labelled(f.service_half_years * Fraction(1, 2), "年", "years")
by_service = lowest(years, FIRST_YEARS) * PER_FIRST_YEAR + highest(years - FIRST_YEARS, 0) * PER_LATER_YEAR
by_peace = total(
    f.count_citation * CITATION,
    f.count_merit_3 * MERIT_3,
    f.count_merit_2 * MERIT_2,
    f.count_merit_1 * MERIT_1,
)
by_war = total(
    f.count_wartime_citation * WAR_CITATION,
    f.count_wartime_merit_3 * WAR_MERIT_3,
    f.count_wartime_merit_2 * WAR_MERIT_2,
    f.count_wartime_merit_1 * WAR_MERIT_1,
)
by_commendation = f.count_cmc_commendation * BY_CMC + f.count_army_commendation * BY_DEPARTMENT


def _graded(points: dict[int, int], cause: str) -> Quantity:
    steps = [
        (f.disability_grade == grade, rate("disability", name=f"{cause}_{grade}", times=number))
        for grade, number in points.items()
    ]
    return pick(*steps, otherwise=0)


by_disability = pick(
    (f.disability_cause == "battle", _graded(BATTLE, "battle")),
    (f.disability_cause == "duty", _graded(DUTY, "duty")),
    otherwise=0,
)


def _months(name: str, points: str) -> Quantity:
    """A posting counts by the month once it lasted a year without a break."""
    months = getattr(f, name)
    return pick((months >= AREA_AT_LEAST, months * rate("areas", name=name, times=points)), otherwise=0)


by_areas = total(
    *(_months(name, points) for name, points in AREAS.items()), f.months_overseas_base * OVERSEAS
)
by_combat = f.combat_days * COMBAT
score = total(
    labelled(by_service, "分（服役年限）", "points for service"),
    labelled(by_peace, "分（平时奖励）", "for awards in peace"),
    labelled(by_war, "分（战时奖励）", "for awards in war"),
    labelled(by_commendation, "分（表彰）", "for commendations"),
    labelled(by_disability, "分（残疾）", "for disability"),
    labelled(by_areas, "分（艰苦地区）", "for hard postings"),
    labelled(by_combat, "分（参战）", "for combat"),
)
