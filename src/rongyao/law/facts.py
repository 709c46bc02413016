"""Every fact the law may ask of a person, and how a fact becomes known.

A person is a flat dict ``{fact name: value}``. A missing key or ``None`` means *not known*, never "no".
Values by kind: ``bool`` True/False · ``int`` whole number · ``date`` ISO text with its own precision
("1992", "1992-11", "1992-11-30") · ``category`` one code of ``choices`` · ``categories`` list of codes,
``[]`` = asserted empty · ``money`` whole fen.

``absence`` names what may assert that a thing is *not* so (architecture, "Closing the open world");
``absent`` is the value such an assertion writes (False, [], 0 or "none"). A fact with an empty
``absence`` has no "no" of its own: it is a date, a sum, a place in an order.
``judged`` facts are never inferred: an officer records a judgement with name and date.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rongyao.law.after_service import GROUPS_AFTER_SERVICE, declare
from rongyao.law.lengths import DERIVED, DerivedDef
from rongyao.law.vocabulary import (
    DEATH_NATURES,
    DISABILITY_CAUSES,
    DISCHARGE_MODES,
    HONOURS,
    LIVING_ALLOWANCES,
    MARTYR_SCHEMES,
    NCO_GRADES,
    PLACEMENT_WAYS,
    RANK_GROUPS,
    SEXES,
    SURVIVOR_OF,
    SURVIVOR_RELATIONS,
    Choices,
)

__all__ = ["ABSENCE", "DERIVED", "FACTS", "GROUPS", "KINDS", "DerivedDef", "FactDef"]

KINDS = ("bool", "int", "date", "category", "categories", "money")
ABSENCE = ("certified_column", "declaration", "register_check", "list_complete")
GROUPS: Choices = {
    "identity": ("基本身份", "identity"),
    "service": ("服役经历", "service"),
    "honours": ("功勋荣誉表彰", "honours"),
    "disability": ("残疾与健康", "disability and health"),
    "exclusions": ("限制情形", "exclusions"),
    "placement": ("安置与报到", "placement and reporting in"),
    "family": ("家庭", "family"),
    "death": ("死亡抚恤", "death"),
    "survivor": ("遗属", "survivors"),
    "allowance": ("定期生活补助", "fixed living allowances"),
    "card": ("建档与优待证", "file and card"),
} | GROUPS_AFTER_SERVICE

CERTIFIED = ("certified_column",)
DECLARED = ("certified_column", "declaration")
CHECKED = ("certified_column", "register_check")
SAID = ("declaration", "register_check")
ANY_PROOF = ("certified_column", "declaration", "register_check")
LISTED = ("certified_column", "list_complete")


@dataclass(frozen=True, slots=True)
class FactDef:
    """One fact: its type, its names, the paper that proves it, and who may read it."""

    name: str
    kind: str
    zh: str
    en: str
    evidence_zh: str
    evidence_en: str
    group: str
    absence: tuple[str, ...] = ()
    sensitivity: str = "personal"
    choices: Choices = field(default_factory=dict)
    judged: bool = False
    absent: object = None


FACTS: dict[str, FactDef] = {}

DISCHARGE_PAPER = ("退出现役证件、士兵档案", "discharge certificate or service file")
PLACEMENT_PAPER = ("安置接收、报到登记材料", "reception and report-in papers")
SERVICE_FILE = ("士兵档案", "service file")
AWARD_PAPER = ("奖励通令、证书、档案登记", "award order, certificate or file entry")
DISABILITY_PAPER = ("残疾军人证、残疾等级评定表", "disabled soldier's card or grading form")
OFFICER_RECORD = ("经办人认定记录", "an officer's recorded judgement")
DEATH_PAPER = ("牺牲（病故）通知书、死亡证明", "notice of death or death certificate")
HUKOU_PAPER = ("户口簿或户籍信息核验", "household register, or a register check")
KIN_PAPER = ("遗属证件、亲属关系材料", "survivor's papers and proof of kinship")


def _add(
    group: str,
    name: str,
    kind: str,
    zh: str,
    en: str,
    paper: tuple[str, str],
    *,
    absence: tuple[str, ...] = (),
    sensitivity: str = "personal",
    choices: Choices | None = None,
    judged: bool = False,
    absent: object = None,
) -> None:
    if name in FACTS:
        raise ValueError(f"two facts are called {name!r}")
    if absent is None and kind in ("bool", "categories") and absence:
        absent = False if kind == "bool" else []
    FACTS[name] = FactDef(
        name, kind, zh, en, *paper, group, absence, sensitivity, choices or {}, judged, absent
    )


def _yes_no(
    group: str,
    name: str,
    zh: str,
    en: str,
    paper: tuple[str, str],
    absence: tuple[str, ...] = ANY_PROOF,
    *,
    sensitivity: str = "personal",
) -> None:
    _add(group, name, "bool", zh, en, paper, absence=absence, sensitivity=sensitivity)


def _judged(group: str, name: str, zh: str, en: str) -> None:
    _add(group, name, "bool", zh, en, OFFICER_RECORD, judged=True)


# fmt: off
# identity
_add("identity", "birth_on", "date", "出生日期", "date of birth", ("居民身份证", "identity card"))
_add("identity", "sex", "category", "性别", "sex", ("居民身份证", "identity card"), choices=SEXES)
_yes_no("identity", "hukou_kunshan", "现户籍在昆山", "household registered in Kunshan now", HUKOU_PAPER)
_yes_no("identity", "resident_kunshan", "常住昆山", "lives in Kunshan", ("居住证明", "proof of residence"))

# service
_add("service", "rank_group", "category", "退役时人员类别", "rank group at discharge", DISCHARGE_PAPER, choices=RANK_GROUPS)
_add("service", "nco_grade", "category", "军士层级", "NCO tier", DISCHARGE_PAPER, absence=CERTIFIED, absent="none", choices=NCO_GRADES)
_add("service", "enlisted_on", "date", "入伍日期", "date of enlistment", ("应征公民入伍批准书、档案", "enlistment approval or service file"))
_add("service", "nco_since_on", "date", "选改军士日期", "date of becoming an NCO", SERVICE_FILE)
_add("service", "rank_since_on", "date", "现军衔起算日期", "date of the last rank", SERVICE_FILE)
_yes_no("service", "rank_sergeant_4_or_above", "四级军士长以上军衔", "master sergeant fourth class (四级军士长) or above", SERVICE_FILE, CERTIFIED)
_add("service", "discharged_on", "date", "退出现役日期（批准退役之日）", "date of discharge (the day it was approved)", DISCHARGE_PAPER)
_add("service", "discharge_mode", "category", "退役情形", "mode of discharge", DISCHARGE_PAPER, choices=DISCHARGE_MODES)
_yes_no("service", "is_serving", "现役在服", "still serving", ("部队证明、征兵登记", "unit's letter or enlistment register"))
_yes_no("service", "student_at_enlistment", "入伍时为高校在校学生", "a university student at enlistment", ("学籍证明", "student record"))
_yes_no("service", "enlisted_from_kunshan", "由昆山批准入伍", "enlistment approved in Kunshan", ("应征公民入伍批准书", "enlistment approval"))
_yes_no("service", "hukou_kunshan_at_enlistment", "入伍时户籍在昆山", "household registered in Kunshan at enlistment", HUKOU_PAPER)
_yes_no("service", "in_tibet", "在西藏服役", "served in Tibet", SERVICE_FILE, LISTED)
_yes_no("service", "in_xinjiang", "在新疆服役", "served in Xinjiang", SERVICE_FILE, LISTED)
_add("service", "hard_area_months", "int", "西藏、新疆、四类以上艰苦边远地区、二类以上岛屿服役月数", "months in Tibet, Xinjiang, class 4+ hard areas or class 2+ islands", SERVICE_FILE, absence=LISTED, absent=0, sensitivity="secret")
_add("service", "special_post_months", "int", "飞行、舰艇、涉核等特殊岗位服役月数", "months in flying, naval, nuclear or like special posts", SERVICE_FILE, absence=LISTED, absent=0, sensitivity="secret")
_yes_no("service", "took_part_in_combat", "参战", "took part in combat", ("参战登记、档案", "combat register or service file"), LISTED)
_yes_no("service", "took_part_in_tests", "参加核试验", "took part in nuclear tests", ("参试登记、档案", "test register or service file"), LISTED, sensitivity="secret")
_yes_no("service", "rural_soldier", "农村籍退役士兵", "a soldier from the countryside, discharged to it", ("入伍、退役时户籍材料", "household papers at enlistment and discharge"), SAID)

# honours
_add("honours", "honours", "categories", "服役期间功勋荣誉表彰（含追授）", "honours won in service (posthumous ones too)", AWARD_PAPER, absence=LISTED, choices=HONOURS)
_yes_no("honours", "commendation_2_approved", "二级表彰经批准享受相关待遇", "second-level commendation approved for its treatment", ("批准文件", "the approval"), LISTED)

# disability
_add("disability", "disability_grade", "int", "残疾等级（0为无）", "disability grade (0: none)", DISABILITY_PAPER, absence=ANY_PROOF, absent=0, sensitivity="secret")
_add("disability", "disability_cause", "category", "残疾性质", "cause of disability", DISABILITY_PAPER, absence=ANY_PROOF, absent="none", sensitivity="secret", choices=DISABILITY_CAUSES)
_add("disability", "disability_approved_on", "date", "残疾等级批准日期", "date the grade was approved", DISABILITY_PAPER)
_yes_no("disability", "disability_graded_after_discharge", "退役后补办或调整的等级", "graded or regraded after discharge", DISABILITY_PAPER, sensitivity="secret")
_add("disability", "disability_transferred_on", "date", "抚恤关系转入日期", "date the pension file was transferred in", ("抚恤关系转移材料", "transfer papers"))
_yes_no("disability", "mental_illness", "服役期间因患精神障碍评残", "graded for a mental disorder suffered in service", DISABILITY_PAPER, sensitivity="secret")
_yes_no("disability", "serious_illness_incapacity", "患严重疾病且经医学鉴定基本丧失工作能力", "seriously ill and medically found all but unable to work", ("医学鉴定意见", "medical finding"), sensitivity="secret")
_yes_no("disability", "needs_inpatient_treatment", "需要住院治疗", "needs treatment in hospital", ("医疗机构证明", "hospital's letter"), sensitivity="secret")
_yes_no("disability", "no_close_kin_to_care", "无直系亲属照顾", "has no close kin to care for them", HUKOU_PAPER)
_yes_no("disability", "centralised_care", "由国家集中供养", "in centralised state care", ("供养审批材料", "approval of care"))
_yes_no("disability", "retired_cadre_transferred", "移交政府安置的离休退休人员", "a retired officer or NCO handed over to the government", ("移交安置材料", "hand-over papers"))
_yes_no("disability", "needs_long_medical_care", "需要长年医疗", "needs medical care all the year round", ("医疗机构证明", "hospital's letter"), SAID, sensitivity="secret")
_yes_no("disability", "alone_and_uncared", "独身一人不便分散供养", "single, and cannot well be cared for at home", HUKOU_PAPER, SAID)
_yes_no("disability", "disability_worsened", "原致残部位残情明显变化", "the disabled part has plainly changed", ("医疗机构证明", "hospital's letter"), SAID, sensitivity="secret")
_yes_no("disability", "needs_aids", "因残情需要康复辅助器具", "needs an artificial limb, wheelchair, hearing aid or the like", ("医疗机构意见", "medical opinion"), SAID, sensitivity="secret")
_yes_no("disability", "work_injury_insured", "已参加工伤保险", "insured against work injury", ("社会保险参保信息", "insurance record"), SAID)
_yes_no("disability", "alone_or_helpless", "孤老或者生活不能自理", "old and alone, or unable to look after themselves", ("入户走访、评估材料", "record of a visit or assessment"), SAID, sensitivity="secret")

# exclusions
_yes_no("exclusions", "expelled_from_party", "被开除党籍", "expelled from the Party", ("处分决定、档案", "decision or service file"), sensitivity="secret")
_yes_no("exclusions", "criminal_record", "受过刑事处罚", "has been criminally punished", ("判决书、无犯罪记录查询", "judgment, or a record check"), sensitivity="secret")
_judged("exclusions", "unsuitable_for_assignment", "依法不宜安排工作的其他情形（由经办人认定）", "another lawful reason makes assignment unsuitable (for an officer to judge)")
_yes_no("exclusions", "prosecuted_while_waiting", "待安排工作期间被追究刑事责任", "held criminally liable while waiting for a post", ("生效裁判文书", "judgment in force"), sensitivity="secret")
_yes_no("exclusions", "serving_sentence", "被判处有期徒刑、剥夺政治权利，尚在执行", "serving a prison term or deprived of political rights", ("生效裁判文书", "judgment in force"), sensitivity="secret")
_yes_no("exclusions", "is_wanted", "被通缉", "wanted by the police", ("公安机关通报", "police notice"), sensitivity="secret")
_yes_no("exclusions", "life_or_death_sentence", "被判处死刑、无期徒刑", "sentenced to death or to life imprisonment", ("生效裁判文书", "judgment in force"), sensitivity="secret")
_yes_no("exclusions", "expelled_from_army", "被军队开除军籍", "expelled from the army", ("处分决定", "decision"), sensitivity="secret")

# placement and reporting in
_add("placement", "placement_choice", "category", "本人选择的安置方式", "way of placement the person chose", ("安置方式选择书", "signed choice of placement"), choices=PLACEMENT_WAYS)
_add("placement", "reported_on", "date", "报到日期", "date of reporting in", ("报到登记", "report-in register"))
_add("placement", "report_due_on", "date", "规定的报到截止日期", "the set last day for reporting in", ("接收安置通知书", "notice of reception"))
_judged("placement", "late_without_reason", "逾期报到无正当理由（由经办人认定）", "reported late without good reason (for an officer to judge)")
_yes_no("placement", "refused_assignment", "拒不服从安排工作", "refused the post assigned", ("谈话、送达记录", "record of interview and service"))
_judged("placement", "refused_without_reason", "拒不服从无正当理由（由经办人认定）", "refused without good reason (for an officer to judge)")
_yes_no("placement", "waiting_for_post", "待安排工作期间（已接收、未上岗）", "received and waiting for a post", PLACEMENT_PAPER, SAID)
_add("placement", "introduction_letter_on", "date", "安排工作介绍信开具日期", "date of the letter of introduction to the post", ("安排工作介绍信", "letter of introduction"))
_yes_no("placement", "on_post", "已上岗", "has begun the post", ("接收单位上岗证明", "receiving unit's letter"), SAID)
_judged("placement", "late_by_own_fault", "未按时上岗系本人原因（由经办人认定）", "it is the person's own fault that the post has not begun (for an officer to judge)")
_add("placement", "unit_average_pay", "money", "接收单位同等条件人员月平均工资", "average monthly pay of like staff at the receiving unit", ("接收单位工资证明", "receiving unit's pay letter"))
_yes_no("placement", "post_in_enterprise", "安置岗位在企业", "the post is in an enterprise", ("安排工作介绍信", "letter of introduction"), SAID)
_yes_no("placement", "back_to_university", "退役后复学（入学）", "goes back to university after discharge", ("学籍证明", "student record"), SAID)
_yes_no("placement", "hukou_kunshan_before_university", "入学前户籍在昆山", "registered in Kunshan before university", HUKOU_PAPER, SAID)
_yes_no("placement", "parent_moved_to_kunshan", "服役期间父母一方户籍迁入昆山", "a parent's registration moved to Kunshan during service", HUKOU_PAPER, SAID)

# family
_yes_no("family", "child_of_martyr", "烈士子女", "a child of a martyr", ("烈士证书、亲属关系材料", "martyr's certificate and proof of kinship"))
_yes_no("family", "both_parents_dead", "父母双亡", "both parents are dead", HUKOU_PAPER)
_add("family", "married_on", "date", "结婚登记日期", "date of marriage", ("结婚证", "marriage certificate"))
_yes_no("family", "is_married", "退役时已婚", "married at discharge", ("结婚证", "marriage certificate"), SAID)
_yes_no("family", "spouse_side_in_kunshan", "配偶或者配偶父母一方户籍在昆山", "the spouse, or a parent of the spouse, is registered in Kunshan", HUKOU_PAPER, SAID)
_yes_no("family", "spouse_serves_in_kunshan", "配偶为驻昆山现役军人且符合随军规定", "the spouse serves in Kunshan and may be accompanied", ("部队证明", "unit's letter"), SAID)
_yes_no("family", "family_may_accompany", "家属符合随军规定", "the family meets the rules for accompanying", ("部队证明", "unit's letter"), SAID)

# death
_yes_no("death", "is_deceased", "已去世", "has died", DEATH_PAPER, ("register_check", "certified_column"))
_add("death", "died_on", "date", "去世（牺牲）日期", "date of death", DEATH_PAPER)
_add("death", "death_nature", "category", "死亡性质", "nature of the death", DEATH_PAPER, choices=DEATH_NATURES)
_yes_no("death", "died_in_service", "在服役期间死亡", "died while serving", DEATH_PAPER)
_yes_no("death", "died_of_old_wound", "因旧伤复发死亡", "died of an old wound", ("医疗机构结论", "medical conclusion"))
_add("death", "monthly_basic_pay", "money", "死亡时月基本工资（含追授军衔对应）", "monthly basic pay at death (of the posthumous rank, where one was given)", ("部队出具的工资证明", "unit's pay letter"))
_add("death", "monthly_pay", "money", "死亡时月工资（2024年10月1日前用）", "monthly pay at death (used before 1 October 2024)", ("部队出具的工资证明", "unit's pay letter"))
_add("death", "martyr_scheme", "category", "烈士所属抚恤类别", "scheme the martyr belongs to", DEATH_PAPER, choices=MARTYR_SCHEMES)

# survivors
_add("survivor", "survivor_of", "category", "遗属类别", "survivor of", KIN_PAPER, absence=ANY_PROOF, absent="none", choices=SURVIVOR_OF)
_add("survivor", "survivor_relation", "category", "与逝者关系", "relation to the deceased", KIN_PAPER, choices=SURVIVOR_RELATIONS)
_yes_no("survivor", "no_work_capacity_no_means", "无劳动能力、无生活费来源", "unable to work and without means", ("收入核对、劳动能力鉴定", "income check and work-capacity finding"))
_yes_no("survivor", "income_below_local_average", "收入低于当地居民平均生活水平", "income below the local average", ("收入核对", "income check"))
_yes_no("survivor", "studying", "在校学习", "studying", ("学籍证明", "student record"))
_yes_no("survivor", "survivor_disabled", "遗属本人残疾", "the survivor is disabled", ("残疾证明", "proof of disability"), sensitivity="secret")
_yes_no("survivor", "no_means", "无生活费来源", "without means of support", ("收入核对", "income check"))
_yes_no("survivor", "supported_by_deceased", "由逝者生前供养", "was supported by the deceased", KIN_PAPER)
_add("survivor", "survivor_confirmed_on", "date", "定期抚恤资格确认日期", "date the regular pension was confirmed", ("审核确认材料", "confirmation papers"))
_yes_no("survivor", "pension_moved_in", "定期抚恤关系由外地转入", "the regular pension was transferred from another county", ("抚恤关系转移材料", "transfer papers"), SAID)
_add("survivor", "pension_moved_in_on", "date", "遗属户籍迁入日期", "date the survivor's registration moved in", HUKOU_PAPER)
_yes_no("survivor", "remarried", "逝者生前配偶已再婚", "the spouse has married again", ("婚姻登记材料", "marriage register"), SAID)
_yes_no("survivor", "keeps_the_family", "继续赡养逝者父母或者抚养其生前供养的兄弟姐妹", "goes on keeping the deceased's parents or the siblings the deceased supported", ("村（居）委会证明、入户核实", "village committee's letter or a visit"), SAID)
_yes_no("survivor", "in_special_hardship", "享受抚恤金后生活仍有特殊困难", "still in special hardship with the pension", ("收入核对、入户核实", "income check and a visit"), SAID)
_yes_no("survivor", "adult_when_pensions_began", "国家建立定期抚恤金制度时已满18周岁", "was 18 when the state began regular pensions", ("居民身份证、户籍材料", "identity card and household papers"), SAID)
_yes_no("survivor", "rural_or_without_employer", "居住在农村，或者城镇无工作单位", "lives in the countryside, or in a town without an employer", HUKOU_PAPER, SAID)
_yes_no("survivor", "has_no_supporter", "无赡养人", "has nobody bound to support them", HUKOU_PAPER, SAID)
_yes_no("survivor", "visit_arranged", "由退役军人工作主管部门组织前往祭扫", "goes to the grave with a visit the bureau arranges", ("祭扫活动安排", "plan of the visit"), SAID)

# fixed living allowances
_add("allowance", "living_allowance", "category", "已确认的定期生活补助类别", "fixed living allowance confirmed", ("定期生活补助审核确认材料", "confirmation papers"), absence=SAID, absent="none", choices=LIVING_ALLOWANCES)
_add("allowance", "allowance_confirmed_on", "date", "定期生活补助确认日期", "date the living allowance was confirmed", ("定期生活补助审核确认材料", "confirmation papers"))
_yes_no("allowance", "draws_employee_pension", "享受城镇职工基本养老保险待遇", "draws an employee's old-age pension", ("社会保险待遇信息", "insurance record"), SAID)

# file and card
_yes_no("card", "file_registered", "已建档立卡", "entered in the national veterans' register", ("建档立卡信息", "register entry"))
_add("card", "card_received_on", "date", "服务站收到优待证日期", "day the station received the card", ("制证签收记录", "station's receipt"))
_yes_no("card", "holds_preference_card", "已持有优待证", "holds a preference card", ("优待证", "the card"))
_yes_no("card", "holds_other_card_kind", "已持有另一类优待证", "holds the other kind of preference card", ("优待证", "the card"))

# fmt: on
declare(_add)
