"""Articles 21, 23 and 26 of the earlier text: the disability pension by grade and cause, paid by the county.

It did not say from which month; the Measures then in force started the month after approval, and so does this file.
Nor did it say who pays the year of discharge.
"""

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


@clause("26", zh="已退出现役", en="discharged")
def discharged() -> Test:
    return on >= f.discharged_on


disability_pension = entitlement(
    "disability_pension",
    zh="残疾抚恤金",
    en="disability pension",
    article="26",
    edition=EDITION,
    event=on,
    when=all_of(any_of(battle_or_duty_1_to_10, illness_1_to_6), discharged, after_month_of_approval),
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
