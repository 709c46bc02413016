"""Item 4: whom the announcement means, a soldier placed by self-employment under the regulation of 2011.

That regulation was repealed on 1 September 2024 and the announcement still cites it, hence the reading.
"""

from rongyao.law.model import all_of, any_of, reading
from rongyao.law.resettlement_2011.outcomes import self_employment as placed_in_2011
from rongyao.law.resettlement_2024.outcomes import self_employment as placed_in_2024

DISCHARGED_LATER = reading(
    "4",
    name="discharged_after_repeal",
    zh="公告引用的608号条例已废止，2024年9月以后退役的自主就业士兵是否适用",
    en="the announcement cites the regulation repealed on 1 September 2024: does it still reach who left later",
    ours="applies",
    options={
        "applies": ("适用，按2024年条例认定自主就业", "yes, by the self-employment of the 2024 regulation"),
        "not_before_amended": ("公告修改以前不适用", "no, not until the announcement is amended"),
    },
    why="The relief runs to the end of 2027 and names a kind of soldier, which the new regulation keeps under the same name.",
)


self_employed_soldier = any_of(
    placed_in_2011,
    all_of(
        DISCHARGED_LATER.is_("applies"),
        placed_in_2024,
        zh="2024年9月起退役的",
        en="discharged from September 2024",
    ),
    zh="自主就业退役士兵（依退役士兵安置条例或者退役军人安置条例）",
    en="a soldier placed by self-employment under either regulation",
    article="4",
)
