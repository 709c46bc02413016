"""Article 23: six more months when a martyr's survivor who drew a pension, subsidy or allowance dies, for the funeral."""

from fractions import Fraction

from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import (
    Test,
    all_of,
    amount,
    clause,
    entitlement,
    none_of,
    rounded,
    standard,
    threshold,
)
from rongyao.law.model import fact as f

MONTHS = threshold("23", months=6)
OF_A_YEAR = Fraction(1, 12)
PAYER_ZH, PAYER_EN = "县级退役军人工作主管部门", "the county office"


@clause("23", zh="逝者为烈士遗属", en="the person who died was a martyr's survivor")
def was_survivor() -> Test:
    return f.survivor_of == "martyr"


@clause("23", zh="去世时已享受定期抚恤金（补助）", en="drew the regular pension or subsidy at death")
def drew_the_pension() -> Test:
    return f.died_on >= f.survivor_confirmed_on


@clause(
    "23",
    zh="去世时享受年满60周岁烈士子女生活补助",
    en="drew the allowance of a martyr's child past sixty at death",
)
def drew_the_child_allowance() -> Test:
    return (f.living_allowance == "martyr_child") & (f.died_on >= f.allowance_confirmed_on)


funeral = entitlement(
    "funeral",
    zh="烈士遗属丧葬补助费（继续发放6个月定期抚恤金）",
    en="funeral grant of a martyr's survivor: six more months of the pension",
    article="23",
    edition=EDITION,
    event=f.died_on,
    when=all_of(was_survivor, none_of(drew_the_child_allowance), drew_the_pension),
    kind="payment",
    amount=amount(
        rounded(standard("survivor_pension", f.survivor_of, at=f.died_on) * OF_A_YEAR * MONTHS, "half_up"),
        unit="once",
        payer_zh=PAYER_ZH,
        payer_en=PAYER_EN,
        note_zh="按其原享受的标准",
        note_en="at the rate the survivor received",
    ),
)

child_funeral = entitlement(
    "child_funeral",
    zh="老年烈士子女丧葬补助费（继续发放6个月生活补助）",
    en="funeral grant of a martyr's child past sixty: six more months of the allowance",
    article="23",
    edition=EDITION,
    event=f.died_on,
    when=all_of(was_survivor, drew_the_child_allowance),
    kind="payment",
    amount=amount(
        rounded(
            standard("living_allowance", "martyr_child", at=f.died_on) * OF_A_YEAR * MONTHS,
            "half_up",
        ),
        unit="once",
        payer_zh=PAYER_ZH,
        payer_en=PAYER_EN,
        note_zh="按其原享受的标准",
        note_en="at the rate received",
    ),
)
