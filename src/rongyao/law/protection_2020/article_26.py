"""Article 26: those a unit received by placement are kept first when it lays people off."""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.protection_2020.edition import EDITION


@clause("26", zh="以安排工作或者转业方式安置", en="placed by an assigned job or by transfer")
def placed_in_a_unit() -> Test:
    return f.placement_choice.is_in("job_assignment", "transfer")


@clause("26", zh="已在接收单位上岗", en="has begun the post")
def on_the_post() -> Test:
    return f.on_post | f.has_employer


kept_first_in_layoffs = entitlement(
    "kept_first_in_layoffs",
    zh="单位裁减人员时优先留用",
    en="kept first in lay-offs",
    article="26",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(placed_in_a_unit, any_of(on_the_post)),
    note_zh="由接收单位执行，没有数额",
    note_en="the receiving unit's duty; no sum follows",
)
