"""Articles 49 to 51 and 56: household register, land, the old post, preferences, the chronically ill."""

from rongyao.law.military_service_2021.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, on
from rongyao.law.model import fact as f


@clause("49", zh="正在服现役", en="is serving")
def serving() -> Test:
    return f.is_serving


@clause("50", zh="义务兵或者军士", en="a conscript or an NCO")
def soldier() -> Test:
    return f.rank_group.is_in("conscript", "nco")


@clause("50", zh="正在服现役", en="is serving")
def serves() -> Test:
    return f.is_serving


@clause("50", zh="已退出现役", en="has left the army")
def veteran() -> Test:
    return on >= f.discharged_on


@clause(
    "50",
    zh="入伍前是机关、团体、事业单位或者国有企业工作人员",
    en="employed by a state body or enterprise before enlistment",
)
def state_employee_before() -> Test:
    return f.state_staff_before


@clause("50", zh="入伍前依法承包农村土地", en="held contracted farmland before enlistment")
def held_land() -> Test:
    return f.held_farmland_before


@clause(
    "51", zh="现役军人的配偶、子女（义务兵除外）", en="spouse or child of a serving soldier, conscripts apart"
)
def officers_family() -> Test:
    return f.serving_kin.is_in("spouse", "child")


@clause("51", zh="随军后未就业的军人配偶", en="a following spouse without work")
def following_spouse_without_work() -> Test:
    return (f.serving_kin == "spouse") & f.follows_soldier & f.kin_without_work


@clause("56", zh="残疾或者患慢性病", en="disabled or chronically ill")
def disabled_or_ill() -> Test:
    return (f.disability_grade >= 1) | f.chronic_illness


household_kept = entitlement(
    "household_kept",
    zh="服役期间保留户籍",
    en="the household register is kept during service",
    article="49",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=serving,
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
preferences_in_service = entitlement(
    "preferences_in_service",
    zh="医疗、金融、交通、参观游览等优待",
    en="preferences in medical care, banking, travel, sights and more",
    article="49",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=serving,
    note_zh="凭有效证件；减免多少由各服务单位定，不计算数额",
    note_en="on showing the card; each place sets its own reduction, so no sum",
)
land_kept = entitlement(
    "land_kept",
    zh="服役期间保留土地承包经营权",
    en="contracted farmland is kept during service",
    article="50",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(soldier, serves, held_land),
    note_zh="退役后自主就业的，承包期内仍受保护（安置条例第七十条）；没有款项",
    note_en="for those self-employed after discharge it stays protected while the contract runs (Art 70 of the placement regulation); no money follows",
)
old_post = entitlement(
    "old_post",
    zh="退役后可复职复工",
    en="may go back to the old post",
    article="50",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(soldier, veteran, state_employee_before),
    note_zh="向原单位提出；工资由单位按同等条件人员定，不计算数额",
    note_en="asked of the former employer, who sets the pay by the like, so no sum",
)
family_preferences = entitlement(
    "family_preferences",
    zh="军官、军士子女教育和家属随军、就业优待",
    en="schooling of children, moving along and work for the families of officers and NCOs",
    article="51",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=officers_family,
    note_zh="条文只给军官和军士的家属，经办人核对军人类别；具体见《军人地位和权益保障法》各条；没有款项",
    note_en="for the families of officers and NCOs only, which an officer checks; the single rights stand in the Law on the Status of Soldiers; no money follows",
)
spouse_support = entitlement(
    "spouse_support",
    zh="随军未就业配偶保障待遇（供参考）",
    en="support of a following spouse without work (information)",
    article="51",
    edition=EDITION,
    event=on,
    kind="information",
    when=following_spouse_without_work,
    note_zh="由军队按国家规定发给，标准未见，不计算数额",
    note_en="paid by the army at a rate that was not read, so no sum",
)
care_of_the_ill = entitlement(
    "care_of_the_ill",
    zh="残疾、慢性病退役军人接收安置和就医",
    en="the disabled and chronically ill are received and treated",
    article="56",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, disabled_or_ill),
    note_zh="旧病复发由当地医疗机构治疗，本人经济困难的按规定补助；补助标准未见，不计算数额",
    note_en="an old illness is treated locally, with help for those in need; the rate was not read, so no sum",
)
