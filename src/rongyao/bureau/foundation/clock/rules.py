"""How a period is counted: a deadline is a value that can show every day it counted and every day it skipped.

Counting follows Civil Code Arts 200 to 204: the day of the event is not counted; a period in months ends on the day with
the same number, or on the month's last day where there is none; where the last day is a rest day the next working day is
the last. Periods named in working days skip rest days (for review procedure: Administrative Reconsideration Law Art 88).

Past the last calendar entered, a deadline is a *lower bound* and says so. The bound is honest: unknown weekdays are
taken as worked, and as many unknown weekend days as could have been made working days. Only the days fixed by the
national holiday regulation itself are taken as rest. So entering the missing year can only move it later.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from rongyao.bureau.foundation.clock.calendar import (
    DAY,
    SATURDAY,
    Calendar,
    fixed_rest,
    in_english,
    statutory,
)

# The most weekend days ordered to be worked in any 60 days, over the notices of 2007 to 2026 (it was 4, in spring 2013
# and autumn 2010). Taking fewer would make the lower bound a guess; taking all would make it useless.
MADE_UP_AT_MOST = 4
MADE_UP_WITHIN_DAYS = 60

SOON_WORKING_DAYS = 3
WEEKDAYS_ZH = "一二三四五六日"


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"


UNIT_WORDS = {
    Unit.WORKING_DAY: ("个工作日", "working day"),
    Unit.CALENDAR_DAY: ("天", "day"),
    Unit.MONTH: ("个月", "month"),
}


class State(StrEnum):
    OK = "ok"
    SOON = "soon"
    LATE = "late"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Rule:
    """What sets a period. `is_law` is False for a promise the bureau made itself; `article` then names the promise."""

    code: str
    article_zh: str
    article_en: str
    zh: str
    en: str
    number: int
    unit: Unit
    shifts_off_rest_day: bool = True
    is_law: bool = True


class Pause(NamedTuple):
    """Days that do not count: from `since` to `until`, both included; still running while `until` is None."""

    since: date
    until: date | None

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


class Reason(StrEnum):
    COUNTED = "counted"
    MADE_UP = "made_up"
    UNKNOWN = "unknown"
    UNKNOWN_WEEKEND = "unknown_weekend"
    START = "start"
    WEEKEND = "weekend"
    FESTIVAL = "festival"
    FIXED_REST = "fixed_rest"
    PAUSED = "paused"
    MOVED_TO = "moved_to"


REASON_WORDS = {
    Reason.COUNTED: ("计入", "counted"),
    Reason.MADE_UP: ("调休上班（{zh}），计入", "counted: worked in exchange for {en}"),
    Reason.UNKNOWN: (
        "{year} 年放假安排尚未录入，按最早情形计入",
        "counted as the earliest case: the {year} calendar is not entered",
    ),
    Reason.UNKNOWN_WEEKEND: (
        "{year} 年放假安排尚未录入，可能调休上班，按最早情形计入",
        "counted as the earliest case: this weekend day of {year} may be made a working day",
    ),
    Reason.START: ("起算当日，不计入", "the day it starts, not counted"),
    Reason.WEEKEND: ("周末，不计入", "weekend, not counted"),
    Reason.FESTIVAL: ("{zh}，不计入", "{en}, not counted"),
    Reason.FIXED_REST: ("{zh}（法定节日），不计入", "{en} (fixed by law), not counted"),
    Reason.PAUSED: ("已停表，不计入", "the clock was stopped, not counted"),
    Reason.MOVED_TO: ("末日逢休息日，顺延至此", "the last day was a rest day, so the period ends here"),
}


NAMING = frozenset({Reason.MADE_UP, Reason.FESTIVAL, Reason.FIXED_REST})


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One line of the arithmetic: the day, whether it counted, which number it was, and why (in both languages).

    `festival` is the Chinese and the English name of what the day is, where the reason names it.
    """

    on: date
    is_counted: bool
    number: int | None
    reason: Reason
    festival: tuple[str, str] = ("", "")

    @property
    def zh(self) -> str:
        return REASON_WORDS[self.reason][0].format(zh=self.festival[0], year=self.on.year)

    @property
    def en(self) -> str:
        return REASON_WORDS[self.reason][1].format(en=self.festival[1], year=self.on.year)

    def text(self, lang: str = "zh") -> str:
        return self.zh if lang.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Deadline:
    """A counted period. `due_on` is None while a pause is still running and the count has not ended before it.

    `is_provisional`: `due_on` is the earliest it can be; it is final when the years in `missing_years` are entered.
    """

    rule: Rule
    started_on: date
    pauses: tuple[Pause, ...]
    due_on: date | None
    missing_years: tuple[int, ...]
    days: tuple[CountedDay, ...] = field(repr=False)
    calendar: Calendar = field(repr=False, compare=False)

    @property
    def is_provisional(self) -> bool:
        return bool(self.missing_years)

    def arithmetic(self) -> tuple[CountedDay, ...]:
        """Every day from the start to the end, counted or skipped, with its reason."""
        return self.days

    def text(self, lang: str = "zh") -> str:
        """The last day in words: final, provisional, or stopped."""
        if self.due_on is None:
            return (
                "已停表，恢复后接着算"
                if lang.startswith("zh")
                else "stopped; the count goes on when it resumes"
            )
        if self.missing_years:
            return _provisional_words(self.due_on, self.missing_years, lang)
        return spoken(self.due_on, lang)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a deadline stands on one day. `remaining` is in the rule's unit (months count as days); negative is late."""

    state: State
    remaining: int
    unit: Unit

    def text(self, lang: str = "zh") -> str:
        """The big line of the deadline clock."""
        zh, en = UNIT_WORDS[self.unit]
        many = abs(self.remaining)
        if self.state is State.HOLD:
            return "已停表" if lang.startswith("zh") else "Stopped"
        if self.remaining == 0 and self.state is State.LATE:
            # The last day is over, and no working day has passed since: a weekend.
            return "已超期" if lang.startswith("zh") else "Overdue"
        if self.remaining == 0:
            return "今天截止" if lang.startswith("zh") else "Due today"
        if lang.startswith("zh"):
            return f"还剩 {many} {zh}" if self.remaining > 0 else f"超 {many} {zh}"
        plural = en if many == 1 else f"{en}s"
        return f"{many} {plural} left" if self.remaining > 0 else f"{many} {plural} late"


