"""Article 20: one-off discharge money: so much a year, half years counted, and more for honours. Paid by the army."""

from fractions import Fraction

from rongyao.law.model import Test, amount, clause, labelled, pick, rate, reading, rounded, standard
from rongyao.law.model import fact as f

FIRST_CLASS = rate("20(1)", percent=15)
SECOND_CLASS = rate("20(2)", percent=10)
THIRD_CLASS = rate("20(3)", percent=5)
NO_INCREMENT = rate("20", name="none", percent=0)

WAR_MERITS = reading(
    "20",
    name="war_merits",
    zh="2022年起的战功在旧条例中按哪一档增发",
    en="which step the war merits of the newer system count as",
    ours="same_class",
    options={
        "same_class": (
            "按同等次立功，四等战功不增发",
            "as the merit of the same class; fourth class adds nothing",
        ),
        "one_class_up": (
            "比同等次立功高一档，四等战功按三等功",
            "one class higher than its number; fourth class as merit third class",
        ),
    },
    why="The 2011 text knows one ladder of merits for war and peace; the newer war merits are not in it.",
)
MEDALS = reading(
    "20(1)",
    name="medals_and_state_titles",
    zh="旧条例未列的勋章、国家荣誉称号是否按第一档增发",
    en="do a medal and a state title, which the 2011 text does not name, count as its first step",
    ours="first_step",
    options={
        "first_step": ("按第一档增发", "yes"),
        "nothing": ("未列入的不增发", "no: what is not named adds nothing"),
    },
    why="They stand above the titles the text puts on its first step.",
)
_same, _up = WAR_MERITS.is_("same_class"), WAR_MERITS.is_("one_class_up")


@clause(
    "20(1)",
    zh="中央军委、军区级单位的荣誉称号，或者一等功",
    en="a title of honour by the CMC or a theatre-level unit, or merit first class",
)
def first_class() -> Test:
    higher = MEDALS.is_("first_step") & f.honours.has("medal", "state_title")
    return (
        higher
        | f.honours.has("cmc_title", "authorised_title")
        | f.honours.has("merit_1", "wartime_merit_1", "war_merit_1")
        | (_up & f.honours.has("war_merit_2"))
    )


@clause("20(2)", zh="二等功", en="merit second class")
def second_class() -> Test:
    war = (_same & f.honours.has("war_merit_2")) | (_up & f.honours.has("war_merit_3"))
    return f.honours.has("merit_2", "wartime_merit_2") | war


@clause("20(3)", zh="三等功", en="merit third class")
def third_class() -> Test:
    war = (_same & f.honours.has("war_merit_3")) | (_up & f.honours.has("war_merit_4"))
    return f.honours.has("merit_3", "wartime_merit_3") | war


increment = pick(
    (first_class, FIRST_CLASS),
    (second_class, SECOND_CLASS),
    (third_class, THIRD_CLASS),
    otherwise=NO_INCREMENT,
)
"""The highest step only: the article says so."""

service = labelled(f.service_half_years * Fraction(1, 2), "年", "years")

discharge_money = amount(
    rounded(standard("discharge_money_per_year", at=f.discharged_on) * service * (1 + increment), "half_up"),
    unit="once",
    payer_zh="部队（中央财政）",
    payer_en="the army, from the central budget",
    note_zh="由部队发放；免征个人所得税（第十九条）",
    note_en="paid by the army; free of income tax (Article 19)",
)
