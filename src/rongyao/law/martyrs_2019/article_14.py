"""Article 14 of the earlier text: the honour money, thirty times the national urban income of the year before."""

from rongyao.law.martyrs_2019.edition import EDITION
from rongyao.law.model import Test, amount, clause, entitlement, rate, rounded, standard
from rongyao.law.model import fact as f

TIMES = rate("14", times=30)


@clause("14", zh="已评定为烈士", en="recognised as a martyr")
def recognised_as_martyr() -> Test:
    return f.death_nature == "martyr"


honour_money = entitlement(
    "honour_money",
    zh="烈士褒扬金",
    en="honour money of a martyr",
    article="14",
    edition=EDITION,
    event=f.died_on,
    when=recognised_as_martyr,
    kind="payment",
    amount=amount(
        rounded(standard("national_urban_income", at=f.died_on, year_before=True) * TIMES, "half_up"),
        unit="once",
        payer_zh="领取烈士证书的遗属户口所在地县级退役军人事务部门",
        payer_en="the county office where the family that receives the certificate is registered",
        note_zh="发给父母或者抚养人、配偶、子女，均无的发给符合条件的兄弟姐妹；战时可适当提高，数额另定",
        note_en="it goes to parents or fosterers, spouse and children, else to dependent siblings; in war it may be raised "
        "by a sum set elsewhere",
    ),
)
