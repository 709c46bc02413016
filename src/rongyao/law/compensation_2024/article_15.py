"""Article 15: the one-off death gratuity: a multiple of the national urban income of the year before, and 40 months' pay.

A martyr's and a duty death's family receive twenty times, an illness death's family twice; month pay below a second
lieutenant's basic pay is counted as his, and a posthumous rank counts. The honour money of the same article is in
`martyrs_2024`. Who receives is Article 18, what honours add is Article 16; Article 61 puts the
retired beside those who serve.
"""

from rongyao.law.compensation_2024.article_16 import increment
from rongyao.law.compensation_2024.article_18 import RECIPIENTS_EN, RECIPIENTS_ZH
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import (
    Test,
    all_of,
    amount,
    any_of,
    clause,
    entitlement,
    highest,
    pick,
    rate,
    rounded,
    standard,
    threshold,
)
from rongyao.law.model import fact as f

MARTYR_OR_DUTY = rate("15", name="martyr_or_duty_death", times=20)
ILLNESS = rate("15", name="illness_death", times=2)
MONTHS_OF_PAY = threshold("15", months=40)


@clause("15", zh="在役期间死亡", en="died while serving")
def died_serving() -> Test:
    return f.died_in_service


@clause(
    "61",
    zh="死亡时为已移交政府安置的离休退休人员，比照在役",
    en="was a retired soldier handed over to the government, who is treated as one serving",
)
def retired_soldier() -> Test:
    """No conscript retires, so a conscript's file is not asked whether he was handed over."""
    return (f.rank_group != "conscript") & f.retired_cadre_transferred


@clause(
    "15",
    zh="性质已定：烈士、因公牺牲或者病故",
    en="the death was found a martyr's, on duty, or of illness",
)
def nature_found() -> Test:
    """The finding is the army's (Arts 11–13); the county pays on its notice."""
    return f.death_nature.is_in("martyr", "duty_death", "illness_death")


income = standard("national_urban_income", at=f.died_on, year_before=True)
times = pick((f.death_nature.is_in("martyr", "duty_death"), MARTYR_OR_DUTY), otherwise=ILLNESS)
month_pay = highest(f.monthly_basic_pay, standard("second_lieutenant_basic_pay", at=f.died_on))
before_honours = income * times + month_pay * MONTHS_OF_PAY

death_gratuity = entitlement(
    "death_gratuity",
    zh="一次性抚恤金",
    en="one-off death gratuity",
    article="15",
    edition=EDITION,
    event=f.died_on,
    when=all_of(
        any_of(
            died_serving,
            retired_soldier,
            zh="在役死亡，或者移交政府的离退休人员死亡",
            en="died in service, or as a retired soldier handed over",
        ),
        nature_found,
    ),
    kind="payment",
    amount=amount(
        rounded(before_honours * (1 + increment), "half_up"),
        unit="once",
        payer_zh="收到通知书的县级退役军人工作主管部门",
        payer_en="the county office that received the army's notice",
        note_zh=f"增发以一次性抚恤金为基数，烈士褒扬金不增发；{RECIPIENTS_ZH}",
        note_en=f"honours add to this gratuity, not to the honour money; {RECIPIENTS_EN}",
    ),
)
