"""Article 43: school and university places for children of the fallen and of the gravely disabled, and for veterans.

How many points or which places, the education offices set; here stands who may ask.
"""

from rongyao.law.compensation_2024.article_59 import cancelled, sentenced_gravely
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, any_of, clause, entitlement, on, threshold, unless
from rongyao.law.model import fact as f

LIGHTEST = threshold("43", grade=4)


@clause("43", zh="烈士、因公牺牲军人的子女", en="a child of a martyr or of a soldier who died on duty")
def child_of_the_fallen() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death") & (f.survivor_relation == "child")


@clause("43", zh="一级至四级残疾军人（其子女享受）", en="a soldier graded 1 to 4, whose children have it")
def gravely_disabled() -> Test:
    return f.disability_grade.between(1, LIGHTEST)


@clause(
    "43", zh="退役的残疾军人、义务兵、初级军士", en="a discharged disabled soldier, conscript or junior NCO"
)
def veteran_student() -> Test:
    rank = (f.rank_group == "conscript") | ((f.rank_group == "nco") & (f.nco_grade == "junior"))
    return (rank | f.disability_grade.between(1, 10)) & (on >= f.discharged_on)


school_preference = entitlement(
    "school_preference",
    zh="升学、资助优待（供参考）",
    en="preference at schools and universities, and grants (information only)",
    article="43",
    edition=EDITION,
    event=on,
    when=any_of(
        unless(child_of_the_fallen, sentenced_gravely),
        unless(any_of(gravely_disabled, veteran_student), cancelled),
    ),
    kind="information",
    note_zh="加分、优先和资助的幅度由国家和省教育部门规定，条例没有写，不作推算",
    note_en="how many points, which priority and how much the education offices set; the regulation does not say",
)
