"""In force from 24 December 2021 (eleven departments)."""

from rongyao.law.model import edition

EDITION = edition(
    zh="《退役军人逐月领取退役金安置办法》（2021）",
    en="Measures on the Monthly Pension of Veterans (2021)",
    short_zh="2021年逐月领取退役金安置办法",
    starts="2021-12-24",
    article="",
    source="退役军人事务部等11部门；条件见163.com/dy/article/GTHQHJFD05508S9C.html，比例见ccschy.com/techan/33843.html、176601.html，退休后部分见深圳市福田区网站",
)
