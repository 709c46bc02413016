"""How the texts of the law are called in a sentence, and an article as people cite it."""

from __future__ import annotations

from functools import cache

from rongyao.law import catalog

LAWS = {
    "resettlement_2024": ("《退役军人安置条例》（2024年）", "Placement Regulations (2024)"),
    "resettlement_2011": (
        "《退役士兵安置条例》（2011年）",
        "Regulations on Placing Discharged Soldiers (2011)",
    ),
    "compensation_2024": ("《军人抚恤优待条例》（2024年）", "Soldiers' Compensation Regulations (2024)"),
    "compensation_2019": ("《军人抚恤优待条例》（2019年）", "Soldiers' Compensation Regulations (2019)"),
    "martyrs_2024": ("《烈士褒扬条例》（2024年）", "Regulations on Honouring Martyrs (2024)"),
    "martyrs_2019": ("《烈士褒扬条例》（2019年）", "Regulations on Honouring Martyrs (2019)"),
    "jiangsu_32": ("江苏省的规定", "Rules of Jiangsu province"),
    "suzhou_3205": ("苏州市的规定", "Rules of Suzhou city"),
    "kunshan_320583": ("昆山市的规定", "Rules of Kunshan city"),
    "protection_2020": ("《退役军人保障法》（2020年）", "Veterans Protection Law (2020)"),
    "tax_2023": ("公告2023年第14号（税收）", "Announcement No. 14 of 2023 (tax)"),
    "tax_2019": ("财税〔2019〕21号", "Notice No. 21 of 2019 (tax)"),
    "monthly_pension_2021": ("逐月领取退役金安置办法（2021年）", "Measures on the Monthly Pension (2021)"),
    "officers_2024": ("《退役军人安置条例》（2024年）", "Placement Regulations (2024)"),
    "scores_2018": ("服役表现量化评分暂行办法（2018年）", "Measures on the Service Score (2018)"),
    "scores_2023": ("服役表现量化评分办法（2023年）", "Measures on the Service Score (2023)"),
    "teachers_2022": ("退役军人任教意见（2022年）", "Opinion on Veterans as Teachers (2022)"),
    "exams_2004": ("民发〔2004〕192号（考试优待）", "Notice No. 192 of 2004 (examinations)"),
    "student_aid_2023": ("服兵役学生国家教育资助", "State Aid for Students who Served"),
    "working_life_2020": ("《退役军人保障法》（2020年）", "Veterans Protection Law (2020)"),
    "military_service_2021": ("《兵役法》（2021年）", "Military Service Law (2021)"),
    "status_2021": ("《军人地位和权益保障法》（2021年）", "Law on the Status of Soldiers (2021)"),
    "families_2013": ("国发〔2013〕42号（随军家属）", "Measures on Following Families (2013)"),
    "petition_2022": ("《信访工作条例》（2022年）", "Regulations on Petitions (2022)"),
    "review_2023": ("《行政复议法》（2023年）", "Administrative Reconsideration Law (2023)"),
    "legal_aid_2021": ("《法律援助法》（2021年）", "Legal Aid Law (2021)"),
}


@cache
def law_names(pack: str) -> tuple[str, str] | None:
    """(zh, en): how a pack's text is called in a sentence; the edition's own name where we have no shorter one."""
    if pack in LAWS:
        return LAWS[pack]
    found = catalog.packs().get(pack)
    if not found:
        return None
    edition = found[0].edition
    return edition.zh if "《" in edition.zh else f"《{edition.zh}》", edition.en


def law_text(article: str, lang: str) -> str:
    """ "resettlement_2024/25" as people cite it; anything else unchanged."""
    pack, _slash, number = article.rpartition("/")
    names = law_names(pack)
    if names is None:
        return article
    is_zh = lang.startswith("zh")
    name = names[0 if is_zh else 1]
    if not number[:1].isdigit():
        return f"{name}{'：' if is_zh else ': '}{number}" if number else name
    return f"{name}第{number}条" if is_zh else f"{name}, Art {number}"
