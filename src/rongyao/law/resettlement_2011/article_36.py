"""Article 36 of the earlier text: a contract of three years at least with the receiving unit."""

from rongyao.law.model import all_of, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.outcomes import job_assignment

contract_three_years = entitlement(
    "contract_three_years",
    zh="不少于3年的劳动（聘用）合同",
    en="a contract of at least three years",
    article="36",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(job_assignment),
    note_zh="由接收单位在介绍信开出1个月内安排上岗并签订；裁减人员时优先留用",
    note_en="the receiving unit signs it and the post begins within a month of the letter; kept first in lay-offs",
)
