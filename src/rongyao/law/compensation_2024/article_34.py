"""Article 34: the nursing allowance, a share of the local average monthly wage of the year before.

Half of it for grades 1–2 from battle or duty, 40% for 3–4, 30% for 1–4 from illness, and, new in 2024, 25% for
grades 5–6 given in service for a mental disorder.
"""

from rongyao.law.compensation_2024.article_59 import cancelled, suspended
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import (
    YUAN,
    Test,
    all_of,
    amount,
    any_of,
    clause,
    entitlement,
    month_start,
    on,
    pick,
    rate,
    reading,
    rounded,
    standard,
    threshold,
    unless,
)
from rongyao.law.model import fact as f

GRAVEST = rate("34(1)", percent=50)
GRAVE = rate("34(2)", percent=40)
ILLNESS = rate("34(3)", percent=30)
MENTAL = rate("34(4)", percent=25)
SECOND = threshold("34(1)", grade=2)
FOURTH = threshold("34", name="care", grade=4)
SIXTH = threshold("34(4)", grade=6)

START = reading(
    "34",
    name="start_month",
    zh="护理费从哪个月起发？",
    en="From which month is the nursing allowance paid?",
    ours="same_month",
    options={
        "same_month": ("从批准等级的当月起", "from the month in which the grade was approved"),
        "next_month": ("从批准的次月起", "from the month after"),
    },
    why="The article names no month; the disability pension of the same grade starts with the month of approval (Article 27).",
)
ROUNDING = reading(
    "34",
    name="rounding",
    zh="护理费计算结果怎样取整？",
    en="How is the nursing allowance rounded?",
    ours="yuan",
    options={
        "yuan": ("四舍五入到元", "half-up to the yuan"),
        "fen": ("四舍五入到分", "half-up to the fen"),
    },
    why="The article is silent; two published local tables (Hubei 2018 and another city) fit one wage and whole yuan "
    "half-up. A third (Shanxi 2022) fits no one wage, so it says nothing.",
)


@clause("34", zh="一级至四级，退役时分散供养", en="graded 1 to 4 and cared for at home")
def cared_for_at_home() -> Test:
    return f.disability_grade.between(1, FOURTH) & ~f.centralised_care


@clause("34", zh="退役后补办、调整到一级至四级", en="graded or regraded 1 to 4 after discharge")
def graded_gravely_after_discharge() -> Test:
    return f.disability_grade.between(1, FOURTH) & f.disability_graded_after_discharge


@clause("34", zh="在役时评定的精神障碍，五级至六级", en="graded 5 or 6 in service for a mental disorder")
def mental_disorder() -> Test:
    return (f.disability_grade > FOURTH) & (f.disability_grade <= SIXTH) & f.mental_illness


@clause("34", zh="残疾性质为因战、因公或者因病", en="the disability is from battle, duty or illness")
def recognised() -> Test:
    return f.disability_cause.is_in("battle", "duty", "illness")


@clause("34", zh="已到批准残疾等级的月份", en="the month of the grade's approval has come")
def approved() -> Test:
    return (START.is_("same_month") & (on >= month_start(f.disability_approved_on))) | (
        month_start(on) > month_start(f.disability_approved_on)
    )


@clause("34", zh="已退出现役", en="discharged")
def discharged() -> Test:
    return on >= f.discharged_on


@clause(
    "34",
    zh="移交政府安置的离休退休人员（另按国家和军队规定）",
    en="a retired soldier handed over to the government, who has rules of his own",
)
def retired_with_own_rules() -> Test:
    return (f.rank_group != "conscript") & f.retired_cadre_transferred


wage = standard("average_monthly_wage_employed", year_before=True)
not_illness = f.disability_cause.is_in("battle", "duty")
share = pick(
    (f.disability_grade > FOURTH, MENTAL),
    (not_illness & (f.disability_grade <= SECOND), GRAVEST),
    (not_illness, GRAVE),
    otherwise=ILLNESS,
)

nursing_allowance = entitlement(
    "nursing_allowance",
    zh="护理费",
    en="nursing allowance",
    article="34",
    edition=EDITION,
    event=on,
    when=unless(
        all_of(
            discharged,
            recognised,
            any_of(cared_for_at_home, graded_gravely_after_discharge, mental_disorder),
            approved,
        ),
        retired_with_own_rules,
        suspended,
        cancelled,
    ),
    kind="payment",
    amount=amount(
        pick(
            (ROUNDING.is_("fen"), rounded(wage * share, "half_up")),
            otherwise=rounded(wage * share, "half_up", to=YUAN),
        ),
        unit="month",
        payer_zh="县级以上退役军人工作主管部门",
        payer_en="the office at county level or above",
        note_zh="住优抚医院期间由医院统筹使用",
        note_en="during a stay in a veterans' hospital the hospital uses the allowance",
    ),
)
