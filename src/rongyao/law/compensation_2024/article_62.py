"""Article 62: the fixed living allowances, and what follows a combat veteran's death.

The article names the people; their conditions stand in notices. Whose conditions a notice leaves to confirmation
(combat, tests, sent home ill, enlisted before 31 October 1954) is paid as confirmed; the old soldiers from the
countryside have published conditions and are worked out. A martyr's child past 60 stands in the Martyrs' Regulations.
"""

from datetime import date
from fractions import Fraction

from rongyao.law.compensation_2024.article_19 import (
    child_in_need,
    confirmed,
    parent_or_spouse_in_need,
    sibling_in_need,
    survivor,
)
from rongyao.law.compensation_2024.article_59 import cancelled, suspended
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import (
    Quantity,
    Test,
    all_of,
    amount,
    clause,
    entitlement,
    labelled,
    month_after,
    month_start,
    none_of,
    on,
    pick,
    reading,
    rounded,
    standard,
    threshold,
    unless,
)
from rongyao.law.model import fact as f

SIXTY = threshold("62", name="rural", years=60)
FUNERAL_MONTHS = threshold("62", name="funeral", months=6)
OF_A_YEAR = Fraction(1, 12)
# The first day of compulsory service: whoever enlisted on 31 October 1954 has the allowance of the early ones.
FIRST_DAY = date(1954, 11, 1)
# The Regulations on Placing Discharged Soldiers of 2011 came into force the day after.
LAST_DAY = date(2011, 10, 31)

PART_YEARS = reading(
    "62",
    name="part_years",
    zh="农村籍退役士兵不满一年的义务兵役怎样计？",
    en="How does a part of a year count for a soldier from the countryside?",
    ours="started_year",
    options={
        "started_year": ("不满一年按一年", "a started year counts whole"),
        "half_years": ("不满半年按半年，超过半年按一年", "a started half year counts half"),
        "calendar_years": ("按历年，头尾各算一年（两头年）", "every calendar year touched counts"),
    },
    why="The notice of 2011 counts a started year whole; a page of 2025 counts half years, and one county counts calendar "
    "years, which is a custom and no rule.",
)
NCO_YEARS = reading(
    "62",
    name="nco_years",
    zh="农村籍退役士兵选改军士以后的年限是否计发？",
    en="Do the years after becoming an NCO count for a soldier from the countryside?",
    ours="conscript_only",
    options={
        "conscript_only": ("只计义务兵役年限", "no: a conscript's years only"),
        "all_service": ("计全部服役年限", "yes: all years of service"),
    },
    why="The notice speaks of conscript service; no text read so far counts an NCO's years.",
)
SURVIVORS = reading(
    "62",
    name="survivors_pension",
    zh="领取遗属定期抚恤金的农村籍退役士兵能否同时享受老年生活补助？",
    en="May a soldier from the countryside draw the old-age allowance beside a survivor's regular pension?",
    ours="counts",
    options={
        "counts": (
            "不能：定期抚恤金属于国家定期抚恤补助",
            "no: the pension is one of the state's regular payments",
        ),
        "own_only": ("能：只排除本人因服役享受的", "yes: only what is paid for one's own service excludes"),
    },
    why="Article 62 leaves the conditions to notices; the notice of 2011 gives the allowance to those who draw none of the "
    "state's regular pensions and allowances, and makes no difference by whose service they are for.",
)
START = reading(
    "62",
    name="start_month",
    zh="定期生活补助从确认当月还是次月起发？",
    en="Is the living allowance paid from the month of confirmation or from the next?",
    ours="same_month",
    options={
        "same_month": ("从确认当月起", "from the month of confirmation"),
        "next_month": ("从确认的次月起", "from the month after it"),
    },
    why="Article 62 names no month; for the martyrs' children it lists beside these people the Martyrs' Regulations say the "
    "month of confirmation (Art 21).",
)


@clause(
    "62",
    zh="已到定期生活补助开始发放的月份",
    en="the month from which the confirmed allowance is paid has come",
)
def allowance_confirmed() -> Test:
    same_month = START.is_("same_month") & (on >= month_start(f.allowance_confirmed_on))
    return same_month | (on >= month_after(f.allowance_confirmed_on))


@clause("62", zh="已确认的参战（参试）退役军人", en="confirmed as a veteran of combat or of nuclear tests")
def combat_or_tests() -> Test:
    """Article 61 puts the tests beside combat."""
    return f.living_allowance.is_in("combat", "tests")


@clause("62", zh="已确认的带病回乡退役军人", en="confirmed as sent home ill from service")
def sent_home_ill() -> Test:
    return f.living_allowance == "sick"


@clause(
    "62",
    zh="1954年10月31日前入伍、已确认的在乡复员军人",
    en="enlisted by 31 October 1954, and confirmed",
)
def enlisted_early() -> Test:
    return (f.living_allowance == "early") & (f.enlisted_on < FIRST_DAY)


@clause("62", zh="农村籍退役士兵（义务兵或者军士）", en="a conscript or NCO from the countryside")
def from_the_countryside() -> Test:
    return f.rank_group.is_in("conscript", "nco") & f.rural_soldier


@clause("62", zh="年满60周岁", en="sixty years old")
def sixty() -> Test:
    return f.age >= SIXTY


