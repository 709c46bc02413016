"""Article 31 of the earlier text: artificial limbs and the like, from the province after discharge."""

from rongyao.law.compensation_2019.article_23 import graded
from rongyao.law.compensation_2019.article_50 import cancelled, suspended
from rongyao.law.compensation_2019.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, on, unless
from rongyao.law.model import fact as f


@clause("31", zh="需要配制辅助器械，且已退出现役", en="needs an aid, and is discharged")
def needs_aids_after_discharge() -> Test:
    return f.needs_aids & (on >= f.discharged_on)


aids = entitlement(
    "aids",
    zh="假肢等辅助器械（供参考）",
    en="artificial limbs and other aids (information only)",
    article="31",
    edition=EDITION,
    event=on,
    when=unless(all_of(graded, needs_aids_after_discharge), suspended, cancelled),
    kind="information",
    note_zh="配什么、多少钱由省级按残情决定，本系统不计算",
    note_en="what is fitted, and its cost, the province settles by the case, so no sum is worked out",
)
