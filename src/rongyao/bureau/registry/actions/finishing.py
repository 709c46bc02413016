"""What the worker does for a roster: read it to its end, or write a large one. Called by jobs only."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.exchange.reading import UnableToReadTable
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.foundation.queue.work import DATABASE_AWAY, without_job
from rongyao.bureau.registry.actions import rosters
from rongyao.bureau.registry.actions.reading import Reader, ReadingStopped
from rongyao.bureau.registry.models import RosterImport
from rongyao.bureau.registry.roster.counting import Counts

Stage = RosterImport.State


def read(*, roster_id: int) -> None:
    """Read a roster; afterwards it waits for its officer, or says why it could not be read."""
    roster = RosterImport.objects.select_related("by").get(pk=roster_id)
    if roster.state != Stage.READING:
        return
    try:
        counts = Reader(roster).read_all()
    except ReadingStopped:
        return
    except DATABASE_AWAY:
        raise
    except UnableToReadTable as error:
        _fail(by=_officer(roster.by), roster=roster, failure=error.problem.to_json())
    except Exception:
        # The officer must not wait for ever for a bar that will not move; the worker logs the rest.
        _fail(by=_officer(roster.by), roster=roster, failure=None)
        raise
    else:
        _finish(by=_officer(roster.by), roster=roster, counts=counts)


def _officer(user: User) -> Actor:
    return actor_for(user, timezone.localdate())


@transaction.atomic
def _finish(*, by: Actor, roster: RosterImport, counts: Counts) -> None:
    row = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if row.state != Stage.READING:
        return
    row.state = Stage.READ
    row.summary = {**roster.summary, "counts": counts.to_json()}
    row.rows_done = row.rows_total = counts.rows
    row.save()
    params = {"file": row.file_name, "rows": counts.rows}
    item = queue.open_item(by=by, kind=rosters.READ, subject=row, path=row.path, params=params)
    queue.take(by=by, item=item)
    detail = {"rows": counts.rows, "accepted": counts.accepted, "rejected": counts.rejected}
    audit.record(by=by, verb="roster.read", subject=row, path=row.path, detail=detail)


@transaction.atomic
def _fail(*, by: Actor, roster: RosterImport, failure: dict[str, object] | None) -> None:
    RosterImport.objects.filter(pk=roster.pk).update(
        state=Stage.FAILED, summary={**roster.summary, "failure": failure}
    )
    code = failure["code"] if failure else "unexpected"
    audit.record(by=by, verb="roster.unreadable", subject=roster, path=roster.path, detail={"code": code})


def accept(*, roster_id: int, user_id: int, takes_rosters: bool) -> None:
    """Write a large roster as the officer who pressed accept; where it cannot be, it waits for the officer again."""
    roster = RosterImport.objects.get(pk=roster_id)
    by = _officer(User.objects.get(pk=user_id))
    if roster.state != Stage.ACCEPTING:
        return
    try:
        rosters.accept(by=by, roster=roster, takes_rosters=takes_rosters)
    except DATABASE_AWAY:
        raise
    except Exception:
        _give_back(by=by, roster=roster)
        raise


@transaction.atomic
def _give_back(*, by: Actor, roster: RosterImport) -> None:
    note = _("It could not be written, and nothing was. Try once more, or tell the administrator.")
    summary = {**roster.summary, "note": note}
    RosterImport.objects.filter(pk=roster.pk, state=Stage.ACCEPTING).update(state=Stage.READ, summary=summary)
    audit.record(by=by, verb="roster.not_written", subject=roster, path=roster.path)


def give_back_left(*, by: Actor) -> int:
    """Rosters that wait for a job which was given up: their officers get them back. Returns how many."""
    waiting = RosterImport.objects.filter(state__in=(Stage.READING, Stage.ACCEPTING))
    rows = list(without_job(waiting, "registry.read_roster", "registry.accept_roster", key="roster_id"))
    for row in rows:
        if row.state == Stage.ACCEPTING:
            _give_back(by=by, roster=row)
        else:
            _fail(by=by, roster=row, failure=None)
    return len(rows)
