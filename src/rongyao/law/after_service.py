"""Facts of the life after service: pension, schooling, work, business, a quarrel with an office, and a soldier's kin.

They stand beside `facts.FACTS` and are added to it there; split off only because one file would grow too long.
"""

from __future__ import annotations

from collections.abc import Callable

from rongyao.law.vocabulary import (
    AID_MATTERS,
    ENTRANCE_EXAMS,
    HARD_AREAS,
    SERVING_KIN,
    STUDY_LEVELS,
    Choices,
)

Adder = Callable[..., None]

GROUPS_AFTER_SERVICE: Choices = {
    "counts": ("功奖次数与服役地区月数", "counts of awards and months by area"),
    "pension": ("逐月领取退役金", "monthly pension"),
    "schooling": ("就学升学", "schooling"),
    "work": ("就业", "work"),
    "business": ("创业与税收", "business and tax"),
    "kin": ("现役军人家属", "a serving soldier's family"),
    "quarrel": ("信访、复议与法律援助", "petitions, review and legal aid"),
}

LISTED = ("certified_column", "list_complete")
ANY_PROOF = ("certified_column", "declaration", "register_check")
AWARD_PAPER = ("奖励通令、证书、档案登记", "award order, certificate or file entry")
SERVICE_FILE = ("士兵档案", "service file")
PENSION_PAPER = ("逐月领取退役金审定表", "approval form of the monthly pension")
TAX_PAPER = ("纳税申报表、完税证明", "tax return or tax receipt")
STUDENT_PAPER = ("学籍证明、录取通知书", "student record or letter of admission")
PETITION_PAPER = ("信访登记、告知书", "petition register or notice")
REVIEW_PAPER = ("行政复议文书及送达回证", "papers of the review and proof of delivery")

# fmt: off
COUNTS: dict[str, tuple[str, str]] = {
    "count_war_merit_1": ("一等战功次数", "times war merit first class was won"),
    "count_war_merit_2": ("二等战功次数", "times war merit second class was won"),
    "count_war_merit_3": ("三等战功次数", "times war merit third class was won"),
    "count_war_merit_4": ("四等战功次数", "times war merit fourth class was won"),
    "count_merit_1": ("一等功次数", "times merit first class was won"),
    "count_merit_2": ("二等功次数", "times merit second class was won"),
    "count_merit_3": ("三等功次数", "times merit third class was won"),
    "count_citation": ("嘉奖次数", "citations"),
    "count_wartime_merit_1": ("战时一等功次数（旧制）", "times merit first class was won in war (old system)"),
    "count_wartime_merit_2": ("战时二等功次数（旧制）", "times merit second class was won in war (old system)"),
    "count_wartime_merit_3": ("战时三等功次数（旧制）", "times merit third class was won in war (old system)"),
    "count_wartime_citation": ("战时嘉奖次数", "citations in war"),
    "count_cmc_commendation": ("中央军委表彰次数", "commendations by the Central Military Commission"),
    "count_army_commendation": ("军委机关部门全军性表彰次数", "army-wide commendations by a CMC department"),
}
AREA_MONTHS: dict[str, tuple[str, str]] = {
    **{f"months_area_{n}": (f"{'一二三四五六'[n - 1]}类艰苦边远地区服役月数", f"months served in a class {n} hard area") for n in range(1, 7)},
    **{f"months_tibet_{n}": (f"西藏{'一二三四'[n - 1]}类区服役月数", f"months served in Tibet, class {n}") for n in (2, 3, 4)},
    **{f"months_island_{n}": (f"{'一二三'[n - 1]}类岛屿服役月数", f"months served on a class {n} island") for n in (1, 2, 3)},
    "months_island_special": ("特类岛屿服役月数", "months served on an island of the special class"),
    "months_overseas_base": ("海外基地服役月数", "months served at a base abroad"),
    "combat_days": ("参战天数", "days in combat"),
}


