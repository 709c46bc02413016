"""Article 25: battle, duty, illness. The cause is recognised by the army, or by the province after discharge (Art 28).

Illness counts for conscripts and junior NCOs only. That limit binds the body that recognises the cause; the county
reads the recorded cause and does not look behind it, so a later promotion takes nothing away (see the reading).
"""

from rongyao.law.model import Test, clause, reading
from rongyao.law.model import fact as f

RECORDED_ILLNESS = reading(
    "25",
    name="recorded_illness",
    zh="因病残疾是否还要在发放时再核是否义务兵、初级军士？",
    en="Must the payer ask again whether a recorded illness grade was a conscript's or a junior NCO's?",
    ours="as_recorded",
    options={
        "as_recorded": ("以评定机关记载为准，不再复核", "the recorded cause stands"),
        "asked_again": ("发放时再核退役时的级别", "the rank at discharge is asked again"),
    },
    why="Article 28 gives the recognition to other authorities; a grade given to a junior NCO outlives his promotion.",
)


@clause("25", zh="已认定因战或者因公致残", en="the disability is recognised as from battle or duty")
def battle_or_duty() -> Test:
    return f.disability_cause.is_in("battle", "duty")


@clause(
    "25",
    zh="已认定因病致残（义务兵、初级军士）",
    en="the disability is recognised as from illness (a conscript or junior NCO)",
)
def illness() -> Test:
    junior = (f.rank_group == "conscript") | (f.nco_grade == "junior")
    return (f.disability_cause == "illness") & (RECORDED_ILLNESS.is_("as_recorded") | junior)
