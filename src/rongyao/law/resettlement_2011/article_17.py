"""Articles 13 and 17: reporting in within 30 days, and what a long delay without good reason costs."""

from rongyao.law.model import Test, clause, deadline, threshold
from rongyao.law.model import fact as f

DAYS_TO_REPORT = threshold("13", name="to_report", days=30)
DAYS_LATE = threshold("17", name="late", days=30)

REPORT_IN = deadline(
    "13",
    name="report_in",
    zh="自主就业的，自被批准退出现役之日起30日内报到",
    en="the self-employed report in within 30 days of the approval of their discharge",
    number=30,
    unit="calendar_day",
    starts="discharged_on",
    consequence_zh="无正当理由逾期超过30天的，视为放弃安置待遇",
    consequence_en="more than 30 days late without good reason counts as giving up the placement",
)


@clause("17", zh="超过规定报到时间30天以上才报到", en="reported in more than 30 days after the time set")
def over_thirty_days_late() -> Test:
    by_law = (f.placement_choice == "self_employment") & (f.days_to_report > DAYS_TO_REPORT + DAYS_LATE)
    by_notice = ~(f.placement_choice == "self_employment") & (f.days_reported_late > DAYS_LATE)
    return by_law | by_notice


@clause("17", zh="逾期没有正当理由", en="there was no good reason for the delay")
def without_reason() -> Test:
    return f.late_without_reason
