"""Destroying: the bytes go, the record stays. And the sweep of what nobody names any more."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.files import scanning
from rongyao.bureau.foundation.files.actions.keeping import SCAN, folder, path_of
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.scope.connection import sees_beyond

ERASE = "files.erase"
DAY = 24 * 3600
AT_ONCE = 500


class UnableToDestroy(Exception):
    """The paper stays; the message says why."""


@transaction.atomic
def destroy(*, by: Actor, file: KeptFile, reason: str) -> KeptFile:
    """Have the bytes destroyed: by a job of this transaction, so an undone act destroys nothing.

    Raises:
        UnableToDestroy: destroyed already, or no reason.
    """
    row = KeptFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    demand(by, Permission.RETENTION_DECIDE, row.path)
    if row.state == KeptFile.State.DESTROYED:
        raise UnableToDestroy(_("This paper was destroyed already."))
    if len(reason.strip()) < 4:
        raise UnableToDestroy(_("Write on what ground it is destroyed."))
    row.state, row.destroyed_by_id, row.destroyed_at = KeptFile.State.DESTROYED, by.user_id, timezone.now()
    row.destroy_reason = reason.strip()[:200]
    row.save()
    app.configure_task(ERASE).defer(index=row.stored_index)
    detail = {"reason": row.destroy_reason, "sha256": row.sha256}
    audit.record(
        by=by, verb="file.destroyed", subject=row, person_id=row.person_id, path=row.path, detail=detail
    )
    return row


@sees_beyond("bytes may lie under a paper of another town: whoever asks must not take them for nobody's")
def is_named(index: str) -> bool:
    """Does any paper that was not destroyed lie under this digest?"""
    return KeptFile.objects.filter(stored_index=index).exclude(state=KeptFile.State.DESTROYED).exists()


def erase(*, by: Actor, index: str) -> bool:
    """Remove the bytes, unless the same paper was handed in for something else as well."""
    if is_named(index):
        return False
    path_of(index).unlink(missing_ok=True)
    return True


def sweep(*, by: Actor) -> dict[str, int]:
    """Scan what is still held, and remove bytes a day old that no record names (an act that was undone)."""
    held = []
    if scanning.address():
        held = list(
            KeptFile.objects.filter(state="held").order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
        )
        for file_id in held:
            app.configure_task(SCAN).defer(file_id=file_id)
    return {"held": len(held), "erased": _erase_nameless()}


def _erase_nameless() -> int:
    now, erased = time.time(), 0
    for path in folder().glob("??/*"):
        index = path.parent.name + path.name.split(".")[0]
        if now - path.stat().st_mtime > DAY and (path.suffix == ".part" or not is_named(index)):
            path.unlink(missing_ok=True)
            erased += 1
    return erased
