"""Article 27: a martyr's children and siblings come first in enlistment, children in the civil service, kin in work."""

from rongyao.law.martyrs_2024.article_24 import kin
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, on
from rongyao.law.model import fact as f


@clause("27", zh="烈士的子女或者兄弟姐妹", en="a martyr's child or sibling")
def child_or_sibling() -> Test:
    return f.survivor_relation.is_in("child", "sibling")


enlistment_and_work = entitlement(
    "enlistment_and_work",
    zh="征兵、录用和就业优先（供参考）",
    en="first in enlistment, civil service and work (information only)",
    article="27",
    edition=EDITION,
    event=on,
    when=all_of(kin, child_or_sibling),
    kind="information",
    note_zh="同等条件下优先，结果由兵役机关和用人单位决定，不能推算；裁员时优先留用",
    note_en="preferred where equal; the outcome is the office's or the employer's; kept first in lay-offs",
)
