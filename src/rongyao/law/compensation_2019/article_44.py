"""Articles 44 and 53 of the earlier text: the fixed allowance of those enlisted by 31 October 1954, if in hardship.

From which month it was paid this text does not say either; the reading is that of the 2024 article.
"""

from datetime import date

from rongyao.law.compensation_2019.article_50 import cancelled, suspended
from rongyao.law.compensation_2019.edition import EDITION
from rongyao.law.compensation_2024.article_62 import START
from rongyao.law.model import (
    Test,
    all_of,
    amount,
    clause,
    entitlement,
    month_after,
    month_start,
    on,
    standard,
    unless,
)
from rongyao.law.model import fact as f

# "Before 31 October" takes in the day itself: compulsory service, and the allowance of Article 62, begin on 1 November.
LAST_DAY = date(1954, 10, 31)


@clause("53", zh="1954年10月31日前入伍、已确认的复员军人", en="enlisted by 31 October 1954, and confirmed")
def enlisted_early() -> Test:
    return (f.living_allowance == "early") & (f.enlisted_on <= LAST_DAY)


@clause(
    "44",
    zh="已到定期定量补助开始发放的月份",
    en="the month from which the confirmed allowance is paid has come",
)
def confirmed_early() -> Test:
    same_month = START.is_("same_month") & (on >= month_start(f.allowance_confirmed_on))
    return same_month | (on >= month_after(f.allowance_confirmed_on))


early_veteran_allowance = entitlement(
    "early_veteran_allowance",
    zh="复员军人定期定量补助",
    en="fixed allowance of those enlisted by 31 October 1954",
    article="44",
    edition=EDITION,
    event=on,
    when=unless(all_of(enlisted_early, confirmed_early), suspended, cancelled),
    kind="payment",
    amount=amount(
        standard("living_allowance", f.living_allowance),
        unit="year",
        payer_zh="当地人民政府退役军人事务部门",
        payer_en="the local office",
        note_zh="国家标准为底线，省、市标准较高的从高",
        note_en="the national figure is a floor: a higher provincial or city standard wins",
        readings=(START,),
    ),
)
