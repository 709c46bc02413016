"""Article 36: NCOs of the intermediate tier and above who retire (退休)."""

from rongyao.law.model import Test, any_of, clause, threshold
from rongyao.law.model import fact as f

RETIREMENT_AGE = threshold("36(1)", years=55)
THIRTY_YEARS = threshold("36(2)", years=30)


@clause("36(1)", zh="退役时年满五十五周岁", en="fifty-five years old at discharge")
def old_enough() -> Test:
    return f.age_at_discharge >= RETIREMENT_AGE


@clause("36(2)", zh="服现役满三十年", en="thirty full years of service")
def thirty_years() -> Test:
    return f.service_years >= THIRTY_YEARS


@clause("36(3)", zh="因战或者因公致残，一级至六级", en="disabled in battle or on duty, grade 1 to 6")
def disabled_1_to_6() -> Test:
    return f.disability_cause.is_in("battle", "duty") & f.disability_grade.between(1, 6)


@clause(
    "36(4)",
    zh="重病，医学鉴定认为基本不能工作",
    en="seriously ill and medically found all but unable to work",
)
def incapable() -> Test:
    return f.serious_illness_incapacity


retirement_grounds = any_of(
    old_enough,
    thirty_years,
    disabled_1_to_6,
    incapable,
    zh="符合退休的任一条件",
    en="any ground for retirement",
    article="36",
)


@clause(
    "25",
    zh="因战致残5级至6级，本人放弃退休，选择安排工作",
    en="disabled in battle at grade 5 or 6, gives up retirement and chooses an assigned job",
)
def retirement_given_up_for_a_job() -> Test:
    by_battle = (f.disability_cause == "battle") & f.disability_grade.between(5, 6)
    return by_battle & (f.placement_choice == "job_assignment")
