"""Article 42 of the earlier text: house money for those kept for life and cared for at home: 60 m² at the local price."""

from rongyao.law.model import Test, all_of, amount, clause, entitlement, rounded, standard, threshold
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.outcomes import lifetime_care

FLOOR_SPACE = threshold("42", m2=60)


@clause("42", zh="分散供养", en="cared for at home")
def cared_for_at_home() -> Test:
    return ~f.centralised_care


house_money = entitlement(
    "house_money",
    zh="分散供养购（建）房经费",
    en="house money of those cared for at home",
    article="42",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(lifetime_care, cared_for_at_home),
    kind="payment",
    amount=amount(
        rounded(standard("housing_price_m2", at=f.discharged_on) * FLOOR_SPACE, "half_up"),
        unit="once",
        payer_zh="中央财政，不足部分由地方财政解决",
        payer_en="the central budget, the rest from the local one",
        note_zh="没有经济适用住房的按普通商品住房价格；产权归本人，自行解决住房的发给本人",
        note_en="ordinary housing's price where there is no affordable housing; the house is the person's own, and who finds "
        "one alone is paid the sum",
    ),
)
