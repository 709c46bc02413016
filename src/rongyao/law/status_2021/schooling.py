"""Article 55: where a soldier's child goes to school, and who comes first among equals."""

from rongyao.law.model import Test, all_of, clause, entitlement, on
from rongyao.law.model import fact as f
from rongyao.law.status_2021.edition import EDITION
from rongyao.law.status_2021.persons import child


@clause("55", zh="适龄入学入园", en="of age for school or kindergarten")
def of_school_age() -> Test:
    return f.kin_age_of_school


@clause("55", zh="报考普通高中、中等职业学校", en="sits the senior-high entrance examination")
def sits_senior_high() -> Test:
    return f.sits_exam == "senior_high"


@clause("55", zh="报考高等学校", en="sits the university entrance examination")
def sits_university() -> Test:
    return f.sits_exam == "university"


@clause("55", zh="烈士子女或者因公牺牲军人子女", en="a child of a martyr or of a duty death")
def child_of_the_dead() -> Test:
    of_duty = (f.survivor_of == "duty_death") & (f.survivor_relation == "child")
    return f.child_of_martyr | of_duty


school_by_choice = entitlement(
    "school_by_choice",
    zh="军人子女就近入学入园（可选户籍地、居住地、部队驻地）",
    en="a soldier's child chooses among the places of register, of residence and of the unit",
    article="55",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(child, of_school_age),
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
exam_preference = entitlement(
    "exam_preference",
    zh="军人子女报考高中、中职同等条件优先",
    en="a soldier's child comes first among equals for senior high school",
    article="55",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(child, sits_senior_high),
    note_zh="没有款项，不计算数额",
    note_en="no money follows, so no sum",
)
university_preference = entitlement(
    "university_preference",
    zh="因公牺牲军人子女高考优先录取，烈士子女加分（供参考）",
    en="children of duty deaths come first, of martyrs have points, for university (information)",
    article="55",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(child_of_the_dead, sits_university),
    note_zh="加分由招生规定定，江苏现行分值未见，不能计算",
    note_en="the points stand in the admission rules; Jiangsu's were not read, so none is worked out",
)
