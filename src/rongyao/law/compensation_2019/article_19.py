"""Article 19 of the earlier text: six more months of the pension when a survivor who drew it died, for the funeral.

A martyr's survivor had the same by the Martyrs' Regulations, where the answer is given.
"""

from fractions import Fraction

from rongyao.law.compensation_2019.edition import SINCE_2011
from rongyao.law.model import Test, all_of, amount, clause, entitlement, rounded, standard, threshold
from rongyao.law.model import fact as f

MONTHS = threshold("19", months=6)
OF_A_YEAR = Fraction(1, 12)


@clause(
    "19",
    zh="逝者为因公牺牲、病故军人遗属",
    en="the person who died was a survivor of a soldier who died on duty or of illness",
)
def was_survivor() -> Test:
    return f.survivor_of.is_in("duty_death", "illness_death")


@clause("19", zh="去世时已享受定期抚恤金", en="drew the regular pension at death")
def drew_the_pension() -> Test:
    return f.died_on >= f.survivor_confirmed_on


survivor_funeral = entitlement(
    "survivor_funeral",
    zh="遗属丧葬补助费（增发6个月定期抚恤金）",
    en="funeral grant of a survivor: six more months of the regular pension",
    article="19",
    edition=SINCE_2011,
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
