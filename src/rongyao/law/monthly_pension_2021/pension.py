"""The sum: base times rate, each month until the person is hired by the state; a smaller share after retirement age.

The base (计发基数) depends on rank and grade and stands in the approval form; its table has not been read, so the sum
is open until the form is entered. Who is hired as a civil servant or by a public institution draws it for the last
time in that month (Law on the Protection of Veterans, Art 27).
"""

from rongyao.law.model import (
    Test,
    all_of,
    amount,
    clause,
    entitlement,
    highest,
    lowest,
    measure,
    month_after,
    month_start,
    none_of,
    on,
    rate,
    rounded,
    threshold,
)
from rongyao.law.model import fact as f
from rongyao.law.monthly_pension_2021.edition import EDITION
from rongyao.law.monthly_pension_2021.rate import (
    FIRST_MERIT_STEP,
    by_hard_area,
    by_honours,
    by_posts,
    by_years,
    pension_rate,
)
from rongyao.law.monthly_pension_2021.who import may_draw

KEPT = rate("after_retirement", name="kept", percent=20)
KEPT_YEARS = threshold("after_retirement", name="kept_years", years=16)
KEPT_PER_YEAR = rate("after_retirement", name="per_year", percent=1)
KEPT_AT_MOST = rate("after_retirement", name="at_most", percent=25)
PLATEAU_PER_YEAR = rate("after_retirement", name="plateau_per_year", percent=1)
PLATEAU_AT_MOST = rate("after_retirement", name="plateau_at_most", percent=10)


@clause("", zh="本人选择逐月领取退役金", en="the person chose the monthly pension")
def chose_pension() -> Test:
    return f.placement_choice == "monthly_pension"


@clause("", zh="已经退出现役", en="has left the army")
def discharged() -> Test:
    return on >= f.discharged_on


@clause("", zh="已过被录用、聘用的当月（自下月起停发）", en="the month of being hired by the state is over")
def hired_by_the_state() -> Test:
    """Whoever was never hired is not asked for a day."""
    return f.hired_by_state & (on >= month_after(f.hired_by_state_on))


@clause("", zh="已到法定退休年龄当月", en="the month of the legal retirement age has come")
def of_retirement_age() -> Test:
    return on >= month_start(f.retirement_age_on)


NOT_PAID_HERE_ZH = "计发比例仅见二手来源，由军队和省级审定发放，本系统只作测算"
NOT_PAID_HERE_EN = (
    "the rates are known from secondary pages; the army and the province decide and pay, this is a reckoning"
)
PAYER_ZH, PAYER_EN = (
    "安置地退役军人工作主管部门（中央财政）",
    "the office of the place of settlement, from the central budget",
)
drawing = all_of(
    discharged,
    chose_pension,
    may_draw,
    none_of(hired_by_the_state, zh="没有停发情形", en="it has not stopped"),
)

monthly_pension = entitlement(
    "monthly_pension",
    zh="逐月领取退役金",
    en="monthly pension",
    article="",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=all_of(drawing, none_of(of_retirement_age, zh="未到法定退休年龄", en="not yet of retirement age")),
    amount=amount(
        rounded(f.monthly_pension_base * pension_rate, "half_up"),
        unit="month",
        payer_zh=PAYER_ZH,
        payer_en=PAYER_EN,
        not_payable_zh=NOT_PAID_HERE_ZH,
        not_payable_en=NOT_PAID_HERE_EN,
        note_zh="计发基数以审定表为准，录入后才有数额",
        note_en="the base stands in the approval form; the sum is open until it is entered",
    ),
    measures=(
        measure(
            "",
            name="by_years",
            zh="按服役年限的比例",
            en="share by years of service",
            of=by_years,
            unit="percent",
        ),
        measure(
            "",
            name="by_honours",
            zh="功勋荣誉增发（合计不超过15%）",
            en="raised by honours, 15% at most",
            of=by_honours,
            unit="percent",
        ),
        measure(
            "",
            name="by_hard_area",
            zh="西藏、艰苦边远地区增发",
            en="raised by hard areas",
            of=by_hard_area,
            unit="percent",
        ),
        measure(
            "",
            name="by_posts",
            zh="特殊岗位、作战部队主官增发",
            en="raised by posts",
            of=by_posts,
            unit="percent",
        ),
        measure(
            "",
            name="rate",
            zh="计发比例（不超过100%）",
            en="rate, 100% at most",
            of=pension_rate,
            unit="percent",
        ),
    ),
    readings=(FIRST_MERIT_STEP,),
)

kept_rate = lowest(KEPT + KEPT_PER_YEAR * (f.service_years - KEPT_YEARS), KEPT_AT_MOST)
plateau_rate = lowest(PLATEAU_PER_YEAR * f.years_above_3500m, PLATEAU_AT_MOST)

pension_after_retirement_age = entitlement(
    "pension_after_retirement_age",
    zh="达到退休年龄后保留的退役金",
    en="what remains of the monthly pension after retirement age",
    article="",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=all_of(drawing, of_retirement_age),
    amount=amount(
        rounded(f.monthly_pension_base * highest(kept_rate + plateau_rate, 0), "half_up"),
        unit="month",
        payer_zh=PAYER_ZH,
        payer_en=PAYER_EN,
        not_payable_zh=NOT_PAID_HERE_ZH,
        not_payable_en=NOT_PAID_HERE_EN,
        note_zh="与基本养老金同时领取",
        note_en="beside the old-age pension",
    ),
    measures=(
        measure(
            "",
            name="kept",
            zh="保留比例（不超过25%）",
            en="share kept, 25% at most",
            of=kept_rate,
            unit="percent",
        ),
        measure(
            "",
            name="plateau",
            zh="海拔3500米以上地区增发（不超过10%）",
            en="for years above 3,500 metres, 10% at most",
            of=plateau_rate,
            unit="percent",
        ),
    ),
)

pension_stops = entitlement(
    "pension_stops",
    zh="退役金停发（被录用、聘用的下月起）",
    en="the monthly pension stops the month after being hired by the state",
    article="",
    edition=EDITION,
    event=f.discharged_on,
    kind="forfeiture",
    when=all_of(chose_pension, may_draw, hired_by_the_state),
    note_zh="依据《退役军人保障法》第二十七条；企业就业、个体经营不停发",
    note_en="Law on the Protection of Veterans, Art 27; work in a firm or one's own business stops nothing",
)
