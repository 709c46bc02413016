"""Article 21: more for survivors still in special hardship with the pension. How much is at the county's discretion.

Who is sentenced or wanted draws no pension meanwhile (Article 59), so nothing is added to it either.
"""

from rongyao.law.compensation_2024.article_59 import sentenced_gravely, suspended
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, month_start, on, unless
from rongyao.law.model import fact as f


@clause(
    "21",
    zh="三属，已确认享受定期抚恤金",
    en="a survivor whose regular pension is confirmed",
)
def draws_the_pension() -> Test:
    survivor = f.survivor_of.is_in("martyr", "duty_death", "illness_death")
    return survivor & (on >= month_start(f.survivor_confirmed_on))


@clause("21", zh="生活仍有特殊困难", en="still in special hardship")
def survivor_in_hardship() -> Test:
    return f.in_special_hardship


survivor_hardship = entitlement(
    "survivor_hardship",
    zh="遗属困难补助（供参考）",
    en="help for a survivor in hardship (information only)",
    article="21",
    edition=EDITION,
    event=on,
    when=unless(all_of(draws_the_pension, survivor_in_hardship), suspended, sentenced_gravely),
    kind="information",
    note_zh="增发多少由县级以上政府酌定，条例没有数额，本系统不计算",
    note_en="how much is at the discretion of the county or a higher government; the article names no sum, so none is worked out",
)
