"""Article 51: first for affordable housing where the local conditions are met, most of all combat veterans and kin."""

from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, any_of, clause, entitlement, on
from rongyao.law.model import fact as f


@clause("51", zh="参战（参试）退役军人", en="a veteran of combat or of nuclear tests")
def housing_of_combat_veteran() -> Test:
    return (f.took_part_in_combat | f.took_part_in_tests) & (on >= f.discharged_on)


@clause("51", zh="三属", en="a survivor of a martyr, or of a soldier who died on duty or of illness")
def housing_of_kin() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death", "illness_death")


@clause("51", zh="残疾军人", en="a disabled soldier")
def housing_of_disabled() -> Test:
    return f.disability_grade.between(1, 10)


housing_preference = entitlement(
    "housing_preference",
    zh="保障性住房、农村危房改造优先（供参考）",
    en="first for affordable housing and rural repairs (information only)",
    article="51",
    edition=EDITION,
    event=on,
    when=any_of(housing_of_combat_veteran, housing_of_kin, housing_of_disabled),
    kind="information",
    note_zh="须符合当地住房保障条件，条件由住房部门定，本系统不判断",
    note_en="the local housing conditions must be met; the housing office sets and checks them",
)
