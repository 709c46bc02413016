"""Its first day was not read; in 2005 it was in force."""

from rongyao.law.model import edition

EDITION = edition(
    zh="军人子女、退役军人考试优待（民发〔2004〕192号等）",
    en="Preferences in entrance examinations (No. 192 of 2004 and others)",
    short_zh="民发〔2004〕192号",
    starts="2005-01-01",
    article="",
    source="004km.cn/a12/2019051323/c276813252fd6ec5.html；辽宁、江西文本（研究生、专升本）",
)
