"""Articles 10 and 11 of the earlier text: where a soldier settled. The answer is for Kunshan.

Where registered at enlistment (a student who did not go back: before university); where the parents had moved; and,
married for two years, where the spouse's family was registered.
"""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement, none_of, threshold
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.persons import discharged_soldier

YEARS_MARRIED = threshold("11", name="married", years=2)


@clause("10", zh="入伍时户籍在昆山", en="registered in Kunshan at enlistment")
def registered_here() -> Test:
    return f.hukou_kunshan_at_enlistment


@clause(
    "10",
    zh="入伍时为高校在校学生，退役后不复学",
    en="was a university student at enlistment and did not go back",
)
def student_not_going_back() -> Test:
    return f.student_at_enlistment & ~f.back_to_university


@clause("10", zh="入学前户籍在昆山", en="registered in Kunshan before university")
def registered_before_university() -> Test:
    return f.hukou_kunshan_before_university


@clause(
    "11(1)", zh="服役期间父母户籍迁到昆山", en="the parents' registration moved to Kunshan during service"
)
def parents_moved_here() -> Test:
    return f.parent_moved_to_kunshan


@clause(
    "11(2)",
    zh="结婚满2年，配偶或者配偶父母一方户籍在昆山",
    en="married for two years, the spouse or a parent of the spouse registered here",
)
def married_here() -> Test:
    return f.is_married & f.spouse_side_in_kunshan & (f.years_married >= YEARS_MARRIED)


settlement_at_home = entitlement(
    "settlement_at_home",
    zh="安置地为昆山",
    en="Kunshan was the place of settlement",
    article="10",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(
        discharged_soldier,
        any_of(
            all_of(student_not_going_back, registered_before_university, article="10"),
            all_of(
                none_of(
                    student_not_going_back,
                    zh="不是不复学的学生",
                    en="no student who does not go back",
                    article="10",
                ),
                registered_here,
                article="10",
            ),
            zh="入伍时（不复学的学生为入学前）户籍在昆山",
            en="registered here at enlistment (a student who did not go back: before university)",
            article="10",
        ),
    ),
)

settlement_by_parents = entitlement(
    "settlement_by_parents",
    zh="可易地到父母现户籍地（昆山）安置",
    en="could settle in Kunshan, where the parents had moved",
    article="11",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(discharged_soldier, parents_moved_here),
)

settlement_by_spouse = entitlement(
    "settlement_by_spouse",
    zh="可易地到配偶一方户籍地（昆山）安置",
    en="could settle in Kunshan, where the spouse's family was registered",
    article="11",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(discharged_soldier, married_here),
)
