"""The points: university +20 or +10, senior high +20 or +10, a master's course +10, and what needs no examination.

Only the highest counts. Jiangsu's own rule goes before these; it has not been read.
"""

from rongyao.law.exams_2004.edition import EDITION
from rongyao.law.model import Test, all_of, any_of, clause, entitlement, measure, on, pick, rate, threshold
from rongyao.law.model import fact as f

UNIVERSITY_MERIT = rate("university", name="merit", times=20)
UNIVERSITY_OTHER = rate("university", name="other", times=10)
MARTYRS_CHILD = rate("senior_high", name="martyrs_child", times=20)
OTHER_CHILD = rate("senior_high", name="other_child", times=10)
GRADUATE = rate("graduate", name="points", times=10)
GRADUATE_WITHIN = threshold("graduate", name="within", months=36)


@clause("", zh="已退出现役", en="has left the army")
def veteran() -> Test:
    return on >= f.discharged_on


@clause("", zh="报考高考", en="sits the university entrance examination")
def sits_university() -> Test:
    return f.sits_exam == "university"


@clause("", zh="报考中考", en="sits the senior-high entrance examination")
def sits_senior_high() -> Test:
    return f.sits_exam == "senior_high"


@clause("", zh="报考硕士研究生", en="sits the examination for a master's course")
def sits_graduate() -> Test:
    return f.sits_exam == "graduate"


@clause("", zh="报考普通专升本", en="applies to go on to a bachelor's course")
def sits_upgrade() -> Test:
    return f.sits_exam == "upgrade"


@clause("", zh="二等功以上或者荣誉称号", en="merit second class or above, or a title of honour")
def merit_second_or_above() -> Test:
    titles = f.honours.has("medal", "state_title", "cmc_title", "authorised_title")
    return titles | f.honours.has(
        "war_merit_1", "war_merit_2", "wartime_merit_1", "wartime_merit_2", "merit_1", "merit_2"
    )


@clause("", zh="三等功", en="merit third class")
def merit_third() -> Test:
    return f.honours.has("merit_3", "wartime_merit_3", "war_merit_3")


@clause("", zh="自主就业", en="placed by self-employment")
def self_employed() -> Test:
    return f.placement_choice == "self_employment"


@clause("", zh="烈士子女", en="a child of a martyr")
def martyrs_child() -> Test:
    return f.child_of_martyr


@clause("", zh="因公牺牲军人子女", en="a child of a soldier who died on duty")
def duty_deaths_child() -> Test:
    return (f.survivor_of == "duty_death") & (f.survivor_relation == "child")


@clause("", zh="一级至四级残疾军人子女", en="a child of a soldier disabled at grade 1 to 4")
def grave_disableds_child() -> Test:
    return f.parent_disabled_1_to_4


@clause("", zh="退役后三年以内", en="within three years of discharge")
def within_three_years() -> Test:
    """On the third anniversary the three years are over."""
    return (f.months_to_exam >= 0) & (f.months_to_exam < GRADUATE_WITHIN)


WHY_ZH = "是加分，不是钱；各省不同，江苏现行规定未见，以当年招生简章为准"
WHY_EN = "points, not money; provinces differ and Jiangsu's present rule was not read: the year's prospectus decides"

university_points = entitlement(
    "university_points",
    zh="高考加分（供参考）",
    en="extra points in the university entrance examination (information)",
    article="",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(sits_university, veteran, any_of(merit_second_or_above, merit_third, self_employed)),
    measures=(
        measure(
            "",
            name="university",
            zh="加分",
            en="points",
            of=pick((merit_second_or_above, UNIVERSITY_MERIT), otherwise=UNIVERSITY_OTHER),
            unit="points",
        ),
    ),
    note_zh=WHY_ZH,
    note_en=WHY_EN,
)
senior_high_points = entitlement(
    "senior_high_points",
    zh="中考降分录取（供参考）",
    en="points off the bar of senior high school (information)",
    article="",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(sits_senior_high, any_of(martyrs_child, duty_deaths_child, grave_disableds_child)),
    measures=(
        measure(
            "",
            name="senior_high",
            zh="降分",
            en="points",
            of=pick((martyrs_child, MARTYRS_CHILD), otherwise=OTHER_CHILD),
            unit="points",
        ),
    ),
    note_zh=WHY_ZH,
    note_en=WHY_EN,
)
graduate_points = entitlement(
    "graduate_points",
    zh="研究生初试加分（供参考）",
    en="extra points in the examination for a master's course (information)",
    article="",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(sits_graduate, veteran, within_three_years),
    measures=(measure("", name="graduate", zh="加分", en="points", of=GRADUATE * 1, unit="points"),),
    note_zh=WHY_ZH,
    note_en=WHY_EN,
)
graduate_without_first_test = entitlement(
    "graduate_without_first_test",
    zh="二等功以上免研究生初试（供参考）",
    en="no first test for a master's course with merit second class or above (information)",
    article="",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(sits_graduate, veteran, merit_second_or_above),
    note_zh=f"符合报考条件的可申请免初试；{WHY_ZH}",
    note_en=f"asked for with the application; {WHY_EN}",
)
bachelor_without_test = entitlement(
    "bachelor_without_test",
    zh="专升本免文化课考试（供参考）",
    en="on to a bachelor's course without the written test (information)",
    article="",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(sits_upgrade, veteran),
    note_zh=WHY_ZH,
    note_en=WHY_EN,
)
