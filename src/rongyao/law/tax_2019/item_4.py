"""Item 4: whom the notice means: a soldier placed by self-employment under the regulation of 2011, then in force."""

from rongyao.law.model import all_of
from rongyao.law.resettlement_2011.outcomes import self_employment as placed_in_2011

self_employed_soldier = all_of(
    placed_in_2011,
    zh="自主就业退役士兵",
    en="a soldier placed by self-employment",
    article="4",
)
