"""Article 56: help with a visit to a martyr's grave in another place."""

from rongyao.law.martyrs_2024.article_24 import keeps_the_right
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, none_of, on
from rongyao.law.model import fact as f


@clause("56", zh="随退役军人工作主管部门组织的祭扫前往", en="travels with a visit the bureau arranges")
def with_an_arranged_visit() -> Test:
    return f.visit_arranged


grave_visit = entitlement(
    "grave_visit",
    zh="异地祭扫补助（供参考）",
    en="help with a visit to a grave elsewhere (information only)",
    article="56",
    edition=EDITION,
    event=on,
    when=all_of(keeps_the_right, none_of(with_an_arranged_visit)),
    kind="information",
    note_zh="自己去外地祭扫的，由户籍地补助；条例没有写标准，昆山的标准未见，不作测算",
    note_en="those who travel by themselves are helped by their home county; the text names no rate, and Kunshan's has not been read",
)
