"""Articles 18 and 19: NCOs who may draw a monthly pension. The conditions stand in another instrument.

They are those of the 2021 measures on the monthly pension (eleven departments, from 24 December 2021), known to us
from a secondary page only. The answer is information: the army and the province decide this route.
"""

from rongyao.law.model import Test, any_of, clause, threshold
from rongyao.law.model import fact as f

NCO_YEARS = threshold("18", name="nco_years", years=16)
SERVICE_YEARS = threshold("18", name="service_years", years=18)
RANK_YEARS = threshold("18", name="rank_years", years=6)
YEARS_WITH_RANK = threshold("18", name="service_years_with_rank", years=14)


@clause(
    "18",
    zh="担任军士满十六年（2021年逐月领取退役金安置办法）",
    en="sixteen full years as an NCO (2021 measures)",
)
def sixteen_years_as_nco() -> Test:
    """Nobody is an NCO for longer than they served: where service is too short, the NCO date is not asked for."""
    return (f.service_years >= NCO_YEARS) & (f.nco_years >= NCO_YEARS)


@clause("18", zh="服现役满十八年（同办法）", en="eighteen full years of service (same measures)")
def eighteen_years_of_service() -> Test:
    return f.service_years >= SERVICE_YEARS


@clause(
    "18",
    zh="四级军士长（二级上士）以上，本衔满六年且累计服役满十四年（同办法）",
    en="sergeant fourth class or above for six years, with fourteen years of service (same measures)",
)
def six_years_in_rank() -> Test:
    return f.rank_sergeant_4_or_above & (f.rank_years >= RANK_YEARS) & (f.service_years >= YEARS_WITH_RANK)


pension_conditions = any_of(
    sixteen_years_as_nco,
    eighteen_years_of_service,
    six_years_in_rank,
    zh="符合逐月领取退役金的任一条件",
    en="any condition of the monthly pension",
    article="18",
)
