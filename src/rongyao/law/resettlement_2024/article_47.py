"""Article 47: whose place of settlement the province may choose with an eye to their life."""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.article_25 import merit
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.persons import enlisted


@clause("47", zh="因战致残", en="disabled in battle")
def disabled_in_battle() -> Test:
    return (f.disability_cause == "battle") & f.disability_grade.between(1, 10)


@clause("47", zh="是烈士子女", en="a child of a martyr")
def child_of_a_martyr() -> Test:
    return f.child_of_martyr


@clause("47", zh="父母双亡", en="both parents are dead")
def orphan() -> Test:
    return f.both_parents_dead


settlement_by_province = entitlement(
    "settlement_by_province",
    zh="可申请由省级确定安置地",
    en="may ask the province to choose the place of settlement",
    article="47",
    edition=EDITION,
    event=f.discharged_on,
    when=any_of(disabled_in_battle, merit, child_of_a_martyr, all_of(enlisted, orphan)),
    note_zh="由省级以上部门按有利于生活的原则确定，结果不能推算",
    note_en="the province chooses with an eye to the person's life, so the outcome cannot be worked out",
)
