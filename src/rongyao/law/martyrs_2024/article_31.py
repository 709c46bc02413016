"""Article 31: a home for a martyr's kin who are old, disabled or under sixteen."""

from rongyao.law.martyrs_2024.article_24 import kin
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, any_of, clause, entitlement, on, threshold
from rongyao.law.model import fact as f

SIXTEEN = threshold("31", years=16)


@clause("31", zh="残疾的遗属", en="disabled")
def disabled_kin() -> Test:
    return f.survivor_disabled


@clause("31", zh="老年或者生活不能自理的遗属", en="old and alone, or unable to look after themselves")
def old_kin() -> Test:
    return f.alone_or_helpless


@clause("31", zh="未满16周岁的遗属", en="under sixteen")
def under_sixteen() -> Test:
    return f.age < SIXTEEN


homes = entitlement(
    "homes",
    zh="光荣院、优抚医院集中供养",
    en="care in a home of honour or veterans' hospital",
    article="31",
    edition=EDITION,
    event=on,
    when=all_of(kin, any_of(under_sixteen, old_kin, disabled_kin)),
    note_zh="根据本人意愿；社会福利机构优先接收，公办机构给予优惠",
    note_en="as the person wishes; welfare homes take them first, public ones at a lower price",
)
