"""Articles 20 and 21: sixty days to apply, at most a year where nobody told of the right, five years (land: twenty) in all."""

from rongyao.law.model import (
    Test,
    all_of,
    any_of,
    clause,
    deadline,
    entitlement,
    months_later,
    none_of,
    on,
    threshold,
)
from rongyao.law.model import fact as f
from rongyao.law.review_2023.edition import EDITION

SIXTY_DAYS = threshold("20", name="to_apply", days=60)
UNTOLD_AT_MOST = threshold("20", name="untold_at_most", months=12)
FIVE_YEARS = threshold("21", name="at_most", months=60)
TWENTY_YEARS = threshold("21", name="land_at_most", months=240)

APPLY = deadline(
    "20",
    name="apply",
    zh="自知道行政行为之日起60日内申请行政复议",
    en="apply for reconsideration within 60 days of knowing of the act",
    number=60,
    unit="calendar_day",
    starts="act_known_on",
    consequence_zh="有不可抗力等正当理由的，自障碍消除之日起继续计算",
    consequence_en="good reason stops the count until the obstacle is gone",
)
APPLY_UNTOLD = deadline(
    "20",
    name="apply_untold",
    zh="未告知复议权利的，自知道权利之日起60日内，最长自知道行为内容起一年",
    en="where the right was not told: 60 days from learning of it, a year from knowing of the act at most",
    number=60,
    unit="calendar_day",
    starts="act_remedy_known_on",
)


@clause("20", zh="知道行政行为之日起六十日以内", en="within 60 days of knowing of the act")
def within_sixty_days() -> Test:
    """The day itself is not counted; where the sixtieth is a rest day the clock moves it on."""
    return (f.days_since_act_known >= 0) & (f.days_since_act_known <= SIXTY_DAYS)


@clause(
    "20",
    zh="作出时未告知权利：知道权利之日起六十日以内，且知道行为内容不超过一年",
    en="the right was not told: within 60 days of learning of it, and no more than a year of knowing of the act",
)
def untold() -> Test:
    learnt = (f.days_since_remedy_known >= 0) & (f.days_since_remedy_known <= SIXTY_DAYS)
    return ~f.act_named_remedy & learnt & (months_later(f.act_known_on, UNTOLD_AT_MOST) >= on)


@clause("20", zh="因不可抗力或者其他正当理由耽误期限", en="good reason stood in the way")
def excused() -> Test:
    return f.review_delay_excused


@clause(
    "21",
    zh="行政行为作出已超过五年（不动产二十年）",
    en="the act is more than five years old, or twenty where it is about land or a house",
)
def too_old() -> Test:
    """The anniversary itself is still within the period."""
    over_five = on > months_later(f.act_made_on, FIVE_YEARS)
    return (~f.about_land_or_house & over_five) | (on > months_later(f.act_made_on, TWENTY_YEARS))


may_apply = entitlement(
    "may_apply",
    zh="可以申请行政复议",
    en="may apply for reconsideration",
    article="20",
    edition=EDITION,
    event=f.act_known_on,
    kind="treatment",
    when=all_of(
        any_of(within_sixty_days, untold, excused, zh="在申请期限以内", en="within the period", article="20"),
        none_of(too_old),
    ),
    deadlines=(APPLY, APPLY_UNTOLD),
    note_zh="不收费（第八十七条）；末日逢休息日顺延，以期限计算为准；其他法律规定期限更长的从其规定；没有数额",
    note_en="free of charge (Art 87); a last day that is a rest day moves on, see the counted period; a longer period of another law holds; no sum",
)
