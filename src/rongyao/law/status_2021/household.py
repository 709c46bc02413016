"""Articles 38, 42 and 50: leave to visit, moving along, housing."""

from rongyao.law.model import Test, all_of, clause, entitlement, on
from rongyao.law.model import fact as f
from rongyao.law.status_2021.edition import EDITION
from rongyao.law.status_2021.persons import approved_to_follow, family, family_or_survivor, spouse


@clause("50", zh="符合当地住房保障条件", en="meets the local conditions for public housing")
def housing_eligible() -> Test:
    return f.housing_eligible


visiting_leave = entitlement(
    "visiting_leave",
    zh="军人配偶探亲假",
    en="leave for the spouse to visit",
    article="38",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=spouse,
    note_zh="单位保障薪酬并不得因此辞退；符合条件的路费由部队保障，标准未见，不计算数额",
    note_en="the employer pays and may not dismiss for it; fares are the army's, at a rate not read, so no sum",
)
household_moves_along = entitlement(
    "household_moves_along",
    zh="家属随军落户",
    en="the family's household moves along",
    article="42",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(family, approved_to_follow),
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
housing_first = entitlement(
    "housing_first",
    zh="住房优先",
    en="first in public housing",
    article="50",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(family_or_survivor, housing_eligible),
    note_zh="三属另给优惠；优惠多少由当地定，不计算数额",
    note_en="survivors have a reduction besides, which the locality sets, so no sum",
)
