"""Does a row agree with itself: dates in order, birth and sex with the identity number, rank with category."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

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


class Seen(NamedTuple):
    """What the checks see of a row: value and cell by fact."""

    value: Callable[[str], Any]
    cell: Callable[[str], str]
    on: date


def check(seen: Seen) -> Iterator[Problem]:
    """Every disagreement inside one row. Dates known to the month disagree only when no day of both fits."""
    yield from _order(seen)
    yield from _future(seen)
    yield from _age(seen)
    yield from _disability(seen)
    yield from _reporting(seen)


def _label(name: str) -> tuple[str, str]:
    return (FACTS[name].zh, FACTS[name].en)


def _order(seen: Seen) -> Iterator[Problem]:
    for before, after in ORDER:
        first, second = seen.value(before), seen.value(after)
        if first and second and latest(second) < earliest(first):
            params = {
                "earlier": _label(before),
                "later": _label(after),
                "earlier_on": first,
                "later_on": second,
            }
            yield Problem("dates_out_of_order", params, seen.cell(after))


def _future(seen: Seen) -> Iterator[Problem]:
    for name in NEVER_FUTURE:
        if (written := seen.value(name)) and earliest(written) > seen.on:
            yield Problem("date_in_future", {"fact": _label(name), "written": written}, seen.cell(name))
    written = seen.value("discharged_on")
    if written and earliest(written) > seen.on:
        is_near = earliest(written) <= seen.on + timedelta(days=FUTURE_DISCHARGE_DAYS)
        code = "discharge_in_future" if is_near else "date_in_future"
        params = {"written": written} | ({} if is_near else {"fact": _label("discharged_on")})
        yield Problem(code, params, seen.cell("discharged_on"))


def _age(seen: Seen) -> Iterator[Problem]:
    born, enlisted = seen.value("birth_on"), seen.value("enlisted_on")
    if not born or not enlisted or latest(enlisted) < earliest(born):
        return
    youngest = full_years(latest(born), earliest(enlisted))
    oldest = full_years(earliest(born), latest(enlisted))
    if oldest < YOUNGEST_RECRUIT or youngest > OLDEST_RECRUIT:
        params = {"age": oldest, "youngest": YOUNGEST_RECRUIT, "oldest": OLDEST_RECRUIT}
        yield Problem("age_at_enlistment", params, seen.cell("enlisted_on"))


def _disability(seen: Seen) -> Iterator[Problem]:
    grade, cause = seen.value("disability_grade"), seen.value("disability_cause")
    if grade and cause in (None, "none"):
        yield Problem("disability_without_cause", {}, seen.cell("disability_grade"))
    if cause not in (None, "none") and not grade:
        yield Problem("disability_without_grade", {}, seen.cell("disability_cause"))


def _reporting(seen: Seen) -> Iterator[Problem]:
    reported, discharged = seen.value("reported_on"), seen.value("discharged_on")
    if reported and discharged and latest(reported) < earliest(discharged):
        yield Problem(
            "reported_before_discharge",
            {"reported": reported, "discharged": discharged},
            seen.cell("reported_on"),
        )


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
