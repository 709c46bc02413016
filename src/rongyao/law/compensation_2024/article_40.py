"""Article 40: children and siblings of the fallen who wish to enlist are taken first."""

from rongyao.law.compensation_2024.article_59 import sentenced_gravely
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, clause, entitlement, on, unless
from rongyao.law.model import fact as f


@clause(
    "40",
    zh="烈士、因公牺牲军人、病故军人的子女或者兄弟姐妹",
    en="a child or sibling of a martyr, or of a soldier who died on duty or of illness",
)
def child_or_sibling() -> Test:
    fallen = f.survivor_of.is_in("martyr", "duty_death", "illness_death")
    return fallen & f.survivor_relation.is_in("child", "sibling")


enlistment_preference = entitlement(
    "enlistment_preference",
    zh="自愿应征的优先批准服现役（供参考）",
    en="taken first when enlisting (information only)",
    article="40",
    edition=EDITION,
    event=on,
    when=unless(child_or_sibling, sentenced_gravely),
    kind="information",
    note_zh="须符合征兵条件，是否批准由兵役机关决定，不能推算",
    note_en="the conditions of enlistment must be met and the enlistment office decides, so no outcome can be worked out",
)
