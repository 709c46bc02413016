"""Article 49: who may choose where to settle: anywhere in the country, in a province, in a prefecture.

By honours won in service, or by ten and fifteen years in hard areas and special posts, added together.
"""

from rongyao.law.model import Quantity, Test, any_of, clause, entitlement, highest, pick, reading, threshold
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.edition import EDITION

FIFTEEN_YEARS = threshold("49(2)", months=180)
TEN_YEARS = threshold("49(3)", months=120)

TOGETHER = reading(
    "49",
    name="months_together",
    zh="艰苦边远地区和特殊岗位的时间是否相加？",
    en="Are months in hard areas and months in special posts added together?",
    ours="added",
    options={
        "added": ("相加（同一时间只记一次）", "yes, the same month being recorded once"),
        "longer": ("取较长的一项", "no: the longer of the two counts"),
    },
    why="The article names both in one list and speaks of the total; a file that records the same month twice is corrected there.",
)
OLD_WARTIME = reading(
    "49",
    name="old_wartime_merit",
    zh="旧制战时立功能否按同等次战功选择安置地？",
    en="Does an old wartime merit open the choice as the war merit of its class?",
    ours="same_class_war_merit",
    options={
        "same_class_war_merit": ("按同等次战功", "as the war merit of the same class"),
        "same_class_merit": ("按同等次平时立功", "as the peacetime merit of the same class"),
    },
    why="Old awards in war are the forerunners of today's war merits; the discharge money's ladder is read the same way.",
)
_as_war = OLD_WARTIME.is_("same_class_war_merit")


@clause(
    "49(1)",
    zh="获得勋章、荣誉称号，立一等战功或者获得一级表彰",
    en="a medal or title of honour, war merit first class, or a first-level commendation",
)
def highest_honours() -> Test:
    titles = f.honours.has("medal", "state_title", "cmc_title", "authorised_title")
    return (
        titles | f.honours.has("war_merit_1", "commendation_1") | (_as_war & f.honours.has("wartime_merit_1"))
    )


@clause(
    "49(2)",
    zh="立二等战功、一等功，或者获得二级表彰并经批准享受相关待遇",
    en="war merit second class, merit first class, or a second-level commendation approved for its treatment",
)
def high_honours() -> Test:
    approved = f.honours.has("commendation_2") & f.commendation_2_approved
    old = (_as_war & f.honours.has("wartime_merit_2")) | (~_as_war & f.honours.has("wartime_merit_1"))
    return f.honours.has("war_merit_2", "merit_1") | old | approved


def _months() -> Quantity:
    both = f.hard_area_months + f.special_post_months
    return pick((TOGETHER.is_("added"), both), otherwise=highest(f.hard_area_months, f.special_post_months))


@clause("49(2)", zh="在艰苦边远地区、特殊岗位累计满15年", en="fifteen years in hard areas and special posts")
def fifteen_hard_years() -> Test:
    return _months() >= FIFTEEN_YEARS


@clause("49(3)", zh="在艰苦边远地区、特殊岗位累计满10年", en="ten years in hard areas and special posts")
def ten_hard_years() -> Test:
    return _months() >= TEN_YEARS


settlement_anywhere = entitlement(
    "settlement_anywhere",
    zh="可在全国范围内选择安置地",
    en="may choose to settle anywhere in the country",
    article="49",
    edition=EDITION,
    event=f.discharged_on,
    when=highest_honours,
    readings=(OLD_WARTIME,),
    note_zh="到超大城市也不受附加条件限制",
    note_en="in the largest cities too, without their further conditions",
)

settlement_in_province = entitlement(
    "settlement_in_province",
    zh="可在符合安置条件的省内选择安置地",
    en="may choose the place within a province where they may settle",
    article="49",
    edition=EDITION,
    event=f.discharged_on,
    when=any_of(high_honours, fifteen_hard_years),
    readings=(OLD_WARTIME, TOGETHER),
)

settlement_in_prefecture = entitlement(
    "settlement_in_prefecture",
    zh="可在符合安置条件的设区市内选择安置地",
    en="may choose the place within a prefecture where they may settle",
    article="49",
    edition=EDITION,
    event=f.discharged_on,
    when=ten_hard_years,
    readings=(TOGETHER,),
)
