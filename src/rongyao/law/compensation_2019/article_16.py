"""Article 16 of the earlier text: the survivors' regular pension. It did not say from which month it is paid."""

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
    standard,
    threshold,
    unless,
)
from rongyao.law.model import fact as f

ADULT = threshold("16", years=18)


@clause(
    "16",
    zh="三属：烈士遗属、因公牺牲遗属、病故遗属",
    en="a survivor of a martyr, of a soldier who died on duty or of illness",
)
def survivor() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death", "illness_death")


@clause(
    "16(1)",
    zh="父母（抚养人）、配偶：无劳动能力且无生活费来源，或者收入低于当地居民平均生活水平",
    en="a parent or spouse unable to work and without means, or with an income below the local average",
)
def parent_or_spouse_in_need() -> Test:
    return f.survivor_relation.is_in("parent", "spouse") & (
        f.no_work_capacity_no_means | f.income_below_local_average
    )


@clause(
    "16(2)",
    zh="子女：未满18周岁，或者因上学、残疾无生活费来源",
    en="a child under 18, or studying or disabled and without means",
)
def child_in_need() -> Test:
    return (f.survivor_relation == "child") & (
        (f.age < ADULT) | ((f.studying | f.survivor_disabled) & f.no_means)
    )


@clause(
    "16(3)",
    zh="生前由其供养的兄弟姐妹：未满18周岁，或者在校且无生活费来源",
    en="a sibling the soldier supported, under 18, or studying and without means",
)
def sibling_in_need() -> Test:
    return (f.survivor_relation == "sibling") & (
        f.supported_by_deceased & ((f.age < ADULT) | (f.studying & f.no_means))
    )


@clause("16", zh="县级部门已审核确认", en="the county has confirmed the conditions")
def confirmed() -> Test:
    return on >= month_start(f.survivor_confirmed_on)


survivor_pension = entitlement(
    "survivor_pension",
    zh="遗属定期抚恤金",
    en="survivors' regular pension",
    article="16",
    edition=EDITION,
    event=on,
    when=unless(
        all_of(survivor, any_of(parent_or_spouse_in_need, child_in_need, sibling_in_need), confirmed),
        suspended,
        cancelled,
    ),
    kind="payment",
    amount=amount(
        standard("survivor_pension", f.survivor_of),
        unit="year",
        payer_zh="县级人民政府退役军人事务部门",
        payer_en="the county office",
        note_zh="国家标准为底线，省、市标准较高的从高",
        note_en="the national table is a floor: a higher provincial or city standard wins",
    ),
)
