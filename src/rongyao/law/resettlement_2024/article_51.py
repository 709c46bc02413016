"""Article 51: reporting in, by when, and what a long delay without good reason costs."""

from rongyao.law.model import Test, clause, deadline, threshold
from rongyao.law.model import fact as f

DAYS_TO_REPORT = threshold("51", name="to_report", days=30)
DAYS_LATE = threshold("51", name="late", days=30)

REPORT_IN = deadline(
    "51",
    name="report_in",
    zh="自主就业的，批准退役后30日内报到",
    en="the self-employed report in within 30 days of the approval of their discharge",
    number=30,
    unit="calendar_day",
    starts="discharged_on",
    consequence_zh="逾期超过30日又无正当理由的，视为放弃安置待遇",
    consequence_en="more than 30 days late without good reason counts as giving up the placement",
)


@clause(
    "51",
    zh="自主就业的，退役满六十日后才报到（三十日期限，又逾期三十日）",
    en="self-employed: reported in more than sixty days after discharge (thirty to report, thirty late)",
)
def over_sixty_days_after_discharge() -> Test:
    return f.days_to_report > DAYS_TO_REPORT + DAYS_LATE


@clause("51", zh="以须按通知报到的方式安置", en="placed in a way whose day for reporting in is set by notice")
def placed_by_notice() -> Test:
    """Those who retire are handed over by their unit and do not report in by a set day."""
    return f.placement_choice.is_in("by_law", "job_assignment", "monthly_pension", "lifetime_care")


@clause(
    "51",
    zh="比通知的日期晚三十日以上才报到",
    en="reported in more than thirty days after the day of the notice",
)
def over_thirty_days_after_notice() -> Test:
    return f.days_reported_late > DAYS_LATE


@clause("51", zh="逾期没有正当理由", en="there was no good reason for the delay")
def without_reason() -> Test:
    return f.late_without_reason
