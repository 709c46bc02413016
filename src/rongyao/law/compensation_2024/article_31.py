"""Article 31: more for disabled soldiers still in special hardship with the pension, at the county's discretion."""

from rongyao.law.compensation_2024.article_27 import from_month_of_approval, graded
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, on
from rongyao.law.model import fact as f


@clause(
    "31", zh="领取残疾抚恤金后生活仍有特殊困难", en="still in special hardship with the disability pension"
)
def disabled_in_hardship() -> Test:
    return f.in_special_hardship


disabled_hardship = entitlement(
    "disabled_hardship",
    zh="残疾军人困难补助（供参考）",
    en="help for a disabled soldier in hardship (information only)",
    article="31",
    edition=EDITION,
    event=on,
    when=all_of(graded, from_month_of_approval, disabled_in_hardship),
    kind="information",
    note_zh="增发多少由县级以上政府酌定，条例没有数额，本系统不计算",
    note_en="how much is at the discretion of the county or a higher government; the article names no sum, so none is worked out",
)
