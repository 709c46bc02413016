"""Article 26 of the earlier text: farmland contracted before enlistment is not taken back while the contract runs."""

from rongyao.law.model import Test, all_of, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.outcomes import self_employment


@clause("26", zh="入伍前承包农村土地", en="held contracted farmland before enlistment")
def held_farmland() -> Test:
    return f.held_farmland_before


farmland_kept = entitlement(
    "farmland_kept",
    zh="承包地不得违法收回，征收时同等权利",
    en="contracted farmland is kept, with equal rights when it is taken for public use",
    article="26",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(held_farmland, self_employment),
    note_zh="没有承包地的集体经济组织成员可申请承包，优先解决；不作测算",
    note_en="members without land might ask for some first; nothing is worked out",
)
