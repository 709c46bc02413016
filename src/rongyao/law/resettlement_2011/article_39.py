"""Article 39 of the earlier text: assigned a post with a disability from battle or duty."""

from rongyao.law.model import Test, all_of, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.outcomes import job_assignment


@clause("39", zh="因战、因公致残", en="disabled in battle or on duty")
def wounded() -> Test:
    return f.disability_cause.is_in("battle", "duty") & (f.disability_grade != 0)


work_injury_parity = entitlement(
    "work_injury_parity",
    zh="与单位工伤人员同等的生活福利和医疗待遇",
    en="welfare and medical care as the unit's own injured have",
    article="39",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(wounded, job_assignment),
    note_zh="单位不得因残疾解除关系；标准由接收单位定",
    note_en="the unit may not end the relation because of it; how much is the unit's rule",
)
