"""Article 29: a grade may be looked at again when the disability has plainly changed, a year after the last time."""

from rongyao.law.compensation_2024.article_27 import graded
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, deadline, entitlement, on, threshold
from rongyao.law.model import fact as f

MONTHS_BETWEEN = threshold("29", months=12)

AGAIN = deadline(
    "29",
    name="again",
    zh="上次评定满1年后才能申请调整",
    en="a new grading may be asked for once a year has passed since the last",
    number=12,
    unit="month",
    starts="disability_approved_on",
    consequence_zh="未满1年的不受理",
    consequence_en="an earlier application is not taken",
)


@clause("29", zh="原致残部位残情明显变化", en="the disabled part has plainly changed")
def worsened() -> Test:
    return f.disability_worsened


@clause("29", zh="距上次评定已满1年", en="a year has passed since the last grading")
def a_year_has_passed() -> Test:
    return f.months_since_grading >= MONTHS_BETWEEN


regrading = entitlement(
    "regrading",
    zh="申请调整残疾等级",
    en="asking for a new grading",
    article="29",
    edition=EDITION,
    event=on,
    when=all_of(graded, worsened, a_year_has_passed),
    deadlines=(AGAIN,),
    note_zh="向户籍地县级部门申请，由省级依据医疗卫生专家小组意见评定",
    note_en="ask the county; the province grades, on the opinion of a panel of doctors",
)
