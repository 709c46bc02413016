"""Article 57: work for a spouse who moves along: assigned where they worked for the state, helped to find it otherwise."""

from rongyao.law.model import all_of, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.article_56 import family_moves_along, married
from rongyao.law.resettlement_2024.edition import EDITION

spouse_job = entitlement(
    "spouse_job",
    zh="随调配偶的工作安排或者就业帮助",
    en="a post, or help to find one, for the spouse who moves along",
    article="57",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(married, family_moves_along),
    note_zh="在机关、事业单位工作的安排到相应单位，合同不少于3年；其他的提供就业指导，或者发一次性就业补助费，标准由省定、未见",
    note_en="state staff are assigned a post with a contract of three years or more; others are helped, or given a one-off grant whose "
    "rate the province sets and has not been read",
)
