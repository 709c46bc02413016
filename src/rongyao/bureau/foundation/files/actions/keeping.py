"""Keeping a paper: told by content, cleaned of place and time, sealed, held back until it was checked."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path, PurePath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.files import sealing
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.registrations import SUBJECTS, Place
from rongyao.bureau.foundation.files.rules.kinds import UnableToKeepFile, tell
from rongyao.bureau.foundation.files.rules.pictures import cleaned
from rongyao.bureau.foundation.secrets.fields import blind, ring

SCAN = "files.scan"
MOST_A_SUBJECT = 60


@transaction.atomic
def keep(*, by: Actor, place: Place, name: str, body: bytes, about: str = "") -> KeptFile:
    """Keep one paper. The same paper handed in again for the same thing is the one there is.

    The sealed bytes are written first: a transaction undone leaves bytes nobody names, which the sweep removes;
    a record without bytes cannot come about.

    Raises:
        UnableToKeepFile: a kind not taken, damaged, two kinds at once, too large, or too many already.
    """
    check_right(by, place)
    kind = tell(name, body)
    kept = cleaned(kind, body)
    digest = hashlib.sha256(kept).hexdigest()
    living = KeptFile.objects.filter(subject=place.subject).exclude(state=KeptFile.State.DESTROYED)
    if there := living.filter(sha256=digest).first():
        return there
    if living.count() >= MOST_A_SUBJECT:
        raise UnableToKeepFile(_("There are 60 papers here already. Ask the station before you send more."))
    index = _store(digest, kept)
    row, is_new = KeptFile.objects.get_or_create(
        subject=place.subject, sha256=digest, destroyed_at=None,
        defaults={
            "person_id": place.person_id, "path": place.path, "name": plain_name(name), "about": about.strip()[:120],
            "kind": kind.code, "size": len(kept), "stored_index": index, "was_cleaned": kept != body,
            "kept_by_id": by.user_id, "kept_by_name": by.name[:80],
        },
    )  # fmt: skip
    if is_new:
        _tell(by, row)
    return row


def check_right(by: Actor, place: Place) -> None:
    """The person for their own things, or who keeps papers where they belong."""
    if place.person_id is not None and by.person_id == place.person_id:
        demand(by, Permission.SELF_CORRECT)
        return
    if not by.may_at(Permission.FILE_KEEP, place.path):
        raise NotAllowed(Permission.FILE_KEEP)


def plain_name(name: str) -> str:
    """The last part of the name, without what could mislead a screen or a folder."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(
        letter for letter in last if letter.isprintable() and letter not in '<>:"|?*/\u202e\u202d'
    )
    stem, suffix = PurePath(shown).stem, PurePath(shown).suffix
    return f"{stem[: 120 - len(suffix)]}{suffix}" or "paper"


def _store(digest: str, body: bytes) -> str:
    index = blind(digest, purpose="file.sha256")
    target = path_of(index)
    if not target.exists():
        sealing.seal(io.BytesIO(body), target, ring())
    return index


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "papers"


def path_of(index: str) -> Path:
    return folder() / index[:2] / index[2:]


def _tell(by: Actor, row: KeptFile) -> None:
    """Record, have it scanned, and tell the department whose matter it is: all in this transaction."""
    detail = {"kind": row.kind, "size": row.size, "sha256": row.sha256}
    audit.record(by=by, verb="file.kept", subject=row, person_id=row.person_id, path=row.path, detail=detail)
    app.configure_task(SCAN).defer(file_id=row.pk)
    subject = SUBJECTS.get(row.subject.partition(":")[0])
    if subject is not None and subject.on_kept is not None:
        subject.on_kept(by, row)