def declare(add: Adder) -> None:
    """Add every fact of this file by the maker of `facts`."""
    for name, words in COUNTS.items():
        add("counts", name, "int", *words, AWARD_PAPER, absence=LISTED, absent=0)
    for name, words in AREA_MONTHS.items():
        add("counts", name, "int", *words, SERVICE_FILE, absence=LISTED, absent=0, sensitivity="secret")
    for part in (_pension, _schooling, _work, _business, _kin, _quarrel):
        part(add)


def _pension(add: Adder) -> None:
    add("pension", "officer_since_on", "date", "任军官日期", "date of becoming an officer", ("干部档案", "officer's file"))
    add("pension", "direct_officer_at_age_limit", "bool", "直接选拔招录或特招的军官，升少校以上并达到最高年龄", "a directly recruited officer, major or above, at the age limit", ("干部档案", "officer's file"), absence=LISTED)
    add("pension", "combat_commander_months", "int", "作战部队主官任职月数", "months as commander of a combat unit", ("干部档案", "officer's file"), absence=LISTED, absent=0, sensitivity="secret")
    add("pension", "hard_area_years", "int", "西藏或三类以上艰苦边远地区服役满年数", "full years in Tibet or hard areas of class 3 and above", SERVICE_FILE, absence=LISTED, absent=0, sensitivity="secret")
    add("pension", "hard_area_beyond_ten", "category", "满十年以后的服役地区类别", "class of area of the years beyond ten", SERVICE_FILE, absence=LISTED, absent="none", choices=HARD_AREAS, sensitivity="secret")
    add("pension", "years_above_3500m", "int", "海拔3500米以上地区服役满年数", "full years served above 3,500 metres", SERVICE_FILE, absence=LISTED, absent=0, sensitivity="secret")
    add("pension", "monthly_pension_base", "money", "逐月领取退役金计发基数", "base the monthly pension is reckoned from", PENSION_PAPER)
    add("pension", "retirement_age_on", "date", "达到法定退休年龄日期", "day of reaching the legal retirement age", ("居民身份证、社会保险查询", "identity card and social-insurance record"))
    add("pension", "hired_by_state", "bool", "已被录用为公务员或者聘用到事业单位", "has been hired as a civil servant or by a public institution", ("录用、聘用通知", "notice of hiring"), absence=ANY_PROOF)
    add("pension", "hired_by_state_on", "date", "被录用、聘用日期", "date of that hiring", ("录用、聘用通知", "notice of hiring"))


def _schooling(add: Adder) -> None:
    add("schooling", "admitted_at_enlistment", "bool", "入伍前已被高校录取、尚未入学", "admitted to a university but not yet enrolled at enlistment", STUDENT_PAPER, absence=ANY_PROOF)
    add("schooling", "study_level", "category", "现就读（复学、入学）层次", "level of study now", STUDENT_PAPER, absence=ANY_PROOF, absent="none", choices=STUDY_LEVELS)
    add("schooling", "is_full_time_student", "bool", "全日制在读", "studies full-time", STUDENT_PAPER, absence=ANY_PROOF)
    add("schooling", "tuition_per_year", "money", "每年应缴学费", "tuition due for the year", ("学校缴费通知", "the school's bill"))
    add("schooling", "sits_exam", "category", "报考的考试", "entrance examination sat", ("报名表", "registration form"), absence=ANY_PROOF, absent="none", choices=ENTRANCE_EXAMS)
    add("schooling", "exam_on", "date", "考试（报名）日期", "date of the examination", ("报名表", "registration form"))
    add("schooling", "parent_disabled_1_to_4", "bool", "一级至四级残疾军人的子女", "a child of a soldier disabled at grade 1 to 4", ("残疾军人证、亲属关系材料", "disabled soldier's card and proof of kinship"), absence=ANY_PROOF)
    add("schooling", "teacher_exam_passed_on", "date", "教师资格考试合格日期", "day the teacher examination was passed", ("考试合格证明", "certificate of the pass"))
    add("schooling", "teacher_certificate", "bool", "持有教师资格证", "holds a teacher's certificate", ("教师资格证", "the certificate"), absence=ANY_PROOF)
    add("schooling", "wants_to_teach", "bool", "有意到中小学任教", "wants to teach at a school", ("本人申请", "own application"), absence=ANY_PROOF)


