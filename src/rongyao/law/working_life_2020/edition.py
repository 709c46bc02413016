"""In force from 1 January 2021 (Art 85)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="退役军人保障法（教育培训和就业创业）",
    en="Law on the Protection of Veterans: schooling and work",
    short_zh="《退役军人保障法》",
    starts="2021-01-01",
    article="85",
    source="2020年11月11日全国人大常委会通过",
)
