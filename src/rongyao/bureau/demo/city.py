"""Builds the synthetic city once: people, the users who sign in, and worklists that have something in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from rongyao.bureau.demo import people as writing
from rongyao.bureau.demo import scenes, staff
from rongyao.bureau.demo.messages import stage as stage_messages
from rongyao.bureau.demo.models import City
from rongyao.bureau.demo.staff import BUILDER
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.registry.models import Person

SEED = 320583
PEOPLE = 3000

Told = Callable[[int, int], None]


class UnableToBuildCity(Exception):
    """The synthetic city cannot be written here; the message says what to do."""


def build(
    *,
    people: int = PEOPLE,
    seed: int = SEED,
    first_run: dt.date | None = None,
    is_shown: bool = True,
    has_scenes: bool = True,
) -> City:
    """Build the city where there is none; a later run finds it as it is, dated from its first run.

    Args:
        first_run: the day the city is dated from; today where it is left out.
        is_shown: whether a progress bar is drawn.
        has_scenes: whether the worklists are filled; a later build with scenes fills them.

    Raises:
        UnableToBuildCity: no divisions yet, or real people are recorded here.
    """
    city = City.objects.first() or _build(people, seed, first_run or timezone.localdate(), is_shown)
    staff.appoint_all(since=city.first_run_on)
    if has_scenes and city.staged_at is None:
        scenes.stage(on=city.first_run_on)
        stage_messages(on=city.first_run_on)
        city.staged_at = timezone.now()
        city.save(update_fields=["staged_at"])
    return city


@transaction.atomic
def _build(people: int, seed: int, first_run: dt.date, is_shown: bool) -> City:
    if Person.objects.exists():
        raise UnableToBuildCity(
            "People are recorded in this database already. The synthetic city is built only in an empty one."
        )
    homes = list(
        valid_on(first_run).filter(level=Division.Level.VILLAGE).select_related("parent").order_by("code")
    )
    if not homes:
        raise UnableToBuildCity("There are no divisions yet. Seed them first.")
    with _bar(people, is_shown) as told:
        writing.write(people=people, seed=seed, first_run=first_run, homes=homes, progress=told)
    city = City.objects.create(first_run_on=first_run, seed=seed, people=people)
    audit.record(by=BUILDER, verb="demo.built", subject=city, detail={"people": people, "seed": seed})
    return city


@contextmanager
def _bar(people: int, is_shown: bool) -> Iterator[Told]:
    columns = (TextColumn("  Synthetic people"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True, disable=not is_shown) as progress:
        task = progress.add_task("people", total=people)
        yield lambda done, _total: progress.update(task, completed=done)
