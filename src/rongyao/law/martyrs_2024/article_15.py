"""Article 15: the honour money: thirty times the national urban income of the year before the death.

The year is the one before the death, not before the payment or the recognition. In war the sum may be raised for
those who fell fighting; by how much is not in the text, so such a raise is entered by hand.
"""

from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, amount, clause, entitlement, rate, rounded, standard
from rongyao.law.model import fact as f

TIMES = rate("15", times=30)


@clause("15", zh="已评定为烈士", en="recognised as a martyr")
def recognised_as_martyr() -> Test:
    """By the army or the province, reviewed by the ministry (Arts 8–11); the county acts on the notice."""
    return f.death_nature == "martyr"


honour_money = entitlement(
    "honour_money",
    zh="烈士褒扬金",
    en="honour money of a martyr",
    article="15",
    edition=EDITION,
    event=f.died_on,
    when=recognised_as_martyr,
    kind="payment",
    amount=amount(
        rounded(standard("national_urban_income", at=f.died_on, year_before=True) * TIMES, "half_up"),
        unit="once",
        payer_zh="烈士证书持有人户籍所在地县级退役军人工作主管部门",
        payer_en="the county office where the holder of the martyr's certificate is registered",
        note_zh="发给父母（抚养人）、配偶、子女；均无的，发给未满18周岁的兄弟姐妹，或者已成年、无生活费来源且生前由烈士供养的；立功不增发；战时可适当提高，数额另定",
        note_en="it goes to parents (or fosterers), spouse and children, else to dependent siblings; honours add nothing; "
        "in war it may be raised by a sum set elsewhere",
    ),
)
