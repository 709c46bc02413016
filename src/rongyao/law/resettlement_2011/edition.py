"""Which edition this is, and from when to when (Article 53; repealed by Article 93 of the 2024 edition)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="《退役士兵安置条例》（2011）",
    en="Regulations on the Placement of Discharged Soldiers (2011)",
    short_zh="2011年《退役士兵安置条例》",
    starts="2011-11-01",
    ends="2024-08-31",
    article="53",
    source="国务院、中央军事委员会令第608号，2011年10月29日",
)
