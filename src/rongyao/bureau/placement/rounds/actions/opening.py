"""A round is opened, its rules set, its tables handed in; and given up. Until it is closed everything may be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.placement.results.models import Record
from rongyao.bureau.placement.rounds import rules, sheets
from rongyao.bureau.placement.rounds.models import Handed, Round
from rongyao.bureau.registry.rules import signer

P, State = Permission, Round.State


class UnableToOpen(Exception):
    """The round cannot be opened or changed so; the message says why."""


class UnableToHandIn(Exception):
    """A table cannot be taken in; the message names the cell or the reason."""


class UnableToGiveUp(Exception):
    """The reason is missing, or the round is over."""


@transaction.atomic
def open_round(*, by: Actor, values: Mapping[str, Any]) -> Round:
    """Open a round. ``values``: title, title_en, origin, mechanism, text_zh, text_en, least_witnesses.

    Raises:
        UnableToOpen: the record's name is malformed or was used before.
    """
    demand(by, P.PLACEMENT_KEEP, city().path)
    _check_origin(str(values["origin"]))
    row = Round.objects.create(**values, opened_by_id=signer(by, P.PLACEMENT_KEEP))
    note(by, "round_opened", row)
    return row


def _check_origin(origin: str, of: Round | None = None) -> None:
    if not rules.ORIGIN.fullmatch(origin):
        words = _(
            "Write the record's name as a name of the net and a path, such as kunshan.example/placement/2026-1."
        )
        raise UnableToOpen(words)
    others = Round.objects.filter(origin=origin)
    others = others.exclude(pk=of.pk) if of else others
    if others.exists() or Record.objects.filter(origin=origin).exists():
        raise UnableToOpen(_("This name was used before. Two records under one name would be two histories."))


@transaction.atomic
def change(*, by: Actor, row: Round, values: Mapping[str, Any]) -> Round:
    """Change what ``open_round`` set.

    Raises:
        UnableToOpen: the round is closed, or the name was used before.
    """
    held = _still_open(by, row)
    _check_origin(str(values["origin"]), held)
    changed = sorted(name for name, value in values.items() if getattr(held, name) != value)
    for name in changed:
        setattr(held, name, values[name])
    held.save()
    if changed:
        note(by, "round_changed", held, fields=changed)
    return held


@transaction.atomic
def add_part(*, by: Actor, row: Round, part: str, entry: Mapping[str, Any]) -> Round:
    """Add a score item, words for a column, a source of the seed or a witness.

    Raises:
        UnableToOpen: the round is closed, or there is one of this name (or a witness with this key).
    """
    held = _still_open(by, row)
    own = "name" if part == "witnesses" else "id"
    listed = getattr(held, part)
    if any(one[own] == entry[own] or ("key" in one and one["key"] == entry["key"]) for one in listed):
        raise UnableToOpen(_("There is one of this name or key already."))
    setattr(held, part, [*listed, dict(entry)])
    held.save(update_fields=[part])
    note(by, "round_changed", held, fields=[part], added=entry[own])
    return held


@transaction.atomic
def remove_part(*, by: Actor, row: Round, part: str, name: str) -> Round:
    """Take one of them off again."""
    held = _still_open(by, row)
    own = "name" if part == "witnesses" else "id"
    setattr(held, part, [one for one in getattr(held, part) if one[own] != name])
    held.save(update_fields=[part])
    note(by, "round_changed", held, fields=[part], removed=name)
    return held


@transaction.atomic
def hand_in(*, by: Actor, row: Round, files: Mapping[str, tuple[str, bytes]]) -> Round:
    """Take tables in, sealed; one handed in before is replaced. ``files``: kind → (file name, content).

    Raises:
        UnableToHandIn: a file is no table, or a cell lost what stood there.
        UnableToOpen: the round is closed.
    """
    held = _still_open(by, row)
    for kind, (name, content) in files.items():
        try:
            text = sheets.as_csv(content, name)
        except sheets.UnableToTakeTable as error:
            raise UnableToHandIn(f"{name[:160]}: {error}") from error
        values = {
            "path": city().path, "file_name": name[:160], "rows": sheets.rows_of(text), "body": text,
            "by_id": signer(by, P.PLACEMENT_KEEP), "at": timezone.now(),
        }  # fmt: skip
        Handed.objects.update_or_create(round=held, kind=kind, defaults=values)
    note(by, "tables_handed_in", held, tables=sorted(files))
    return held


@transaction.atomic
def give_up(*, by: Actor, row: Round, reason: str) -> Round:
    """End a round without a result. It stays on the list with its reason; its name is not used again.

    Raises:
        UnableToGiveUp: no reason, it is over, or its record is not put away yet.
    """
    held = taken(by, row)
    if held.state == State.GIVEN_UP:
        raise UnableToGiveUp(already(held))
    if held.record is not None and held.record.state != Record.State.DROPPED:
        raise UnableToGiveUp(_("Its record is taken in. Have the record put away first."))
    if not reason.strip():
        raise UnableToGiveUp(_("Write the reason."))
    held.state, held.reason, held.given_up_at = State.GIVEN_UP, reason.strip()[:400], timezone.now()
    held.given_up_by_id, held.work = signer(by, P.PLACEMENT_KEEP), ""
    held.save()
    queue.close_items(by=by, subject=held, outcome="given_up")
    note(by, "given_up", held, reason=held.reason)
    return held


# ── for every stage ──────────────────────────────────────────────────────────────────────────────────────────


def taken(by: Actor, row: Round) -> Round:
    """The round, locked. A round is the whole city's, so the right must reach the whole city."""
    demand(by, P.PLACEMENT_KEEP, city().path)
    return Round.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _still_open(by: Actor, row: Round) -> Round:
    held = taken(by, row)
    if held.state != State.OPEN or held.work:
        raise UnableToOpen(already(held))
    return held


def already(row: Round) -> str:
    """Why nothing can be done any more."""
    said = Round.Work(row.work).label if row.work else State(row.state).label
    return _("This round is now: %(state)s. This cannot be done any more.") % {"state": said}


def note(by: Actor, outcome: str, row: Round, **detail: object) -> None:
    """Put an act on the round on record."""
    told = {"record": row.origin, **detail}
    audit.record(by=by, verb=f"placement.{outcome}", subject=row, path=city().path, detail=told)
