"""Article 42: the family allowance of a conscript, paid while he serves by the county that approved his enlistment.

The article leaves the sum to the locality. Either the bureau enters its own yearly standard, or it works by a share of
the local urban income of the year before (in Jiangsu's practice 45%), rounded as its own notice says.
"""

from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import (
    YUAN,
    Test,
    all_of,
    amount,
    clause,
    entitlement,
    on,
    pick,
    reading,
    rounded,
    standard,
)
from rongyao.law.model import fact as f

SUM = reading(
    "42",
    name="sum",
    zh="优待金按本市公布的标准，还是按上年收入的比例计算？",
    en="Is the allowance the locality's published sum, or a share of the income of the year before?",
    ours="standard",
    options={
        "standard": ("按本市公布并录入的标准", "the published sum the bureau has entered"),
        "formula": (
            "按上年当地城镇居民人均可支配收入的比例",
            "a share of the local urban income of the year before",
        ),
    },
    why="The article leaves it to the locality, and Kunshan's own notice has not been read.",
)
ROUNDING = reading(
    "42",
    name="rounding",
    zh="按比例计算时怎样取整？",
    en="How is the share rounded?",
    ours="half_up",
    options={
        "half_up": ("四舍五入到元", "half-up to the yuan"),
        "ceiling": ("进一到元", "up to the yuan"),
        "floor": ("舍去到元", "down to the yuan"),
    },
    why="Cities differ: Wujiang's figure of 2025 is half-up, De'an's of 2020 goes up.",
)


@clause("42", zh="义务兵，正在服现役", en="a conscript who is serving")
def serving_conscript() -> Test:
    return (f.rank_group == "conscript") & f.is_serving


@clause("42", zh="由本市批准入伍", en="whose enlistment this city approved")
def enlisted_here() -> Test:
    return f.enlisted_from_kunshan


by_share = standard("local_urban_income", year_before=True) * standard("conscript_allowance_rate")
by_formula = pick(
    (ROUNDING.is_("ceiling"), rounded(by_share, "ceiling", to=YUAN)),
    (ROUNDING.is_("floor"), rounded(by_share, "floor", to=YUAN)),
    otherwise=rounded(by_share, "half_up", to=YUAN),
)
family_allowance = pick((SUM.is_("formula"), by_formula), otherwise=standard("conscript_allowance"))

conscript_family_allowance = entitlement(
    "conscript_family_allowance",
    zh="义务兵家庭优待金",
    en="family allowance of a conscript",
    article="42",
    edition=EDITION,
    event=on,
    when=all_of(serving_conscript, enlisted_here),
    kind="payment",
    amount=amount(
        family_allowance,
        unit="year",
        payer_zh="批准入伍地县级人民政府",
        payer_en="the county that approved the enlistment",
        note_zh="每服役一年一份，义务兵役两年；进藏、进疆和不足一年的增减按当地文件",
        note_en="one for each of the two years; what Tibet, Xinjiang or a part year adds or takes is in the local notice",
    ),
)
