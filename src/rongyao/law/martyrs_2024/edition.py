"""The edition in force from 1 January 2025 (Art 70)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="烈士褒扬条例（2024年修订）",
    en="Regulations on Honouring Martyrs (2024 revision)",
    short_zh="2024年修订的《烈士褒扬条例》",
    starts="2025-01-01",
    article="70",
    source="国务院令第791号",
)
