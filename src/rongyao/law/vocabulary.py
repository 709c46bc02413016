"""The codes a categorical fact may carry, each with its Chinese and English name. Codes are stored."""

from __future__ import annotations

Choices = dict[str, tuple[str, str]]

SEXES: Choices = {"male": ("男", "male"), "female": ("女", "female")}

RANK_GROUPS: Choices = {
    "conscript": ("义务兵", "conscript"),
    "nco": ("军士（士官）", "NCO"),
    "officer": ("军官", "officer"),
}

NCO_GRADES: Choices = {
    "junior": ("初级军士", "junior NCO"),
    "intermediate": ("中级军士", "intermediate NCO"),
    "senior": ("高级军士", "senior NCO"),
    "none": ("非军士", "not an NCO"),
}

DISCHARGE_MODES: Choices = {
    "normal": ("服役期满或正常退役", "term served, ordinary discharge"),
    "organisation": ("因编制调整等组织原因", "for the organisation's reasons"),
    "medical": ("因伤病残", "for wounds, illness or disability"),
    "family": ("因家庭或其他经批准的原因", "for family or other approved reasons"),
    "unsuitable": ("不适合继续服役", "unfit to go on serving"),
    "forced": ("强制退役", "forced discharge"),
    "removed": ("除名或开除军籍", "struck off or expelled"),
}

# The order is from the highest down; the ladder of each regulation is written in its own article.
HONOURS: Choices = {
    "medal": ("勋章", "medal"),
    "state_title": ("国家荣誉称号", "state title of honour"),
    "cmc_title": ("党中央、国务院、中央军委授予的荣誉称号", "title of honour by the Central Committee, State Council or CMC"),
    "authorised_title": ("军委授权单位（原军区级单位）授予的荣誉称号", "title of honour by a unit the CMC authorised (formerly theatre level)"),
    "war_merit_1": ("一等战功", "war merit, first class"),
    "war_merit_2": ("二等战功", "war merit, second class"),
    "war_merit_3": ("三等战功", "war merit, third class"),
    "war_merit_4": ("四等战功", "war merit, fourth class"),
    "wartime_merit_1": ("战时一等功（旧制）", "merit first class in war (old system)"),
    "wartime_merit_2": ("战时二等功（旧制）", "merit second class in war (old system)"),
    "wartime_merit_3": ("战时三等功（旧制）", "merit third class in war (old system)"),
    "merit_1": ("一等功", "merit, first class"),
    "merit_2": ("二等功", "merit, second class"),
    "merit_3": ("三等功", "merit, third class"),
    "commendation_1": ("一级表彰", "commendation, first level"),
    "commendation_2": ("二级表彰", "commendation, second level"),
    "commendation_3": ("三级表彰", "commendation, third level"),
    "wartime_citation": ("战时嘉奖", "citation in war"),
    "citation": ("嘉奖", "citation"),
    "excellent_soldier": ("优秀士兵、“四有”优秀士兵", "excellent soldier"),
    "excellent_nco": ("优秀士官、“四有”优秀军士", "excellent NCO"),
    "excellent_officer": ("“四有”优秀军官", "excellent officer"),
    "other": ("其他奖励", "another award"),
}  # fmt: skip

DISABILITY_CAUSES: Choices = {
    "battle": ("因战", "battle"),
    "duty": ("因公", "duty"),
    "illness": ("因病", "illness"),
    "none": ("无", "none"),
}

PLACEMENT_WAYS: Choices = {
    "by_law": ("按法定方式，未放弃", "as the law gives, nothing given up"),
    "self_employment": ("自主就业", "self-employment"),
    "job_assignment": ("安排工作", "an assigned job"),
    "monthly_pension": ("逐月领取退役金", "monthly pension"),
    "retirement": ("退休", "retirement"),
    "lifetime_care": ("国家供养", "lifetime state care"),
    "transfer": ("转业", "transfer to a civilian post"),
    "demobilisation": ("复员", "demobilisation"),
}

