"""In force from 1 January 2024 (Art 90)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="行政复议法（2023年修订）",
    en="Administrative Reconsideration Law (2023)",
    short_zh="2023年修订的《行政复议法》",
    starts="2024-01-01",
    article="90",
    source="2023年9月1日全国人大常委会修订",
)
