"""Article 58: a ceremony of welcome when the receiving government takes the person over."""

from rongyao.law.model import Test, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.protection_2020.edition import EDITION


@clause(
    "58", zh="安置地为昆山（入伍时户籍在昆山）", en="is received by Kunshan (registered here at enlistment)"
)
def received_here() -> Test:
    return f.hukou_kunshan_at_enlistment


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
