"""Article 33 of the earlier text: the family allowance of a conscript, not below the local average standard of living.

The sum was as much the locality's own as it is now, so the two ways to it are those of the 2024 article.
"""

from rongyao.law.compensation_2019.edition import EDITION
from rongyao.law.compensation_2024.article_42 import family_allowance
from rongyao.law.model import Test, all_of, amount, clause, entitlement, on
from rongyao.law.model import fact as f


@clause("33", zh="义务兵，正在服现役", en="a conscript who is serving")
def serving_conscript() -> Test:
    return (f.rank_group == "conscript") & f.is_serving


@clause("33", zh="由本地征集入伍", en="enlisted here")
def enlisted_here() -> Test:
    return f.enlisted_from_kunshan


conscript_family_allowance = entitlement(
    "conscript_family_allowance",
    zh="义务兵家庭优待金",
    en="family allowance of a conscript",
    article="33",
    edition=EDITION,
    event=on,
    when=all_of(serving_conscript, enlisted_here),
    kind="payment",
    amount=amount(family_allowance, unit="year", payer_zh="当地人民政府", payer_en="the local government"),
)
