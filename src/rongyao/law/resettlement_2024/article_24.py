"""Article 24: hospital care for conscripts and junior NCOs graded 5 to 6 for a mental disorder."""

from rongyao.law.model import Test, clause
from rongyao.law.model import fact as f


@clause("24", zh="精神障碍，残疾五级至六级", en="graded 5 or 6 for a mental disorder")
def mental_disorder_5_to_6() -> Test:
    return f.disability_grade.between(5, 6) & f.mental_illness


@clause(
    "24",
    zh="需要住院治疗，或者无直系亲属照顾",
    en="needs hospital treatment, or has no close kin to care for them",
)
def needs_care() -> Test:
    return f.needs_inpatient_treatment | f.no_close_kin_to_care
