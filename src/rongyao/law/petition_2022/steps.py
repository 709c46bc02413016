"""Articles 22, 23 and 31 to 36: being told, an answer, a review, a re-review, and the end of the matter."""

from rongyao.law.model import Test, all_of, clause, deadline, entitlement, none_of, on, threshold
from rongyao.law.model import fact as f
from rongyao.law.petition_2022.edition import EDITION

DAYS_TO_ASK = threshold("35", name="to_ask", days=30)
DAYS_TO_ASK_AGAIN = threshold("36", name="to_ask", days=30)

FORWARD = deadline(
    "22",
    name="forward",
    zh="信访部门15日内登记并转送",
    en="the petition office registers and forwards within 15 days",
    number=15,
    unit="calendar_day",
    starts="petition_received_on",
)
TELL = deadline(
    "23",
    name="tell",
    zh="有权处理的机关15日内书面告知接收情况和办理途径",
    en="the responsible body says in writing within 15 days that it was received and what follows",
    number=15,
    unit="calendar_day",
    starts="petition_received_on",
)
OBJECT = deadline(
    "23",
    name="object",
    zh="转送不当的，5个工作日内提出异议",
    en="a body wrongly given the matter objects within 5 working days",
    number=5,
    unit="working_day",
    starts="petition_received_on",
)
ANSWER = deadline(
    "34",
    name="answer",
    zh="自受理之日起60日内办结",
    en="an answer within 60 days of being taken up",
    number=60,
    unit="calendar_day",
    starts="petition_accepted_on",
    consequence_zh="情况复杂的，经负责人批准可延长不超过30日，并告知理由",
    consequence_en="in a complex case the head may add up to 30 days and says why",
)
ANSWER_EXTENDED = deadline(
    "34",
    name="answer_extended",
    zh="延长后最迟90日办结",
    en="90 days at most, once extended",
    number=90,
    unit="calendar_day",
    starts="petition_accepted_on",
)
ASK_REVIEW = deadline(
    "35",
    name="ask_review",
    zh="收到书面答复之日起30日内请求复查",
    en="ask for a review within 30 days of the written answer",
    number=30,
    unit="calendar_day",
    starts="petition_reply_on",
)
REVIEW = deadline(
    "35",
    name="review",
    zh="收到复查请求之日起30日内答复",
    en="the review is answered within 30 days",
    number=30,
    unit="calendar_day",
    starts="petition_review_asked_on",
)
ASK_RECHECK = deadline(
    "36",
    name="ask_recheck",
    zh="收到复查答复之日起30日内请求复核",
    en="ask for a re-review within 30 days of the review's answer",
    number=30,
    unit="calendar_day",
    starts="petition_review_reply_on",
)
RECHECK = deadline(
    "36",
    name="recheck",
    zh="收到复核请求之日起30日内提出复核意见（听证时间不计）",
    en="the re-review is given within 30 days, time of a hearing not counted",
    number=30,
    unit="calendar_day",
    starts="petition_recheck_asked_on",
)


@clause("22", zh="已收到信访事项", en="the petition has been received")
def received() -> Test:
    return on >= f.petition_received_on


@clause("34", zh="已受理", en="it has been taken up")
def taken_up() -> Test:
    return on >= f.petition_accepted_on


@clause(
    "31",
    zh="应当走诉讼、仲裁、复议等法定途径",
    en="a matter for the courts, arbitration, reconsideration or the like",
)
def belongs_elsewhere() -> Test:
    return f.petition_elsewhere


@clause("35", zh="收到书面答复三十日以内", en="within 30 days of the written answer")
def within_thirty_days() -> Test:
    """The day of the answer is not counted; where the thirtieth is a rest day the clock moves it on."""
    return (f.days_since_petition_reply >= 0) & (f.days_since_petition_reply <= DAYS_TO_ASK)