@clause(
    "62",
    zh="1954年11月1日至2011年10月31日入伍",
    en="enlisted from 1 November 1954 to 31 October 2011",
)
def of_those_years() -> Test:
    """The notice of 2011 asks for the day of enlistment, not of discharge."""
    return (f.enlisted_on >= FIRST_DAY) & (f.enlisted_on <= LAST_DAY)


@clause("62", zh="已退役", en="discharged")
def sent_back_to_the_country() -> Test:
    return on >= f.discharged_on


@clause("62", zh="已享受其他定期生活补助或者残疾抚恤", en="draws another allowance, or a disability pension")
def draws_another() -> Test:
    return ~(f.living_allowance == "none") | f.disability_grade.between(1, 10)


@clause("62", zh="已享受职工基本养老保险待遇", en="draws an employee's old-age pension")
def draws_a_pension() -> Test:
    return f.draws_employee_pension


@clause("62", zh="已享受遗属定期抚恤金", en="draws a survivor's regular pension")
def draws_for_another() -> Test:
    """Who has no such need, or whom nobody left behind, is asked for no confirmation."""
    in_need = parent_or_spouse_in_need | child_in_need | sibling_in_need
    return SURVIVORS.is_("counts") & survivor & in_need & confirmed


def as_counted(half: Quantity, started: Quantity, calendar: Quantity) -> Quantity:
    """A length of service by the reading in force."""
    return pick(
        (PART_YEARS.is_("half_years"), half * Fraction(1, 2)),
        (PART_YEARS.is_("calendar_years"), calendar),
        otherwise=started,
    )


is_counted_whole = (f.rank_group == "conscript") | NCO_YEARS.is_("all_service")
years = labelled(
    pick(
        (
            is_counted_whole,
            as_counted(f.service_half_years, f.service_started_years, f.service_calendar_years),
        ),
        otherwise=as_counted(f.conscript_half_years, f.conscript_started_years, f.conscript_calendar_years),
    ),
    "年",
    "years",
)
PAYER_ZH, PAYER_EN = "户籍所在地县级退役军人工作主管部门", "the county office of the place of registration"
TABLE_ZH = "国家标准为底线，省、市标准较高的从高；每年确认"
TABLE_EN = "the national figure is a floor: a higher provincial or city standard wins; confirmed every year"
fixed = amount(
    standard("living_allowance", f.living_allowance),
    unit="year",
    payer_zh=PAYER_ZH,
    payer_en=PAYER_EN,
    note_zh=TABLE_ZH,
    note_en=TABLE_EN,
    readings=(START,),
)

combat_veteran_allowance = entitlement(
    "combat_veteran_allowance",
    zh="参战（参试）退役军人定期生活补助",
    en="living allowance of a veteran of combat or of nuclear tests",
    article="62",
    edition=EDITION,
    event=on,
    when=unless(all_of(combat_or_tests, allowance_confirmed), suspended, cancelled),
    kind="payment",
    amount=fixed,
)

sick_veteran_allowance = entitlement(
    "sick_veteran_allowance",
    zh="带病回乡退役军人定期生活补助",
    en="living allowance of a veteran sent home ill",
    article="62",
    edition=EDITION,
    event=on,
    when=unless(all_of(sent_home_ill, allowance_confirmed), suspended, cancelled),
    kind="payment",
    amount=fixed,
)

early_veteran_allowance = entitlement(
    "early_veteran_allowance",
    zh="在乡复员军人定期生活补助",
    en="living allowance of those enlisted by 31 October 1954",
    article="62",
    edition=EDITION,
    event=on,
    when=unless(all_of(enlisted_early, allowance_confirmed), suspended, cancelled),
    kind="payment",
    amount=fixed,
)

rural_veteran_allowance = entitlement(
    "rural_veteran_allowance",
    zh="农村籍退役士兵老年生活补助",
    en="old-age allowance of a soldier from the countryside",
    article="62",
    edition=EDITION,
    event=on,
    when=unless(
        all_of(
            from_the_countryside,
            sixty,
            of_those_years,
            sent_back_to_the_country,
            none_of(draws_another, draws_for_another, draws_a_pension, article="62"),
        ),
        suspended,
        cancelled,
    ),
    kind="payment",
    amount=amount(
        rounded(standard("rural_allowance_per_year") * years, "half_up"),
        unit="year",
        payer_zh=PAYER_ZH,
        payer_en=PAYER_EN,
        note_zh=TABLE_ZH,
        note_en=TABLE_EN,
    ),
    readings=(PART_YEARS, NCO_YEARS, SURVIVORS),
)


@clause("62", zh="去世时享受参战（参试）定期生活补助", en="drew the allowance of combat or tests at death")
def drew_it_at_death() -> Test:
    return f.living_allowance.is_in("combat", "tests") & (f.died_on >= f.allowance_confirmed_on)


combat_veteran_funeral = entitlement(
    "combat_veteran_funeral",
    zh="参战（参试）退役军人丧葬补助（继续发放6个月）",
    en="funeral grant of a veteran of combat or tests: six more months",
    article="62",
    edition=EDITION,
    event=f.died_on,
    when=drew_it_at_death,
    kind="payment",
    amount=amount(
        rounded(
            standard("living_allowance", f.living_allowance, at=f.died_on) * OF_A_YEAR * FUNERAL_MONTHS,
            "half_up",
        ),
        unit="once",
        payer_zh=PAYER_ZH,
        payer_en=PAYER_EN,
        note_zh="按其原享受的标准",
        note_en="at the rate the veteran received",
    ),
)
