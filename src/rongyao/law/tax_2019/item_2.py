"""Item 2: a firm that takes on such a veteran: a sum for each of them and year, for 36 months of the contract.

The total is the sum over the veterans of their months in the year, a twelfth of the standard each. It is taken off
the same taxes in the same order month by month; at the end of the year the rest off corporate income tax; what then
is left over lapses.
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
    rounded,
    standard,
    subtotal,
    threshold,
    total,
)
from rongyao.law.model import fact as f
from rongyao.law.tax_2019.edition import EDITION
from rongyao.law.tax_2019.item_1 import (
    BY_THE_TAX_OFFICE_EN,
    BY_THE_TAX_OFFICE_ZH,
    chose_another,
)
from rongyao.law.tax_2019.item_4 import self_employed_soldier

LENGTH = threshold("2", name="length", months=36)
WHOLE_YEAR = threshold("2", name="whole_year", months=12)
TWELFTH = Fraction(1, 12)


@clause(
    "2",
    zh="企业与其签订一年以上劳动合同并依法缴纳社会保险",
    en="the firm gave a contract of a year or more and pays social insurance",
)
def hired_for_a_year() -> Test:
    return f.contract_one_year


@clause(
    "2", zh="自签订合同并缴纳社保当月起三十六个月以内", en="within 36 months, the month of the contract first"
)
def within_36_months_of_contract() -> Test:
    return (f.contract_age >= 0) & (f.contract_age < LENGTH)


@clause("2", zh="企业本年度招用退役士兵", en="the firm employed such veterans in the year")
def employs_veterans() -> Test:
    return f.employer_person_months >= 1


employer_limit_of_one = entitlement(
    "employer_limit_of_one",
    zh="企业招用该退役士兵的减免限额",
    en="what a firm may deduct for employing this veteran",
    article="2",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(
        self_employed_soldier, hired_for_a_year, within_36_months_of_contract, none_of(chose_another)
    ),
    amount=amount(
        rounded(standard("tax_limit_employer") * lowest(f.employer_months, WHOLE_YEAR) * TWELFTH, "half_up"),
        unit="year",
        payer_zh="税务机关（减免给用人企业）",
        payer_en="the tax office, as a reduction for the firm",
        not_payable_zh=BY_THE_TAX_OFFICE_ZH,
        not_payable_en=BY_THE_TAX_OFFICE_EN,
    ),
    note_zh="求职时可告知用人企业",
    note_en="worth telling an employer when looking for work",
)

limit = subtotal(
    rounded(standard("tax_limit_employer") * f.employer_person_months * TWELFTH, "half_up"), "总额", "total"
)
taxes = (f.tax_vat, f.tax_city, f.tax_education, f.tax_local_education)
monthly_taxes = subtotal(total(*taxes), "增值税和附加合计", "value-added tax and surtaxes")
off_vat, off_city, off_education, off_local, off_corporate = in_order(limit, *taxes, f.tax_corporate_income)
relief = lowest(limit, subtotal(total(*taxes, f.tax_corporate_income), "应缴税费合计", "all these taxes"))

employer_relief = entitlement(
    "employer_relief",
    zh="企业招用退役士兵税费减免",
    en="tax relief of a firm that employs veterans",
    article="2",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(employs_veterans, hired_for_a_year, none_of(chose_another)),
    amount=amount(
        relief,
        unit="year",
        payer_zh="税务机关（减免）",
        payer_en="the tax office, as a reduction",
        not_payable_zh=BY_THE_TAX_OFFICE_ZH,
        not_payable_en=BY_THE_TAX_OFFICE_EN,
        note_zh="月度先扣增值税和附加，年终余额扣企业所得税；当年扣不完的不结转",
        note_en="month by month off value-added tax and surtaxes, at year-end off corporate income tax; the rest lapses",
    ),
    measures=(
        measure("2", name="limit", zh="核算减免税总额", en="total for the year", of=limit, unit="fen"),
        measure("2", name="off_vat", zh="依次扣减：增值税", en="first, off value-added tax", of=off_vat, unit="fen"),
        measure("2", name="off_city", zh="城市维护建设税", en="then city construction tax", of=off_city, unit="fen"),
        measure("2", name="off_education", zh="教育费附加", en="education surcharge", of=off_education, unit="fen"),
        measure("2", name="off_local", zh="地方教育附加", en="local education surcharge", of=off_local, unit="fen"),
        measure("2", name="off_corporate", zh="年终：企业所得税", en="at year-end, corporate income tax", of=off_corporate, unit="fen"),
        measure("2", name="lapsed", zh="当年未扣完、不结转", en="left over, which lapses", of=limit - relief, unit="fen"),
    ),
)  # fmt: skip
