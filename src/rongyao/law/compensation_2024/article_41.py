"""Article 41: veterans' hospitals and homes of honour: for the old and alone, the helpless; first for combat veterans and kin."""

from rongyao.law.compensation_2024.article_59 import cancelled, sentenced_gravely
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, any_of, clause, entitlement, on, unless
from rongyao.law.model import fact as f


@clause(
    "41",
    zh="孤老或者生活不能自理的退役军人",
    en="a veteran old and alone, or unable to look after themselves",
)
def alone_or_helpless() -> Test:
    return f.alone_or_helpless & (on >= f.discharged_on)


@clause("41", zh="参战（参试）退役军人", en="a veteran of combat or of nuclear tests")
def combat_veteran_in_care() -> Test:
    """Article 61 puts the tests beside combat."""
    return (f.took_part_in_combat | f.took_part_in_tests) & (on >= f.discharged_on)


@clause("41", zh="三属", en="a survivor of a martyr, or of a soldier who died on duty or of illness")
def kin_of_the_dead() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death", "illness_death")


veterans_hospital_and_home = entitlement(
    "veterans_hospital_and_home",
    zh="优抚医院、光荣院的优先优惠",
    en="veterans' hospitals and homes, first and at a lower price",
    article="41",
    edition=EDITION,
    event=on,
    when=any_of(
        unless(any_of(alone_or_helpless, combat_veteran_in_care), cancelled),
        unless(kin_of_the_dead, sentenced_gravely),
    ),
    note_zh="集中供养、住院治疗、短期疗养均可申请；床位和价格由各院规定",
    note_en="for care, treatment or a short stay; beds and prices are each house's own",
)
