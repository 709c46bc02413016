"""From June 2022 (退役军人部发〔2022〕46号); the day was not read and is the month's first."""

from rongyao.law.model import edition

EDITION = edition(
    zh="《关于促进优秀退役军人到中小学任教的意见》（退役军人部发〔2022〕46号）",
    en="Opinion on Veterans as School Teachers (No. 46 of 2022)",
    short_zh="2022年退役军人任教意见",
    starts="2022-06-01",
    article="",
    source="退役军人部发〔2022〕46号，强国网 qiangguo.cn/news/show-126.html；人社厅函〔2025〕61号重申",
)
