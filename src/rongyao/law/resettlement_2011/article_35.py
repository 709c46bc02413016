"""Article 35 of the earlier text: the allowance while waiting: no less than the local minimum standard of living.

The 2024 text pays the minimum wage instead. Who was discharged by August 2024 and still waits later is the question of
a reading: ours keeps to the text of the day of discharge.
"""

from datetime import date

from rongyao.law.model import Test, all_of, amount, clause, entitlement, on, pick, reading, standard
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.outcomes import job_assignment

FIRST_OF_THE_NEW = date(2024, 9, 1)

LATER_MONTHS = reading(
    "35",
    name="later_months",
    zh="2024年8月底前退役、9月以后仍待安排的，生活补助按哪个标准？",
    en="By which standard is someone paid who was discharged by August 2024 and still waits from September on?",
    ours="day_of_discharge",
    options={
        "day_of_discharge": (
            "按退役时的条例：最低生活水平",
            "by the text of the discharge: the standard of living",
        ),
        "month_paid": (
            "9月起的月份按新条例：最低工资（一类地区）",
            "months from September by the 2024 text: the minimum wage (class 1)",
        ),
    },
    why="The regulation chooses its text by the discharge; the 2024 text repeals the earlier one and says nothing of those "
    "who still wait.",
)


@clause("35", zh="待安排工作期间", en="waiting for the post")
def waiting() -> Test:
    return f.waiting_for_post


@clause("35", zh="已报到接收", en="has reported in and been received")
def received() -> Test:
    return on >= f.reported_on


waiting_allowance = entitlement(
    "waiting_allowance",
    zh="待安排工作期间生活补助费",
    en="allowance while waiting for a post",
    article="35",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(waiting, received, job_assignment),
    kind="payment",
    amount=amount(
        pick(
            (LATER_MONTHS.is_("month_paid") & (on >= FIRST_OF_THE_NEW), standard("minimum_wage", "1")),
            otherwise=standard("minimum_living_standard"),
        ),
        unit="month",
        payer_zh="安置地人民政府",
        payer_en="the receiving government",
        note_zh="不低于当地最低生活水平，按月发给，此为下限",
        note_en="no less than the local minimum standard of living, each month; this is the least",
        readings=(LATER_MONTHS,),
    ),
)
