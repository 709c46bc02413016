"""Article 28: a martyr's children at schools and universities."""

from rongyao.law.martyrs_2024.article_24 import keeps_the_right
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, on
from rongyao.law.model import fact as f


@clause("28", zh="烈士子女", en="a martyr's child")
def child() -> Test:
    return f.survivor_relation == "child"


school = entitlement(
    "school",
    zh="入学、升学和资助优待（供参考）",
    en="preference at schools and universities, and grants (information only)",
    article="28",
    edition=EDITION,
    event=on,
    when=all_of(keeps_the_right, child),
    kind="information",
    note_zh="中考优待按当地政策，高考按国家规定，幅度由教育部门定，不作推算",
    note_en="school places by local policy, university by national rules; the education offices set how far it goes",
)
