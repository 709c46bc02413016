"""Article 35: artificial limbs, wheelchairs, hearing aids: from the province after discharge, from the army before."""

from rongyao.law.compensation_2024.article_27 import graded
from rongyao.law.compensation_2024.article_59 import cancelled
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, on, unless
from rongyao.law.model import fact as f


@clause("35", zh="残情需要配制康复辅助器具", en="the disability calls for an aid")
def needs_aids() -> Test:
    return f.needs_aids


@clause("35", zh="已退出现役（在役的由军队解决）", en="discharged (while serving, the army provides)")
def aids_after_discharge() -> Test:
    return on >= f.discharged_on


aids = entitlement(
    "aids",
    zh="康复辅助器具（供参考）",
    en="artificial limbs and other aids (information only)",
    article="35",
    edition=EDITION,
    event=on,
    when=unless(all_of(graded, needs_aids, aids_after_discharge), cancelled),
    kind="information",
    note_zh="配什么、多少钱由省级按残情决定，本系统不计算；向县级部门申请",
    note_en="what is fitted, and its cost, the province settles by the case, so no sum is worked out; ask the county",
)
