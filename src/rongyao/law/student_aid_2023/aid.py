"""Tuition up to a yearly limit by level of study; and the grant of a full-time undergraduate who has left the army."""

from rongyao.law.model import Test, all_of, amount, clause, entitlement, lowest, on, standard
from rongyao.law.model import fact as f
from rongyao.law.student_aid_2023.edition import EDITION


@clause("", zh="已退出现役，或者正在服役", en="has left the army, or is serving")
def served() -> Test:
    return f.is_serving | (on >= f.discharged_on)


@clause(
    "", zh="全日制在读（复学、入学）或者入伍时在校", en="studies full-time, or was a student at enlistment"
)
def student() -> Test:
    return f.is_full_time_student | f.student_at_enlistment


@clause("", zh="本专科生或者研究生", en="an undergraduate or a graduate student")
def at_university() -> Test:
    return f.study_level.is_in("undergraduate", "graduate")


@clause("", zh="已退出现役", en="has left the army")
def veteran() -> Test:
    return on >= f.discharged_on


@clause("", zh="全日制本专科在读", en="a full-time undergraduate")
def full_time_undergraduate() -> Test:
    return f.is_full_time_student & (f.study_level == "undergraduate")


BY_SCHOOL_ZH = "向学校资助部门申请，由学校办理，本局不发放"
BY_SCHOOL_EN = "asked for at the school, which grants it; the bureau pays nothing"

tuition_relief = entitlement(
    "tuition_relief",
    zh="学费补偿、贷款代偿、学费减免",
    en="tuition paid back, loan repaid or tuition waived",
    article="",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(served, student, at_university),
    amount=amount(
        lowest(f.tuition_per_year, standard("tuition_relief_limit", f.study_level)),
        unit="year",
        payer_zh="就读学校（中央财政）",
        payer_en="the school, from the central budget",
        not_payable_zh=BY_SCHOOL_ZH,
        not_payable_en=BY_SCHOOL_EN,
        note_zh="学费与用于学费的贷款本息取较高者，超过限额的部分不补；2024年以后的限额未确认",
        note_en="the higher of tuition and the loan for it, up to the limit; limits after 2024 are not confirmed",
    ),
)
student_grant = entitlement(
    "student_grant",
    zh="退役学生国家助学金",
    en="state grant of a student who served",
    article="",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(veteran, full_time_undergraduate),
    amount=amount(
        standard("student_grant"),
        unit="year",
        payer_zh="就读学校（中央财政）",
        payer_en="the school, from the central budget",
        not_payable_zh=BY_SCHOOL_ZH,
        not_payable_en=BY_SCHOOL_EN,
    ),
)
