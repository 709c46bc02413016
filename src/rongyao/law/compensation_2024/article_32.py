"""Article 32: a discharged disabled soldier who dies of illness: twelve months of the pension go on, for the funeral.

Of an old wound from battle or duty: the family is treated as a duty death's; the pay of a discharged soldier is not
named there, so that gratuity is decided by hand (Article 15 is for deaths in service).
"""

from rongyao.law.compensation_2024.article_27 import graded
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, amount, clause, entitlement, standard
from rongyao.law.model import fact as f


@clause(
    "32", zh="退出现役后因病死亡（不是旧伤复发）", en="died of illness after discharge, not of an old wound"
)
def died_of_illness_after_discharge() -> Test:
    return ~f.died_in_service & ~f.died_of_old_wound & (f.died_on >= f.discharged_on)


@clause("32", zh="生前享受残疾抚恤金", en="was graded, and so received the disability pension")
def was_pensioned() -> Test:
    return f.died_on >= f.disability_approved_on


funeral_of_disabled = entitlement(
    "funeral_of_disabled",
    zh="残疾军人丧葬补助（继续发放12个月残疾抚恤金）",
    en="funeral grant of a disabled soldier: twelve more months of the pension",
    article="32",
    edition=EDITION,
    event=f.died_on,
    when=all_of(died_of_illness_after_discharge, graded, was_pensioned),
    kind="payment",
    amount=amount(
        standard("disability_pension", f.disability_grade, f.disability_cause, at=f.died_on),
        unit="once",
        payer_zh="县级退役军人工作主管部门",
        payer_en="the county office",
        note_zh="按其原享受的年标准，即12个月；因战、因公一级至四级的，遗属另享受病故军人遗属定期抚恤金",
        note_en="the yearly standard received, which is twelve months; the family of a grade 1–4 from battle or duty "
        "also receives the regular pension of an illness death",
    ),
)
