"""Who is scored under the measures of 2023. The points themselves were not found, so none is given: not confirmed."""

from rongyao.law.model import any_of, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.outcomes import job_assignment as assigned_in_2011
from rongyao.law.resettlement_2024.outcomes import job_assignment as assigned_in_2024
from rongyao.law.scores_2023.edition import EDITION

service_score = entitlement(
    "service_score",
    zh="服役表现量化评分（2023年办法，分值待确认）",
    en="quantified service score (2023 measures, points not confirmed)",
    article="",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=any_of(assigned_in_2011, assigned_in_2024, zh="符合安排工作条件", en="is assigned a job"),
    note_zh="已知设军衔和年限、奖励表彰、残疾、其他、减分五类项目；各项分值未见原文，不能计算",
    note_en="rank and years, awards, disability, other and deductions are scored; the points were not found, so none is worked out",
)
