"""The score of one soldier who is assigned a job, item by item, and the holder of a medal who needs none."""

from rongyao.law.model import all_of, entitlement, measure, none_of
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.outcomes import job_assignment
from rongyao.law.scores_2018 import items
from rongyao.law.scores_2018.edition import EDITION

service_score = entitlement(
    "service_score",
    zh="服役表现量化评分（2018年办法）",
    en="quantified service score (2018 measures)",
    article="",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=all_of(
        job_assignment,
        none_of(items.medal_or_title, zh="不属于不评分、优先选岗的", en="not one who chooses first unscored"),
    ),
    measures=(
        measure("", name="service", zh="服役年限", en="service", of=items.by_service, unit="points"),
        measure("", name="peace", zh="平时奖励", en="awards in peace", of=items.by_peace, unit="points"),
        measure("", name="war", zh="战时奖励", en="awards in war", of=items.by_war, unit="points"),
        measure(
            "", name="commendation", zh="表彰", en="commendations", of=items.by_commendation, unit="points"
        ),
        measure("", name="disability", zh="残疾等级", en="disability", of=items.by_disability, unit="points"),
        measure(
            "",
            name="areas",
            zh="艰苦边远地区、岛屿、海外基地",
            en="hard areas, islands, bases abroad",
            of=items.by_areas,
            unit="points",
        ),
        measure("", name="combat", zh="参战", en="combat", of=items.by_combat, unit="points"),
        measure("", name="total", zh="合计", en="total", of=items.score, unit="points"),
    ),
    note_zh="是分数，不是钱，没有数额；减分情形不在已见的表中，由评分部门核定",
    note_en="points, not money, so no sum; deductions are not in the table read and are for the scoring office",
)
chooses_first = entitlement(
    "chooses_first",
    zh="不评分，优先选岗",
    en="not scored: chooses a post first",
    article="",
    edition=EDITION,
    event=f.discharged_on,
    kind="treatment",
    when=all_of(job_assignment, items.medal_or_title),
    note_zh="八一勋章、荣誉称号获得者排在最前，没有数额",
    note_en="holders of the medal or a title come first; no sum follows",
)
