"""The timetable: every job that runs by the clock, one line each with its reason.

A worker imports this (PROCRASTINATE_IMPORT_PATHS). However many workers run, each entry is deferred once a time. Crons
are UTC, five fields or six with the seconds last; Kunshan is eight hours ahead. A job takes ``timestamp`` (seconds) and
may be run again, so it must come to the same end twice.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from procrastinate.contrib.django import app

from rongyao.bureau.config.installation import jobs as installation
from rongyao.bureau.entitlements import jobs as entitlements
from rongyao.bureau.entitlements.impact import jobs as impact
from rongyao.bureau.entitlements.whatif import jobs as whatif
from rongyao.bureau.foundation.files import jobs as files
from rongyao.bureau.foundation.notices import jobs as notices
from rongyao.bureau.placement.rounds import jobs as rounds
from rongyao.bureau.registry import jobs as registry


class Entry(NamedTuple):
    """When, what, why."""

    cron: str
    job: Any
    why: str


TIMETABLE: tuple[Entry, ...] = (
    Entry("* * * * * */15", installation.take_up_left_jobs, "a killed worker's jobs are not lost"),
    Entry(
        "30 18 * * *",
        installation.back_up,
        "02:30 in Kunshan: nobody works, and yesterday is safe by morning",
    ),
    Entry(
        "10 19 * * *",
        installation.forget_old_jobs,
        "03:10: done jobs are forgotten after a month, failed ones kept",
    ),
    Entry(
        "*/2 * * * *",
        registry.give_back_left_rosters,
        "a roster whose job was given up is its officer's again, not for ever being read",
    ),
    *(
        Entry(
            "*/5 * * * *", one.end_left, "what the worker gave up is not shown as being worked out for ever"
        )
        for one in (entitlements, impact, whatif, rounds)
    ),
    Entry(
        "*/5 * * * *",
        notices.sweep,
        "a message whose worker was killed, or that nobody reported on, must not lie",
    ),
    Entry(
        "17 * * * *",
        files.sweep,
        "a paper the scanner could not judge is shown to it again; nameless bytes go",
    ),
)

for entry in TIMETABLE:
    app.periodic(cron=entry.cron)(entry.job)
