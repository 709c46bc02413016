"""Articles 51 and 56 to 59: doctors, homes, buses and sights, hardship."""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement, on
from rongyao.law.model import fact as f
from rongyao.law.status_2021.edition import EDITION
from rongyao.law.status_2021.persons import family, family_or_survivor, soldier, soldier_family_or_survivor


@clause(
    "58",
    zh="因灾害、事故、重病等基本生活严重困难",
    en="in grave hardship after a disaster, accident or illness",
)
def in_hardship() -> Test:
    return f.family_in_hardship


@clause(
    "59",
    zh="未成年子女入学入托或者老人养老有困难",
    en="needs help with a child's schooling or an elder's care",
)
def needs_help() -> Test:
    return f.needs_help_with_care


medical_preference = entitlement(
    "medical_preference",
    zh="就医优待",
    en="preference in medical care",
    article="51",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=soldier_family_or_survivor,
    note_zh="公立和军队医疗机构；减免由医院定，不计算数额",
    note_en="in public and army hospitals, which set their own reductions, so no sum",
)
care_home_first = entitlement(
    "care_home_first",
    zh="光荣院、优抚医院、养老机构优先",
    en="first in homes of honour and care homes",
    article="56",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=family_or_survivor,
    note_zh="收费由机构定，不计算数额",
    note_en="the home sets its fee, so no sum",
)
soldier_free_transport = entitlement(
    "soldier_free_transport",
    zh="现役军人免费乘坐市内公共交通",
    en="soldiers ride city transport free",
    article="57",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=soldier,
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
first_in_the_queue = entitlement(
    "first_in_the_queue",
    zh="火车、轮船、客车、民航优先",
    en="first for tickets and boarding",
    article="57",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=soldier_family_or_survivor,
    note_zh="随同出行的家属同样优先；没有款项",
    note_en="kin who travel along too; no money follows",
)
sights = entitlement(
    "sights",
    zh="公园、博物馆、名胜古迹优惠",
    en="reductions at parks, museums and sights",
    article="57",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=soldier_family_or_survivor,
    note_zh="减免由场馆定，不计算数额",
    note_en="each place sets its own, so no sum",
)
hardship_help = entitlement(
    "hardship_help",
    zh="困难军人家庭救助慰问",
    en="help for a soldier's family in hardship",
    article="58",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(any_of(soldier, family), in_hardship),
    note_zh="救助多少由当地审核定，不计算数额",
    note_en="the locality decides how much, so no sum",
)
help_with_care = entitlement(
    "help_with_care",
    zh="入学入托、养老困难帮扶",
    en="help with a child's schooling or an elder's care",
    article="59",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(any_of(soldier, family), needs_help),
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
