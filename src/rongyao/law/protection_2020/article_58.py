"""Article 58: a ceremony of welcome when the receiving government takes the person over.

Whoever is settled here came from here, studied elsewhere at enlistment, or was let settle here on other grounds; a plain no
is for those only who now are registered elsewhere as well.
"""

from rongyao.law.model import Test, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.protection_2020.edition import EDITION


@clause(
    "58",
    zh="由昆山接收安置（入伍时或者上大学前户籍在昆山，或者退役后落户昆山）",
    en="is received by Kunshan (registered here at enlistment, before university, or since discharge)",
)
def received_here() -> Test:
    return f.hukou_kunshan_at_enlistment | f.hukou_kunshan_before_university | f.hukou_kunshan


welcome_ceremony = entitlement(
    "welcome_ceremony",
    zh="迎接仪式",
    en="a ceremony of welcome",
    article="58",
    edition=EDITION,
    event=f.discharged_on,
    when=received_here,
    note_zh="由退役军人工作主管部门在接收时举行，没有数额",
    note_en="held by the bureau when it receives the person; no sum follows",
)
