"""Jiangsu's practice as two published payments and one page of 2024 show it; the instrument itself has not been found."""

from rongyao.law.model import edition

EDITION = edition(
    zh="江苏省自主就业退役士兵一次性经济补助（按已公布的做法）",
    en="Jiangsu's one-off subsidy for soldiers placed by self-employment (as practised)",
    short_zh="江苏省一次性经济补助的做法",
    starts="2022-01-01",
    article="",
    source="省级文件未见；做法见2024年9月13日网页和苏州市吴江区2022、2023年发放数（此前曾扣除部队发放的9000元）",
)
