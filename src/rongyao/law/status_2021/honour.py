"""Articles 29 to 31: visits, invitations and the plaque on the door."""

from rongyao.law.model import any_of, entitlement, on
from rongyao.law.status_2021.edition import EDITION
from rongyao.law.status_2021.persons import family, soldier, soldier_family_or_survivor, survivor

family_plaque = entitlement(
    "family_plaque",
    zh="家庭悬挂光荣牌",
    en="the plaque of honour on the family's door",
    article="31",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=any_of(soldier, family, survivor),
    note_zh="一户一牌，由街道、村社区送挂；没有款项",
    note_en="one to a household, brought by the town; no money follows",
)
festival_visits = entitlement(
    "festival_visits",
    zh="节日走访慰问、庆典邀请",
    en="visits at festivals, and invitations",
    article="30",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=soldier_family_or_survivor,
    note_zh="慰问标准由当地定，未见，不计算数额",
    note_en="what is given is for the locality to set and was not read, so no sum",
)
