"""A record is taken in by one person, once the program finds it right, and published by another."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.placement.results import checking, registrations, rules
from rongyao.bureau.placement.results.models import Place, Record
from rongyao.bureau.registry.rules import signer
from rongyao.choosing.record import log

ITEM_PUBLISH = "placement.publish"
State = Record.State
P = Permission


class UnableToKeepRecord(Exception):
    """The record is refused, is here already, or corrects one that is not here; the message says which."""


class UnableToPublish(Exception):
    """The record is not one that waits, or was taken in by the same person."""


class UnableToEnd(Exception):
    """The record cannot be dropped or withdrawn any more, or the reason is missing."""


@transaction.atomic
def keep(*, by: Actor, files: Mapping[str, str], title: str, title_en: str = "") -> Record:
    """Take a record in once the public's own program finds it right; it then waits to be published by another person.

    ``files``: name in the folder → text, as ``rules.files_of`` gives them.

    Raises:
        UnableToKeepRecord: refused by the program (line and reason named), here already, or of an unknown kind.
    """
    demand(by, P.PLACEMENT_KEEP, city().path)
    bundle = log.bundle(dict(files))
    try:
        kind = rules.kind_of(files)
        said = checking.check(bundle, kind)
        read = rules.read(files)
    except rules.UnableToReadRecord as error:
        raise UnableToKeepRecord(str(error)) from error
    except checking.UnableToConfirmRecord as error:
        words = _("The record is refused: %(zh)s (%(en)s)") % {"zh": error.zh, "en": error.en}
        raise UnableToKeepRecord(words) from error
    row = Record(
        **read.columns(), people=len(read.rows), said=said, bundle=bundle,
        title=title.strip()[:80], title_en=title_en.strip()[:120],
        kept_by_id=signer(by, P.PLACEMENT_KEEP),
    )  # fmt: skip
    _refuse_a_second(row)
    _refuse_another_history(row, files)
    row.save()
    Place.objects.bulk_create((Place(record=row, **vars(one)) for one in read.rows), batch_size=2000)
    queue.open_item(by=by, kind=ITEM_PUBLISH, subject=row, path=city().path, params={"title": row.title})
    _note(by, "kept", row, people=row.people)
    return row


def _refuse_a_second(row: Record) -> None:
    same = Record.objects.filter(origin=row.origin, version=row.version).exclude(state=State.DROPPED)
    if same.exists():
        words = _("Version %(version)s of %(name)s is here already.")
        raise UnableToKeepRecord(words % {"version": row.version, "name": row.origin})


def _refuse_another_history(row: Record, files: Mapping[str, str]) -> None:
    """A correction must correct the version that is kept here, to the bit."""
    before = (
        Record.objects.filter(origin=row.origin, version=row.version - 1).exclude(state=State.DROPPED).first()
    )
    inside = {
        name.removeprefix("previous/"): text for name, text in files.items() if name.startswith("previous/")
    }
    if before is not None and rules.read(inside).head != before.head:
        raise UnableToKeepRecord(_("It corrects another version than the one that is kept here."))


@transaction.atomic
def publish(*, by: Actor, record: Record) -> Record:
    """Show a waiting record to everybody; an earlier version of it is then shown as replaced.

    Raises:
        UnableToPublish: one took it in oneself, it does not wait, or a later version is public.
    """
    row = _taken(by, record, P.PLACEMENT_PUBLISH)
    if row.state != State.CHECKED:
        raise UnableToPublish(_already(row))
    if row.kept_by_id == by.user_id:
        raise UnableToPublish(_("You took this record in yourself. Another person must publish it."))
    versions = Record.objects.filter(origin=row.origin, published_at__isnull=False)
    if versions.filter(version__gt=row.version).exists():
        raise UnableToPublish(_("A later version of this record is public."))
    versions.filter(state=State.PUBLISHED).update(state=State.REPLACED, ended_at=timezone.now())
    row.state, row.published_at = State.PUBLISHED, timezone.now()
    row.published_by_id = signer(by, P.PLACEMENT_PUBLISH)
    row.save()
    _settled(by, "published", row)
    registrations.tell_published(by, row)
    return row


@transaction.atomic
def drop(*, by: Actor, record: Record, reason: str) -> Record:
    """Put a record away that was never public: the wrong file, a rehearsal that has served.

    Raises:
        UnableToEnd: no reason, or it is public or put away already.
    """
    row = _taken(by, record, P.PLACEMENT_VIEW)
    if row.state != State.CHECKED:
        raise UnableToEnd(_already(row))
    return _end(by, row, State.DROPPED, reason)


@transaction.atomic
def withdraw(*, by: Actor, record: Record, reason: str) -> Record:
    """Take a public record's rows and files off the page; that it was there, and why it went, stays public.

    Raises:
        UnableToEnd: no reason, or it is not public.
    """
    row = _taken(by, record, P.PLACEMENT_PUBLISH)
    if row.state not in (State.PUBLISHED, State.REPLACED):
        raise UnableToEnd(_already(row))
    return _end(by, row, State.WITHDRAWN, reason)


def _taken(by: Actor, record: Record, permission: P) -> Record:
    """The record, locked. A placement is the whole city's, so the right must reach the whole city."""
    demand(by, permission, city().path)
    return Record.objects.select_for_update(of=("self",)).get(pk=record.pk)


def _already(row: Record) -> str:
    return _("This record is now: %(state)s. Nothing is left to do here.") % {"state": State(row.state).label}


def _end(by: Actor, row: Record, state: State, reason: str) -> Record:
    if not reason.strip():
        raise UnableToEnd(_("Write the reason."))
    row.state, row.reason, row.ended_at = state, reason.strip()[:400], timezone.now()
    row.ended_by_id = by.user_id
    row.save()
    return _settled(by, state.value, row, reason=row.reason)


def _settled(by: Actor, outcome: str, row: Record, **detail: object) -> Record:
    queue.close_items(by=by, subject=row, outcome=outcome)
    _note(by, outcome, row, **detail)
    return row


def _note(by: Actor, outcome: str, row: Record, **detail: object) -> None:
    told = {"record": row.origin, "version": row.version, "head": row.head, **detail}
    audit.record(by=by, verb=f"placement.{outcome}", subject=row, path=city().path, detail=told)
