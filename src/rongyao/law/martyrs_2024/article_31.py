"""Article 31: a home for a martyr's kin who are old, disabled or under sixteen.

Old is sixty, as the Law on the Rights of the Elderly has it; being alone is not asked for, as the text of 2019 did.
"""

from rongyao.law.martyrs_2024.article_24 import keeps_the_right
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, any_of, clause, entitlement, on, threshold
from rongyao.law.model import fact as f

SIXTEEN = threshold("31", years=16)
OLD = threshold("31", name="old", years=60)


@clause("31", zh="残疾的遗属", en="disabled")
def disabled_kin() -> Test:
    return f.survivor_disabled


@clause("31", zh="老年遗属（年满60周岁）", en="old (sixty or more)")
def old_kin() -> Test:
    return f.age >= OLD


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
    when=all_of(keeps_the_right, any_of(under_sixteen, old_kin, disabled_kin)),
    note_zh="本人愿意才去，入住条件由各院规定；社会福利机构优先接收，公办机构给予优惠",
    note_en="only as the person wishes, on each house's conditions; welfare homes take them first, public ones at a lower price",
)
