"""Joining two files of one person: everything that hangs on one is moved to the other, and written down to be parted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.actions.people import keep_identity
from rongyao.bureau.registry.models import Fact, Person, PersonAccount
from rongyao.bureau.registry.registrations import FactsChanged, tell_facts_changed
from rongyao.bureau.registry.rules import IDENTITY_FIELDS, signer
from rongyao.bureau.registry.upkeep.models import Different, IssueRow, Joining
from rongyao.bureau.registry.upkeep.queries.joins import Compared, Tie, compared, ties
from rongyao.bureau.registry.upkeep.rules.dumping import dump, plain
from rongyao.bureau.registry.upkeep.words import kind_words

P = Permission
KEPT, LEFT = "kept", "left"
# Nothing of these is worth moving: they speak of the pair itself, or of a workbook given out for the old number.
DROPPED = (Different, IssueRow)


class UnableToJoin(Exception):
    """The files cannot be joined as asked; the message says what has to be settled first."""


@dataclass(slots=True)
class Move:
    """What a joining changed of other rows, so that each can be put back: one entry a row."""

    kept: Person
    left: Person
    changed: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def change(self, row: Model, values: Mapping[str, Any]) -> None:
        """Set columns of a row and remember what stood there."""
        before = {name: plain(getattr(row, name)) for name in values}
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        self.changed.append({"model": row._meta.label_lower, "pk": row.pk, "before": before})

    def drop(self, row: Model) -> None:
        self.dropped.append({"model": row._meta.label_lower, "row": dump(row)})
        type(row)._base_manager.filter(pk=row.pk).delete()


@transaction.atomic
def join(*, by: Actor, kept: Person, left: Person, choices: Mapping[str, str], reason: str) -> Joining:
    """Make two files one. The number of the file left stays as an alias.

    Args:
        choices: ``{field: "kept" or "left"}`` for every field in which the two differ.

    Raises:
        UnableToJoin: no reason, a field not chosen, two sign-ins, or rows that cannot stand side by side.
    """
    kept, left = _locked(by, kept, left)
    lines = compared(kept, left)
    _check(kept, left, lines, choices, reason)
    move = Move(kept, left)
    kept_before, left_before = dump(kept), dump(left)
    _settle_facts(move, lines, choices)
    for tie in ties():
        _move_all(move, tie)
    identity = _identity(kept, left, lines, choices)
    left_id, left_path = left.pk, left.path
    Person.objects.filter(pk=left_id).delete()
    if identity:
        keep_identity(by=by, row=kept, typed=identity, verb="person.identity_changed", reason=reason)
    body = {
        "kept": kept_before, "left": left_before, "changed": move.changed, "dropped": move.dropped,
        "after": {tie.label: list(tie.rows(kept.pk).values_list("pk", flat=True)) for tie in ties()},
        "facts": _current(kept),
    }  # fmt: skip
    row = Joining.objects.create(
        kept=kept, path=kept.path, left_number=left.number, left_id=left_id, left_path=left_path,
        reason=reason.strip()[:200], body=json.dumps(body, ensure_ascii=False), moved=move.counts,
        kept_version=kept.version, by_id=signer(by, P.PEOPLE_MERGE),
    )  # fmt: skip
    _record(by, row, kept)
    tell_facts_changed(FactsChanged(by, (kept.pk,)))
    return row


def _locked(by: Actor, kept: Person, left: Person) -> tuple[Person, Person]:
    if kept.pk == left.pk:
        raise UnableToJoin(_("These are one file already."))
    rows = {
        p.pk: p
        for p in Person.objects.select_for_update(of=("self",))
        .select_related("division")
        .filter(pk__in=(kept.pk, left.pk))
        .order_by("pk")
    }
    if len(rows) != 2:
        raise UnableToJoin(_("One of the files is gone: somebody joined it meanwhile."))
    for row in rows.values():
        demand(by, P.PEOPLE_MERGE, row.path)
    return rows[kept.pk], rows[left.pk]


def _check(
    kept: Person, left: Person, lines: Iterable[Compared], choices: Mapping[str, str], reason: str
) -> None:
    if len(reason.strip()) < 2:
        raise UnableToJoin(_("Write how you know that they are one person."))
    open_fields = [line.name for line in lines if line.differs and choices.get(line.name) not in (KEPT, LEFT)]
    if open_fields:
        raise UnableToJoin(_("Choose what stands for every field in which the files differ."))
    if PersonAccount.objects.filter(person__in=(kept, left)).count() > 1:
        raise UnableToJoin(
            _("Both files have a sign-in. Ask the person which one they use, and unbind the other.")
        )
    first, second = sorted((kept.pk, left.pk))
    if said := Different.objects.filter(first_id=first, second_id=second).select_related("by").first():
        words = _("%(who)s compared these files and wrote that they are two people: %(why)s")
        raise UnableToJoin(words % {"who": said.by, "why": said.reason})


def _identity(
    kept: Person, left: Person, lines: Iterable[Compared], choices: Mapping[str, str]
) -> dict[str, str]:
    """Identity fields the kept file takes over: chosen ones, and those it does not know."""
    taken = {}
    for line in lines:
        if line.name in IDENTITY_FIELDS and line.name != "division":
            is_chosen = choices.get(line.name) == LEFT if line.differs else not line.first
            if is_chosen:
                taken[line.name] = getattr(left, line.name) or ""
    return taken


def _settle_facts(move: Move, lines: Iterable[Compared], choices: Mapping[str, str]) -> None:
    """Of two current values one is ended, so that the other can stand; both stay in the history."""
    why = _("Files joined; the other value was chosen.")
    both = {line.name for line in lines if line.first and line.second and line.name not in IDENTITY_FIELDS}
    for name in both:
        loser = move.kept if choices.get(name) == LEFT else move.left
        row = Fact.objects.get(person=loser, name=name, ended_at__isnull=True)
        move.change(row, {"ended_at": timezone.now(), "end_reason": why[:160]})


def _move_all(move: Move, tie: Tie) -> None:
    rows = list(tie.rows(move.left.pk))
    if not rows:
        return
    for row in rows:
        if tie.model in DROPPED:
            move.drop(row)
        else:
            _move_row(move, tie, row)
    move.counts[tie.label] = len(rows)


def _move_row(move: Move, tie: Tie, row: Model) -> None:
    values: dict[str, Any] = {tie.attname: move.kept.pk}
    if tie.has_path and getattr(row, "path", "") == move.left.path:
        values["path"] = move.kept.path
    subject = f"registry.person:{move.left.pk}"
    if getattr(row, "subject", "") == subject:
        values["subject"] = f"registry.person:{move.kept.pk}"
    try:
        with transaction.atomic():
            move.change(row, values)
    except IntegrityError as error:
        if not _settled(move, tie, row, values, _violated(row, error)):
            words = _(
                "Both files hold something that may stand only once: %(what)s. Settle it on one of them first."
            )
            raise UnableToJoin(words % {"what": kind_words(tie.label)}) from error


def _violated(row: Model, error: IntegrityError) -> models.UniqueConstraint | None:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", "")
    found = [one for one in row._meta.constraints if one.name == name]
    return found[0] if found and isinstance(found[0], models.UniqueConstraint) else None


def _settled(
    move: Move, tie: Tie, row: Model, values: dict[str, Any], broken: models.UniqueConstraint | None
) -> bool:
    """Let a row stand beside one like it: without its place in an order, ended, or dropped where it says the same."""
    if broken is None:
        return False
    ways = [*_unranked(row, broken), *_ended(row, broken)]
    for extra in ways:
        try:
            with transaction.atomic():
                move.change(row, {**values, **extra})
            return True
        except IntegrityError:
            move.changed = [
                one for one in move.changed if one["pk"] != row.pk or one["model"] != row._meta.label_lower
            ]
    if broken.condition is None and _says_the_same(move, tie, row, broken):
        move.drop(row)
        return True
    return False


def _unranked(row: Model, broken: models.UniqueConstraint) -> list[dict[str, Any]]:
    others = [one for one in row._meta.concrete_fields if one.name in broken.fields]
    return [{one.attname: None} for one in others if one.null and not one.is_relation]


def _ended(row: Model, broken: models.UniqueConstraint) -> list[dict[str, Any]]:
    """The row with the date set that says it no longer stands, where the constraint speaks of such a date."""
    names = [
        name.removesuffix("__isnull")
        for name, value in _leaves(broken.condition)
        if name.endswith("__isnull") and value
    ]
    ends: list[dict[str, Any]] = []
    for name in names:
        one = row._meta.get_field(name)
        if isinstance(one, models.DateTimeField):
            ends.append({name: timezone.now()})
        elif isinstance(one, models.DateField):
            ends.append({name: timezone.localdate()})
    has_reason = any(one.name == "end_reason" for one in row._meta.concrete_fields)
    why = {"end_reason": _("Files joined; the same stood on the other file.")} if has_reason else {}
    return [{**end, **why} for end in ends]


def _leaves(condition: Q | None) -> Iterable[tuple[str, Any]]:
    for child in condition.children if condition is not None else ():
        if isinstance(child, Q):
            yield from _leaves(child)
        elif isinstance(child, tuple):
            yield child


def _says_the_same(move: Move, tie: Tie, row: Model, broken: models.UniqueConstraint) -> bool:
    columns = [one.attname for one in row._meta.concrete_fields if one.name in broken.fields]
    same = {name: getattr(row, name) for name in columns}
    twin = type(row)._base_manager.filter(**{**same, tie.attname: move.kept.pk}).first()
    return twin is not None and _compared(twin, tie) == _compared(row, tie)


def _compared(row: Model, tie: Tie) -> dict[str, Any]:
    """What a row says, apart from who recorded it when and from which paper."""
    apart = {"id", tie.attname, "recorded_at", "recorded_by_id", "source_id", "path", "at"}
    return {name: value for name, value in dump(row).items() if name not in apart}


def _current(person: Person) -> list[int]:
    rows = Fact.objects.filter(person=person, ended_at__isnull=True)
    return sorted(rows.values_list("pk", flat=True))


def _record(by: Actor, row: Joining, kept: Person) -> None:
    detail = {
        "joining": row.pk,
        "kept": kept.number,
        "left": row.left_number,
        "moved": row.moved,
        "reason": row.reason,
    }
    audit.record(by=by, verb="person.joined", subject=row, person_id=kept.pk, path=kept.path, detail=detail)
    audit.record(
        by=by, verb="person.joined", subject=row, person_id=row.left_id, path=row.left_path, detail=detail
    )


@transaction.atomic
def call_different(*, by: Actor, first: Person, second: Person, reason: str) -> Different:
    """Two files that look alike are two people; they are not offered again.

    Raises:
        UnableToJoin: no reason.
    """
    for person in (first, second):
        demand(by, P.PEOPLE_MERGE, person.path)
    if len(reason.strip()) < 2:
        raise UnableToJoin(_("Write how you know that they are two people."))
    one, two = sorted((first, second), key=lambda person: person.pk)
    row, _made = Different.objects.get_or_create(
        first=one, second=two,
        defaults={"path": one.path, "reason": reason.strip()[:200], "by_id": signer(by, P.PEOPLE_MERGE)},
    )  # fmt: skip
    for person in (one, two):
        audit.record(
            by=by, verb="person.called_different", subject=row, person_id=person.pk, path=person.path
        )
    return row
