"""The edition in force from 1 October 2024 (Art 64)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="军人抚恤优待条例（2024年修订）",
    en="Regulations on Compensation and Preferential Treatment for Soldiers (2024 revision)",
    short_zh="2024年修订的《军人抚恤优待条例》",
    starts="2024-10-01",
    article="64",
    source="国务院、中央军委令第788号",
)
