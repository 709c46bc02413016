"""Article 27: a martyr's children and siblings come first in enlistment, children in the civil service, all kin in work."""

from rongyao.law.martyrs_2024.article_24 import keeps_the_right
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, on
from rongyao.law.model import fact as f


@clause("27", zh="烈士的子女或者兄弟姐妹", en="a martyr's child or sibling")
def child_or_sibling() -> Test:
    return f.survivor_relation.is_in("child", "sibling")


enlistment_and_work = entitlement(
    "enlistment_and_work",
    zh="征兵和公务员录用优先（供参考）",
    en="first in enlistment and the civil service (information only)",
    article="27",
    edition=EDITION,
    event=on,
    when=all_of(keeps_the_right, child_or_sibling),
    kind="information",
    note_zh="子女、兄弟姐妹应征优先批准，子女考公务员同等条件优先；结果由兵役机关和招录单位决定，不能推算",
    note_en="children and siblings in enlistment, children in the civil service where equal; the offices decide",
)
work_first = entitlement(
    "work_first",
    zh="就业帮扶和裁员留用优先（供参考）",
    en="helped to work first, and kept first in lay-offs (information only)",
    article="27",
    edition=EDITION,
    event=on,
    when=keeps_the_right,
    kind="information",
    note_zh="父母、配偶、子女等遗属都可以；自己经营的另有优惠政策；岗位和优惠不能推算",
    note_en="for parents, spouse and every other survivor; a business of one's own has reliefs too; no outcome can be worked out",
)
