"""Article 32: what the family of a discharged disabled soldier receives, by what the soldier died of.

Of illness: twelve months of the pension go on, for the funeral. Of an old wound from battle or duty: the gratuity of a
duty death; the article does not say whose pay the forty months are, so the sum is set by hand (Article 15 is for deaths
in service). An accident is neither.
"""

from rongyao.law.compensation_2024.article_27 import graded
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, amount, any_of, clause, entitlement, standard, threshold
from rongyao.law.model import fact as f

FOURTH = threshold("32", grade=4)


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


@clause("32", zh="因战、因公致残，一级至四级", en="disabled in battle or on duty, grade 1 to 4")
def gravely_wounded() -> Test:
    return f.disability_cause.is_in("battle", "duty") & f.disability_grade.between(1, FOURTH)


family_regular_pension = entitlement(
    "family_regular_pension",
    zh="遗属可申请定期抚恤金（残疾军人去世后）",
    en="the family may ask for the regular pension after a disabled soldier's death",
    article="32",
    edition=EDITION,
    event=f.died_on,
    when=any_of(
        all_of(died_of_old_wound_after_discharge, graded, was_pensioned),
        all_of(died_of_illness_after_discharge, gravely_wounded, was_pensioned),
    ),
    kind="information",
    note_zh="旧伤复发的按因公牺牲类，1至4级因病去世的按病故类；符合第十九条条件的遗属本人申请，数额在其本人档案中计算",
    note_en="of an old wound: as for a duty death; of illness at grade 1 to 4: as for an illness death; each survivor who meets "
    "Article 19 asks, and the sum is worked out in the survivor's own file",
)