def _work(add: Adder) -> None:
    add("work", "has_employer", "bool", "已就业", "has work", ("社会保险查询、本人承诺", "social-insurance record or declaration"), absence=ANY_PROOF)
    add("work", "job_seeker", "bool", "已办理求职登记", "registered as looking for work", ("求职登记", "jobseeker's register"), absence=ANY_PROOF)
    add("work", "left_work_unwillingly", "bool", "非因本人意愿中断就业", "out of work against their own will", ("失业登记", "register of the unemployed"), absence=ANY_PROOF)
    add("work", "state_staff_before", "bool", "入伍前是机关、群团、事业单位或者国有企业人员", "employed by a state body or state enterprise before enlistment", ("原单位证明、档案", "former employer's letter or file"), absence=ANY_PROOF)
    add("work", "held_farmland_before", "bool", "入伍前依法承包农村土地", "held contracted farmland before enlistment", ("土地承包经营权证", "certificate of contracted land"), absence=ANY_PROOF)
    add("work", "pension_age_reached", "bool", "已达法定退休年龄", "has reached the statutory age of retirement", ("退休年龄核定", "the age as reckoned by the insurance"), absence=ANY_PROOF)
    add("work", "university_graduate", "bool", "高校毕业生", "a university graduate", ("毕业证书", "diploma"), absence=ANY_PROOF)
    add("work", "wants_training", "bool", "需要就业创业培训", "wants training for work", ("本人申请", "own application"), absence=ANY_PROOF)
    add("work", "chronic_illness", "bool", "服役期间患慢性病", "chronically ill since service", ("部队医院证明、病历", "army hospital's letter or records"), absence=ANY_PROOF, sensitivity="secret")
    add("work", "can_and_will_work", "bool", "有劳动能力和就业意愿", "able and willing to work", ("本人承诺", "declaration"), absence=ANY_PROOF)


def _business(add: Adder) -> None:
    add("business", "business_registered_on", "date", "个体工商户登记日期", "day the household business was registered", ("营业执照", "business licence"))
    add("business", "runs_household_business", "bool", "从事个体经营", "runs a household business", ("营业执照", "business licence"), absence=ANY_PROOF)
    add("business", "runs_small_firm", "bool", "创办小微企业", "founded a small firm", ("营业执照", "business licence"), absence=ANY_PROOF)
    add("business", "business_months", "int", "本年度实际经营月数", "months of trading in the year", TAX_PAPER)
    add("business", "tax_vat", "money", "本年度应缴增值税", "value-added tax due for the year", TAX_PAPER)
    add("business", "tax_city", "money", "本年度应缴城市维护建设税", "city construction tax due for the year", TAX_PAPER)
    add("business", "tax_education", "money", "本年度应缴教育费附加", "education surcharge due for the year", TAX_PAPER)
    add("business", "tax_local_education", "money", "本年度应缴地方教育附加", "local education surcharge due for the year", TAX_PAPER)
    add("business", "tax_personal_income", "money", "本年度经营所得个人所得税（减免前）", "personal income tax on the business for the year, before reliefs", TAX_PAPER)
    add("business", "tax_corporate_income", "money", "本年度应缴企业所得税（减免前）", "corporate income tax for the year, before reliefs", TAX_PAPER)
    add("business", "takes_half_relief", "bool", "享受个体工商户个人所得税减半政策", "takes the half relief for household businesses", TAX_PAPER, absence=ANY_PROOF)
    add("business", "other_employment_relief", "bool", "同一事项已选择其他扶持就业的税收政策", "has chosen another employment tax relief for the same", TAX_PAPER, absence=ANY_PROOF)
    add("business", "employer_contract_on", "date", "与企业签订劳动合同并缴纳社会保险的日期", "day the firm signed the contract and began social insurance", ("劳动合同、社会保险查询", "contract and social-insurance record"))
    add("business", "contract_one_year", "bool", "劳动合同期限一年以上且依法缴纳社会保险", "a contract of a year or more, with social insurance paid", ("劳动合同、社会保险查询", "contract and social-insurance record"), absence=ANY_PROOF)
    add("business", "employer_months", "int", "本年度在该企业工作月数", "months at that firm in the year", ("劳动合同、社会保险查询", "contract and social-insurance record"))
    add("business", "employer_person_months", "int", "企业招用的全部退役士兵本年度工作月数合计", "months worked in the year by all the veterans a firm took on", ("职工花名册", "the firm's list of staff"))


