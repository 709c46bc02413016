"""Articles 33 and 35 of the earlier text: the first post was the county's to secure, within six months of reception."""

from rongyao.law.model import deadline

ASSIGN = deadline(
    "35",
    name="assign",
    zh="安置地政府在接收后6个月内安排工作",
    en="the receiving government assigns the post within 6 months of reception",
    number=6,
    unit="month",
    starts="reported_on",
    consequence_zh="待安排期间按月发生活补助",
    consequence_en="a monthly allowance is paid while the person waits",
)
