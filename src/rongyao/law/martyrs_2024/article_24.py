"""Article 24: a plaque, a preference card, invitations; with Article 25 a visit every year. No sum stands in the text."""

from rongyao.law.martyrs_2024.article_62 import cancelled, suspended
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, clause, entitlement, on, unless
from rongyao.law.model import fact as f


@clause("24", zh="烈士遗属", en="a martyr's survivor")
def kin() -> Test:
    return f.survivor_of == "martyr"


keeps_the_right = unless(kin, suspended, cancelled)

honours_of_the_family = entitlement(
    "honours_of_the_family",
    zh="光荣牌、优待证、庆典邀请和每年走访",
    en="plaque, preference card, invitations and a yearly visit",
    article="24",
    edition=EDITION,
    event=on,
    when=keeps_the_right,
    note_zh="优先安排定期体检、短期疗养、心理疏导、法律援助等（第二十五条）；条例没有数额",
    note_en="check-ups, short stays, counsel and legal aid first (Article 25); the regulation names no sum",
)
