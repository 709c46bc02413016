"""When a message may go out, and when it is tried again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")
# Pauses after the first, second … failed try. The sum is under two days: then somebody goes there.
PAUSES = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 480, 1440))
MOST_TRIES = len(PAUSES) + 1
# A worker that has not said how a try ended for so long was killed in the middle of it.
TRY_LASTS = dt.timedelta(minutes=15)
# The gateway took it, and no report came for so long: nobody knows whether it arrived.
REPORT_WITHIN = dt.timedelta(days=2)
# Put into the person's box and not opened for so long.
READ_WITHIN = dt.timedelta(days=14)


@dataclass(frozen=True)
class Quiet:
    """The hours in which nobody's telephone rings for us: from ``begins`` through midnight to ``ends``."""

    begins: dt.time = dt.time(21, 0)
    ends: dt.time = dt.time(8, 0)

    def holds(self, at: dt.datetime) -> bool:
        """Is this instant within the quiet hours here? They begin at ``begins`` and are over at ``ends``."""
        clock = at.astimezone(HERE).time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    def over(self, at: dt.datetime) -> dt.datetime:
        """The first instant from ``at`` on that is not quiet."""
        if not self.holds(at):
            return at
        local = at.astimezone(HERE)
        day = local.date() + dt.timedelta(days=1) if local.time() >= self.ends else local.date()
        return dt.datetime.combine(day, self.ends, HERE).astimezone(at.tzinfo)


def may_go_at(at: dt.datetime, quiet: Quiet, *, is_urgent: bool) -> dt.datetime:
    """The first instant from ``at`` on at which this message may be sent."""
    return at if is_urgent else quiet.over(at)


def next_try(tries: int, at: dt.datetime, quiet: Quiet, *, is_urgent: bool) -> dt.datetime | None:
    """When to try again after ``tries`` tries have failed, the last at ``at``; None: try no more."""
    if tries >= MOST_TRIES:
        return None
    return may_go_at(at + PAUSES[max(tries, 1) - 1], quiet, is_urgent=is_urgent)
