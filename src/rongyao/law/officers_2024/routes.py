"""Articles 5, 12 to 17 and 56: retirement, transfer, monthly pension, demobilisation, and whom to place first.

Whoever's way is recorded learns what goes with it. Retirement, transfer and demobilisation cannot be computed: the
regulation leaves their conditions to rules of their own. Whom to place first is read as the Protection Law is.
"""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.monthly_pension_2021.who import may_draw
from rongyao.law.officers_2024.edition import EDITION
from rongyao.law.protection_2020.article_25 import (
    HEROES,
    LONG,
    child_of_martyr,
    combat_veteran,
    hero_or_model,
    long_in_hard_places,
)


@clause("12", zh="退出现役的军官", en="an officer who left the army")
def officer() -> Test:
    return f.rank_group == "officer"


@clause("13", zh="作退休安置", en="placed by retirement")
def placed_by_retirement() -> Test:
    return f.placement_choice == "retirement"


@clause("15", zh="作转业安置", en="placed by transfer")
def placed_by_transfer() -> Test:
    return f.placement_choice == "transfer"


@clause("17", zh="作复员安置", en="placed by demobilisation")
def placed_by_demobilisation() -> Test:
    return f.placement_choice == "demobilisation"


@clause("16", zh="作逐月领取退役金安置", en="placed by the monthly pension")
def placed_by_pension() -> Test:
    return f.placement_choice == "monthly_pension"


@clause("56", zh="转业、逐月领取退役金或者复员", en="transfer, monthly pension or demobilisation")
def takes_family_along() -> Test:
    return f.placement_choice.is_in("transfer", "monthly_pension", "demobilisation")


WHY_ZH = "条件由专门规定确定，条例没有写明，本系统不判断是否符合"
WHY_EN = "rules of their own set the conditions; the regulation names none, so nothing is worked out"

officer_retirement = entitlement(
    "officer_retirement",
    zh="退休军官移交安置和服务管理（供参考）",
    en="a retired officer's hand-over and care (information)",
    article="13",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=all_of(officer, placed_by_retirement),
    note_zh=f"由安置地政府设服务管理机构照管，待遇由国家保障（第十三、十四条）；{WHY_ZH}",
    note_en=f"the place of settlement runs a body that looks after them, and the state keeps up the treatment (Arts 13 and 14); {WHY_EN}",
)
officer_transfer = entitlement(
    "officer_transfer",
    zh="转业军官安排工作岗位（供参考）",
    en="a post for an officer who transfers (information)",
    article="15",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=all_of(officer, placed_by_transfer),
    note_zh=f"由机关、群团、事业单位或者国有企业接收，按职务等级、贡献和专长安排（第十五条）；{WHY_ZH}",
    note_en=f"received by a state body, institution or enterprise, by rank, merit and skill (Art 15); {WHY_EN}",
)
officer_demobilisation = entitlement(
    "officer_demobilisation",
    zh="复员军官的复员费（供参考）",
    en="a demobilised officer's money (information)",
    article="17",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=all_of(officer, placed_by_demobilisation),
    note_zh=f"复员费和待遇按军地两部门的规定（第十七条），标准未见，数额不能计算；{WHY_ZH}",
    note_en=f"the money follows rules of the ministry and the army that have not been read, so no sum (Art 17); {WHY_EN}",
)
officer_monthly_pension = entitlement(
    "officer_monthly_pension",
    zh="军官可选逐月领取退役金（供参考）",
    en="an officer may choose the monthly pension (information)",
    article="16",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=all_of(
        officer,
        any_of(
            placed_by_pension,
            may_draw,
            zh="已按此安置，或者符合条件",
            en="placed so, or meets the conditions",
        ),
    ),
    note_zh="条件出自2021年办法，仅见二手来源；数额见“逐月领取退役金”",
    note_en="the conditions are those of the 2021 measures, from secondary pages; for the sum see the monthly pension",
)
officer_priority = entitlement(
    "officer_priority",
    zh="军官优先安置（供参考）",
    en="placed with priority (information)",
    article="5",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=all_of(officer, any_of(combat_veteran, child_of_martyr, hero_or_model, long_in_hard_places)),
    readings=(HEROES, LONG),
    note_zh="同《退役军人保障法》第二十五条，只规定优先，没有数额或者名次可算；作战部队师、旅、团、营主官转业的也优先，"
    "本系统没有这一项记录，由经办人核对",
    note_en="as Article 25 of the protection law: priority and no more, so no sum or place to work out; commanders of fighting "
    "units who transfer come first too, which is not kept here and an officer checks",
)
family_moves_along = entitlement(
    "family_moves_along",
    zh="军官配偶随调随迁、未成年子女随迁",
    en="an officer's spouse and minor children move along",
    article="56",
    edition=EDITION,
    event=f.discharged_on,
    kind="treatment",
    when=all_of(officer, takes_family_along),
    note_zh="身边没有子女的，还可以随调一名已工作的子女及其配偶；没有款项",
    note_en="where no child lives near, one working child and that child's spouse may come too; no money follows",
)
