"""Article 25: whom the receiving government assigns a job (安排工作)."""

from rongyao.law.model import Test, any_of, clause, reading, threshold
from rongyao.law.model import fact as f

TWELVE_YEARS = threshold("25(1)", years=12)
MERIT_LEVEL = reading(
    "25(3)",
    name="merits_that_count",
    zh="“三等战功、二等功以上奖励”包括哪些",
    en="which awards are 'war merit third class, merit second class or above'",
    ours="third_war_second_peace",
    options={
        "third_war_second_peace": (
            "战功三等以上（含旧制战时三等功）、平时二等功以上",
            "war merits from third class (third class in war of old too), peacetime merits from second class",
        ),
        "not_old_third_class": (
            "同上，但旧制战时三等功不算",
            "the same, without third class in war of the older system",
        ),
    },
    why="The older wording of the Military Service Law (wartime third class, peacetime second class) gives the same people.",
)


@clause("25(1)", zh="军士服现役满十二年", en="an NCO who has served twelve full years")
def long_serving_nco() -> Test:
    return (f.rank_group == "nco") & (f.service_years >= TWELVE_YEARS)


@clause("25(2)", zh="在役时获得勋章或者荣誉称号", en="won a medal or a title of honour in service")
def medal_or_title() -> Test:
    return f.honours.has("medal", "state_title", "cmc_title", "authorised_title")


@clause(
    "25(3)",
    zh="在役时立三等以上战功，或者二等以上功",
    en="won war merit third class, merit second class or above",
)
def merit() -> Test:
    old = f.honours.has("wartime_merit_1", "wartime_merit_2") | (
        MERIT_LEVEL.is_("third_war_second_peace") & f.honours.has("wartime_merit_3")
    )
    return f.honours.has("war_merit_1", "war_merit_2", "war_merit_3", "merit_1", "merit_2") | old


@clause("25(4)", zh="在役时获得一级表彰", en="won a first-level commendation in service")
def first_level_commendation() -> Test:
    return f.honours.has("commendation_1")


@clause("25(5)", zh="因战致残，五级至八级", en="disabled in battle, grade 5 to 8")
def battle_disability() -> Test:
    return (f.disability_cause == "battle") & f.disability_grade.between(5, 8)


@clause("25(6)", zh="烈士子女", en="a child of a martyr")
def child_of_martyr() -> Test:
    return f.child_of_martyr


@clause(
    "25",
    zh="本人放弃逐月领取退役金等方式，选择安排工作",
    en="gives up another way and chooses an assigned job",
)
def chooses_assigned_job() -> Test:
    return f.placement_choice == "job_assignment"


assigned_a_job = any_of(
    long_serving_nco,
    medal_or_title,
    merit,
    first_level_commendation,
    battle_disability,
    child_of_martyr,
    zh="符合安排工作的任一条件",
    en="any ground for an assigned job",
    article="25",
)
