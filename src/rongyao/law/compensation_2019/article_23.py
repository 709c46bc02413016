"""Articles 21, 23 and 26 of the earlier text: the disability pension by grade and cause, paid by the county.

It did not say from which month; the Measures then in force started the month after approval, and so does this file.
Nor did it say who pays the year of discharge. Both are readings.
"""

from rongyao.law.compensation_2019.article_50 import cancelled, suspended
from rongyao.law.compensation_2019.edition import EDITION
from rongyao.law.model import (
    Test,
    all_of,
    amount,
    any_of,
    clause,
    entitlement,
    month_start,
    on,
    reading,
    standard,
    threshold,
    unless,
    year_after,
)
from rongyao.law.model import fact as f

LIGHTEST = threshold("23", name="battle_or_duty", grade=10)
LIGHTEST_ILLNESS = threshold("23", name="illness", grade=6)

START = reading(
    "23",
    name="start_month",
    zh="旧条例下残疾抚恤金从批准当月还是次月起发？",
    en="Under the old text, does the pension start in the month of approval or in the next?",
    ours="next_month",
    options={
        "next_month": ("从批准的次月起", "the month after approval"),
        "same_month": ("从批准当月起", "the month of approval"),
    },
    why="The old regulation is silent and the Measures on disability pensions said the next month.",
)


DISCHARGE_YEAR = reading(
    "26",
    name="discharge_year",
    zh="旧条例下退役当年的残疾抚恤金由谁发？",
    en="Under the old text, who pays the pension of the year of discharge?",
    ours="county",
    options={
        "county": ("退役之日起由县级部门发", "the county, from the day of discharge"),
        "army": ("当年由部队发，县级部门从次年起发", "the army that year, the county from the next"),
    },
    why="The old article says the county pays discharged soldiers and no more; only the 2024 text gives that year to the army.",
)


@clause("23", zh="因战或者因公致残，一级至十级", en="disabled from battle or duty, graded 1 to 10")
def battle_or_duty_1_to_10() -> Test:
    graded = (f.disability_grade >= 1) & (f.disability_grade <= LIGHTEST)
    return f.disability_cause.is_in("battle", "duty") & graded


@clause("23", zh="因病致残，一级至六级", en="disabled from illness, graded 1 to 6")
def illness_1_to_6() -> Test:
    graded = (f.disability_grade >= 1) & (f.disability_grade <= LIGHTEST_ILLNESS)
    return (f.disability_cause == "illness") & graded


@clause(
    "23",
    zh="已过批准残疾等级当月（自次月起发给）",
    en="the month of approval is over: it is paid from the next",
)
def after_month_of_approval() -> Test:
    later_month = month_start(on) > month_start(f.disability_approved_on)
    return later_month | (START.is_("same_month") & (on >= month_start(f.disability_approved_on)))


graded = any_of(battle_or_duty_1_to_10, illness_1_to_6)


@clause("26", zh="已退出现役", en="discharged")
def discharged() -> Test:
    return on >= f.discharged_on


@clause("26", zh="已由县级部门发给", en="it is the county that pays")
def county_pays() -> Test:
    return (DISCHARGE_YEAR.is_("county") & (on >= f.discharged_on)) | (on >= year_after(f.discharged_on))


disability_pension = entitlement(
    "disability_pension",
    zh="残疾抚恤金",
    en="disability pension",
    article="26",
    edition=EDITION,
    event=on,
    when=unless(all_of(graded, county_pays, after_month_of_approval), suspended, cancelled),
    kind="payment",
    amount=amount(
        standard("disability_pension", f.disability_grade, f.disability_cause),
        unit="year",
        payer_zh="县级人民政府退役军人事务部门",
        payer_en="the county office",
        note_zh="按年标准；国家标准为底线，省、市标准较高的从高",
        note_en="a yearly standard; a higher provincial or city standard wins",
    ),
)
