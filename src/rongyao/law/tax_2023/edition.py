"""In force from 1 January 2023 to 31 December 2027 (item 6 of the announcement)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="财政部、税务总局、退役军人事务部公告2023年第14号",
    en="Announcement No. 14 of 2023 on tax relief for veterans who found or take up work",
    short_zh="2023年第14号公告",
    starts="2023-01-01",
    ends="2027-12-31",
    article="6",
    source="公告2023年第14号；江苏省苏财税〔2023〕22号（https://rwb.usts.edu.cn/info/1101/1584.htm）",
)
