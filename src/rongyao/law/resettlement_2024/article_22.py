"""Article 22: how much the one-off discharge money grows for honours won in service. The ladder of 2024."""

from rongyao.law.model import Number, Quantity, Test, clause, pick, rate, reading
from rongyao.law.model import fact as f

MEDAL = rate("22(1)", percent=25)
FIRST_WAR_MERIT = rate("22(2)", percent=20)
SECOND_WAR_MERIT = rate("22(3)", percent=15)
THIRD_WAR_MERIT = rate("22(4)", percent=10)
FOURTH_WAR_MERIT = rate("22(5)", percent=5)
NO_INCREMENT = rate("22", name="none", percent=0)

SEVERAL_HONOURS = reading(
    "22",
    name="several_honours",
    zh="有多项功勋荣誉的，增发比例是否累加",
    en="do several honours add up",
    ours="highest_only",
    options={
        "highest_only": ("不累加，取最高一档", "no: the highest step only"),
        "added": ("累加", "yes: added together"),
    },
    why="The 2024 text is silent. The 2011 edition (Article 20) and the 2024 rules on death money both take the highest.",
)
OLD_WARTIME_MERIT = reading(
    "22",
    name="old_wartime_merit",
    zh="旧制战时立功按新制哪一档计算",
    en="which step an old wartime merit counts as",
    ours="same_class_war_merit",
    options={
        "same_class_war_merit": ("按同等次战功", "as the war merit of the same class"),
        "same_class_merit": ("按同等次平时立功", "as the peacetime merit of the same class"),
    },
    why="Old awards 'in war' are the forerunners of today's war merits; the regulation has no table for them.",
)

_as_war_merit = OLD_WARTIME_MERIT.is_("same_class_war_merit")


@clause("22(1)", zh="获得勋章、荣誉称号", en="a medal or a title of honour")
def step_of_medal_or_title() -> Test:
    return f.honours.has("medal", "state_title", "cmc_title", "authorised_title")


@clause("22(2)", zh="一等战功或者一级表彰", en="war merit first class, or a first-level commendation")
def first_war_merit() -> Test:
    return f.honours.has("war_merit_1", "commendation_1") | (_as_war_merit & f.honours.has("wartime_merit_1"))


@clause(
    "22(3)",
    zh="二等战功、一等功，或者二级表彰并经批准享受相关待遇",
    en="war merit second class, merit first class, or a second-level commendation approved for its treatment",
)
def second_war_merit() -> Test:
    approved = f.honours.has("commendation_2") & f.commendation_2_approved
    old = (_as_war_merit & f.honours.has("wartime_merit_2")) | (
        ~_as_war_merit & f.honours.has("wartime_merit_1")
    )
    return f.honours.has("war_merit_2", "merit_1") | old | approved


@clause("22(4)", zh="三等战功或者二等功", en="war merit third class, or merit second class")
def third_war_merit() -> Test:
    old = (_as_war_merit & f.honours.has("wartime_merit_3")) | (
        ~_as_war_merit & f.honours.has("wartime_merit_2")
    )
    return f.honours.has("war_merit_3", "merit_2") | old


@clause("22(5)", zh="四等战功或者三等功", en="war merit fourth class, or merit third class")
def fourth_war_merit() -> Test:
    return f.honours.has("war_merit_4", "merit_3") | (~_as_war_merit & f.honours.has("wartime_merit_3"))


_highest_step = pick(
    (step_of_medal_or_title, MEDAL),
    (first_war_merit, FIRST_WAR_MERIT),
    (second_war_merit, SECOND_WAR_MERIT),
    (third_war_merit, THIRD_WAR_MERIT),
    (fourth_war_merit, FOURTH_WAR_MERIT),
    otherwise=NO_INCREMENT,
)


def _step(test: Test, step: Number) -> Quantity:
    return pick((test, step), otherwise=NO_INCREMENT)


_steps_added = (
    _step(step_of_medal_or_title, MEDAL)
    + _step(first_war_merit, FIRST_WAR_MERIT)
    + _step(second_war_merit, SECOND_WAR_MERIT)
    + _step(third_war_merit, THIRD_WAR_MERIT)
    + _step(fourth_war_merit, FOURTH_WAR_MERIT)
)

increment = pick((SEVERAL_HONOURS.is_("highest_only"), _highest_step), otherwise=_steps_added)
