"""Articles 30, 31, 48, 54 and 62: examined in five working days, answered in ten, decided in sixty days or thirty."""

from rongyao.law.model import Test, all_of, clause, deadline, entitlement, none_of, on
from rongyao.law.model import fact as f
from rongyao.law.review_2023.edition import EDITION

EXAMINE = deadline(
    "30",
    name="examine",
    zh="收到申请后5个工作日内审查",
    en="examined within 5 working days",
    number=5,
    unit="working_day",
    starts="review_applied_on",
    consequence_zh="期满未作不予受理决定的，视为受理",
    consequence_en="without a refusal by then it counts as taken up",
)
COMPLETE = deadline(
    "31",
    name="complete",
    zh="材料不全的，5个工作日内书面通知补正",
    en="told within 5 working days what is missing",
    number=5,
    unit="working_day",
    starts="review_applied_on",
    consequence_zh="收到通知后10个工作日内补正；没有正当理由逾期不补的，视为放弃申请",
    consequence_en="it is to be supplied within 10 working days; not to do so without good reason gives the application up",
)
SEND_COPY = deadline(
    "48",
    name="send_copy",
    zh="受理之日起7个工作日内发送副本",
    en="a copy to the respondent within 7 working days",
    number=7,
    unit="working_day",
    starts="review_accepted_on",
)
RESPOND = deadline(
    "48",
    name="respond",
    zh="被申请人收到副本10个工作日内书面答复并提交证据",
    en="the respondent answers with its evidence within 10 working days",
    number=10,
    unit="working_day",
    starts="review_copy_on",
)
SEND_COPY_SIMPLE = deadline(
    "54",
    name="send_copy",
    zh="简易程序：3个工作日内发送副本",
    en="simple procedure: a copy within 3 working days",
    number=3,
    unit="working_day",
    starts="review_accepted_on",
)
RESPOND_SIMPLE = deadline(
    "54",
    name="respond",
    zh="简易程序：5个工作日内书面答复",
    en="simple procedure: an answer within 5 working days",
    number=5,
    unit="working_day",
    starts="review_copy_on",
)
DECIDE = deadline(
    "62",
    name="decide",
    zh="受理之日起60日内作出复议决定",
    en="decided within 60 days of being taken up",
    number=60,
    unit="calendar_day",
    starts="review_accepted_on",
    consequence_zh="情况复杂的，经批准可延长不超过30日，并书面告知",
    consequence_en="in a complex case up to 30 days more, told in writing",
)
DECIDE_EXTENDED = deadline(
    "62",
    name="decide_extended",
    zh="延长后最迟90日",
    en="90 days at most, once extended",
    number=90,
    unit="calendar_day",
    starts="review_accepted_on",
)
DECIDE_SIMPLE = deadline(
    "62",
    name="decide_simple",
    zh="简易程序：受理之日起30日内决定",
    en="simple procedure: decided within 30 days",
    number=30,
    unit="calendar_day",
    starts="review_accepted_on",
)


@clause("30", zh="复议机关已收到申请", en="the application has been received")
def applied() -> Test:
    return on >= f.review_applied_on


@clause("48", zh="已受理", en="it has been taken up")
def taken_up() -> Test:
    return on >= f.review_accepted_on


@clause("53", zh="适用简易程序", en="in the simple procedure")
def simple() -> Test:
    return f.review_simple


PERIOD_ZH, PERIOD_EN = (
    "3、5、7、10日为工作日，30、60日为自然日（第八十八条）；没有数额",
    "3, 5, 7 and 10 days are working days, 30 and 60 calendar days (Art 88); no sum",
)

examined = entitlement(
    "examined",
    zh="5个工作日内审查是否受理",
    en="examined within five working days",
    article="30",
    edition=EDITION,
    event=f.review_applied_on,
    kind="treatment",
    when=applied,
    deadlines=(EXAMINE, COMPLETE),
    note_zh=PERIOD_ZH,
    note_en=PERIOD_EN,
)
decided = entitlement(
    "decided",
    zh="60日内作出复议决定（普通程序）",
    en="decided within 60 days, ordinary procedure",
    article="62",
    edition=EDITION,
    event=f.review_accepted_on,
    kind="treatment",
    when=all_of(taken_up, none_of(simple, zh="普通程序", en="ordinary procedure")),
    deadlines=(SEND_COPY, RESPOND, DECIDE, DECIDE_EXTENDED),
    note_zh=f"依法中止的期间除外（第三十九条），其他法律规定更短的从其规定；{PERIOD_ZH}",
    note_en=f"time the case is lawfully stayed apart (Art 39); a shorter period of another law wins; {PERIOD_EN}",
)
decided_simply = entitlement(
    "decided_simply",
    zh="30日内作出复议决定（简易程序）",
    en="decided within 30 days, simple procedure",
    article="62",
    edition=EDITION,
    event=f.review_accepted_on,
    kind="treatment",
    when=all_of(taken_up, simple),
    deadlines=(SEND_COPY_SIMPLE, RESPOND_SIMPLE, DECIDE_SIMPLE),
    note_zh=PERIOD_ZH,
    note_en=PERIOD_EN,
)
