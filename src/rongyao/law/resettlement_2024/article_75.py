"""Article 75: money while one waits for the post, and when the unit is late.

While waiting: each month the local minimum wage, from the receiving government. Once the letter of introduction is
written the unit has thirty days; if it lets them pass and the person is not at fault, it owes four fifths of the
average pay of like staff for every month from the letter's on, until the post begins.
"""

from rongyao.law.model import (
    Test,
    all_of,
    amount,
    clause,
    deadline,
    entitlement,
    none_of,
    on,
    pick,
    rate,
    reading,
    rounded,
    standard,
    threshold,
)
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.outcomes import job_assignment

DAYS_TO_BEGIN = threshold("75", days=30)
SHARE = rate("75", percent=80)

AREA_CLASS = reading(
    "75",
    name="area_class",
    zh="昆山执行江苏省哪一类地区的最低工资标准？",
    en="Which class of Jiangsu's minimum wage holds in Kunshan?",
    ours="first",
    options={
        "first": ("一类地区", "class 1"),
        "second": ("二类地区", "class 2"),
        "third": ("三类地区", "class 3"),
    },
    why="Kunshan stands in class 1 of older lists; the notice of December 2025 that was read gives the figures, not the places.",
)

ON_POST = deadline(
    "75",
    name="on_post",
    zh="介绍信开具后30日内安排上岗",
    en="the post begins within 30 days of the letter of introduction",
    number=30,
    unit="calendar_day",
    starts="introduction_letter_on",
    consequence_zh="非本人原因逾期的，单位从介绍信开具当月起按同等条件人员平均工资的80%发生活费",
    consequence_en="late without the person's fault: 80% of like staff's average pay from the letter's month",
)


@clause("75", zh="待安排工作期间", en="waiting for the post")
def waiting() -> Test:
    return f.waiting_for_post


@clause("75", zh="已报到接收", en="has reported in and been received")
def received() -> Test:
    return on >= f.reported_on


@clause("75", zh="介绍信开具超过30日", en="more than thirty days have passed since the letter")
def thirty_days_over() -> Test:
    return f.days_since_letter > DAYS_TO_BEGIN


@clause("75", zh="尚未上岗", en="the post has not begun")
def not_on_post() -> Test:
    return ~f.on_post


@clause("75", zh="系本人原因", en="by the person's own fault")
def own_fault() -> Test:
    return ~f.on_post & f.late_by_own_fault


minimum_wage = pick(
    (AREA_CLASS.is_("first"), standard("minimum_wage", "1")),
    (AREA_CLASS.is_("second"), standard("minimum_wage", "2")),
    otherwise=standard("minimum_wage", "3"),
)

waiting_allowance = entitlement(
    "waiting_allowance",
    zh="待安排工作期间生活补助",
    en="allowance while waiting for a post",
    article="75",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(waiting, received, job_assignment),
    kind="payment",
    amount=amount(
        minimum_wage,
        unit="month",
        payer_zh="安置地人民政府",
        payer_en="the receiving government",
        note_zh="按当地月最低工资标准逐月发放，上岗为止",
        note_en="the local minimum wage each month until the post begins",
        readings=(AREA_CLASS,),
    ),
)

employer_pays_eighty_percent = entitlement(
    "employer_pays_eighty_percent",
    zh="单位逾期未安排上岗的生活费（80%）",
    en="living money from a unit that is late with the post (80%)",
    article="75",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(not_on_post, thirty_days_over, none_of(own_fault), job_assignment),
    kind="payment",
    amount=amount(
        rounded(f.unit_average_pay * SHARE, "half_up"),
        unit="month",
        payer_zh="接收安置单位",
        payer_en="the receiving unit",
        not_payable_zh="由接收单位发放，不从本局资金支付",
        not_payable_en="the receiving unit pays it, not the bureau",
        note_zh="从介绍信开具当月起逐月发放，上岗为止；此为下限",
        note_en="each month from the letter's month until the post begins; this is the least",
    ),
    deadlines=(ON_POST,),
)