def spoken(on: date, lang: str = "zh") -> str:
    """A date with its weekday, as letters and screens print it."""
    if lang.startswith("zh"):
        return f"{on.year} 年 {on.month} 月 {on.day} 日（星期{WEEKDAYS_ZH[on.weekday()]}）"
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def deadline(
    rule: Rule,
    *,
    started_on: date,
    calendar: Calendar | None = None,
    pauses: Iterable[tuple[date, date | None]] = (),
) -> Deadline:
    """Count `rule` from `started_on`. The statutory calendar carried with the program is used unless one is given.

    Raise ValueError when a pause ends before it begins.
    """
    held = _checked(pauses)
    count = _Count(rule, started_on, calendar or statutory(), held)
    due_on = count.run()
    missing = tuple(sorted(count.missing_years)) if due_on else ()
    return Deadline(rule, started_on, held, due_on, missing, tuple(count.days), count.calendar)


def standing(due: Deadline, on: date) -> Standing:
    """Where `due` stands at the end of day `on`: state, and what remains in its own unit."""
    left = remaining(due, on)
    unit = Unit.WORKING_DAY if due.rule.unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY
    if left >= 0 and any(pause.covers(on) for pause in due.pauses):
        return Standing(State.HOLD, left, unit)
    return Standing(_state(due, on, left), left, unit)


def state(due: Deadline, on: date) -> State:
    """ok, soon (three working days or fewer), late, or hold (the clock is stopped)."""
    return standing(due, on).state


def remaining(due: Deadline, on: date) -> int:
    """What is left after day `on`, in working days or days; 0 on the last day; negative when late.

    Paused days count on neither side. While a pause is running it is what was left when the clock stopped.
    """
    if due.due_on is None:
        return _units(due) - sum(day.is_counted for day in due.days if day.on <= on)
    if on > due.due_on:
        return -sum(_takes_time(due, day) for day in _between(due.due_on, on))
    if due.rule.unit is Unit.WORKING_DAY:
        return sum(day.is_counted for day in due.days if day.on > on)
    first = max(on, due.started_on)
    return sum(_takes_time(due, day) for day in _between(first, due.due_on))


