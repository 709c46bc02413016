"""Article 30 of the earlier text: the nursing allowance for grades 1–4 cared for at home: 50, 40 or 30%.

Its base was the average monthly wage of staff and workers; there was no share for mental disorders of grades 5–6.
It named no month to start from; the pension's reading (Article 23) is followed.
"""

from rongyao.law.compensation_2019.article_23 import after_month_of_approval, discharged
from rongyao.law.compensation_2019.article_50 import cancelled, suspended
from rongyao.law.compensation_2019.edition import EDITION
from rongyao.law.model import (
    YUAN,
    Test,
    all_of,
    amount,
    clause,
    entitlement,
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

GRAVEST = rate("30(1)", percent=50)
GRAVE = rate("30(2)", percent=40)
ILLNESS = rate("30(3)", percent=30)
SECOND = threshold("30(1)", grade=2)
FOURTH = threshold("30", grade=4)

BASE_YEAR = reading(
    "30",
    name="base_year",
    zh="旧条例“当地职工月平均工资”是哪一年的？",
    en="Of which year is the local average wage of the old text?",
    ours="year_before",
    options={
        "year_before": ("上一年度", "the year before"),
        "same_year": ("当年", "the same year"),
    },
    why="On the day of payment only the year before has been published, and the 2024 text says so.",
)


@clause("30", zh="一级至四级残疾军人，分散安置", en="graded 1 to 4 and living at home")
def at_home() -> Test:
    return f.disability_grade.between(1, FOURTH) & ~f.centralised_care


@clause("30", zh="残疾性质为因战、因公或者因病", en="the disability is from battle, duty or illness")
def recognised_cause() -> Test:
    return f.disability_cause.is_in("battle", "duty", "illness")


wage = pick(
    (BASE_YEAR.is_("same_year"), standard("average_monthly_wage_staff")),
    otherwise=standard("average_monthly_wage_staff", year_before=True),
)
not_illness = f.disability_cause.is_in("battle", "duty")
share = pick(
    (not_illness & (f.disability_grade <= SECOND), GRAVEST),
    (not_illness, GRAVE),
    otherwise=ILLNESS,
)

nursing_allowance = entitlement(
    "nursing_allowance",
    zh="护理费",
    en="nursing allowance",
    article="30",
    edition=EDITION,
    event=on,
    when=unless(all_of(discharged, at_home, recognised_cause, after_month_of_approval), suspended, cancelled),
    kind="payment",
    amount=amount(
        rounded(wage * share, "half_up", to=YUAN),
        unit="month",
        payer_zh="县级以上退役军人事务部门",
        payer_en="the office at county level or above",
    ),
)
