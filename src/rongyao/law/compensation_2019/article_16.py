"""Article 16 of the earlier text: the survivors' regular pension. It did not say from which month it is paid.

A martyr's survivor who moved, or a martyr's spouse who married again, has the Martyrs' Regulations of 2011 (Articles 17
and 19); without them the county would pay twice.
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
    month_after,
    month_start,
    on,
    reading,
    standard,
    threshold,
    unless,
    year_after,
)
from rongyao.law.model import fact as f

ADULT = threshold("16", years=18)

START = reading(
    "16",
    name="start_month",
    zh="旧条例下定期抚恤金从确认当月还是次月起发？",
    en="Under the earlier text, is the regular pension paid from the month of confirmation or from the next?",
    ours="same_month",
    options={
        "same_month": ("从确认当月起", "from the month of confirmation"),
        "next_month": ("从确认的次月起", "from the month after it"),
    },
    why="The earlier regulation is silent; the 2024 text says the month of confirmation (Art 19).",
)
SUPPORTED = reading(
    "16(3)",
    name="supported",
    zh="旧条例“由该军人生前供养”是否也限于未满18周岁的兄弟姐妹？",
    en="Under the earlier text, must a sibling under 18 too have been supported by the soldier?",
    ours="both",
    options={
        "both": ("未满和已满18周岁的均须由其供养", "both the younger and the older sibling"),
        "older_only": ("只限已满18周岁的", "only the sibling over 18"),
    },
    why="The sentence is that of the 2024 text, and Article 16 of the earlier Martyrs' Regulations puts it before both ages.",
)


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
    supported = f.supported_by_deceased
    young = (f.age < ADULT) & (supported | SUPPORTED.is_("older_only"))
    return (f.survivor_relation == "sibling") & (young | (f.studying & f.no_means & supported))


@clause("16", zh="县级部门已审核确认", en="the county has confirmed the conditions")
def confirmed() -> Test:
    same_month = START.is_("same_month") & (on >= month_start(f.survivor_confirmed_on))
    return same_month | (on >= month_after(f.survivor_confirmed_on))


@clause(
    "16",
    zh="烈士配偶已再婚（改按当时《烈士褒扬条例》第十七条）",
    en="a martyr's spouse who married again (Article 17 of the Martyrs' Regulations of the time decides)",
)
def martyrs_spouse_married_again() -> Test:
    return (f.survivor_of == "martyr") & (f.survivor_relation == "spouse") & f.remarried


@clause(
    "16",
    zh="烈士遗属当年由外地转入（当年由迁出地发放，次年1月起由迁入地发放）",
    en="a martyr's survivor transferred in this year, which the old county pays; the new one pays from January",
)
def martyrs_kin_moved_in_this_year() -> Test:
    """Article 19 of the Martyrs' Regulations of 2011; for the other survivors the earlier texts were silent."""
    moved = (f.survivor_of == "martyr") & f.pension_moved_in
    return moved & (on < year_after(f.pension_moved_in_on))


survivor_pension = entitlement(
    "survivor_pension",
    zh="遗属定期抚恤金",
    en="survivors' regular pension",
    article="16",
    edition=EDITION,
    event=on,
    when=unless(
        all_of(survivor, any_of(parent_or_spouse_in_need, child_in_need, sibling_in_need), confirmed),
        martyrs_spouse_married_again,
        martyrs_kin_moved_in_this_year,
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
        readings=(START, SUPPORTED),
    ),
)
