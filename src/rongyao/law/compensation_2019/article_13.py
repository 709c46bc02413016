"""Article 13 of the earlier text: the death gratuity counted the whole month pay, and its ladder had five steps.

Then as now twenty times (twice, for illness) the national urban income of the year before and forty months; but of
the pay (工资), where the 2024 text says basic pay, and with 35/30/25/15/5 for honours.
"""

from rongyao.law.compensation_2019.edition import SINCE_2011
from rongyao.law.model import (
    Test,
    all_of,
    amount,
    any_of,
    clause,
    entitlement,
    highest,
    pick,
    rate,
    reading,
    rounded,
    standard,
    threshold,
)
from rongyao.law.model import fact as f

MARTYR_OR_DUTY = rate("13", name="martyr_or_duty_death", times=20)
ILLNESS = rate("13", name="illness_death", times=2)
MONTHS_OF_PAY = threshold("13", months=40)

CMC_TITLE = rate("13(1)", percent=35)
AUTHORISED_TITLE = rate("13(2)", percent=30)
FIRST_MERIT = rate("13(3)", percent=25)
SECOND_MERIT = rate("13(4)", percent=15)
THIRD_MERIT = rate("13(5)", percent=5)
NONE = rate("13", name="no_honour", percent=0)

NEW_HONOURS = reading(
    "13",
    name="honours_not_named",
    zh="旧条例未列的勋章、国家荣誉称号和战功怎样增发？",
    en="What do a medal, a state title or a war merit add, which the old text does not name?",
    ours="nearest",
    options={
        "nearest": (
            "勋章、国家荣誉称号按第一档，战功按同等次立功",
            "a medal or state title the first step, a war merit that of the merit of its class",
        ),
        "nothing": ("未列入的不增发", "nothing, since they are not named"),
    },
    why="The old text knows titles and merits only; these honours stand no lower than the step they are read with.",
)
nearest = NEW_HONOURS.is_("nearest")

increment = pick(
    (f.honours.has("cmc_title"), CMC_TITLE),
    (nearest & f.honours.has("medal", "state_title"), CMC_TITLE),
    (f.honours.has("authorised_title"), AUTHORISED_TITLE),
    (f.honours.has("merit_1", "wartime_merit_1"), FIRST_MERIT),
    (nearest & f.honours.has("war_merit_1"), FIRST_MERIT),
    (f.honours.has("merit_2", "wartime_merit_2"), SECOND_MERIT),
    (nearest & f.honours.has("war_merit_2"), SECOND_MERIT),
    (f.honours.has("merit_3", "wartime_merit_3"), THIRD_MERIT),
    (nearest & f.honours.has("war_merit_3"), THIRD_MERIT),
    otherwise=NONE,
)


@clause("13", zh="在役期间死亡", en="died while serving")
def died_serving() -> Test:
    return f.died_in_service


@clause(
    "52",
    zh="死亡时为已移交政府安置的离休退休人员，比照在役",
    en="was a retired soldier handed over to the government, who is treated as one serving",
)
def retired_soldier() -> Test:
    """No conscript retires, so a conscript's file is not asked whether he was handed over."""
    return (f.rank_group != "conscript") & f.retired_cadre_transferred


@clause(
    "13",
    zh="性质已定：烈士、因公牺牲或者病故",
    en="the death was found a martyr's, on duty, or of illness",
)
def nature_found() -> Test:
    return f.death_nature.is_in("martyr", "duty_death", "illness_death")


income = standard("national_urban_income", at=f.died_on, year_before=True)
times = pick((f.death_nature.is_in("martyr", "duty_death"), MARTYR_OR_DUTY), otherwise=ILLNESS)
month_pay = highest(f.monthly_pay, standard("second_lieutenant_pay", at=f.died_on))
before_honours = income * times + month_pay * MONTHS_OF_PAY

death_gratuity = entitlement(
    "death_gratuity",
    zh="一次性抚恤金",
    en="one-off death gratuity",
    article="13",
    edition=SINCE_2011,
    event=f.died_on,
    when=all_of(
        any_of(
            died_serving,
            retired_soldier,
            zh="在役死亡，或者移交政府的离退休人员死亡",
            en="died in service, or as a retired soldier handed over",
        ),
        nature_found,
    ),
    kind="payment",
    amount=amount(
        rounded(before_honours * (1 + increment), "half_up"),
        unit="once",
        payer_zh="县级人民政府退役军人事务部门",
        payer_en="the county office",
        note_zh="月工资低于排职少尉的按排职少尉计；增发以一次性抚恤金为基数；发给对象见第十五条",
        note_en="month pay below a second lieutenant's at platoon rank counts as his; honours add to this gratuity; Article 15 says to whom it goes",
    ),
)
