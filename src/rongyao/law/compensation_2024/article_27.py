"""Article 27: grades 1 to 10 from battle or duty, 1 to 6 from illness; paid from the month of approval.

The older Measures on disability pensions start a month later; the regulation is higher and newer and is followed.
The amounts are Article 31's, kept as dated tables.
"""

from rongyao.law.compensation_2024.article_25 import battle_or_duty, illness
from rongyao.law.compensation_2024.article_30 import county_pays, discharge_year
from rongyao.law.compensation_2024.article_59 import cancelled, suspended
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import (
    Test,
    all_of,
    amount,
    any_of,
    clause,
    deadline,
    entitlement,
    month_start,
    on,
    standard,
    threshold,
    unless,
)
from rongyao.law.model import fact as f

LIGHTEST = threshold("27", name="battle_or_duty", grade=10)
LIGHTEST_ILLNESS = threshold("27", name="illness", grade=6)


@clause("27", zh="残疾等级为一级至十级", en="graded 1 to 10")
def graded_1_to_10() -> Test:
    return (f.disability_grade >= 1) & (f.disability_grade <= LIGHTEST)


@clause("27", zh="残疾等级为一级至六级", en="graded 1 to 6")
def graded_1_to_6() -> Test:
    return (f.disability_grade >= 1) & (f.disability_grade <= LIGHTEST_ILLNESS)


@clause(
    "27",
    zh="已到批准残疾等级当月（自当月起发给）",
    en="the month in which the grade was approved has come: it is paid from that month",
)
def from_month_of_approval() -> Test:
    return on >= month_start(f.disability_approved_on)


graded = any_of(all_of(battle_or_duty, graded_1_to_10), all_of(illness, graded_1_to_6))

TRANSFER = deadline(
    "30",
    name="transfer",
    zh="退役或者移交手续办理后60日内申请转入抚恤关系",
    en="ask for the transfer of the pension file within 60 days of discharge",
    number=60,
    unit="calendar_day",
    starts="discharged_on",
    consequence_zh="条例未规定逾期的后果",
    consequence_en="the regulation names no consequence for being late",
)

disability_pension = entitlement(
    "disability_pension",
    zh="残疾抚恤金",
    en="disability pension",
    article="27",
    edition=EDITION,
    event=on,
    when=unless(all_of(graded, from_month_of_approval, county_pays), suspended, cancelled),
    kind="payment",
    amount=amount(
        standard("disability_pension", f.disability_grade, f.disability_cause),
        unit="year",
        payer_zh="户籍迁入地县级退役军人工作主管部门",
        payer_en="the county office of the new place of registration",
        note_zh="按年标准，逐月发放十二分之一；国家标准为底线，省、市标准较高的从高；每年确认",
        note_en="a yearly standard, a twelfth each month; a higher provincial or city standard wins; confirmed yearly",
    ),
    deadlines=(TRANSFER,),
)

disability_pension_from_the_army = entitlement(
    "disability_pension_from_the_army",
    zh="退役当年残疾抚恤金（部队发给）",
    en="disability pension of the year of discharge, paid by the army",
    article="30",
    edition=EDITION,
    event=on,
    when=all_of(graded, from_month_of_approval, discharge_year),
    kind="information",
    deadlines=(TRANSFER,),
    note_zh="退役当年由原部队发给，地方自次年1月起发放；请在60日内申请转入",
    note_en="the army pays the year of discharge, the county from the next January; ask for the transfer within 60 days",
)
