"""Article 19: the survivors' regular pension, from the month in which the county confirms the conditions.

It is asked for the survivor, not for the deceased. Article 17 of the Martyrs' Regulations says the same of martyrs.
"""

from rongyao.law.compensation_2024.article_59 import sentenced_gravely, suspended
from rongyao.law.compensation_2024.edition import EDITION
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

ADULT = threshold("19", years=18)

SUPPORTED = reading(
    "19(3)",
    name="supported",
    zh="“由该军人生前供养”是否也限于未满18周岁的兄弟姐妹？",
    en="Must a sibling under 18 too have been supported by the soldier?",
    ours="both",
    options={
        "both": ("未满和已满18周岁的均须由其供养", "both the younger and the older sibling"),
        "older_only": ("只限已满18周岁的", "only the sibling over 18"),
    },
    why="Article 17 of the 2024 Martyrs' Regulations puts the same condition before both ages.",
)

MOVED = reading(
    "19",
    name="moved_in",
    zh="因公牺牲、病故军人遗属户籍迁入的，当年的定期抚恤金由哪里发？",
    en="Who pays the year of the move of a survivor who is no martyr's?",
    ours="as_martyrs",
    options={
        "as_martyrs": (
            "同烈士遗属：当年由迁出地发，次年1月起由迁入地发",
            "as for martyrs' survivors: the old county that year, the new one from January",
        ),
        "from_the_move": ("自迁入起由迁入地发", "the new county, from the move"),
    },
    why="The soldiers' regulation is silent; the Martyrs' Regulations say it for their survivors, and the year is split once only.",
)


@clause(
    "19",
    zh="三属：烈士遗属、因公牺牲遗属、病故遗属",
    en="a survivor of a martyr, of a soldier who died on duty or of illness",
)
def survivor() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death", "illness_death")


@clause(
    "19(1)",
    zh="父母（抚养人）、配偶：无劳动能力且无生活费来源，或者收入低于当地居民平均生活水平",
    en="a parent or spouse unable to work and without means, or with an income below the local average",
)
def parent_or_spouse_in_need() -> Test:
    return f.survivor_relation.is_in("parent", "spouse") & (
        f.no_work_capacity_no_means | f.income_below_local_average
    )


@clause(
    "19(2)",
    zh="子女：未满18周岁，或者因上学、残疾无生活费来源",
    en="a child under 18, or studying or disabled and without means",
)
def child_in_need() -> Test:
    return (f.survivor_relation == "child") & (
        (f.age < ADULT) | ((f.studying | f.survivor_disabled) & f.no_means)
    )


@clause(
    "19(3)",
    zh="生前由其供养的兄弟姐妹：未满18周岁，或者在校且无生活费来源",
    en="a sibling the soldier supported, under 18, or studying and without means",
)
def sibling_in_need() -> Test:
    supported = f.supported_by_deceased
    young = (f.age < ADULT) & (supported | SUPPORTED.is_("older_only"))
    return (f.survivor_relation == "sibling") & (young | (f.studying & f.no_means & supported))


@clause(
    "19",
    zh="已到审核确认当月（自当月起发给）",
    en="the month of the county's confirmation has come: it is paid from that month",
)
def confirmed() -> Test:
    return on >= month_start(f.survivor_confirmed_on)


@clause(
    "20",
    zh="已再婚的配偶（改按第二十条办理）",
    en="a spouse who has married again, for whom Article 20 decides",
)
def married_again() -> Test:
    return (f.survivor_relation == "spouse") & f.remarried


@clause(
    "19",
    zh="当年由外地转入（当年由迁出地发放，次年1月起由迁入地发放）",
    en="transferred in this year, which the old county pays; the new one pays from January",
)
def moved_in_this_year() -> Test:
    """Article 22 of the 2024 Martyrs' Regulations; for the other survivors the text is silent (see the reading)."""
    as_martyrs = (f.survivor_of == "martyr") | MOVED.is_("as_martyrs")
    return f.pension_moved_in & as_martyrs & (on < year_after(f.pension_moved_in_on))


survivor_pension = entitlement(
    "survivor_pension",
    zh="遗属定期抚恤金",
    en="survivors' regular pension",
    article="19",
    edition=EDITION,
    event=on,
    when=unless(
        all_of(survivor, any_of(parent_or_spouse_in_need, child_in_need, sibling_in_need), confirmed),
        married_again,
        moved_in_this_year,
        suspended,
        sentenced_gravely,
    ),
    kind="payment",
    amount=amount(
        standard("survivor_pension", f.survivor_of),
        unit="year",
        payer_zh="遗属户籍所在地县级退役军人工作主管部门",
        payer_en="the county office where the survivor is registered",
        note_zh="国家标准为底线，省、市标准较高的从高；每年确认",
        note_en="the national table is a floor: a higher provincial or city standard wins; confirmed every year",
    ),
)
