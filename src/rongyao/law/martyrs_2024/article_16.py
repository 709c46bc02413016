"""Article 16: beside the honour money, by the scheme the martyr belonged to.

Soldiers: the gratuity of the soldiers' regulations (see `compensation_2024`). Work-injury insured: the fund's own
payment, and from the county forty months of the martyr's basic pay. Everyone else: twenty times the national urban
income and forty months of a second lieutenant's basic pay.
"""

from rongyao.law.martyrs_2024.article_15 import recognised_as_martyr
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, amount, clause, entitlement, rate, rounded, standard, threshold
from rongyao.law.model import fact as f

TIMES = rate("16", times=20)
MONTHS = threshold("16", months=40)


@clause("16", zh="适用《工伤保险条例》", en="covered by work-injury insurance")
def insured_for_work_injury() -> Test:
    return f.martyr_scheme == "work_injury"


@clause(
    "16",
    zh="既不适用《军人抚恤优待条例》，也不适用《工伤保险条例》",
    en="under neither the soldiers' regulations nor work-injury insurance",
)
def under_neither() -> Test:
    return f.martyr_scheme == "other"


special_allowance = entitlement(
    "special_allowance",
    zh="烈士遗属特别补助金",
    en="special allowance of a martyr's family",
    article="16",
    edition=EDITION,
    event=f.died_on,
    when=all_of(recognised_as_martyr, insured_for_work_injury),
    kind="payment",
    amount=amount(
        f.monthly_basic_pay * MONTHS,
        unit="once",
        payer_zh="县级退役军人工作主管部门",
        payer_en="the county office",
        note_zh="一次性工亡补助金另由工伤保险基金发放",
        note_en="the work-injury fund pays its own one-off sum beside this",
    ),
)

gratuity = entitlement(
    "gratuity",
    zh="一次性抚恤金（其他烈士）",
    en="one-off gratuity of a martyr under neither scheme",
    article="16",
    edition=EDITION,
    event=f.died_on,
    when=all_of(recognised_as_martyr, under_neither),
    kind="payment",
    amount=amount(
        rounded(
            standard("national_urban_income", at=f.died_on, year_before=True) * TIMES
            + standard("second_lieutenant_basic_pay", at=f.died_on) * MONTHS,
            "half_up",
        ),
        unit="once",
        payer_zh="县级退役军人工作主管部门",
        payer_en="the county office",
    ),
)
