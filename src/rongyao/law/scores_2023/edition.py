"""For discharges of the winter of 2022 and after; the winter is taken to begin on 1 December."""

from rongyao.law.model import edition

EDITION = edition(
    zh="《安排工作退役军士和义务兵服现役表现量化评分办法》（2023）",
    en="Measures on the Quantified Service Score (2023)",
    short_zh="2023年量化评分办法",
    starts="2022-12-01",
    article="",
    source="法治日报2023年8月23日报道；分值未见",
)
