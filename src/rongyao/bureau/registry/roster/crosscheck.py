"""Does a row agree with itself: dates in order, birth and sex with the identity number, rank with category."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare
from rongyao.bureau.registry.roster.dates import earliest, latest
from rongyao.law.facts import FACTS

YOUNGEST_RECRUIT, OLDEST_RECRUIT = 17, 30
FUTURE_DISCHARGE_DAYS = 180
# (earlier, later): the second cannot come before the first.
ORDER = (
    ("birth_on", "enlisted_on"),
    ("enlisted_on", "discharged_on"),
    ("birth_on", "discharged_on"),
    ("enlisted_on", "nco_since_on"),
    ("nco_since_on", "discharged_on"),
    ("enlisted_on", "rank_since_on"),
    ("rank_since_on", "discharged_on"),
    ("birth_on", "died_on"),
)
NEVER_FUTURE = (
    "birth_on",
    "enlisted_on",
    "nco_since_on",
    "rank_since_on",
    "reported_on",
    "died_on",
    "disability_approved_on",
)

declare(
    Severity.ERROR,
    {
        "dates_out_of_order": (
            "“{later}”{later_on}早于“{earlier}”{earlier_on}",
            "“{later}” ({later_on}) comes before “{earlier}” ({earlier_on})",
            "请对照档案，看哪一个日期写错了",
            "find in the file which of the dates is wrong",
        ),
        "date_in_future": (
            "“{fact}”是 {written}，还没有到",
            "“{fact}” is {written}, which has not come yet",
            "请对照档案改正",
            "correct it from the file",
        ),
        "birth_not_of_id": (
            "出生日期 {written} 和身份证号里的 {of_id} 不一致",
            "the birth date {written} is not that of the identity number, {of_id}",
            "请对照身份证和档案，看哪一个写错了",
            "compare the card and the file, and correct the one that is wrong",
        ),
        "sex_not_of_id": (
            "性别“{written}”和身份证号不一致",
            "the sex “{written}” is not that of the identity number",
            "请对照身份证，看性别还是身份证号写错了",
            "compare with the card: the sex or the number is wrong",
        ),
        "rank_conflict": (
            "“{one}”和“{other}”对不上，一个是{one_is}，一个是{other_is}",
            "“{one}” and “{other}” do not agree: {one_is} and {other_is}",
            "请对照档案，改正人员类别或军衔",
            "correct the category or the rank from the file",
        ),
    },
)
declare(
    Severity.WARNING,
    {
        "age_at_enlistment": (
            "入伍时 {age} 岁，不在常见的 {youngest} 至 {oldest} 岁之间",
            "{age} years old at enlistment, outside the usual {youngest} to {oldest}",
            "请核对出生日期和入伍时间",
            "check the dates of birth and enlistment",
        ),
        "discharge_in_future": (
            "退役时间 {written} 还没有到，按预定退役记录",
            "the discharge on {written} has not come yet; it is recorded as planned",
            "请核对年份",
            "check the year",
        ),
        "service_years_differ": (
            "写的服役年限是 {stated} 年，按入伍和退役时间算是 {computed} 年，以时间为准",
            "{stated} years of service are stated; the dates give {computed}; the dates are used",
            "请核对入伍时间、退役时间和服役年限",
            "check the two dates and the years",
        ),
        "service_years_unread": (
            "服役年限“{written}”看不懂，没有用来核对",
            "the years of service “{written}” could not be read and were not used to check",
        ),
        "disability_without_cause": (
            "有残疾等级，没有写因战、因公还是因病，性质按不知道处理",
            "there is a disability grade and no cause; the cause is not known",
            "请补上残疾性质：因战、因公或因病",
            "add the cause: battle, duty or illness",
        ),
        "disability_without_grade": (
            "有残疾性质，没有残疾等级，等级按不知道处理",
            "there is a cause of disability and no grade; the grade is not known",
            "请补上残疾等级",
            "add the grade",
        ),
        "values_conflict": (
            "“{fact}”在两处写得不一样（{one}、{other}），都没有采用",
            "“{fact}” is given twice and differently ({one}, {other}); neither was taken",
            "请对照档案，只留对的一个",
            "keep the one that agrees with the file",
        ),
        "reported_before_discharge": (
            "报到时间 {reported} 早于退役时间 {discharged}",
            "reported in on {reported}, before the discharge on {discharged}",
            "请核对两个时间",
            "check both dates",
        ),
    },
)


CHECKED_FACTS = (
    "birth_on",
    "enlisted_on",
    "discharged_on",
    "nco_since_on",
    "rank_since_on",
    "died_on",
    "reported_on",
    "disability_approved_on",
    "disability_grade",
    "disability_cause",
)


def check(known: Mapping[str, Any], on: date) -> Iterator[Problem]:
    """Every disagreement inside one row. Dates known to the month disagree only when no day of both fits.

    Args:
        known: the row's values by fact (those of ``CHECKED_FACTS`` are looked at), dates as ISO text.

    Yields:
        Problems whose ``cell`` is the name of the fact they are about.
    """
    yield from _order(known)
    yield from _future(known, on)
    yield from _age(known)
    yield from _disability(known)
    yield from _reporting(known)


def _label(name: str) -> tuple[str, str]:
    return (FACTS[name].zh, FACTS[name].en)


def _is_before(one: str, other: str) -> bool:
    """Every day ``one`` can mean lies before every day ``other`` can mean. ISO text compares as the days do."""
    exact = min(len(one), len(other))
    return one[:exact] < other[:exact]


def _order(known: Mapping[str, Any]) -> Iterator[Problem]:
    for before, after in ORDER:
        if (first := known.get(before)) and (second := known.get(after)) and _is_before(second, first):
            params = {
                "earlier": _label(before),
                "later": _label(after),
                "earlier_on": first,
                "later_on": second,
            }
            yield Problem("dates_out_of_order", params, after)


def _future(known: Mapping[str, Any], on: date) -> Iterator[Problem]:
    today = on.isoformat()
    if (
        max([known[name] for name in (*NEVER_FUTURE, "discharged_on") if known.get(name)], default="")
        <= today
    ):
        return
    for name in NEVER_FUTURE:
        if (written := known.get(name)) and _is_before(today, written):
            yield Problem("date_in_future", {"fact": _label(name), "written": written}, name)
    written = known.get("discharged_on")
    if written and _is_before(today, written):
        is_near = earliest(written) <= on + timedelta(days=FUTURE_DISCHARGE_DAYS)
        code = "discharge_in_future" if is_near else "date_in_future"
        params = {"written": written} | ({} if is_near else {"fact": _label("discharged_on")})
        yield Problem(code, params, "discharged_on")


def _age(known: Mapping[str, Any]) -> Iterator[Problem]:
    born, enlisted = known.get("birth_on"), known.get("enlisted_on")
    if not born or not enlisted or _is_before(enlisted, born):
        return
    youngest = full_years(latest(born), earliest(enlisted))
    oldest = full_years(earliest(born), latest(enlisted))
    if oldest < YOUNGEST_RECRUIT or youngest > OLDEST_RECRUIT:
        params = {"age": oldest, "youngest": YOUNGEST_RECRUIT, "oldest": OLDEST_RECRUIT}
        yield Problem("age_at_enlistment", params, "enlisted_on")


def _disability(known: Mapping[str, Any]) -> Iterator[Problem]:
    grade, cause = known.get("disability_grade"), known.get("disability_cause")
    if grade and cause in (None, "none"):
        yield Problem("disability_without_cause", {}, "disability_grade")
    if cause not in (None, "none") and not grade:
        yield Problem("disability_without_grade", {}, "disability_cause")


def _reporting(known: Mapping[str, Any]) -> Iterator[Problem]:
    reported, discharged = known.get("reported_on"), known.get("discharged_on")
    if reported and discharged and _is_before(reported, discharged):
        params = {"reported": reported, "discharged": discharged}
        yield Problem("reported_before_discharge", params, "reported_on")


def service_years_agree(stated: int, enlisted: str, discharged: str) -> tuple[bool, str]:
    """Whether stated whole years can agree with the dates, and the years the dates give ("11" or "11–12").

    A started year is often stated as a whole one, so the years rounded up pass too.
    """
    least = full_years(latest(enlisted), earliest(discharged))
    most = full_years(earliest(enlisted), latest(discharged))
    shown = str(least) if least == most else f"{least}–{most}"
    rounded_up = full_years(earliest(enlisted), latest(discharged) - timedelta(days=1)) + 1
    return least <= stated <= max(most, rounded_up), shown


def full_years(start: date, end: date) -> int:
    """Completed years between two days; at least 0."""
    return max(end.year - start.year - ((end.month, end.day) < (start.month, start.day)), 0)
