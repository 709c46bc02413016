"""Article 56: help with a visit to a martyr's grave in another place."""

from rongyao.law.martyrs_2024.article_24 import kin
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, none_of, on
from rongyao.law.model import fact as f


@clause(
    "56", zh="由有关部门组织前往祭扫（统一安排，不另补助）", en="travels with a visit the bureau arranges"
)
def with_an_arranged_visit() -> Test:
    return f.visit_arranged


grave_visit = entitlement(
    "grave_visit",
    zh="异地祭扫补助（供参考）",
    en="help with a visit to a grave elsewhere (information only)",
    article="56",
    edition=EDITION,
    event=on,
    when=all_of(kin, none_of(with_an_arranged_visit)),
    kind="information",
    note_zh="自行前往异地祭扫的按规定给予补助；补助标准由各地定，昆山的标准未见，不作测算",
    note_en="those who travel by themselves are helped; the rate is local, and Kunshan's has not been read",
)
