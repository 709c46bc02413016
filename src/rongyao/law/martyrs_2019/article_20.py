"""Article 20 of the earlier text: six more months of the pension when a martyr's survivor who drew it died."""

from fractions import Fraction

from rongyao.law.martyrs_2019.edition import EDITION
from rongyao.law.model import Test, all_of, amount, clause, entitlement, rounded, standard, threshold
from rongyao.law.model import fact as f

MONTHS = threshold("20", months=6)
OF_A_YEAR = Fraction(1, 12)


@clause("20", zh="逝者为烈士遗属", en="the person who died was a martyr's survivor")
def was_survivor() -> Test:
    return f.survivor_of == "martyr"


@clause("20", zh="去世时已享受定期抚恤金", en="drew the regular pension at death")
def drew_the_pension() -> Test:
    return f.died_on >= f.survivor_confirmed_on


funeral = entitlement(
    "funeral",
    zh="烈士遗属丧葬补助费（增发6个月定期抚恤金）",
    en="funeral grant of a martyr's survivor: six more months of the pension",
    article="20",
    edition=EDITION,
    event=f.died_on,
    when=all_of(was_survivor, drew_the_pension),
    kind="payment",
    amount=amount(
        rounded(standard("survivor_pension", f.survivor_of, at=f.died_on) * OF_A_YEAR * MONTHS, "half_up"),
        unit="once",
        payer_zh="县级人民政府退役军人事务部门",
        payer_en="the county office",
        note_zh="按其原享受的标准",
        note_en="at the rate the survivor received",
    ),
)