def _kin(add: Adder) -> None:
    add("kin", "serving_kin", "category", "与现役军人的关系", "relation to a serving soldier", ("军人家属证件、亲属关系材料", "soldier's family card, or proof of kinship"), absence=ANY_PROOF, absent="none", choices=SERVING_KIN)
    add("kin", "follows_soldier", "bool", "已批准随军（随调随迁）", "approved to follow the soldier", ("随军批准文件", "approval to follow"), absence=ANY_PROOF)
    add("kin", "follows_soldier_on", "date", "地方收到随军安置材料日期", "day the locality received the papers of the move", ("接收登记", "register of receipts"))
    add("kin", "kin_state_employee", "bool", "随军前在机关或者事业单位工作", "worked for a state body or public institution before the move", ("原单位证明", "former employer's letter"), absence=ANY_PROOF)
    add("kin", "kin_age_of_school", "bool", "适龄入学入园", "of age for school or kindergarten", ("户口簿", "household register"), absence=ANY_PROOF)
    add("kin", "kin_cannot_live_alone", "bool", "军人的成年子女不能独立生活", "a soldier's grown child is unable to live alone", ("残疾证明、街道核实意见", "proof of disability, or the town's finding"), absence=ANY_PROOF, sensitivity="secret")
    add("kin", "kin_without_work", "bool", "军人配偶随军后未就业", "a following spouse without work", ("社会保险查询、本人承诺", "social-insurance record or declaration"), absence=ANY_PROOF)
    add("kin", "family_in_hardship", "bool", "因灾害、事故、重病等基本生活严重困难", "in grave hardship after a disaster, an accident or illness", ("街道核实意见", "the town's finding"), absence=ANY_PROOF, sensitivity="secret")
    add("kin", "housing_eligible", "bool", "符合当地住房保障条件", "meets the local conditions for public housing", ("住房保障部门核验", "housing office's check"), absence=ANY_PROOF)
    add("kin", "needs_help_with_care", "bool", "未成年子女入学入托或者老人养老有困难", "needs help with a child's schooling or an elder's care", ("街道核实意见", "the town's finding"), absence=ANY_PROOF)


