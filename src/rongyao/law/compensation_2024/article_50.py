"""Article 50: a disabled soldier at work is treated as those the unit's own work injured, and is not dismissed for it."""

from rongyao.law.compensation_2024.article_59 import cancelled
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, on, threshold, unless
from rongyao.law.model import fact as f

LIGHTEST = threshold("50", grade=10)


@clause("50", zh="退役的残疾军人", en="a discharged disabled soldier")
def disabled_veteran() -> Test:
    return f.disability_grade.between(1, LIGHTEST) & (on >= f.discharged_on)


@clause("50", zh="在用人单位工作", en="employed")
def employed() -> Test:
    return f.has_employer


work_injury_parity = entitlement(
    "work_injury_parity",
    zh="与单位工伤人员同等的生活福利和医疗待遇",
    en="welfare and medical care as the unit gives those injured at work",
    article="50",
    edition=EDITION,
    event=on,
    when=unless(all_of(disabled_veteran, employed), cancelled),
    note_zh="单位不得因残疾辞退、解除合同",
    note_en="the unit may not dismiss them or end the contract because of the disability",
)
