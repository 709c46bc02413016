"""How the installation is doing, read from the database, the disk and the program itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from rongyao.bureau.config import database, readiness
from rongyao.bureau.foundation.access.federation.configuration import current as current_directory
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.clock.models import CalendarYear
from rongyao.bureau.foundation.clock.queries import calendar
from rongyao.bureau.foundation.files import scanning
from rongyao.bureau.foundation.scope.connection import sees_beyond

OLD_BACKUP = dt.timedelta(hours=36)
LONG_QUEUE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Backup:
    """One line of the record about backups."""

    at: dt.datetime
    name: str
    bytes: int
    why: str = ""

    @property
    def is_old(self) -> bool:
        return timezone.now() - self.at > OLD_BACKUP


@dataclass(frozen=True)
class Jobs:
    """The queue: waiting, in hand, failed within a week, how long the first has waited, workers that answer."""

    waiting: int
    doing: int
    failed: int
    oldest: dt.datetime | None
    workers: int

    @property
    def is_slow(self) -> bool:
        return self.oldest is not None and timezone.now() - self.oldest > LONG_QUEUE


@sees_beyond("that a backup was made is no act upon anybody's file; the administrator is shown it")
def last_backup(verb: str = "backup.made") -> Backup | None:
    """The last backup that was read back whole (or, by its verb, the last that failed)."""
    row = Event.objects.filter(verb=verb).order_by("-id").first()
    if row is None:
        return None
    found: dict[str, Any] = row.detail
    return Backup(row.at, found.get("name", ""), found.get("bytes", 0), found.get("why", ""))


def jobs() -> Jobs:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'), "
            "(SELECT count(DISTINCT job_id) FROM procrastinate_events e JOIN procrastinate_jobs f ON f.id = e.job_id "
            " WHERE f.status = 'failed' AND e.at > now() - interval '7 days'), "
            "(SELECT min(e.at) FROM procrastinate_events e JOIN procrastinate_jobs w ON w.id = e.job_id "
            " WHERE w.status = 'todo' AND coalesce(w.scheduled_at, now()) <= now()), "
            "(SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute') "
            "FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        )
        return Jobs(*cursor.fetchone())


def failed_jobs(limit: int = 10) -> list[dict[str, Any]]:
    """The last jobs that failed: their name and when, never what they worked on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.task_name, max(e.at), j.attempts FROM procrastinate_jobs j "
            "JOIN procrastinate_events e ON e.job_id = j.id WHERE j.status = 'failed' "
            "GROUP BY j.id ORDER BY 3 DESC LIMIT %s",
            [limit],
        )
        names = ("id", "name", "at", "attempts")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def installation(actor: Actor) -> dict[str, Any]:
    """Everything the page shows."""
    demand(actor, Permission.SYSTEM_VIEW)
    free, least = readiness.free_disk()
    made, failed = last_backup(), last_backup("backup.failed")
    return {
        "version": version("rongyao"),
        "is_demo": settings.IS_DEMO,
        "database": _database(),
        "waiting_migrations": readiness.unapplied(),
        "jobs": jobs(),
        "failed_jobs": failed_jobs(),
        "backup": made,
        "failed_backup": failed if failed and (made is None or failed.at > made.at) else None,
        "restored": last_backup("backup.restored"),
        "free": free,
        "is_full": free < least,
        "known": calendar().last_known,
        "years": list(CalendarYear.objects.order_by("year").values_list("year", flat=True)),
        "scanner": scanning.address(),
        "scanner_says": scanning.version(),
        "directory": current_directory(),
        "checked_at": timezone.now(),
    }


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database()), "
            "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()), "
            "current_setting('max_connections')::int"
        )
        server, size, used, most = cursor.fetchone()
    return {"version": server, "bytes": size, "used": used, "most": most, "is_own": database.is_embedded()}
