"""What a deadline clock shows: state, ring, the big line and the line under it.

Accepts a ``clock.rules.Deadline``, or any object or dict with ``state`` (ok, soon, late, hold, done), ``left``
(units left, negative when late), ``unit`` ("working_day" or "calendar_day") and ``due_on``; optional are
``total`` (units of the whole period, for the ring), ``is_provisional``, ``provisional_until`` (years not entered).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rongyao.bureau.foundation.clock import rules

FULL = 100
LONG_NUMBER = 3


@dataclass(frozen=True)
class Face:
    """One clock, ready to draw. ``share`` is the drawn part of the ring in hundredths."""

    state: str
    number: str
    share: int
    big: str
    due_on: dt.date | None
    is_provisional: bool
    missing_years: str
    on: dt.date | None = None

    @property
    def date_style(self) -> str:
        """The year is said only when it is not the year in which the clock is looked at."""
        return "short" if self.on and self.due_on and self.on.year == self.due_on.year else "full"

    @property
    def is_long(self) -> bool:
        return len(self.number) >= LONG_NUMBER


def read(thing: Any, name: str, default: Any = None) -> Any:
    """An attribute of an object or a key of a dict, whichever it is."""
    if isinstance(thing, dict):
        return thing.get(name, default)
    return getattr(thing, name, default)


def face(deadline: Any, on: dt.date | None) -> Face:
    """The face of ``deadline`` at the end of day ``on``."""
    if isinstance(deadline, rules.Deadline):
        if on is None:
            raise ValueError("a counted deadline needs the day on which it is looked at")
        deadline = _standing(deadline, on)
    state, left = str(read(deadline, "state", "ok")), int(read(deadline, "left", 0) or 0)
    years = read(deadline, "missing_years", ())
    return Face(
        state=state,
        number=_number(state, left),
        share=_share(state, left, read(deadline, "total")),
        big=_big(state, left, str(read(deadline, "unit", "calendar_day"))),
        due_on=read(deadline, "due_on"),
        is_provisional=bool(read(deadline, "is_provisional", False)),
        missing_years=", ".join(str(year) for year in years),
        on=on,
    )


def _standing(due: rules.Deadline, on: dt.date) -> dict[str, Any]:
    now = rules.standing(due, on)
    return {
        "state": now.state,
        "left": now.remaining,
        "unit": now.unit,
        "due_on": due.due_on,
        "total": due.rule.number
        if due.rule.unit is not rules.Unit.MONTH
        else sum(d.is_counted for d in due.days),
        "is_provisional": due.is_provisional,
        "missing_years": due.missing_years,
    }


def _number(state: str, left: int) -> str:
    """In the ring. Late by a weekend is late by no working day: there is no number to show."""
    if state == "late" and left == 0:
        return "!"
    return str(left) if left >= 0 else f"−{-left}"


def _share(state: str, left: int, total: Any) -> int:
    """A full ring is a full clock; late is full again, in red. Unknown length draws a half ring, which claims little."""
    if state in ("late", "done"):
        return FULL
    if not total:
        return FULL // 2
    return max(2, min(FULL, round(left * FULL / int(total))))


def _big(state: str, left: int, unit: str) -> str:
    if state == "hold":
        return _("Clock stopped")
    if state == "done":
        return _("Done")
    if left == 0:
        return _("Overdue") if state == "late" else _("Due today")
    return _count_words(left, unit)


def _count_words(left: int, unit: str) -> str:
    many = abs(left)
    working = unit == "working_day"
    if left > 0 and working:
        return ngettext("%(n)s working day left", "%(n)s working days left", many) % {"n": many}
    if left > 0:
        return ngettext("%(n)s day left", "%(n)s days left", many) % {"n": many}
    if working:
        return ngettext("%(n)s working day late", "%(n)s working days late", many) % {"n": many}
    return ngettext("%(n)s day late", "%(n)s days late", many) % {"n": many}


@dataclass(frozen=True)
class UseBar:
    """Time used against time allowed, as widths in an 88 × 8 drawing; ``hatch`` are the strokes of the overrun."""

    used: int
    limit: int
    state: str
    filled: str
    limit_at: str
    over: str
    hatch: str
    words: str | Promise


WIDTH = 88


def use_bar(used: int, limit: int, state: str = "") -> UseBar:
    """The bar for ``used`` of ``limit`` days. Overrun is drawn beyond the limit's stroke, hatched."""
    longest = max(used, limit, 1)
    at = WIDTH * limit / longest
    filled = WIDTH * min(used, limit) / longest
    strokes = "".join(f"M{x:.1f} 8l4 -8" for x in _strokes(at)) if used > limit else ""
    over = f"{WIDTH - at:.1f}" if used > limit else ""
    words = _("%(used)s of %(limit)s days used") % {"used": used, "limit": limit}
    looks = state or ("late" if used > limit else "soon" if used >= limit else "ok")
    return UseBar(used, limit, looks, f"{filled:.1f}", f"{min(at, WIDTH - 0.8):.1f}", over, strokes, words)


def _strokes(start: float) -> list[float]:
    """Where the hatching strokes begin, so that none leaves the bar."""
    out, x = [], start + 0.5
    while x <= WIDTH - 4:
        out.append(x)
        x += 4
    return out
