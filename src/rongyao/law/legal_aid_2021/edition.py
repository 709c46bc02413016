"""In force from 1 January 2022."""

from rongyao.law.model import edition

EDITION = edition(
    zh="法律援助法",
    en="Legal Aid Law",
    short_zh="《法律援助法》",
    starts="2022-01-01",
    article="71",
    source="2021年8月20日全国人大常委会通过",
)
