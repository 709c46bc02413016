"""Article 29: whom the government assigned a job under the 2011 edition."""

from rongyao.law.model import Test, any_of, clause, reading, threshold
from rongyao.law.model import fact as f

TWELVE_YEARS = threshold("29(1)", years=12)
HIGHER_HONOURS = reading(
    "29(2)",
    name="titles_and_war_merits",
    zh="荣誉称号、一级表彰和新制战功是否属于“二等功以上”",
    en="are titles of honour, first-level commendations and newer war merits 'second class or above'",
    ours="titles_and_third_war_merit",
    options={
        "titles_and_third_war_merit": (
            "荣誉称号和三等以上战功算，一级表彰不算",
            "titles of honour and war merits from third class are; commendations are not",
        ),
        "merits_only": (
            "只算平时二等功、战时三等功以上",
            "only peacetime second class and old wartime third class",
        ),
    },
    why="The text ranks merits only; a title stands above them, and a war merit is an award won in war. "
    "A commendation is no merit, and no text before September 2024 puts it beside one.",
)
_wide = HIGHER_HONOURS.is_("titles_and_third_war_merit")


@clause("29(1)", zh="士官服现役满十二年", en="a sergeant who has served twelve full years")
def long_serving_sergeant() -> Test:
    return (f.rank_group == "nco") & (f.service_years >= TWELVE_YEARS)


@clause(
    "29(2)",
    zh="平时荣获二等功以上，或战时荣获三等功以上",
    en="merit second class or above in peace, third class or above in war",
)
def merit() -> Test:
    wider = f.honours.has(
        "medal", "state_title", "cmc_title", "authorised_title", "war_merit_1", "war_merit_2", "war_merit_3"
    )
    return f.honours.has("merit_1", "merit_2", "wartime_merit_1", "wartime_merit_2", "wartime_merit_3") | (
        _wide & wider
    )


@clause("29(3)", zh="因战致残，五级至八级", en="disabled in battle, grade 5 to 8")
def battle_disability() -> Test:
    return (f.disability_cause == "battle") & f.disability_grade.between(5, 8)


@clause("29(4)", zh="烈士子女", en="a child of a martyr")
def child_of_martyr() -> Test:
    return f.child_of_martyr


assigned_a_job = any_of(
    long_serving_sergeant,
    merit,
    battle_disability,
    child_of_martyr,
    zh="符合安排工作的任一条件",
    en="any ground for an assigned job",
    article="29",
)
