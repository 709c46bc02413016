"""A following spouse of the civil service is placed in the like, within six months.

The "five per cent of a state enterprise's posts" that is often quoted was found in no text: no share is worked out.
"""

from rongyao.law.families_2013.edition import EDITION
from rongyao.law.model import Test, all_of, clause, deadline, entitlement, on
from rongyao.law.model import fact as f

TAKEN_IN = deadline(
    "placing",
    name="taken_in",
    zh="地方收到材料后6个月内安置",
    en="placed within six months of the locality's receiving the papers",
    number=6,
    unit="month",
    starts="follows_soldier_on",
)


@clause("", zh="军人配偶，已批准随军", en="a soldier's spouse, approved to follow")
def following_spouse() -> Test:
    return (f.serving_kin == "spouse") & f.follows_soldier


@clause("", zh="随军前在机关或者事业单位工作", en="worked for a state body or institution before")
def state_employee() -> Test:
    return f.kin_state_employee


placed_in_six_months = entitlement(
    "placed_in_six_months",
    zh="随军配偶（公务员、事业单位人员）对口安置，6个月内",
    en="a following civil servant is placed in the like within six months",
    article="",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(following_spouse, state_employee),
    deadlines=(TAKEN_IN,),
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
