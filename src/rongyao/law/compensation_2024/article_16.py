"""Article 16: what honours won in service, posthumous ones too, add to the death gratuity. Only the highest counts.

The ladder of the discharge money (25/20/15/10/5) is another one and stands in the resettlement pack.
"""

from rongyao.law.model import fact as f
from rongyao.law.model import pick, rate, reading

MEDAL = rate("16(1)", percent=40)
TITLE = rate("16(2)", percent=35)
FIRST_WAR_MERIT = rate("16(3)", percent=30)
FIRST_MERIT = rate("16(4)", percent=25)
SECOND_MERIT = rate("16(5)", percent=15)
THIRD_MERIT = rate("16(6)", percent=5)
NONE = rate("16", name="no_honour", percent=0)

WARTIME_MERIT = reading(
    "16",
    name="old_wartime_merit",
    zh="旧制战时立功按新制哪一档增发？",
    en="Which step does an old wartime merit count as?",
    ours="same_class_war_merit",
    options={
        "same_class_war_merit": ("按同等次战功", "as the war merit of the same class"),
        "same_class_merit": ("按同等次平时立功", "as the peacetime merit of the same class"),
    },
    why="Old awards in war are the forerunners of today's war merits; the regulation has no table for them. "
    "The discharge money's ladder is read the same way.",
)
as_war = WARTIME_MERIT.is_("same_class_war_merit")

increment = pick(
    (f.honours.has("medal", "state_title"), MEDAL),
    (f.honours.has("cmc_title"), TITLE),
    (f.honours.has("war_merit_1", "commendation_1", "authorised_title"), FIRST_WAR_MERIT),
    (as_war & f.honours.has("wartime_merit_1"), FIRST_WAR_MERIT),
    (f.honours.has("war_merit_2", "merit_1", "wartime_merit_1"), FIRST_MERIT),
    (as_war & f.honours.has("wartime_merit_2"), FIRST_MERIT),
    (f.honours.has("commendation_2") & f.commendation_2_approved, FIRST_MERIT),
    (f.honours.has("war_merit_3", "merit_2", "wartime_merit_2"), SECOND_MERIT),
    (as_war & f.honours.has("wartime_merit_3"), SECOND_MERIT),
    (f.honours.has("war_merit_4", "merit_3", "wartime_merit_3"), THIRD_MERIT),
    otherwise=NONE,
)
"""The highest step only, as the article says; the order of the lines is the order of the ladder."""
