"""In force from 1 October 2021."""

from rongyao.law.model import edition

EDITION = edition(
    zh="兵役法（2021年修订）",
    en="Military Service Law (2021)",
    short_zh="2021年修订的《兵役法》",
    starts="2021-10-01",
    article="65",
    source="2021年8月20日全国人大常委会修订",
)
