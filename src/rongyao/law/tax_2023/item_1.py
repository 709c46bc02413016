"""Item 1: a veteran's own household business: a yearly limit, taken off its taxes in a fixed order, for 36 months.

Order: value-added tax, city construction tax, education surcharge, local education surcharge, income tax. The surtaxes
are reckoned on the value-added tax before this relief. A part of a year counts by its months, a twelfth each.
"""

from fractions import Fraction

from rongyao.law.model import (
    Test,
    all_of,
    amount,
    clause,
    entitlement,
    in_order,
    lowest,
    measure,
    none_of,
    on,
    pick,
    rate,
    rounded,
    standard,
    subtotal,
    threshold,
    total,
)
from rongyao.law.model import fact as f
from rongyao.law.tax_2023.edition import EDITION
from rongyao.law.tax_2023.item_4 import self_employed_soldier

LENGTH = threshold("1", name="length", months=36)
WHOLE_YEAR = threshold("1", name="whole_year", months=12)
HALF = rate("1", name="half_relief", percent=50)
TWELFTH = Fraction(1, 12)


@clause("1", zh="从事个体经营", en="runs a household business")
def runs_business() -> Test:
    return f.runs_household_business


@clause(
    "1",
    zh="自登记当月起三十六个月以内",
    en="within 36 months, the month of registration being the first",
)
def within_36_months() -> Test:
    return (f.business_age >= 0) & (f.business_age < LENGTH)


@clause(
    "5", zh="同一事项已选择其他扶持就业的税收政策", en="another employment relief was chosen for the same"
)
def chose_another() -> Test:
    return f.other_employment_relief


limit = subtotal(
    rounded(standard("tax_limit_self_employed") * lowest(f.business_months, WHOLE_YEAR) * TWELFTH, "half_up"),
    "限额",
    "limit",
)
taxes = (f.tax_vat, f.tax_city, f.tax_education, f.tax_local_education, f.tax_personal_income)
all_taxes = subtotal(total(*taxes), "应缴税费合计", "all these taxes")
off_vat, off_city, off_education, off_local, off_income = in_order(limit, *taxes)
relief = lowest(limit, all_taxes)

# The half relief for household businesses comes after the other reliefs: half of what they leave of the income tax.
income_tax_left = f.tax_personal_income - off_income
halved = pick((f.takes_half_relief, income_tax_left * HALF), otherwise=0)
halved_alone = pick((f.takes_half_relief, f.tax_personal_income * HALF), otherwise=0)
payable = rounded(all_taxes - relief - halved, "half_up")
payable_without = rounded(all_taxes - halved_alone, "half_up")

MEASURES = (
    measure("1", name="limit", zh="本年度限额", en="limit of the year", of=limit, unit="fen"),
    measure("1", name="off_vat", zh="依次扣减：增值税", en="first, off value-added tax", of=off_vat, unit="fen"),
    measure("1", name="off_city", zh="城市维护建设税", en="then city construction tax", of=off_city, unit="fen"),
    measure("1", name="off_education", zh="教育费附加", en="education surcharge", of=off_education, unit="fen"),
    measure("1", name="off_local", zh="地方教育附加", en="local education surcharge", of=off_local, unit="fen"),
    measure("1", name="off_income", zh="个人所得税", en="last, personal income tax", of=off_income, unit="fen"),
    measure("1", name="payable", zh="扣减后仍应缴纳", en="still to be paid", of=payable, unit="fen"),
    measure("1", name="payable_without", zh="不享受本项时应缴纳", en="to be paid without this relief", of=payable_without, unit="fen"),
)  # fmt: skip

BY_THE_TAX_OFFICE_ZH = "由纳税人自行申报、税务机关减免，不是发放的款项"
BY_THE_TAX_OFFICE_EN = "claimed in the tax return and granted by the tax office; nothing is paid out"

self_employed_relief = entitlement(
    "self_employed_relief",
    zh="退役士兵个体经营税费减免",
    en="tax relief on a veteran's household business",
    article="1",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(self_employed_soldier, runs_business, within_36_months, none_of(chose_another)),
    amount=amount(
        relief,
        unit="year",
        payer_zh="税务机关（减免）",
        payer_en="the tax office, as a reduction",
        not_payable_zh=BY_THE_TAX_OFFICE_ZH,
        not_payable_en=BY_THE_TAX_OFFICE_EN,
        note_zh="城建税、教育费附加、地方教育附加按扣减前的增值税计算；减半政策只及应纳税所得额200万元以内的部分",
        note_en="the surtaxes are reckoned on the value-added tax before the relief; the half relief reaches two million of income",
    ),
    measures=MEASURES,
    note_zh="凭退役证件向税务机关申报；限额大于税费的以税费为限",
    note_en="shown in the tax return with the discharge paper; never more than the taxes themselves",
)
