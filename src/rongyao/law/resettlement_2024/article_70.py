"""Article 70: farmland contracted before enlistment is not taken back while the contract runs."""

from rongyao.law.model import Test, all_of, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.outcomes import self_employment


@clause("70", zh="入伍前承包农村土地", en="held contracted farmland before enlistment")
def held_farmland() -> Test:
    return f.held_farmland_before


farmland_kept = entitlement(
    "farmland_kept",
    zh="承包地不得违法收回，征收时同等权利",
    en="contracted farmland is kept, with equal rights when it is taken for public use",
    article="70",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(held_farmland, self_employment),
    note_zh="没有承包地的集体经济组织成员可申请承包，优先解决；补偿由征收方案定，不作测算",
    note_en="members without land may ask for some first; compensation is set when land is taken and is not worked out",
)
