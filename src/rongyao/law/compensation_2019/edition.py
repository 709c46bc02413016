"""The earlier text: in force from 1 October 2004 (Art 54); the death gratuity as the amendment of July 2011 made it.

The amendment's own first day is not in the text we hold; 1 August 2011 is taken, the day the Martyrs' Regulations
of the same week came into force. Deaths before it are not decided here.
"""

from rongyao.law.model import edition

EDITION = edition(
    zh="军人抚恤优待条例（2004年公布，2011年、2019年修订）",
    en="Regulations on Compensation and Preferential Treatment for Soldiers (2004, amended 2011 and 2019)",
    short_zh="2019年修订的《军人抚恤优待条例》",
    starts="2004-10-01",
    ends="2024-09-30",
    article="54",
    source="国务院、中央军委令第413号",
)
SINCE_2011 = edition(
    zh="军人抚恤优待条例（2011年、2019年修订）",
    en="Regulations on Compensation and Preferential Treatment for Soldiers (amended 2011 and 2019)",
    short_zh="2011年修订后的《军人抚恤优待条例》",
    starts="2011-08-01",
    ends="2024-09-30",
    article="54",
    source="国务院、中央军委令第413号，2011年7月29日修订",
)
