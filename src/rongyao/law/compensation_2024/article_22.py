"""Article 22: when a survivor who drew the regular pension dies, it goes on for six months, for the funeral.

A martyr's survivor has the same by the Martyrs' Regulations; the answer is given there, so that nothing is paid twice.
"""

from fractions import Fraction

from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, amount, clause, entitlement, rounded, standard, threshold
from rongyao.law.model import fact as f

MONTHS = threshold("22", months=6)
OF_A_YEAR = Fraction(1, 12)


@clause(
    "22",
    zh="逝者为因公牺牲、病故军人遗属",
    en="the person who died was a survivor of a soldier who died on duty or of illness",
)
def was_survivor() -> Test:
    return f.survivor_of.is_in("duty_death", "illness_death")


@clause("22", zh="去世时已享受定期抚恤金", en="drew the regular pension at death")
def drew_the_pension() -> Test:
    return f.died_on >= f.survivor_confirmed_on


survivor_funeral = entitlement(
    "survivor_funeral",
    zh="遗属丧葬补助（继续发放6个月定期抚恤金）",
    en="funeral grant of a survivor: six more months of the regular pension",
    article="22",
    edition=EDITION,
    event=f.died_on,
    when=all_of(was_survivor, drew_the_pension),
    kind="payment",
    amount=amount(
        rounded(standard("survivor_pension", f.survivor_of, at=f.died_on) * OF_A_YEAR * MONTHS, "half_up"),
        unit="once",
        payer_zh="县级退役军人工作主管部门",
        payer_en="the county office",
        note_zh="按其原享受的标准；发给办理丧葬的亲属",
        note_en="at the rate the survivor received; it goes to the kin who see to the funeral",
    ),
)
