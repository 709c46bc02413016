"""The periods the bureau runs: each with the article that sets it, or named as the bureau's own promise.

A promise is never printed as law. Where the law only says "promptly" (correction of one's own data), the number is ours.
"""

from rongyao.bureau.foundation.clock.rules import Rule, Unit

PROMISE_ZH = "本局服务承诺（非法定期限）"
PROMISE_EN = "the bureau's own promise (not set by law)"


def _law(code: str, article: tuple[str, str], words: tuple[str, str], number: int, unit: Unit) -> Rule:
    return Rule(code, article[0], article[1], words[0], words[1], number, unit)


def _promise(code: str, words: tuple[str, str], number: int, because: tuple[str, str] = ("", "")) -> Rule:
    zh, en = f"{PROMISE_ZH}{because[0]}", f"{PROMISE_EN}{because[1]}"
    return Rule(code, zh, en, words[0], words[1], number, Unit.WORKING_DAY, is_law=False)


REPORTING_IN = _law(
    "reporting_in",
    ("《退役军人安置条例》第五十一条", "Placement Regulations 2024, Art 51"),
    ("自主就业退役军人报到", "reporting in after discharge (self-employment placement)"),
    30,
    Unit.CALENDAR_DAY,
)
REVIEW = _law(
    "review",
    ("《行政复议法》第二十条", "Administrative Reconsideration Law, Art 20"),
    ("申请行政复议", "asking for administrative review"),
    60,
    Unit.CALENDAR_DAY,
)
REVIEW_ACCEPTANCE = _law(
    "review_acceptance",
    ("《行政复议法》第三十条、第八十八条", "Administrative Reconsideration Law, Arts 30 and 88"),
    ("行政复议受理审查", "examining whether to accept a review"),
    5,
    Unit.WORKING_DAY,
)
REVIEW_COPY = _law(
    "review_copy",
    ("《行政复议法》第四十八条、第八十八条", "Administrative Reconsideration Law, Arts 48 and 88"),
    ("行政复议申请书副本发送", "sending the respondent a copy of the review application"),
    7,
    Unit.WORKING_DAY,
)
REVIEW_REPLY = _law(
    "review_reply",
    ("《行政复议法》第四十八条、第八十八条", "Administrative Reconsideration Law, Arts 48 and 88"),
    ("行政复议答复", "replying to a review"),
    10,
    Unit.WORKING_DAY,
)
REVIEW_DECISION = _law(
    "review_decision",
    ("《行政复议法》第六十二条", "Administrative Reconsideration Law, Art 62"),
    ("行政复议决定", "deciding a review"),
    60,
    Unit.CALENDAR_DAY,
)
COURT = _law(
    "court",
    ("《行政诉讼法》第四十六条", "Administrative Litigation Law, Art 46"),
    ("向人民法院提起行政诉讼", "going to court"),
    6,
    Unit.MONTH,
)
CORRECTION = _promise(
    "correction",
    ("个人信息更正答复", "answering a request to correct one's own data"),
    15,
    (
        "；《个人信息保护法》第四十六条要求及时更正，未规定天数",
        "; Personal Information Protection Law Art 46 asks for promptness and sets no number of days",
    ),
)
ERASURE = _promise(
    "erasure",
    ("个人信息删除答复", "answering a request to delete one's own data"),
    15,
    (
        "；《个人信息保护法》第四十七条、第五十条要求受理和处理，未规定天数",
        "; Personal Information Protection Law Arts 47 and 50 ask that it be handled and set no number of days",
    ),
)
CARD_HAND_OVER = _promise("card_hand_over", ("优待证发放", "handing over the preference card"), 10)
PROPOSAL = _promise("proposal", ("待遇建议办结", "deciding what is due to a person"), 20)

PERIODS: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        REPORTING_IN,
        REVIEW,
        REVIEW_ACCEPTANCE,
        REVIEW_COPY,
        REVIEW_REPLY,
        REVIEW_DECISION,
        COURT,
        CORRECTION,
        ERASURE,
        CARD_HAND_OVER,
        PROPOSAL,
    )
}
