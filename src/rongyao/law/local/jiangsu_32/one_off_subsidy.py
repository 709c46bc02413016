"""The local one-off subsidy: a formula whose shape, parameters and rounding every city sets for itself.

Jiangsu: one and a half times the local urban income of the year before; a tenth more for each further year of an NCO;
half as much again for Tibet; down to the yuan, as Suzhou's payments of 2022 and 2023 show. The parameters are standards
(`local_subsidy_*`), so a city that pays a fixed sum and so much a year runs through the same formula: set the readings
`shape` and `rounding`. The provincial instrument has not been read, so nothing pays until the bureau confirms them.
"""

from fractions import Fraction

from rongyao.law.local.jiangsu_32.edition import EDITION
from rongyao.law.model import (
    YUAN,
    Quantity,
    Test,
    all_of,
    amount,
    any_of,
    clause,
    entitlement,
    highest,
    labelled,
    pick,
    reading,
    rounded,
    standard,
    threshold,
)
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.outcomes import self_employment as self_employment_2011
from rongyao.law.resettlement_2024.outcomes import self_employment as self_employment_2024

CONSCRIPT_YEARS = threshold("subsidy", name="conscript_service", years=2)

SHAPE = reading(
    "subsidy",
    name="shape",
    zh="地方一次性经济补助按收入倍数，还是按定额计算？",
    en="Is the local subsidy a multiple of the income, or a fixed sum and so much a year?",
    ours="income_multiple",
    options={
        "income_multiple": (
            "上年当地城镇居民收入的倍数",
            "a multiple of the local urban income of the year before",
        ),
        "fixed_sum": ("定额加每服役一年若干", "a fixed sum, and so much for each year of service"),
    },
    why="Jiangsu's published payments are exactly a multiple; other provinces pay fixed sums.",
)
ROUNDING = reading(
    "subsidy",
    name="rounding",
    zh="计算结果怎样取整？",
    en="How is the sum rounded?",
    ours="floor",
    options={
        "floor": ("舍去到元", "down to the yuan"),
        "half_up": ("四舍五入到元", "half-up to the yuan"),
        "ceiling": ("进一到元", "up to the yuan"),
    },
    why="119,305.5 was paid as 119,305 in 2023; Ningbo's table of 2020 is half-up.",
)
BASE_YEAR = reading(
    "subsidy",
    name="base_year",
    zh="“上年度”收入以退役还是以发放为准？",
    en="Is the year before counted from the discharge or from the payment?",
    ours="discharge",
    options={
        "discharge": ("退役当年的上一年", "the year before the discharge"),
        "payment": ("发放当年的上一年", "the year before the payment"),
    },
    why="Both years agree where the payment follows the discharge; a late payment must not change the sum.",
)
PART_YEARS = reading(
    "subsidy",
    name="part_years",
    zh="军士多服役不满一年的部分怎样计？",
    en="How does a part of an NCO's further year count?",
    ours="full_years",
    options={
        "full_years": ("只计满年", "full years only"),
        "half_years": ("不满半年按半年，超过半年按一年", "a started half year counts as half a year"),
    },
    why="The practice says each further year and nothing of parts; the smaller sum is the surer one.",
)
TIBET = reading(
    "subsidy",
    name="tibet",
    zh="进藏增发与多服役年限增发怎样合并？",
    en="How do the increments for Tibet and for further years come together?",
    ours="added",
    options={
        "added": ("比例相加", "the shares are added"),
        "multiplied": ("先后相乘", "one is taken on the other"),
    },
    why="Both are stated on the base sum.",
)


@clause(
    "",
    zh="入伍时户籍在昆山（安置地在昆山）",
    en="registered in Kunshan at enlistment, and so settled here",
)
def settled_here() -> Test:
    """安置条例 Art 45: the place of settlement is the place of registration at enlistment; exceptions are judged apart."""
    return f.hukou_kunshan_at_enlistment


served = pick(
    (PART_YEARS.is_("half_years"), f.service_half_years * Fraction(1, 2)), otherwise=f.service_years
)
further_years = labelled(highest(served - CONSCRIPT_YEARS, 0), "年", "years")
for_years = pick(
    (f.rank_group == "nco", standard("local_subsidy_per_extra_year", at=f.discharged_on) * further_years),
    otherwise=0,
)
for_tibet = pick((f.in_tibet, standard("local_subsidy_tibet", at=f.discharged_on)), otherwise=0)

income = pick(
    (BASE_YEAR.is_("payment"), standard("local_urban_income", year_before=True)),
    otherwise=standard("local_urban_income", at=f.discharged_on, year_before=True),
)
base = income * standard("local_subsidy_multiple", at=f.discharged_on)
income_multiple = pick(
    (TIBET.is_("multiplied"), base * (1 + for_years) * (1 + for_tibet)),
    otherwise=base * (1 + for_years + for_tibet),
)
fixed_sum = (
    standard("local_subsidy_base", at=f.discharged_on)
    + standard("local_subsidy_per_year", at=f.discharged_on) * served
)


def in_whole_yuan(exactly: Quantity) -> Quantity:
    """The sum in whole yuan by the rounding in force."""
    return pick(
        (ROUNDING.is_("half_up"), rounded(exactly, "half_up", to=YUAN)),
        (ROUNDING.is_("ceiling"), rounded(exactly, "ceiling", to=YUAN)),
        otherwise=rounded(exactly, "floor", to=YUAN),
    )


subsidy = amount(
    in_whole_yuan(pick((SHAPE.is_("fixed_sum"), fixed_sum), otherwise=income_multiple)),
    unit="once",
    payer_zh="安置地县级人民政府",
    payer_en="the county of settlement",
    note_zh="国家规定免征个人所得税",
    note_en="free of income tax by national rule",
)

one_off_subsidy = entitlement(
    "one_off_subsidy",
    zh="地方一次性经济补助",
    en="local one-off subsidy",
    article="",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(
        any_of(
            self_employment_2024,
            self_employment_2011,
            zh="以自主就业方式安置（按退役时适用的条例）",
            en="placed by self-employment, under the edition of the day of discharge",
        ),
        settled_here,
    ),
    kind="payment",
    amount=subsidy,
)
