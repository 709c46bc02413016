"""In force from 1 September 2024 (Article 93 of the placement regulation)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="《退役军人安置条例》（2024）军官安置",
    en="Regulations on the Placement of Veterans (2024): officers",
    short_zh="2024年《退役军人安置条例》",
    starts="2024-09-01",
    article="93",
    source="国务院、中央军事委员会《退役军人安置条例》第十二条至第十七条",
)
