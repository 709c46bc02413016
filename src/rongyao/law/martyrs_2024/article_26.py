"""Article 26: medical care at a lower price for a martyr's family; how far, other rules say."""

from rongyao.law.martyrs_2024.article_24 import keeps_the_right
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import entitlement, on

medical = entitlement(
    "medical",
    zh="医疗优惠（供参考）",
    en="medical care at a lower price (information only)",
    article="26",
    edition=EDITION,
    event=on,
    when=keeps_the_right,
    kind="information",
    note_zh="优惠幅度由国家和省另行规定，条例没有写，不作测算",
    note_en="how far the discount goes is set elsewhere, so nothing is worked out",
)
