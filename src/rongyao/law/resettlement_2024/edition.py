"""Which edition this is, and from when (Article 93)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="《退役军人安置条例》（2024）",
    en="Regulations on the Placement of Veterans (2024)",
    short_zh="2024年《退役军人安置条例》",
    starts="2024-09-01",
    article="93",
    source="国务院、中央军事委员会《退役军人安置条例》，2024年7月29日",
)
