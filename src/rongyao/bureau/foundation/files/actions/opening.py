"""Scanning, looking, releasing: how a paper that is held back comes to be opened."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.files import scanning, sealing
from rongyao.bureau.foundation.files.actions.keeping import path_of
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.secrets.fields import ring

State = KeptFile.State
TAKEN_TO_CHECK = "file.taken_to_check"
FEWEST_WORDS = 4


class UnableToOpenFile(Exception):
    """The paper is not opened; the message says why and who can do what."""


class UnableToRelease(Exception):
    """The paper stays held back; the message says why."""


def scan(*, by: Actor, file_id: int) -> None:
    """Have the scanner look, outside any transaction; then write down what it says. No verdict leaves it held."""
    row = KeptFile.objects.filter(pk=file_id, state=State.HELD).first()
    if row is not None and scanning.address():
        settle(by=by, file_id=row.pk, found=scanning.scan(contents(row)))


@transaction.atomic
def settle(*, by: Actor, file_id: int, found: scanning.Scan) -> None:
    """Write the scanner's verdict down; a paper that is no longer held back is left as it is, unless it is harmful."""
    row = KeptFile.objects.select_for_update(of=("self",)).get(pk=file_id)
    if row.state == State.DESTROYED:
        return
    row.scanned_at, row.scan_words = timezone.now(), found.words
    if found.verdict == scanning.Verdict.INFECTED:
        row.state = State.INFECTED
    elif found.verdict == scanning.Verdict.CLEAN and row.state == State.HELD:
        row.state = State.CLEAN
    row.save()
    if found.verdict != scanning.Verdict.NONE:
        verb = f"file.found_{found.verdict}"
        audit.record(by=by, verb=verb, subject=row, person_id=row.person_id, path=row.path)


def contents(row: KeptFile) -> Iterator[bytes]:
    """The plain bytes, chunk by chunk."""
    return sealing.opened(path_of(row.stored_index), ring())


@transaction.atomic
def look(*, by: Actor, file: KeptFile) -> KeptFile:
    """Somebody opens a paper: recorded before a byte goes out. One's own is opened without a record of a look.

    Raises:
        UnableToOpenFile: held back, harmful or destroyed.
    """
    row = KeptFile.objects.get(pk=file.pk)
    is_own = row.person_id is not None and by.person_id == row.person_id
    if is_own:
        demand(by, Permission.SELF_VIEW)
    elif not by.may_at(Permission.PEOPLE_VIEW, row.path):
        raise NotAllowed(Permission.PEOPLE_VIEW)
    if not row.is_open:
        raise UnableToOpenFile(_why_closed(row.state))
    if not is_own or by.on_behalf_of:
        audit.record(by=by, verb="file.looked", subject=row, person_id=row.person_id, path=row.path)
    return row


def _why_closed(state: str) -> str:
    if state == State.HELD:
        return _(
            "This paper is held back until it has been checked. Without a scanner the administrator looks at it and "
            "releases it; ask them."
        )
    if state == State.INFECTED:
        return _(
            "The scanner found something harmful in it. It stays locked; ask the person for the paper again."
        )
    return _("This paper was destroyed. Its record stays.")


@transaction.atomic
def take_to_check(*, by: Actor, file: KeptFile) -> KeptFile:
    """The one who may release takes the paper out to look at it on a machine made for that. The person sees it.

    Raises:
        UnableToOpenFile: it is not held back.
    """
    row = KeptFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    demand(by, Permission.FILE_RELEASE, row.path)
    if row.state != State.HELD:
        raise UnableToOpenFile(_("This paper is not held back (any more)."))
    audit.record(by=by, verb=TAKEN_TO_CHECK, subject=row, person_id=row.person_id, path=row.path)
    return row


@transaction.atomic
def release(*, by: Actor, file: KeptFile, reason: str) -> KeptFile:
    """Let a held paper be opened, after the same person has looked at it.

    Raises:
        UnableToRelease: not held back, not looked at, or no reason.
    """
    row = KeptFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    demand(by, Permission.FILE_RELEASE, row.path)
    if row.state != State.HELD:
        raise UnableToRelease(_("This paper is not held back (any more)."))
    if len(reason.strip()) < FEWEST_WORDS:
        raise UnableToRelease(_("Write how it was checked. The reason stays on the record."))
    if not was_taken(by, row):
        raise UnableToRelease(_("Take the paper out and look at it first; then release it."))
    row.state, row.released_by_id, row.released_at = State.RELEASED, by.user_id, timezone.now()
    row.release_reason = reason.strip()[:200]
    row.save()
    detail = {"reason": row.release_reason}
    audit.record(
        by=by, verb="file.released", subject=row, person_id=row.person_id, path=row.path, detail=detail
    )
    return row


def was_taken(by: Actor, row: KeptFile) -> bool:
    """Has this actor taken this paper out to check it?"""
    subject = f"{row._meta.label_lower}:{row.pk}"
    return Event.objects.filter(verb=TAKEN_TO_CHECK, subject=subject, by_id=by.user_id or 0).exists()
