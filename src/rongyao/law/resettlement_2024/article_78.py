"""Article 78: house money for those kept for life and cared for at home: sixty square metres at the local price.

The price is that of affordable housing, or of ordinary housing where there is none; the bureau enters it.
"""

from rongyao.law.model import Test, all_of, amount, clause, entitlement, rounded, standard, threshold
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.outcomes import lifetime_care

FLOOR_SPACE = threshold("78", m2=60)


@clause("78", zh="分散供养", en="cared for at home")
def cared_for_at_home() -> Test:
    return ~f.centralised_care


house_money = entitlement(
    "house_money",
    zh="分散供养购（建）房经费",
    en="house money of those cared for at home",
    article="78",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(lifetime_care, cared_for_at_home),
    kind="payment",
    amount=amount(
        rounded(standard("housing_price_m2", at=f.discharged_on) * FLOOR_SPACE, "half_up"),
        unit="once",
        payer_zh="安置地人民政府",
        payer_en="the receiving government",
        note_zh="没有经济适用住房的按普通商品住房价格；产权归本人，自行解决住房的发给本人",
        note_en="ordinary housing's price where there is no affordable housing; the house is the person's own, and who finds one "
        "alone is paid the sum",
    ),
)
