"""Article 28 of the earlier text: what the family of a discharged disabled soldier received, by what the soldier died of.

Of illness: twelve months of the pension, for the funeral. Of an old wound from battle or duty: the gratuity of a duty
death, whose forty months are of a pay the article does not name, so the sum is set by hand.
"""

from rongyao.law.compensation_2019.article_23 import graded
from rongyao.law.compensation_2019.edition import SINCE_2011
from rongyao.law.model import Test, all_of, amount, clause, entitlement, standard
from rongyao.law.model import fact as f


@clause(
    "28",
    zh="退出现役后因病死亡（不是因战、因公的旧伤复发）",
    en="died of illness after discharge, not of an old wound from battle or duty",
)
def died_of_illness_after_discharge() -> Test:
    of_old_wound = f.disability_cause.is_in("battle", "duty") & f.died_of_old_wound
    after_discharge = ~f.died_in_service & (f.died_on >= f.discharged_on)
    return after_discharge & (f.death_nature == "illness_death") & ~of_old_wound


@clause(
    "28",
    zh="退出现役后，因战、因公的旧伤复发死亡",
    en="died after discharge of an old wound from battle or duty",
)
def died_of_old_wound_after_discharge() -> Test:
    wound = f.disability_cause.is_in("battle", "duty") & f.died_of_old_wound
    return ~f.died_in_service & (f.died_on >= f.discharged_on) & wound


@clause("28", zh="生前已评定残疾等级", en="was graded, and so received the disability pension")
def was_pensioned() -> Test:
    return f.died_on >= f.disability_approved_on


funeral_of_disabled = entitlement(
    "funeral_of_disabled",
    zh="残疾军人丧葬补助费（12个月残疾抚恤金）",
    en="funeral grant of a disabled soldier: twelve months of the pension",
    article="28",
    edition=SINCE_2011,
    event=f.died_on,
    when=all_of(died_of_illness_after_discharge, graded, was_pensioned),
    kind="payment",
    amount=amount(
        standard("disability_pension", f.disability_grade, f.disability_cause, at=f.died_on),
        unit="once",
        payer_zh="县级退役军人事务部门",
        payer_en="the county office",
        note_zh="因战、因公一级至四级的，遗属另享受病故类遗属待遇",
        note_en="the family of a grade 1–4 from battle or duty was also treated as an illness death's",
    ),
)

old_wound_gratuity = entitlement(
    "old_wound_gratuity",
    zh="一次性抚恤金（退役后旧伤复发死亡）",
    en="one-off gratuity where an old wound killed a discharged soldier",
    article="28",
    edition=SINCE_2011,
    event=f.died_on,
    when=all_of(died_of_old_wound_after_discharge, graded, was_pensioned),
    kind="payment",
    note_zh="按因公牺牲的标准；40个月按谁的工资计，条例未写明，数额由经办人按文件核定",
    note_en="as for a duty death; whose pay the forty months are the article does not say, so an officer sets the sum by "
    "the document",
)
