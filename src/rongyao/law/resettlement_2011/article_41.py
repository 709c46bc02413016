"""Articles 41 to 43: sergeants who retire, soldiers the state keeps, and who may choose between the two."""

from rongyao.law.model import Test, any_of, clause, threshold
from rongyao.law.model import fact as f

RETIREMENT_AGE = threshold("41(1)", years=55)
THIRTY_YEARS = threshold("41(2)", years=30)


@clause("41(1)", zh="年满五十五周岁", en="fifty-five years old")
def old_enough() -> Test:
    return f.age_at_discharge >= RETIREMENT_AGE


@clause("41(2)", zh="服现役满三十年", en="thirty full years of service")
def thirty_years() -> Test:
    return f.service_years >= THIRTY_YEARS


@clause("41(3)", zh="因战或者因公致残，一级至六级", en="disabled in battle or on duty, grade 1 to 6")
def disabled_1_to_6() -> Test:
    return f.disability_cause.is_in("battle", "duty") & f.disability_grade.between(1, 6)


@clause("41(4)", zh="经证明和审核，因病基本丧失工作能力", en="found all but unable to work through illness")
def incapable() -> Test:
    return f.serious_illness_incapacity


retirement_grounds = any_of(
    old_enough,
    thirty_years,
    disabled_1_to_6,
    incapable,
    zh="符合退休的任一条件",
    en="any ground for retirement",
    article="41",
)


@clause(
    "41",
    zh="因战致残5级至6级，放弃退休，选择安排工作",
    en="disabled in battle at grade 5 or 6, chooses an assigned job over retirement",
)
def retirement_given_up_for_a_job() -> Test:
    by_battle = (f.disability_cause == "battle") & f.disability_grade.between(5, 6)
    return by_battle & (f.placement_choice == "job_assignment")


@clause("42", zh="被评定为1级至4级残疾", en="disabled, grade 1 to 4")
def disabled_1_to_4() -> Test:
    return f.disability_grade.between(1, 4)


@clause(
    "43",
    zh="因战、因公致残1级至4级，放弃退休，选择国家供养",
    en="disabled in battle or on duty at grade 1 to 4, chooses state care over retirement",
)
def retirement_given_up_for_care() -> Test:
    disabled = f.disability_cause.is_in("battle", "duty") & f.disability_grade.between(1, 4)
    return disabled & (f.placement_choice == "lifetime_care")
