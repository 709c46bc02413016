"""In force from 1 August 2021 (Art 71)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="军人地位和权益保障法",
    en="Law on the Status, Rights and Interests of Soldiers",
    short_zh="《军人地位和权益保障法》",
    starts="2021-08-01",
    article="71",
    source="2021年6月10日全国人大常委会通过",
)
