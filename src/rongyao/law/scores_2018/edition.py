"""From December 2018 to the discharges before the winter of 2022; the days of either end were not read and are the month's."""

from rongyao.law.model import edition

EDITION = edition(
    zh="《符合政府安排工作条件退役士兵服役表现量化评分暂行办法》（2018）",
    en="Trial Measures on the Quantified Service Score (2018)",
    short_zh="2018年量化评分暂行办法",
    starts="2018-12-01",
    ends="2022-11-30",
    article="",
    source="两处二手来源相互一致：mit.51dongshi.com/dadase/dasvdsa，m.qebk.com/techan/302456.html",
)
