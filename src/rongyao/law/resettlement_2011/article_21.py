"""Article 21 of the earlier text: vocational courses free of charge within a year of discharge.

Later practice (from 2018) opened them at any time, and the Protection Law of 2021 names no term: see its Article 36.
"""

from rongyao.law.model import Test, all_of, clause, entitlement, months_later, on, threshold
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.outcomes import self_employment

MONTHS = threshold("21", months=12)


@clause("21", zh="退役1年内", en="within a year of discharge")
def within_a_year() -> Test:
    """The anniversary is the last day of the year."""
    return (on >= f.discharged_on) & (months_later(f.discharged_on, MONTHS) >= on)


training_within_a_year = entitlement(
    "training_within_a_year",
    zh="退役1年内免费职业教育和技能培训",
    en="vocational courses free of charge within a year of discharge",
    article="21",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(within_a_year, self_employment),
    note_zh="费用由县级以上人民政府承担；超过1年的按后来的规定（退役军人保障法第三十六条）",
    note_en="at the government's cost; after a year later rules hold (Protection Law, Article 36)",
)
