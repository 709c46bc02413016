"""Article 36 of the earlier text: half fares across the country, free city transport, for disabled soldiers."""

from rongyao.law.compensation_2019.article_50 import cancelled, suspended
from rongyao.law.compensation_2019.edition import EDITION
from rongyao.law.model import Test, clause, entitlement, on, threshold, unless
from rongyao.law.model import fact as f

LIGHTEST = threshold("36", grade=10)


@clause("36", zh="持残疾军人证", en="holds the disabled soldier's card")
def disabled_soldier() -> Test:
    return f.disability_grade.between(1, LIGHTEST)


fares_half = entitlement(
    "fares_half",
    zh="减收正常票价50%，免费乘坐市内公共交通",
    en="half fares, and free city transport",
    article="36",
    edition=EDITION,
    event=on,
    when=unless(disabled_soldier, suspended, cancelled),
    note_zh="凭残疾军人证；火车、轮船、长途汽车、民航减收50%，票价取决于行程，不作测算",
    note_en="on the disabled soldier's card; half of the fare, which depends on the journey",
)
