"""Articles 31, 32, 42 and 43: aid in hardship, aid whatever the means, no check of means for 优抚对象, and the periods.

Four matters are outside the test of means altogether (Art 32), a relative's defence of a martyr's or hero's honour among
them; a person of preferential treatment is spared the check (Art 42), which needs a paper and no statement.
"""

from rongyao.law.legal_aid_2021.edition import EDITION
from rongyao.law.model import Test, all_of, any_of, clause, deadline, entitlement, on, reading
from rongyao.law.model import fact as f

DECIDE = deadline(
    "43",
    name="decide",
    zh="收到申请之日起7日内决定是否援助",
    en="decided within 7 days of the application",
    number=7,
    unit="calendar_day",
    starts="aid_applied_on",
)
ASSIGN = deadline(
    "43",
    name="assign",
    zh="决定援助之日起3日内指派人员",
    en="a lawyer is assigned within 3 days of the decision",
    number=3,
    unit="calendar_day",
    starts="aid_granted_on",
)

WHO = reading(
    "42",
    name="preferential",
    zh="“优抚对象”是否包括所有退役军人？",
    en="Are all veterans persons of preferential treatment (优抚对象)?",
    ours="by_paper",
    options={
        "by_paper": (
            "凭优待证或者抚恤补助证件；三属和有残疾等级的当然是",
            "those with a preference card or pension papers; survivors and the graded disabled without asking",
        ),
        "every_veteran": ("是，退役军人都算", "yes, every veteran"),
    },
    why="Article 2 of the soldiers' regulation of 2024 names veterans among those it treats preferentially; the Legal Aid Law "
    "asks for a paper that proves it, and a veteran's preference card is one.",
)


@clause("31", zh="属于可以申请法律援助的事项", en="a matter legal aid is given for")
def listed_matter() -> Test:
    return f.aid_matter.is_in(
        "state_compensation", "insurance", "pension", "support", "wages", "capacity", "injury", "pollution"
    )


@clause("34", zh="符合本省经济困难标准", en="meets the province's standard of hardship")
def in_hardship() -> Test:
    return f.in_money_trouble


@clause(
    "42",
    zh="优抚对象，凭证件免予核查经济困难",
    en="a person of preferential treatment, spared the check of means by paper",
)
def spared_the_check() -> Test:
    """Survivors and the graded disabled are such persons by the compensation regulation."""
    return (
        f.preferential_person
        | f.survivor_of.is_in("martyr", "duty_death", "illness_death")
        | (f.disability_grade >= 1)
        | (WHO.is_("every_veteran") & (on >= f.discharged_on))
    )


@clause("32", zh="为维护英雄烈士的人格权益", en="to defend the honour of a hero or martyr")
def for_the_honour_of_heroes() -> Test:
    return f.aid_matter == "honour_of_heroes"


@clause("32", zh="英雄烈士的近亲属", en="a near relative of the hero or martyr")
def relative_of_martyr() -> Test:
    return f.child_of_martyr | (f.survivor_of == "martyr")


@clause(
    "32",
    zh="见义勇为、再审改判无罪，或者受虐待、遗弃、家庭暴力",
    en="a brave act, an acquittal on retrial, or abuse, desertion or violence at home",
)
def matter_without_test() -> Test:
    return f.aid_matter.is_in("brave_act", "retrial", "abuse")


@clause("43", zh="法律援助机构已收到申请", en="the legal-aid office has the application")
def applied() -> Test:
    return on >= f.aid_applied_on


@clause("43", zh="已决定给予援助", en="aid has been granted")
def granted() -> Test:
    return on >= f.aid_granted_on


NO_SUM_ZH, NO_SUM_EN = "免费的法律服务，没有数额", "a service free of charge, so no sum"

aid = entitlement(
    "aid",
    zh="法律援助",
    en="legal aid",
    article="31",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(
        listed_matter,
        any_of(
            spared_the_check,
            in_hardship,
            zh="优抚对象，或者经济困难",
            en="a preferential person, or in hardship",
        ),
    ),
    readings=(WHO,),
    note_zh=f"优抚对象凭证件免予核查经济困难，没有固定生活来源的老年人、残疾人等也免予核查；自己已请代理人的除外；{NO_SUM_ZH}",
    note_en=f"a person of preferential treatment shows the paper and no statement of means, nor are the old and disabled "
    f"without steady means checked; not for those who have a lawyer of their own; {NO_SUM_EN}",
)
aid_whatever_the_means = entitlement(
    "aid_whatever_the_means",
    zh="法律援助（不受经济困难条件限制）",
    en="legal aid whatever the means",
    article="32",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=any_of(all_of(for_the_honour_of_heroes, relative_of_martyr), matter_without_test),
    note_zh=NO_SUM_ZH,
    note_en=NO_SUM_EN,
)
decision_in_seven_days = entitlement(
    "decision_in_seven_days",
    zh="7日内决定是否给予法律援助",
    en="legal aid is decided within seven days",
    article="43",
    edition=EDITION,
    event=f.aid_applied_on,
    kind="treatment",
    when=applied,
    deadlines=(DECIDE,),
    note_zh="法律未写工作日，按自然日计；是办理期限，没有数额",
    note_en="the law does not say working days, so calendar days; a period, so no sum",
)
lawyer_in_three_days = entitlement(
    "lawyer_in_three_days",
    zh="决定援助后3日内指派人员",
    en="a lawyer is assigned within three days of the grant",
    article="43",
    edition=EDITION,
    event=f.aid_granted_on,
    kind="treatment",
    when=granted,
    deadlines=(ASSIGN,),
    note_zh="法律未写工作日，按自然日计；是办理期限，没有数额",
    note_en="the law does not say working days, so calendar days; a period, so no sum",
)
