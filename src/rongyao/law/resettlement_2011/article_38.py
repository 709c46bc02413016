"""Article 38 of the earlier text: four fifths of like staff's average pay from a unit that is late with the post."""

from rongyao.law.model import (
    Test,
    all_of,
    amount,
    clause,
    deadline,
    entitlement,
    none_of,
    rate,
    rounded,
    threshold,
)
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.outcomes import job_assignment

MONTHS_TO_BEGIN = threshold("36", name="to_begin", months=1)
SHARE = rate("38", percent=80)

ON_POST = deadline(
    "36",
    name="on_post",
    zh="介绍信开出1个月内安排上岗",
    en="the post begins within a month of the letter of introduction",
    number=1,
    unit="month",
    starts="introduction_letter_on",
    consequence_zh="非本人原因逾期的，单位从开出当月起按同等条件人员平均工资的80%发生活费",
    consequence_en="late without the person's fault: 80% of like staff's average pay from the letter's month",
)


@clause("36", zh="介绍信开出已超过1个月", en="more than a month has passed since the letter")
def a_month_over() -> Test:
    """The day that ends the month is still in time."""
    return f.started_months_since_letter > MONTHS_TO_BEGIN


@clause("38", zh="尚未上岗", en="the post has not begun")
def not_on_post() -> Test:
    return ~f.on_post


@clause("38", zh="系本人原因", en="by the person's own fault")
def own_fault() -> Test:
    return ~f.on_post & f.late_by_own_fault


employer_pays_eighty_percent = entitlement(
    "employer_pays_eighty_percent",
    zh="单位逾期未安排上岗的生活费（80%）",
    en="living money from a unit that is late with the post (80%)",
    article="38",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(not_on_post, a_month_over, none_of(own_fault), job_assignment),
    kind="payment",
    amount=amount(
        rounded(f.unit_average_pay * SHARE, "half_up"),
        unit="month",
        payer_zh="接收单位",
        payer_en="the receiving unit",
        not_payable_zh="由接收单位发放，不从本局资金支付",
        not_payable_en="the receiving unit pays it, not the bureau",
        note_zh="从介绍信开出当月起逐月发放，上岗为止；此为下限",
        note_en="each month from the letter's month until the post begins; this is the least",
    ),
    deadlines=(ON_POST,),
)
