"""Article 25: who is placed first among enlisted soldiers. Officers who transfer stand in `officers_2024`.

What "long" means for hard areas and special posts the law does not say. Article 83 puts the nuclear tests beside combat.
"""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement, reading, threshold
from rongyao.law.model import fact as f
from rongyao.law.protection_2020.edition import EDITION

TEN_YEARS = threshold("25(4)", months=120)

LONG = reading(
    "25(4)",
    name="long",
    zh="“长期在艰苦边远地区或者特殊岗位服役”是多长？",
    en="How long is 'long' in hard areas or special posts?",
    ours="ten_years",
    options={
        "ten_years": ("累计满10年", "ten years in all"),
        "any": ("不论长短", "any length"),
    },
    why="The law names no number; ten years is the shortest that opens a choice of place in Article 49 of the placement regulations.",
)
HEROES = reading(
    "25(3)",
    name="heroes",
    zh="“功臣模范”到哪一档奖励为止？",
    en="Down to which award does 'heroes and models' reach?",
    ours="second_class",
    options={
        "second_class": (
            "荣誉称号、二等功以上、三等战功以上",
            "titles of honour, merit second class and war merit third class or above",
        ),
        "titles_only": ("只限勋章和荣誉称号", "medals and titles of honour only"),
    },
    why="The law does not say; it is the line from which a job is assigned.",
)


@clause("25", zh="退役军士或者义务兵", en="a discharged NCO or conscript")
def enlisted() -> Test:
    return f.rank_group.is_in("nco", "conscript")


@clause("25(1)", zh="参战（参试）退役军人", en="a veteran of combat or of nuclear tests")
def combat_veteran() -> Test:
    return f.took_part_in_combat | f.took_part_in_tests


@clause("25(3)", zh="烈士子女", en="a child of a martyr")
def child_of_martyr() -> Test:
    return f.child_of_martyr


@clause("25(3)", zh="功臣模范", en="a hero or model")
def hero_or_model() -> Test:
    titles = f.honours.has("medal", "state_title", "cmc_title", "authorised_title")
    merits = f.honours.has(
        "war_merit_1", "war_merit_2", "war_merit_3", "wartime_merit_1", "wartime_merit_2", "wartime_merit_3",
        "merit_1", "merit_2",
    )  # fmt: skip
    return titles | (HEROES.is_("second_class") & merits)


@clause("25(4)", zh="长期在艰苦边远地区或者特殊岗位服役", en="served long in hard areas or special posts")
def long_in_hard_places() -> Test:
    total = f.hard_area_months + f.special_post_months
    return (total >= TEN_YEARS) | (LONG.is_("any") & (total >= 1))


placed_first = entitlement(
    "placed_first",
    zh="优先安置",
    en="placed first",
    article="25",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(enlisted, any_of(combat_veteran, child_of_martyr, hero_or_model, long_in_hard_places)),
    readings=(LONG, HEROES),
    note_zh="优先的效果在选岗中体现，没有数额",
    note_en="the effect shows in the choice of posts, and no sum follows",
)
