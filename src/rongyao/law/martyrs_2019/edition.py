"""The earlier text: in force from 1 August 2011 (Art 43) to 31 December 2024."""

from rongyao.law.model import edition

EDITION = edition(
    zh="烈士褒扬条例（2011年公布，2019年修订）",
    en="Regulations on Honouring Martyrs (2011, amended 2019)",
    short_zh="2019年修订的《烈士褒扬条例》",
    starts="2011-08-01",
    ends="2024-12-31",
    article="43",
    source="国务院令第601号",
)
