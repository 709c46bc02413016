"""Article 12 of the earlier text: whose place of settlement the province might choose."""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.article_29 import child_of_martyr, merit
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.persons import discharged_soldier


@clause("12(1)", zh="因战致残", en="disabled in battle")
def disabled_in_battle() -> Test:
    return (f.disability_cause == "battle") & f.disability_grade.between(1, 10)


@clause("12(4)", zh="父母双亡", en="both parents are dead")
def orphan() -> Test:
    return f.both_parents_dead


settlement_by_province = entitlement(
    "settlement_by_province",
    zh="可申请由省级确定安置地",
    en="could ask the province to choose the place of settlement",
    article="12",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(discharged_soldier, any_of(disabled_in_battle, merit, child_of_martyr, orphan)),
    note_zh="由省级以上部门按有利于生活的原则确定，结果不能推算",
    note_en="the province chose with an eye to the person's life, so the outcome cannot be worked out",
)
