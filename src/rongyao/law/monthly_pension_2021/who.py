"""Who may choose the monthly pension: officers and NCOs by length of service, of rank, or of both together."""

from rongyao.law.model import Test, all_of, any_of, clause, threshold
from rongyao.law.model import fact as f

AS_OFFICER = threshold("who", name="officer_years", years=16)
AS_BOTH = threshold("who", name="officer_and_nco_years", years=16)
OFFICER_SERVICE = threshold("who", name="officer_service_years", years=20)
AS_NCO = threshold("who", name="nco_years", years=16)
NCO_SERVICE = threshold("who", name="nco_service_years", years=18)
IN_RANK = threshold("who", name="rank_years", years=6)
WITH_RANK = threshold("who", name="service_years_with_rank", years=14)


@clause("", zh="军官", en="an officer")
def officer() -> Test:
    return f.rank_group == "officer"


@clause("", zh="军士", en="an NCO")
def nco() -> Test:
    return f.rank_group == "nco"


@clause("", zh="担任军官满十六年", en="sixteen full years as an officer")
def sixteen_years_as_officer() -> Test:
    return (f.service_years >= AS_OFFICER) & (f.officer_years >= AS_OFFICER)


@clause("", zh="担任军士和军官累计满十六年", en="sixteen full years as an NCO and an officer together")
def sixteen_years_as_both() -> Test:
    """An officer who was an NCO first: from the day of becoming an NCO, without a gap between."""
    return (f.service_years >= AS_BOTH) & (f.nco_years >= AS_BOTH)


@clause("", zh="服现役满二十年", en="twenty full years of service")
def twenty_years_of_service() -> Test:
    return f.service_years >= OFFICER_SERVICE


@clause(
    "",
    zh="直接选拔招录或者特招的军官，升少校以上并达到最高年龄",
    en="directly recruited, promoted to major or above and at the age limit",
)
def direct_at_age_limit() -> Test:
    return f.direct_officer_at_age_limit


@clause("", zh="担任军士满十六年", en="sixteen full years as an NCO")
def sixteen_years_as_nco() -> Test:
    return (f.service_years >= AS_NCO) & (f.nco_years >= AS_NCO)


@clause("", zh="服现役满十八年", en="eighteen full years of service")
def eighteen_years_of_service() -> Test:
    return f.service_years >= NCO_SERVICE


@clause(
    "",
    zh="四级军士长以上，本衔满六年且累计服役满十四年",
    en="master sergeant fourth class or above for six years, with fourteen years of service",
)
def six_years_in_rank() -> Test:
    return f.rank_sergeant_4_or_above & (f.rank_years >= IN_RANK) & (f.service_years >= WITH_RANK)


may_draw = any_of(
    all_of(
        officer,
        any_of(sixteen_years_as_officer, sixteen_years_as_both, twenty_years_of_service, direct_at_age_limit),
        zh="军官，符合任一条件",
        en="an officer on any of these grounds",
    ),
    all_of(
        nco,
        any_of(sixteen_years_as_nco, eighteen_years_of_service, six_years_in_rank),
        zh="军士，符合任一条件",
        en="an NCO on any of these grounds",
    ),
    zh="符合逐月领取退役金条件",
    en="meets the conditions of the monthly pension",
)
