"""Article 34 of the earlier text: medical bills of grades 1 to 6 guaranteed; an old wound of grades 7 to 10."""

from rongyao.law.compensation_2019.article_50 import cancelled, suspended
from rongyao.law.compensation_2019.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, none_of, on, threshold, unless
from rongyao.law.model import fact as f

GUARANTEED = threshold("34", name="guaranteed", grade=6)
LIGHTEST = threshold("34", name="old_wound", grade=10)


@clause("34", zh="一级至六级残疾军人", en="graded 1 to 6")
def graded_1_to_6() -> Test:
    recognised = f.disability_cause.is_in("battle", "duty", "illness")
    return f.disability_grade.between(1, GUARANTEED) & recognised


@clause("34", zh="因战、因公七级至十级残疾军人", en="graded 7 to 10 from battle or duty")
def graded_7_to_10() -> Test:
    graded = (f.disability_grade > GUARANTEED) & (f.disability_grade <= LIGHTEST)
    return graded & f.disability_cause.is_in("battle", "duty")


@clause("34", zh="已参加工伤保险，或者有工作单位", en="insured against work injury, or employed")
def paid_by_others() -> Test:
    return f.work_injury_insured | f.has_employer


medical_guarantee = entitlement(
    "medical_guarantee",
    zh="一级至六级残疾军人医疗费用保障",
    en="medical bills of grades 1 to 6 guaranteed",
    article="34",
    edition=EDITION,
    event=on,
    when=unless(graded_1_to_6, suspended, cancelled),
    note_zh="报多少取决于就医费用，不作测算",
    note_en="how much depends on the bill and is not worked out",
)

old_wound_bill = entitlement(
    "old_wound_bill",
    zh="七级至十级旧伤复发医疗费由政府负责",
    en="the bill of an old wound of grades 7 to 10 is the government's",
    article="34",
    edition=EDITION,
    event=on,
    when=unless(all_of(graded_7_to_10, none_of(paid_by_others)), suspended, cancelled),
    note_zh="有工伤保险的由基金付，有工作单位的由单位付；金额取决于就医费用，不作测算",
    note_en="the fund pays for the insured, the employer for the employed; how much depends on the bill",
)