@clause("36", zh="收到复查答复三十日以内", en="within 30 days of the review's answer")
def within_thirty_days_again() -> Test:
    return (f.days_since_petition_review >= 0) & (f.days_since_petition_review <= DAYS_TO_ASK_AGAIN)


@clause("36", zh="同一事实和理由已经复核", en="the same facts and reasons have had their re-review")
def rechecked() -> Test:
    return f.petition_rechecked


@clause("36", zh="仍以同一事实和理由提出", en="and are brought again")
def same_matter() -> Test:
    return f.petition_same_matter


brought_again = all_of(
    rechecked,
    same_matter,
    zh="已经复核，又以同一事实和理由提出",
    en="had its re-review, and the same facts and reasons are brought again",
    article="36",
)
NOT_A_SUM_ZH = "是办理期限，没有数额"
NOT_A_SUM_EN = "a period, so no sum"
REST_DAYS_ZH = f"末日逢休息日顺延，以期限计算为准；{NOT_A_SUM_ZH}"
REST_DAYS_EN = f"a last day that is a rest day moves on, see the counted period; {NOT_A_SUM_EN}"

told_in_writing = entitlement(
    "told_in_writing",
    zh="15日内书面告知信访事项去向",
    en="told in writing within 15 days where the petition went",
    article="23",
    edition=EDITION,
    event=f.petition_received_on,
    kind="treatment",
    when=received,
    deadlines=(FORWARD, TELL, OBJECT),
    note_zh=f"能当场告知的当场书面告知；没有写清姓名、住址的不告知；{NOT_A_SUM_ZH}",
    note_en=f"on the spot where that can be done; not where name or address is unclear; {NOT_A_SUM_EN}",
)
answer = entitlement(
    "answer",
    zh="60日内出具信访处理意见书",
    en="a written answer to the petition within 60 days",
    article="34",
    edition=EDITION,
    event=f.petition_accepted_on,
    kind="treatment",
    when=all_of(taken_up, none_of(belongs_elsewhere, brought_again)),
    deadlines=(ANSWER, ANSWER_EXTENDED),
    note_zh=f"只用于要求解决问题的申诉求决；意见建议、检举控告、要求查处违法和履行职责的，按各自规定办理；{NOT_A_SUM_ZH}",
    note_en=f"for requests to put a matter right only; suggestions, accusations and calls to act against an offence or to do "
    f"a duty have rules of their own; {NOT_A_SUM_EN}",
)
other_channel = entitlement(
    "other_channel",
    zh="导入诉讼、仲裁、复议等法定途径",
    en="led to the courts, arbitration, reconsideration or the like",
    article="31",
    edition=EDITION,
    event=f.petition_received_on,
    kind="treatment",
    when=all_of(received, belongs_elsewhere),
    note_zh="按各自程序的期限；没有数额",
    note_en="each under its own periods; no sum",
)
review = entitlement(
    "review",
    zh="请求复查（30日内）",
    en="a review, asked for within 30 days",
    article="35",
    edition=EDITION,
    event=f.petition_reply_on,
    kind="treatment",
    when=within_thirty_days,
    deadlines=(ASK_REVIEW, REVIEW),
    note_zh=REST_DAYS_ZH,
    note_en=REST_DAYS_EN,
)
recheck = entitlement(
    "recheck",
    zh="请求复核（30日内）",
    en="a re-review, asked for within 30 days",
    article="36",
    edition=EDITION,
    event=f.petition_review_reply_on,
    kind="treatment",
    when=within_thirty_days_again,
    deadlines=(ASK_RECHECK, RECHECK),
    note_zh=REST_DAYS_ZH,
    note_en=REST_DAYS_EN,
)
closed = entitlement(
    "closed",
    zh="复核后同一事实和理由不再受理",
    en="after the re-review the same facts and reasons are not taken up again",
    article="36",
    edition=EDITION,
    event=on,
    kind="forfeiture",
    when=brought_again,
    note_zh="有新的事实或者理由的，仍可提出；没有数额",
    note_en="new facts or reasons may still be brought; no sum",
)