DEATH_NATURES: Choices = {
    "martyr": ("烈士", "martyr"),
    "duty_death": ("因公牺牲", "died on duty"),
    "illness_death": ("病故", "died of illness"),
    "other": ("其他", "other"),
}

MARTYR_SCHEMES: Choices = {
    "military": ("适用军人抚恤优待条例", "soldiers' compensation"),
    "work_injury": ("适用工伤保险条例", "work-injury insurance"),
    "other": ("其他", "neither"),
}

SURVIVOR_OF: Choices = {
    "martyr": ("烈士遗属", "a martyr"),
    "duty_death": ("因公牺牲军人遗属", "a soldier who died on duty"),
    "illness_death": ("病故军人遗属", "a soldier who died of illness"),
    "none": ("非遗属", "none"),
}

SURVIVOR_RELATIONS: Choices = {
    "parent": ("父母（抚养人）", "parent or fosterer"),
    "spouse": ("配偶", "spouse"),
    "child": ("子女", "child"),
    "sibling": ("兄弟姐妹", "sibling"),
}

HARD_AREAS: Choices = {
    "tibet": ("西藏", "Tibet"),
    "class_6": ("六类艰苦边远地区", "hard area, class 6"),
    "class_5": ("五类艰苦边远地区", "hard area, class 5"),
    "class_4": ("四类艰苦边远地区", "hard area, class 4"),
    "class_3": ("三类艰苦边远地区", "hard area, class 3"),
    "none": ("无", "none"),
}

STUDY_LEVELS: Choices = {
    "undergraduate": ("本专科", "undergraduate"),
    "graduate": ("研究生", "graduate"),
    "vocational": ("中等职业、技工教育", "secondary vocational school"),
    "none": ("未在读", "not studying"),
}

ENTRANCE_EXAMS: Choices = {
    "senior_high": ("中考（普通高中、中等职业学校）", "entrance to senior high or vocational school"),
    "university": ("高考", "entrance to university"),
    "upgrade": ("普通专升本", "from a short course to a bachelor's"),
    "graduate": ("硕士研究生招生考试", "entrance to a master's course"),
    "none": ("未报考", "none"),
}

SERVING_KIN: Choices = {
    "spouse": ("配偶", "spouse"),
    "child": ("子女", "child"),
    "parent": ("父母（扶养人）", "parent or fosterer"),
    "none": ("不是现役军人家属", "not of a serving soldier's family"),
}

AID_MATTERS: Choices = {
    "honour_of_heroes": ("维护英雄烈士的人格权益", "to defend the honour of a hero or martyr"),
    "pension": ("请求发给抚恤金", "to claim a pension"),
    "insurance": ("请求社会保险待遇或者社会救助", "to claim social insurance or relief"),
    "state_compensation": ("请求国家赔偿", "to claim compensation from the state"),
    "support": ("请求赡养费、抚养费、扶养费", "to claim maintenance"),
    "wages": ("确认劳动关系、支付劳动报酬", "to claim wages or an employment"),
    "capacity": ("认定民事行为能力", "to have legal capacity found"),
    "injury": ("工伤、交通、食品药品、医疗事故损害赔偿", "to claim damages for an injury"),
    "pollution": ("环境污染、生态破坏损害赔偿", "to claim damages for pollution"),
    "brave_act": ("因见义勇为主张民事权益", "to claim after a brave act for others"),
    "retrial": ("再审改判无罪请求国家赔偿", "to claim compensation after an acquittal on retrial"),
    "abuse": ("受虐待、遗弃或者家庭暴力主张权益", "to claim after abuse, desertion or violence at home"),
    "other": ("其他事项", "another matter"),
}

LIVING_ALLOWANCES: Choices = {
    "combat": ("参战退役军人", "veteran of combat"),
    "tests": ("参试退役军人", "veteran of nuclear tests"),
    "sick": ("带病回乡退役军人", "sent home ill from service"),
    "early": ("在乡复员军人（1954年10月31日前入伍）", "enlisted before 31 October 1954"),
    "martyr_child": ("年满60周岁烈士子女", "martyr's child past 60"),
    "none": ("未享受", "none"),
}
