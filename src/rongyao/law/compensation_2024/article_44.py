"""Article 44: whose medical bills are guaranteed, and who pays for an old wound.

Grades 1 to 6: the state guarantees the bills. Grades 7 to 10, an old wound: the work-injury fund, else the employer,
else the county. What is paid back depends on the bill, so no sum is worked out.
"""

from rongyao.law.compensation_2024.article_25 import battle_or_duty, illness
from rongyao.law.compensation_2024.article_59 import cancelled
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, any_of, clause, entitlement, none_of, on, threshold, unless
from rongyao.law.model import fact as f

GUARANTEED = threshold("44", name="guaranteed", grade=6)
LIGHTEST = threshold("44", name="old_wound", grade=10)


@clause("44", zh="一级至六级残疾军人", en="graded 1 to 6")
def bills_guaranteed_grade() -> Test:
    return f.disability_grade.between(1, GUARANTEED)


@clause("44", zh="七级至十级残疾军人", en="graded 7 to 10")
def graded_7_to_10() -> Test:
    return (f.disability_grade > GUARANTEED) & (f.disability_grade <= LIGHTEST)


@clause(
    "44", zh="已参加工伤保险（由工伤保险基金支付）", en="insured against work injury, and so paid by the fund"
)
def paid_by_the_fund() -> Test:
    return f.work_injury_insured


@clause("44", zh="有工作单位（由单位解决）", en="has an employer, who pays")
def paid_by_the_employer() -> Test:
    return f.has_employer


@clause("44", zh="参战（参试）退役军人", en="a veteran of combat or of nuclear tests")
def combat_patient() -> Test:
    return f.took_part_in_combat | f.took_part_in_tests


@clause("44", zh="残疾军人", en="a disabled soldier")
def disabled_patient() -> Test:
    return f.disability_grade.between(1, LIGHTEST)


@clause("44", zh="已退出现役", en="discharged")
def patient_discharged() -> Test:
    return on >= f.discharged_on


recognised = any_of(battle_or_duty, illness)

medical_guarantee = entitlement(
    "medical_guarantee",
    zh="一级至六级残疾军人医疗费用保障",
    en="medical bills of grades 1 to 6 guaranteed",
    article="44",
    edition=EDITION,
    event=on,
    when=unless(all_of(bills_guaranteed_grade, recognised), cancelled),
    note_zh="参加工伤保险的，旧伤复发由工伤保险基金支付；报多少取决于就医费用，不作测算",
    note_en="an old wound of the insured is paid by the work-injury fund; how much depends on the bill and is not worked out",
)

old_wound_bill = entitlement(
    "old_wound_bill",
    zh="七级至十级旧伤复发医疗费由政府负责",
    en="the bill of an old wound of grades 7 to 10 is the government's",
    article="44",
    edition=EDITION,
    event=on,
    when=unless(
        all_of(graded_7_to_10, battle_or_duty, none_of(paid_by_the_fund, paid_by_the_employer)), cancelled
    ),
    note_zh="有工伤保险的由基金付，没有保险有单位的由单位付；旧伤以外、未参保且确有困难的，县级以上政府酌情补助",
    note_en="the fund pays for the insured, the employer for those who have one; other bills of the uninsured the county may help with",
)

medical_discount = entitlement(
    "medical_discount",
    zh="就医优先和优惠",
    en="seen first, and at a lower price",
    article="44",
    edition=EDITION,
    event=on,
    when=unless(all_of(patient_discharged, any_of(combat_patient, disabled_patient)), cancelled),
    note_zh="军队和政府办的医疗机构；优惠幅度由国家和省规定",
    note_en="at the army's and the government's hospitals; how far the discount goes is set elsewhere",
)
