"""Article 21: a martyr's child past sixty, grown up when regular pensions began, and without an employee's living.

Paid from the month of the county's confirmation. Article 62 of the soldiers' regulation names the same people.
"""

from rongyao.law.martyrs_2024.article_22 import moved_in_this_year
from rongyao.law.martyrs_2024.article_62 import cancelled, suspended
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import (
    Test,
    all_of,
    amount,
    clause,
    entitlement,
    month_start,
    on,
    standard,
    threshold,
    unless,
)
from rongyao.law.model import fact as f

SIXTY = threshold("21", years=60)


@clause("21", zh="烈士子女", en="a martyr's child")
def child_of_martyr() -> Test:
    return (f.survivor_of == "martyr") & (f.survivor_relation == "child")


@clause("21", zh="年满60周岁", en="sixty years old")
def sixty() -> Test:
    return f.age >= SIXTY


@clause(
    "21",
    zh="居住在农村，或者城镇无工作单位",
    en="lives in the countryside, or in a town without an employer",
)
def without_employer() -> Test:
    return f.rural_or_without_employer


@clause(
    "21",
    zh="国家建立定期抚恤金制度时已满18周岁",
    en="was 18 when the state began regular pensions",
)
def adult_then() -> Test:
    return f.adult_when_pensions_began


@clause("21", zh="已到审核确认当月", en="the month of the county's confirmation has come")
def child_confirmed() -> Test:
    return on >= month_start(f.allowance_confirmed_on)


child_allowance = entitlement(
    "child_allowance",
    zh="年满60周岁烈士子女定期生活补助",
    en="living allowance of a martyr's child past sixty",
    article="21",
    edition=EDITION,
    event=on,
    when=unless(
        all_of(child_of_martyr, sixty, without_employer, adult_then, child_confirmed),
        moved_in_this_year,
        suspended,
        cancelled,
    ),
    kind="payment",
    amount=amount(
        standard("living_allowance", "martyr_child"),
        unit="year",
        payer_zh="户籍所在地县级退役军人工作主管部门",
        payer_en="the county office of the place of registration",
        note_zh="国家标准为底线，省、市标准较高的从高；每年确认",
        note_en="the national figure is a floor: a higher provincial or city standard wins; confirmed every year",
    ),
)
