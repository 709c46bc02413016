"""Suzhou's measure from 18 March 2023, as the press reported it."""

from rongyao.law.model import edition

EDITION = edition(
    zh="苏州市优待证“双免”措施",
    en="Suzhou's two exemptions for holders of a preference card",
    short_zh="苏州市优待证“双免”措施",
    starts="2023-03-18",
    article="",
    source="ycnews.cn 2023年3月19日报道",
)
