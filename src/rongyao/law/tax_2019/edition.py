"""From 1 January 2019; the announcement of 2023 takes over from 1 January 2023."""

from rongyao.law.model import edition

EDITION = edition(
    zh="财政部、税务总局、退役军人部《关于进一步扶持自主就业退役士兵创业就业有关税收政策的通知》（财税〔2019〕21号）",
    en="Notice No. 21 of 2019 on tax relief for veterans who found or take up work",
    short_zh="财税〔2019〕21号",
    starts="2019-01-01",
    ends="2022-12-31",
    article="6",
    source="财税〔2019〕21号（二手来源）",
)
