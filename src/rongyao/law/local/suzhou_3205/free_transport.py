"""Free buses, metro and trams, and free national museums and parks at government prices, from 18 March 2023.

For the holder of either kind of card, wherever it was issued; the law leaves this to the province (保障法 Art 53).
"""

from rongyao.law.local.suzhou_3205.edition import EDITION
from rongyao.law.model import Test, clause, entitlement, on
from rongyao.law.model import fact as f


@clause("", zh="持有退役军人优待证或者其他优抚对象优待证", en="holds a preference card of either kind")
def holds_either_card() -> Test:
    return f.holds_preference_card | f.holds_other_card_kind


free_transport_and_sights = entitlement(
    "free_transport_and_sights",
    zh="市内公交、地铁、有轨电车免费，国有博物馆、政府定价公园免费",
    en="free city transport, national museums and parks at government prices",
    article="",
    edition=EDITION,
    event=on,
    when=holds_either_card,
    note_zh="凭优待证；不限发证地",
    note_en="on showing the card, wherever it was issued",
)
