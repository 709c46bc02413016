"""Article 32: what the family of a discharged disabled soldier receives, by what the soldier died of.

Of illness: twelve months of the pension go on, for the funeral. Of an old wound from battle or duty: the gratuity of a
duty death; the article does not say whose pay the forty months are, so the sum is set by hand (Article 15 is for deaths
in service). An accident is neither.
"""

from rongyao.law.compensation_2024.article_27 import graded
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, amount, clause, entitlement, standard
from rongyao.law.model import fact as f


@clause(
    "32", zh="退出现役后因病死亡（不是旧伤复发）", en="died of illness after discharge, not of an old wound"
)
def died_of_illness_after_discharge() -> Test:
    of_old_wound = f.disability_cause.is_in("battle", "duty") & f.died_of_old_wound
    after_discharge = ~f.died_in_service & (f.died_on >= f.discharged_on)
    return after_discharge & (f.death_nature == "illness_death") & ~of_old_wound


@clause(
    "32",
    zh="退出现役后，因战、因公的旧伤复发死亡",
    en="died after discharge of an old wound from battle or duty",
)
def died_of_old_wound_after_discharge() -> Test:
    wound = f.disability_cause.is_in("battle", "duty") & f.died_of_old_wound
    return ~f.died_in_service & (f.died_on >= f.discharged_on) & wound


@clause("32", zh="生前已评定残疾等级", en="was graded, and so received the disability pension")
def was_pensioned() -> Test:
    return f.died_on >= f.disability_approved_on


funeral_of_disabled = entitlement(
    "funeral_of_disabled",
    zh="残疾军人丧葬补助（继续发放12个月残疾抚恤金）",
    en="funeral grant of a disabled soldier: twelve more months of the pension",
    article="32",
    edition=EDITION,
    event=f.died_on,
    when=all_of(died_of_illness_after_discharge, graded, was_pensioned),
    kind="payment",
    amount=amount(
        standard("disability_pension", f.disability_grade, f.disability_cause, at=f.died_on),
        unit="once",
        payer_zh="县级退役军人工作主管部门",
        payer_en="the county office",
        note_zh="按其原享受的年标准，即12个月；因战、因公一级至四级的，遗属另可领病故类的定期抚恤金",
        note_en="the yearly standard received, which is twelve months; the family of a grade 1–4 from battle or duty "
        "also receives the regular pension of an illness death",
    ),
)

old_wound_gratuity = entitlement(
    "old_wound_gratuity",
    zh="一次性抚恤金（退役后旧伤复发死亡）",
    en="one-off gratuity where an old wound killed a discharged soldier",
    article="32",
    edition=EDITION,
    event=f.died_on,
    when=all_of(died_of_old_wound_after_discharge, graded, was_pensioned),
    kind="payment",
    note_zh="按因公牺牲的标准；40个月按谁的工资计，条例未写明，数额由经办人按文件核定；遗属另可领因公牺牲类的定期抚恤金",
    note_en="as for a duty death; whose pay the forty months are the article does not say, so an officer sets the sum by "
    "the document; the family may also draw the regular pension of a duty death",
)
