"""Article 35: who is not assigned a job, whatever else they earned."""

from rongyao.law.model import Test, clause, reading
from rongyao.law.model import fact as f

FORCED_DISCHARGE = reading(
    "35(3)",
    name="forced_discharge",
    zh="被强制退役等情形是否当然排除安排工作",
    en="does a forced discharge by itself rule out an assigned job",
    ours="an_officer_judges",
    options={
        "an_officer_judges": ("由经办人认定是否不宜", "no: an officer judges whether it does"),
        "always": ("当然排除", "yes, always"),
    },
    why="Item 3 speaks of cases that other laws make unsuitable and names forced discharge as one; which is a judgement.",
)

WHO_IS_JUDGED = reading(
    "35(3)",
    name="who_is_judged",
    zh="第三项“其他情形”要向哪些人认定",
    en="whose case is put before an officer under item 3",
    ours="out_of_the_ordinary",
    options={
        "out_of_the_ordinary": (
            "只限因不适合、强制退役、除名等退役的",
            "only those discharged as unfit, by force, or struck off",
        ),
        "everyone": ("每个人", "everyone's"),
    },
    why="The item gives forced discharge as its example; an ordinary discharge paper speaks for itself.",
)


@clause("35(1)", zh="被开除党籍", en="expelled from the Party")
def expelled_from_party() -> Test:
    return f.expelled_from_party


@clause("35(2)", zh="受过刑事处罚", en="has been criminally punished")
def criminally_punished() -> Test:
    return f.criminal_record


@clause(
    "35(3)",
    zh="因被强制退役等原因，依法不宜安排工作",
    en="a forced discharge or the like makes it unsuitable by law",
)
def unsuitable() -> Test:
    """An ordinary discharge needs no judgement: only the other kinds are put before an officer (see the reading)."""
    out_of_the_ordinary = f.discharge_mode.is_in("unsuitable", "forced", "removed")
    forced = f.discharge_mode.is_in("forced", "removed")
    asked = out_of_the_ordinary | WHO_IS_JUDGED.is_("everyone")
    return (asked & f.unsuitable_for_assignment) | (FORCED_DISCHARGE.is_("always") & forced)
