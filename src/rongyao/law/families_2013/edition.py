"""Official from 8 October 2013."""

from rongyao.law.model import edition

EDITION = edition(
    zh="随军家属就业安置办法（国发〔2013〕42号）",
    en="Measures on the Work of Families Who Follow a Soldier (No. 42 of 2013)",
    short_zh="国发〔2013〕42号",
    starts="2013-10-08",
    article="",
    source="国发〔2013〕42号；dfrtw.com/lvshizixun/101605.html、juke.outofmemory.cn/read/677130.html",
)
