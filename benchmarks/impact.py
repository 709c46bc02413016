"""What an amount, and a what-if, would change over a kept city: ``python -m benchmarks.impact --keep DIR [people]``.

DIR is the city of ``benchmarks.pages`` (built where it is not there). Asked as the director, behind row-level security,
through the jobs of the product, slices kept as they are done. The limit is reading the same facts from the same
database once, as the same actor, and doing nothing with them. Each runs in a process of its own, so that the memory is
its own; they take turns, so that a busy moment hits all alike.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.table import peak_mb, show

RUNS = 2
TABLE = "disability_pension"


def main(people: int, home: Path, runs: int) -> None:
    """Start the city's database (and build it where it is empty), then measure each in its own process."""
    _settings(home)
    from rongyao.bureau.config import database, launch, places

    places.home().mkdir(parents=True, exist_ok=True)
    launch.start_database()
    try:
        _ready()
        launch.migrate_and_seed()
        launch.build_demo(people)
        _show({name: [] for name in WORKS}, runs)
    finally:
        database.stop()


def _settings(home: Path) -> None:
    os.environ["RONGYAO_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongyao.bureau.config.settings")
    os.environ["RONGYAO_HOSTS"] = "testserver,127.0.0.1"


def _ready() -> None:
    import django

    django.setup()
    from rongyao.bureau.foundation.scope.connection import whole_process

    whole_process()


def _show(found: dict[str, list[list[float]]], many: int) -> None:
    for _run in range(many):
        for name in found:
            command = [
                sys.executable,
                "-m",
                "benchmarks.impact",
                "--one",
                name,
                "--keep",
                os.environ["RONGYAO_HOME"],
            ]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            found[name].append([float(word) for word in said])
            sys.stderr.write(f"{name}: {found[name][-1]}\n")
    limit = min(run[0] for run in found[LIMIT])
    rows = [
        (name, f"{min(r[0] for r in runs):.1f}", f"{max(r[0] for r in runs):.1f}", f"{min(r[1] for r in runs):.1f}",
         f"{runs[0][3]:,.0f}", f"{runs[0][3] / min(r[0] for r in runs):,.0f}", f"{min(r[0] for r in runs) / limit:.2f}",
         f"{max(r[2] for r in runs):.0f}")
        for name, runs in found.items()
    ]  # fmt: skip
    heads = (
        "what", f"least wall s of {many}", "most", "least own processor s", "rows", "rows/s", "times the limit", "peak MB",
    )  # fmt: skip
    show("Impact over the whole city, as the director", heads, rows)


def _one(name: str) -> None:
    """Run one work; print wall seconds, own processor seconds, peak MB and rows."""
    _ready()
    from django.utils import timezone

    from rongyao.bureau.demo import staff
    from rongyao.bureau.foundation.access.middleware import bureau_path
    from rongyao.bureau.foundation.scope.connection import within
    from rongyao.bureau.foundation.scope.rules import scope_of

    director = staff.actor(staff.DIRECTOR, timezone.localdate())
    with within(scope_of(director, bureau_path())):
        began, worked = time.perf_counter(), time.process_time()
        rows = WORKS[name](director)
        took = time.perf_counter() - began, time.process_time() - worked
    sys.stdout.write(f"{took[0]} {took[1]} {peak_mb()} {rows}\n")


def _read_once(_director: Any) -> int:
    """Every current fact, straight from the database."""
    from django.db import connection

    rows = 0
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT person_id, name, value::text FROM registry_fact WHERE ended_at IS NULL")
        while some := cursor.fetchmany(20_000):
            rows += len(some)
    return rows


def _given_to_the_law(director: Any) -> int:
    """The same facts by slices, typed as the law takes them; people."""
    from django.utils import timezone

    from rongyao.bureau.entitlements import facts
    from rongyao.bureau.entitlements.impact import queries, slices
    from rongyao.law.door import frame

    seen = 0
    for some in slices.slices(queries.people_for(director)):
        rows = facts.rows_of(some)
        seen += frame([rows[person.pk] for person in some], timezone.localdate()).height
    return seen


def _matter() -> Any:
    """A raise of the pension table from next January, entered and not confirmed."""
    from django.utils import timezone

    from rongyao.bureau.entitlements.impact import queries
    from rongyao.bureau.entitlements.tables import queries as tables
    from rongyao.bureau.entitlements.tables.models import StandardTable

    table = StandardTable.objects.filter(name=TABLE).latest("pk")
    return queries.of_amounts(table, tables.entries_of(table), timezone.localdate())


def _impact(director: Any) -> int:
    """The impact of a whole table, as the job works it out and keeps it; people."""
    from rongyao.bureau.entitlements.impact import actions, jobs
    from rongyao.bureau.entitlements.impact.models import ImpactRun

    run = actions.ask(by=director, matter=_matter())
    jobs.work_out(run.pk)
    kept = ImpactRun.objects.get(pk=run.pk)
    assert kept.state == "ready", kept.failure
    return int(kept.done)


def _opened_again(director: Any) -> int:
    """The kept result with what has changed since: what a reader waits for."""
    from rongyao.bureau.entitlements.impact import queries

    found = queries.seen(director, _matter())
    assert found.kept is not None
    return found.people


def _what_if(director: Any) -> int:
    """Every entitlement under both worlds; people."""
    from django.utils import timezone

    from rongyao.bureau.entitlements.whatif import actions, jobs
    from rongyao.bureau.entitlements.whatif.models import Scenario

    today = timezone.localdate()
    row = actions.begin(by=director, title="benchmark", on=today, amounts_from=today.replace(day=1))
    actions.change(by=director, scenario=row, kind="amounts", key=TABLE, text="+5%")
    actions.work_out(by=director, scenario=row)
    jobs.work_out(row.pk)
    kept = Scenario.objects.get(pk=row.pk)
    assert kept.state == "ready", kept.failure
    return int(kept.done)


def _differences(director: Any) -> int:
    """The first page of what changed since yesterday, counted and dressed; lines in all."""
    from django.utils import timezone

    from rongyao.bureau.entitlements.differences import queries

    found = queries.Differences(director, timezone.localdate() - dt.timedelta(days=1), queries.Filters())
    queries.dressed(found[:25])
    return found.count()


LIMIT = "the limit: every fact read once"
WORKS: dict[str, Callable[[Any], int]] = {
    LIMIT: _read_once,
    "the facts as the law is given them": _given_to_the_law,
    "the impact of a table": _impact,
    "the same opened again": _opened_again,
    "a what-if over every entitlement": _what_if,
    "the first page of the differences": _differences,
}


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", nargs="?", type=int, default=100_000)
    parser.add_argument(
        "--keep", type=Path, help="the folder of the benchmark's city, kept for the next time"
    )
    parser.add_argument("--runs", type=int, default=RUNS, help="how often each is measured")
    parser.add_argument("--one", choices=WORKS, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    if asked.one:
        _settings(asked.keep)
        _one(asked.one)
    elif asked.keep:
        main(asked.people, asked.keep, asked.runs)
    else:
        with tempfile.TemporaryDirectory(prefix="rongyao-impact-") as folder:
            main(asked.people, Path(folder), asked.runs)
