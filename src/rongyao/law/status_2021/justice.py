"""Articles 60 and 61: complaint, courts and legal aid."""

from rongyao.law.model import entitlement, on
from rongyao.law.status_2021.edition import EDITION
from rongyao.law.status_2021.persons import soldier_family_or_survivor

courts_first = entitlement(
    "courts_first",
    zh="权益受侵害的申诉控告，法院优先立案审理执行",
    en="complaint, and first hearing in court",
    article="60",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=soldier_family_or_survivor,
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
legal_aid_first = entitlement(
    "legal_aid_first",
    zh="法律援助、司法救助优先",
    en="legal aid and court relief come first",
    article="61",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=soldier_family_or_survivor,
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
