"""Article 33: assigned a post with a disability from battle or duty: welfare and care as the unit's own injured have."""

from rongyao.law.model import Test, all_of, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.outcomes import job_assignment


@clause("33", zh="因战、因公致残", en="disabled in battle or on duty")
def wounded() -> Test:
    return f.disability_cause.is_in("battle", "duty") & (f.disability_grade != 0)


work_injury_parity = entitlement(
    "work_injury_parity",
    zh="力所能及的岗位，与单位工伤人员同等待遇",
    en="a post within one's strength, and care as the unit's own injured have",
    article="33",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(wounded, job_assignment),
    note_zh="除工伤保险外另享生活福利、医疗等待遇，标准由接收单位定",
    note_en="beside work-injury insurance; how much is the receiving unit's rule",
)
