"""The rate: a share of the base by years of service, raised by honours, hard areas and posts; never over the whole base.

Sixteen years give 60% (officers) or 50% (NCOs); each year more or less is 2%. Honours add up to at most 15%, those of
one class to at most the step of the next class. Several honours for one deed count once, the highest (the counts that
are entered follow that). How the years beyond ten in hard areas count where the areas differ is a reading.
"""

from rongyao.law.model import (
    Quantity,
    Test,
    clause,
    lowest,
    pick,
    rate,
    reading,
    threshold,
    total,
)
from rongyao.law.model import fact as f

OFFICER_RATE = rate("rate", name="officer", percent=60)
NCO_RATE = rate("rate", name="nco", percent=50)
BASE_YEARS = threshold("rate", name="base_years", years=16)
PER_YEAR = rate("rate", name="per_year", percent=2)
WHOLE = rate("rate", name="whole", percent=100)

MERIT_3 = rate("rate", name="merit_3", percent=2)
MERIT_2 = rate("rate", name="merit_2", percent=4)
MERIT_1 = rate("rate", name="merit_1", percent=8)
WAR_MERIT_4 = rate("rate", name="war_merit_4", percent=2)
WAR_MERIT_3 = rate("rate", name="war_merit_3", percent=4)
WAR_MERIT_2 = rate("rate", name="war_merit_2", percent=8)
WAR_MERIT_1 = rate("rate", name="war_merit_1", percent=12)
TITLE = rate("rate", name="title", percent=15)
HONOURS_AT_MOST = rate("rate", name="honours_at_most", percent=15)
NOTHING = rate("rate", name="nothing", percent=0)

HARD_AREA_YEARS = threshold("rate", name="hard_area_years", years=10)
HARD_AREA = rate("rate", name="hard_area", percent=5)
BEYOND_TIBET = rate("rate", name="beyond_tibet", percent=2)
BEYOND_6 = rate("rate", name="beyond_class_6", percent="1.5")
BEYOND_5 = rate("rate", name="beyond_class_5", percent="1.2")
BEYOND_4 = rate("rate", name="beyond_class_4", percent="0.8")
BEYOND_3 = rate("rate", name="beyond_class_3", percent="0.5")
SPECIAL_POST_MONTHS = threshold("rate", name="special_post_months", months=120)
SPECIAL_POST = rate("rate", name="special_post", percent=5)
COMMANDER_MONTHS = threshold("rate", name="commander_months", months=36)
COMMANDER = rate("rate", name="commander", percent=2)

FIRST_MERIT_STEP = reading(
    "rate",
    name="step_above_first_merit",
    zh="多次一等功合计不得超过“上一等次”的比例，平时一等功的上一等次是哪一档",
    en="honours of one class add up to at most the next class's step: which step stands above merit first class",
    ours="first_war_merit",
    options={
        "first_war_merit": ("一等战功（12%）", "war merit first class (12%)"),
        "title": ("勋章、荣誉称号（15%）", "a medal or title of honour (15%)"),
    },
    why="The ladder of the Measures runs 2, 4, 8, 12, 15%; the next figure above 8% is that of the first war merit.",
)


@clause("", zh="军官（基本比例60%）", en="an officer: 60% at sixteen years")
def officer_rate() -> Test:
    return f.rank_group == "officer"


@clause("", zh="获得勋章、荣誉称号", en="a medal or a title of honour")
def medal_or_title() -> Test:
    return f.honours.has("medal", "state_title", "cmc_title", "authorised_title")


years_beyond = f.service_years - BASE_YEARS
by_years = pick((officer_rate, OFFICER_RATE), otherwise=NCO_RATE) + PER_YEAR * years_beyond


def _class(count: Quantity, step: Quantity, above: Quantity) -> Quantity:
    """The honours of one class together, not above the step of the next."""
    return lowest(count * step, above)


above_first_merit = pick((FIRST_MERIT_STEP.is_("first_war_merit"), WAR_MERIT_1), otherwise=TITLE)
by_honours = lowest(
    total(
        _class(f.count_merit_3, MERIT_3, MERIT_2),
        _class(f.count_merit_2, MERIT_2, MERIT_1),
        _class(f.count_merit_1, MERIT_1, above_first_merit),
        _class(f.count_war_merit_4, WAR_MERIT_4, WAR_MERIT_3),
        _class(f.count_war_merit_3, WAR_MERIT_3, WAR_MERIT_2),
        _class(f.count_war_merit_2, WAR_MERIT_2, WAR_MERIT_1),
        _class(f.count_war_merit_1, WAR_MERIT_1, TITLE),
        pick((medal_or_title, TITLE), otherwise=NOTHING),
    ),
    HONOURS_AT_MOST,
)

per_year_beyond = pick(
    (f.hard_area_beyond_ten == "tibet", BEYOND_TIBET),
    (f.hard_area_beyond_ten == "class_6", BEYOND_6),
    (f.hard_area_beyond_ten == "class_5", BEYOND_5),
    (f.hard_area_beyond_ten == "class_4", BEYOND_4),
    (f.hard_area_beyond_ten == "class_3", BEYOND_3),
    otherwise=NOTHING,
)
by_hard_area = pick(
    (
        f.hard_area_years > HARD_AREA_YEARS,
        HARD_AREA + per_year_beyond * (f.hard_area_years - HARD_AREA_YEARS),
    ),
    (f.hard_area_years >= HARD_AREA_YEARS, HARD_AREA),
    otherwise=NOTHING,
)
by_posts = pick((f.special_post_months >= SPECIAL_POST_MONTHS, SPECIAL_POST), otherwise=NOTHING) + pick(
    (f.combat_commander_months >= COMMANDER_MONTHS, COMMANDER), otherwise=NOTHING
)
pension_rate = lowest(total(by_years, by_honours, by_hard_area, by_posts), WHOLE)