class _Count:
    """One walk along the days; it exists only so that the steps of the walk can be short."""

    def __init__(self, rule: Rule, started_on: date, calendar: Calendar, pauses: Sequence[Pause]) -> None:
        self.rule, self.started_on, self.calendar, self.pauses = rule, started_on, calendar, pauses
        self.days: list[CountedDay] = []
        self.missing_years: set[int] = set()
        self.made_up: list[date] = []
        self.needed = _length(rule, started_on)
        self.counted = 0

    def run(self) -> date | None:
        self._write(self.started_on, Reason.START)
        on = self.started_on
        while self.counted < self.needed:
            on += DAY
            if self._is_paused_for_good(on):
                return None
            self._take(on)
        return self._shifted(on) if self._may_shift() else on

    def _may_shift(self) -> bool:
        return self.rule.shifts_off_rest_day and self.rule.unit is not Unit.WORKING_DAY

    def _take(self, on: date) -> None:
        if any(pause.covers(on) for pause in self.pauses):
            self._write(on, Reason.PAUSED)
        elif self.rule.unit is Unit.WORKING_DAY:
            self._write(on, self._kind(on))
        else:
            self._write(on, Reason.COUNTED)

    def _shifted(self, last: date) -> date | None:
        on = last
        while not _counts(reason := self._rest_reason(on)):
            if on != last:
                self._write(on, reason)
            on += DAY
            if self._is_paused_for_good(on):
                return None
        self._note_unknown(on)
        if on != last:
            self._write(on, Reason.MOVED_TO)
        return on

    def _rest_reason(self, on: date) -> Reason:
        paused = any(pause.covers(on) for pause in self.pauses)
        return Reason.PAUSED if paused else self._kind(on)

    def _is_paused_for_good(self, on: date) -> bool:
        return any(pause.until is None and pause.since <= on for pause in self.pauses)

    def _kind(self, on: date) -> Reason:
        day = self.calendar.days.get(on)
        if day is None:
            return self._kind_of_unknown(on)
        if day.is_worked:
            return self._worked(on, is_made_up=day.is_made_up)
        return Reason.FESTIVAL if day.festival else Reason.WEEKEND

    def _worked(self, on: date, *, is_made_up: bool) -> Reason:
        if is_made_up:
            self.made_up.append(on)
        return Reason.MADE_UP if is_made_up else Reason.COUNTED

    def _kind_of_unknown(self, on: date) -> Reason:
        if fixed_rest(on):
            return Reason.FIXED_REST
        self._note_unknown(on)
        if on.weekday() < SATURDAY:
            return Reason.UNKNOWN
        recent = sum((on - day).days < MADE_UP_WITHIN_DAYS for day in self.made_up)
        if recent >= MADE_UP_AT_MOST:
            return Reason.WEEKEND
        self.made_up.append(on)
        return Reason.UNKNOWN_WEEKEND

    def _note_unknown(self, on: date) -> None:
        if not self.calendar.is_known(on):
            self.missing_years.add(on.year)

    def _write(self, on: date, reason: Reason) -> None:
        is_counted = _counts(reason) and reason is not Reason.MOVED_TO
        self.counted += is_counted
        names = self._festival(on, reason) if reason in NAMING else ("", "")
        self.days.append(CountedDay(on, is_counted, self.counted if is_counted else None, reason, names))

    def _festival(self, on: date, reason: Reason) -> tuple[str, str]:
        festival = self.calendar.festival(on)
        names = fixed_rest(on) if reason is Reason.FIXED_REST else (festival, in_english(festival))
        return names or ("", "")


def _counts(reason: Reason) -> bool:
    return reason in (Reason.COUNTED, Reason.MADE_UP, Reason.UNKNOWN, Reason.UNKNOWN_WEEKEND, Reason.MOVED_TO)


def _length(rule: Rule, started_on: date) -> int:
    """How many days must be counted; months become days here, so that a pause lengthens them by its own days."""
    if rule.unit is Unit.MONTH:
        return (add_months(started_on, rule.number) - started_on).days
    return rule.number


def _units(due: Deadline) -> int:
    return _length(due.rule, due.started_on)


def add_months(start: date, months: int) -> date:
    """The day with the same number `months` later, or that month's last day where there is none (Civil Code Art 202)."""
    years, month0 = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month0 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + (start.day - 1) * DAY, after - DAY)


def _checked(pauses: Iterable[tuple[date, date | None]]) -> tuple[Pause, ...]:
    held = tuple(sorted((Pause(*pause) for pause in pauses), key=lambda pause: pause.since))
    for pause in held:
        if pause.until is not None and pause.until < pause.since:
            raise ValueError(f"a pause ends on {pause.until}, before it begins on {pause.since}")
    return held


def _between(after: date, through: date) -> Iterator[date]:
    on = after
    while on < through:
        on += DAY
        yield on


def _takes_time(due: Deadline, on: date) -> bool:
    if any(pause.covers(on) for pause in due.pauses):
        return False
    return due.rule.unit is not Unit.WORKING_DAY or _is_probably_worked(due.calendar, on)


def _is_probably_worked(calendar: Calendar, on: date) -> bool:
    """For the size of a delay and the colour of a clock only: an unknown ordinary weekday is taken as worked."""
    known = calendar.is_workday(on)
    return known if known is not None else on.weekday() < SATURDAY and not fixed_rest(on)


def _state(due: Deadline, on: date, left: int) -> State:
    if left < 0 or (due.due_on is not None and on > due.due_on):
        return State.LATE
    if due.due_on is None:
        return State.OK
    working = sum(_is_probably_worked(due.calendar, day) for day in _between(on, due.due_on))
    return State.SOON if working <= SOON_WORKING_DAYS else State.OK


def _provisional_words(due_on: date, years: tuple[int, ...], lang: str) -> str:
    if lang.startswith("zh"):
        listed = "、".join(str(year) for year in years)
        return f"不早于 {spoken(due_on)}；{listed} 年放假安排录入后确定"
    listed = " and ".join(str(year) for year in years)
    return f"not before {spoken(due_on, 'en')}; final when the {listed} calendar is entered"
