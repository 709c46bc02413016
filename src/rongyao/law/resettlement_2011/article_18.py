"""Article 18: conscripts, and sergeants with fewer than twelve years, find work themselves with the state's help."""

from rongyao.law.model import Test, clause, threshold
from rongyao.law.model import fact as f

TWELVE_YEARS = threshold("18", years=12)


@clause(
    "18", zh="义务兵，或服现役不满十二年的士官", en="a conscript, or a sergeant with fewer than twelve years"
)
def short_service() -> Test:
    return (f.rank_group == "conscript") | ((f.rank_group == "nco") & (f.service_years < TWELVE_YEARS))


@clause(
    "29",
    zh="符合安排工作条件，本人自愿选择自主就业",
    en="may have a job assigned, and chooses self-employment",
)
def chooses_self_employment() -> Test:
    return f.placement_choice == "self_employment"


@clause("18", zh="本人没有放弃任何方式", en="the person has given nothing up")
def nothing_given_up() -> Test:
    return f.placement_choice == "by_law"
