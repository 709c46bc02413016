"""Article 21: one-off discharge money by years of service. The sum per year stands in no text we have seen.

The regulation leaves the standard to the ministries. The last figure reported (4,500 yuan a year) is the old one, so
the sum is worked out, called "not confirmed", and not paid until the bureau enters the standard with its document.
The army pays it; the bureau tells the person what it should be.
"""

from fractions import Fraction

from rongyao.law.model import amount, labelled, pick, reading, rounded, standard
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.article_22 import OLD_WARTIME_MERIT, SEVERAL_HONOURS, increment

PART_YEARS = reading(
    "21",
    name="part_years",
    zh="不满一年的服役时间如何计算",
    en="how a part of a year counts",
    ours="as_2011",
    options={
        "as_2011": (
            "沿用旧条例：不满六个月按六个月，超过六个月按一年",
            "as before: up to six months as six, beyond as a year",
        ),
        "full_years_only": ("只计满年", "full years only"),
    },
    why="The 2024 text says 'by years of service' and no more; Article 20 of the 2011 edition counted half years.",
)

_counted = pick(
    (PART_YEARS.is_("as_2011"), f.service_half_years * Fraction(1, 2)),
    otherwise=f.service_years,
)
service = labelled(_counted, "年", "years")

discharge_money = amount(
    rounded(standard("discharge_money_per_year", at=f.discharged_on) * service * (1 + increment), "half_up"),
    unit="once",
    payer_zh="部队（中央财政）",
    payer_en="the army, from the central budget",
    note_zh="新条例只写明由中央财政专项安排；由部队发放、免征个人所得税见旧条例第十九条，沿用至今",
    note_en="the 2024 text names the central budget only; that the army pays and no income tax is due stands in Article 19 "
    "of the 2011 edition, and is still the practice",
    readings=(PART_YEARS, SEVERAL_HONOURS, OLD_WARTIME_MERIT),
)
