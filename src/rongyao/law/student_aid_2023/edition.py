"""From 23 September 2023, the day of the page that was read; the first day of the rule itself was not."""

from rongyao.law.model import edition

EDITION = edition(
    zh="服兵役学生国家教育资助",
    en="State aid for students who served",
    short_zh="服兵役学生国家教育资助",
    starts="2023-09-23",
    article="",
    source="innenu.com/intro/subsidize/military/intro.html（2023年9月、2025年7月）",
)
