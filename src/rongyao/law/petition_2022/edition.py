"""In force from 1 May 2022 (Art 50)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="信访工作条例",
    en="Regulations on Petitions",
    short_zh="《信访工作条例》",
    starts="2022-05-01",
    article="50",
    source="2022年2月25日中共中央、国务院发布",
)