def _quarrel(add: Adder) -> None:
    for name, zh, en in (
        ("petition_received_on", "收到信访事项日期", "day the petition was received"),
        ("petition_accepted_on", "信访事项受理日期", "day the petition was taken up"),
        ("petition_reply_on", "收到信访处理意见书日期", "day the written reply was received"),
        ("petition_review_asked_on", "提出复查请求日期", "day the review was asked for"),
        ("petition_review_reply_on", "收到复查意见日期", "day the answer of the review was received"),
        ("petition_recheck_asked_on", "提出复核请求日期", "day the re-review was asked for"),
    ):
        add("quarrel", name, "date", zh, en, PETITION_PAPER)
    add("quarrel", "petition_elsewhere", "bool", "属于诉讼、仲裁、复议等法定途径的事项", "a matter for the courts, arbitration, reconsideration or the like", PETITION_PAPER, absence=ANY_PROOF)
    add("quarrel", "petition_rechecked", "bool", "同一事实和理由已经复核答复", "the same facts and reasons have had their re-review", PETITION_PAPER, absence=ANY_PROOF)
    add("quarrel", "petition_same_matter", "bool", "以同一事实和理由再次提出", "brings the same facts and reasons again", PETITION_PAPER, absence=ANY_PROOF)
    for name, zh, en in (
        ("act_made_on", "行政行为作出日期", "day the act was made"),
        ("act_known_on", "知道该行政行为日期", "day the act became known to the person"),
        ("act_remedy_known_on", "知道可以申请复议及期限的日期", "day the person learned that it may be reviewed, and until when"),
        ("review_applied_on", "复议机关收到申请日期", "day the review office received the application"),
        ("review_accepted_on", "复议受理日期", "day the review was taken up"),
        ("review_copy_on", "被申请人收到申请书副本日期", "day the respondent received the copy"),
    ):
        add("quarrel", name, "date", zh, en, REVIEW_PAPER)
    add("quarrel", "act_named_remedy", "bool", "行政行为作出时已告知复议权利、机关和期限", "the act told of the right to review, where and until when", REVIEW_PAPER, absence=ANY_PROOF)
    add("quarrel", "about_land_or_house", "bool", "因不动产提出", "the matter is about land or a house", REVIEW_PAPER, absence=ANY_PROOF)
    add("quarrel", "review_simple", "bool", "适用简易程序", "in the simple procedure", REVIEW_PAPER, absence=ANY_PROOF)
    add("quarrel", "review_delay_excused", "bool", "因不可抗力等正当理由耽误申请（由经办人认定）", "the delay had good reason (for an officer to judge)", ("经办人认定记录", "an officer's recorded judgement"), judged=True)
    add("quarrel", "aid_applied_on", "date", "收到法律援助申请日期", "day the application for legal aid was received", ("法律援助申请表", "application for legal aid"))
    add("quarrel", "aid_granted_on", "date", "决定给予法律援助日期", "day legal aid was granted", ("法律援助决定书", "decision on legal aid"))
    add("quarrel", "aid_matter", "category", "申请法律援助的事项", "matter legal aid is asked for", ("法律援助申请表", "application for legal aid"), choices=AID_MATTERS)
    add("quarrel", "in_money_trouble", "bool", "符合本省经济困难标准", "meets the province's standard of hardship", ("经济困难状况说明", "statement of means"), absence=ANY_PROOF)
    add("quarrel", "preferential_person", "bool", "优抚对象", "a person of preferential treatment (优抚对象)", ("优待证、抚恤补助证件", "preference card or pension papers"), absence=ANY_PROOF)
# fmt: on


LENGTHS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("officer_years", "军官服役满年数", "full years as an officer", "officer_since_on", "discharged_on", "full_years"),
    ("business_age", "登记以来的月份数", "months since the month of registration", "business_registered_on", "on", "calendar_months"),
    ("contract_age", "签订合同以来的月份数", "months since the month of the contract", "employer_contract_on", "on", "calendar_months"),
    ("months_to_exam", "退役至考试满月数", "full months from discharge to the examination", "discharged_on", "exam_on", "full_months"),
    ("teacher_pass_before_service", "考试合格至入伍满月数", "full months from the teacher examination to enlistment", "teacher_exam_passed_on", "enlisted_on", "full_months"),
    ("days_since_act_known", "知道行政行为以来天数", "days since the act became known", "act_known_on", "on", "days"),
    ("days_since_remedy_known", "知道复议权利以来天数", "days since the right to review became known", "act_remedy_known_on", "on", "days"),
    ("days_since_petition_reply", "收到信访答复以来天数", "days since the written reply", "petition_reply_on", "on", "days"),
    ("days_since_petition_review", "收到复查意见以来天数", "days since the answer of the review", "petition_review_reply_on", "on", "days"),
)  # fmt: skip
"""name, zh, en, start, end, rule: see `facts.DerivedDef`."""

__all__ = ["GROUPS_AFTER_SERVICE", "LENGTHS", "declare"]
