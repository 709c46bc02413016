"""Article 45: where conscripts and most NCOs settle: where they were registered at enlistment, and four exceptions.

The answer is for Kunshan. A student who does not go back to university settles where registered before it. An NCO may
follow a wife or husband; into a city of middle size or above only after two years of marriage.
"""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement, none_of, reading, threshold
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.outcomes import may_draw_pension, retires
from rongyao.law.resettlement_2024.persons import enlisted, nco

YEARS_MARRIED = threshold("45", name="married", years=2)

CITY_SIZE = reading(
    "45",
    name="city_size",
    zh="昆山是否属于国务院确定的中等以上城市？",
    en="Is Kunshan a city of middle size or above?",
    ours="middle_or_above",
    options={
        "middle_or_above": ("属于，投靠配偶须结婚满2年", "yes: two years of marriage are asked"),
        "smaller": ("不属于，结婚即可", "no: being married is enough"),
    },
    why="A middle city has half a million town dwellers or more; Kunshan has well over a million residents. "
    "The State Council's own list has not been read.",
)
WHOSE_PLACE = reading(
    "45",
    name="pensioners",
    zh="可以逐月领取退役金而未选定的军士，是否按本条确定安置地？",
    en="Does this article place an NCO who may draw the monthly pension and has not chosen?",
    ours="unless_chosen",
    options={
        "unless_chosen": ("没有选逐月的按本条", "yes, unless the pension is chosen"),
        "never": ("符合逐月条件的都不按本条", "no: whoever may draw it is placed by other rules"),
    },
    why="The article speaks of the way by which the person is placed, which is the way chosen.",
)


@clause("45", zh="没有选择逐月领取退役金", en="has not chosen the monthly pension")
def no_pension_chosen() -> Test:
    return ~(f.placement_choice == "monthly_pension")


@clause("45", zh="入伍时户籍在昆山", en="registered in Kunshan at enlistment")
def registered_here() -> Test:
    return f.hukou_kunshan_at_enlistment


@clause(
    "45",
    zh="入伍时为高校在校学生，退役后不复学",
    en="was a university student at enlistment and does not go back",
)
def student_not_going_back() -> Test:
    return f.student_at_enlistment & ~f.back_to_university


@clause("45", zh="入学前户籍在昆山", en="registered in Kunshan before university")
def registered_before_university() -> Test:
    return f.hukou_kunshan_before_university


@clause(
    "45(1)", zh="服役期间父母一方户籍迁到昆山", en="a parent's registration moved to Kunshan during service"
)
def parent_moved_here() -> Test:
    return f.parent_moved_to_kunshan


@clause("45(2)", zh="退役军士，已婚", en="an NCO, married at discharge")
def married_nco() -> Test:
    return (f.rank_group == "nco") & f.is_married


@clause(
    "45(2)",
    zh="配偶或者配偶父母一方户籍在昆山",
    en="the spouse, or a parent of the spouse, is registered here",
)
def spouse_side_here() -> Test:
    return f.spouse_side_in_kunshan


@clause(
    "45", zh="到中等以上城市的，结婚满2年", en="into a city of middle size or above: married for two years"
)
def married_two_years() -> Test:
    return CITY_SIZE.is_("smaller") | (f.years_married >= YEARS_MARRIED)


@clause(
    "45(3)", zh="配偶为驻昆山现役军人且符合随军规定", en="the spouse serves in Kunshan and may be accompanied"
)
def spouse_serves_here() -> Test:
    return f.spouse_serves_in_kunshan


placed_by_this_article = all_of(
    enlisted,
    none_of(retires, zh="不是退休安置", en="does not retire", article="44"),
    any_of(
        none_of(may_draw_pension, zh="不符合逐月条件", en="no monthly pension is open", article="44"),
        all_of(no_pension_chosen, WHOSE_PLACE.is_("unless_chosen")),
        zh="不是逐月安置",
        en="not placed with a monthly pension",
        article="44",
    ),
    zh="以自主就业、安排工作、供养方式安置",
    en="placed by self-employment, an assigned job or state care",
    article="45",
)

settlement_at_home = entitlement(
    "settlement_at_home",
    zh="安置地为昆山",
    en="Kunshan is the place of settlement",
    article="45",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(
        any_of(
            all_of(student_not_going_back, registered_before_university, article="45"),
            all_of(
                none_of(
                    student_not_going_back,
                    zh="不是不复学的学生",
                    en="no student who does not go back",
                    article="45",
                ),
                registered_here,
                article="45",
            ),
            zh="入伍时（不复学的学生为入学前）户籍在昆山",
            en="registered here at enlistment (a student who does not go back: before university)",
            article="45",
        ),
        placed_by_this_article,
    ),
    readings=(WHOSE_PLACE,),
)

settlement_by_parents = entitlement(
    "settlement_by_parents",
    zh="可易地到父母现户籍地（昆山）安置",
    en="may settle in Kunshan, where a parent has moved",
    article="45",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(parent_moved_here, placed_by_this_article),
)

settlement_by_spouse = entitlement(
    "settlement_by_spouse",
    zh="可易地到配偶一方户籍地（昆山）安置",
    en="may settle in Kunshan, where the spouse's family is registered",
    article="45",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(nco, married_nco, spouse_side_here, married_two_years, placed_by_this_article),
    readings=(CITY_SIZE,),
)

settlement_by_serving_spouse = entitlement(
    "settlement_by_serving_spouse",
    zh="可易地到配偶部队驻地（昆山）安置",
    en="may settle in Kunshan, where the spouse serves",
    article="45",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(nco, married_nco, spouse_serves_here, married_two_years, placed_by_this_article),
    note_zh="双方同时退役的，可在配偶的安置地安置",
    note_en="where both are discharged together, one may settle where the other does",
)
