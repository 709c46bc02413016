"""Article 33: those kept for life may live in a home where care at home will not do, with the province's approval."""

from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, any_of, clause, entitlement, on, threshold
from rongyao.law.model import fact as f

LIGHTEST = threshold("33", grade=4)


@clause("33", zh="退役时为一级至四级残疾军人", en="graded 1 to 4 at discharge")
def graded_1_to_4() -> Test:
    discharged = on >= f.discharged_on
    return f.disability_grade.between(1, LIGHTEST) & discharged & ~f.disability_graded_after_discharge


@clause("33", zh="需要长年医疗", en="needs medical care all the year round")
def needs_long_care() -> Test:
    return f.needs_long_medical_care


@clause("33", zh="独身一人不便分散供养", en="single, and cannot well be cared for at home")
def alone() -> Test:
    return f.alone_and_uncared


centralised_care = entitlement(
    "centralised_care",
    zh="可申请集中供养",
    en="may ask for centralised care",
    article="33",
    edition=EDITION,
    event=on,
    when=all_of(graded_1_to_4, any_of(needs_long_care, alone)),
    note_zh="须经省级退役军人工作主管部门批准；集中供养的不再发护理费和购（建）房经费",
    note_en="the province must approve; whoever is in centralised care draws neither nursing allowance nor house money",
)
