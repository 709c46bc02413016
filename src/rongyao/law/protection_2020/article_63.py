"""Article 63: whose name and deeds go into the local gazetteer."""

from rongyao.law.model import Test, any_of, clause, entitlement, on
from rongyao.law.model import fact as f
from rongyao.law.protection_2020.edition import EDITION


@clause("63(1)", zh="参战（参试）退役军人", en="a veteran of combat or of nuclear tests")
def fought() -> Test:
    return (f.took_part_in_combat | f.took_part_in_tests) & (on >= f.discharged_on)


@clause("63(2)", zh="荣获二等功以上奖励", en="merit second class or above")
def merit_second_class() -> Test:
    """War merits of the third class stand beside merit second class in every ladder of the newer regulations."""
    merits = f.honours.has(
        "merit_1",
        "merit_2",
        "war_merit_1",
        "war_merit_2",
        "war_merit_3",
        "wartime_merit_1",
        "wartime_merit_2",
    )
    return (merits | f.honours.has("medal", "state_title", "cmc_title", "authorised_title")) & (
        on >= f.discharged_on
    )


@clause(
    "63(3)",
    zh="省部级或者战区级以上表彰（一级、二级表彰）",
    en="commended at theatre or provincial level or above",
)
def commended() -> Test:
    return f.honours.has("commendation_1", "commendation_2") & (on >= f.discharged_on)


local_gazetteer = entitlement(
    "local_gazetteer",
    zh="名录和事迹载入地方志",
    en="name and deeds in the local gazetteer",
    article="63",
    edition=EDITION,
    event=on,
    when=any_of(fought, merit_second_class, commended),
    note_zh="由地方志机构编录，没有数额",
    note_en="the gazetteer's office writes it; no sum follows",
)
