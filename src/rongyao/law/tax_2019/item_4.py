"""Item 4: whom the notice means: a soldier placed by self-employment under the regulation of 2011, then in force."""

from rongyao.law.model import Test, all_of, clause
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.outcomes import self_employment as placed_in_2011


@clause("4", zh="义务兵或者军士", en="a conscript or an NCO")
def enlisted_soldier() -> Test:
    return f.rank_group.is_in("conscript", "nco")


self_employed_soldier = all_of(
    enlisted_soldier,
    placed_in_2011,
    zh="自主就业退役士兵",
    en="a soldier placed by self-employment",
    article="4",
)
