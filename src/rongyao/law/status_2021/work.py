"""Articles 52 to 54: the spouse's work."""

from rongyao.law.model import Test, all_of, clause, entitlement, none_of, on
from rongyao.law.model import fact as f
from rongyao.law.status_2021.edition import EDITION
from rongyao.law.status_2021.persons import approved_to_follow, spouse, survivor_of_honour


@clause("52", zh="随军前在机关或者事业单位工作", en="worked for a state body or institution before")
def state_employee() -> Test:
    return f.kin_state_employee


@clause("54", zh="从事个体经营", en="runs a household business")
def runs_business() -> Test:
    return f.runs_household_business


spouse_post_in_kind = entitlement(
    "spouse_post_in_kind",
    zh="随军配偶（原在机关事业单位）安排相应工作单位",
    en="a following spouse of the civil service is placed in the like",
    article="52",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(spouse, approved_to_follow, state_employee),
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
spouse_job_help = entitlement(
    "spouse_job_help",
    zh="随军配偶就业指导、培训和优先就业",
    en="guidance, training and first help to work for a following spouse",
    article="52",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(spouse, approved_to_follow, none_of(state_employee)),
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
survivor_job_first = entitlement(
    "survivor_job_first",
    zh="烈士、因公牺牲军人遗属优先安排就业",
    en="survivors of martyrs and duty deaths come first for work",
    article="52",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=survivor_of_honour,
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
enterprise_share = entitlement(
    "enterprise_share",
    zh="国有企业按比例聘用随军家属（供参考）",
    en="state enterprises take on a share of following families (information)",
    article="53",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(spouse, approved_to_follow),
    note_zh="条文只写按用工需求的“适当比例”，没有数字，不能计算",
    note_en="the text says “a fitting share” and gives no number: nothing to work out",
)
spouse_business = entitlement(
    "spouse_business",
    zh="军人配偶个体经营支持",
    en="support for a spouse's own business",
    article="54",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(spouse, runs_business),
    note_zh="税费按随军家属优惠政策，标准未见，不计算数额",
    note_en="taxes follow the rules for following families, which were not read, so no sum",
)
