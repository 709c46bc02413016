"""Article 38: whom the state keeps for life (供养)."""

from rongyao.law.model import Test, clause
from rongyao.law.model import fact as f


@clause("38", zh="被评定为1级至4级残疾", en="disabled, grade 1 to 4")
def disabled_1_to_4() -> Test:
    return f.disability_grade.between(1, 4)


@clause(
    "38",
    zh="因战、因公致残1级至4级的中级以上军士，放弃退休，选择国家供养",
    en="an NCO of the intermediate tier or above, disabled in battle or on duty at grade 1 to 4, who gives up retirement for state care",
)
def retirement_given_up_for_care() -> Test:
    disabled = f.disability_cause.is_in("battle", "duty") & f.disability_grade.between(1, 4)
    return disabled & (f.placement_choice == "lifetime_care")
