"""Two entries that are one: joined by a human, parted again; or told apart for good."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.organisations.models import NotDouble, Organisation
from rongyao.bureau.registry.organisations.rules import FIELDS
from rongyao.bureau.registry.rules import signer

P = Permission


class UnableToMerge(Exception):
    """The two cannot be joined; the message says why."""


@transaction.atomic
def merge(*, by: Actor, stays: Organisation, goes: Organisation, fills: bool) -> Organisation:
    """``goes`` was entered twice and points at ``stays`` from now on. Nothing that refers to it is rewritten.

    Args:
        fills: whether blanks of the one that stays are filled from the other.

    Raises:
        UnableToMerge: two kinds, one and the same, or joined already.
    """
    wanted = [stays.pk, goes.pk]
    rows = {
        row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    }
    kept, gone = rows[stays.pk], rows[goes.pk]
    for row in rows.values():
        demand(by, P.ORGANISATION_EDIT, row.path)
    _refuse(kept, gone)
    filled = _fill(kept, gone) if fills else {}
    gone.merged_into, gone.merge_filled, gone.version = kept, filled, gone.version + 1
    # First the one that goes lets go of its code; only then may the other bear it.
    gone.save(update_fields=["merged_into", "merge_filled", "version"])
    if filled:
        kept.version += 1
        kept.save()
    detail = {"stays": kept.pk, "goes": gone.pk, "filled": sorted(filled)}
    audit.record(by=by, verb="organisation.merged", subject=kept, path=kept.path, detail=detail)
    return kept


def _refuse(kept: Organisation, gone: Organisation) -> None:
    if kept.pk == gone.pk:
        raise UnableToMerge(_("An entry cannot be joined to itself."))
    if kept.merged_into_id or gone.merged_into_id:
        raise UnableToMerge(_("One of the two was joined to another already. Look at the list again."))
    if kept.kind != gone.kind:
        raise UnableToMerge(_("A %(one)s and a %(other)s are never one.") % {
            "one": kept.get_kind_display(), "other": gone.get_kind_display()})  # fmt: skip
    if kept.credit_code and gone.credit_code and kept.credit_code != gone.credit_code:
        words = _("They bear two credit codes, so they are two in law. If one is mistyped, mend it first.")
        raise UnableToMerge(words)


def _fill(kept: Organisation, gone: Organisation) -> dict[str, object]:
    empty = ("", None)
    names = [n for n in FIELDS[kept.kind] if getattr(kept, n) in empty and getattr(gone, n) not in empty]
    filled = {name: getattr(gone, name) for name in names}
    for name, value in filled.items():
        setattr(kept, name, value)
    return filled


@transaction.atomic
def part(*, by: Actor, organisation: Organisation) -> Organisation:
    """Undo a merge: the entry stands by itself again, and what was filled from it is emptied where it is unchanged.

    Raises:
        UnableToMerge: it was not joined to anything.
    """
    gone = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if gone.merged_into_id is None:
        raise UnableToMerge(_("This entry stands by itself already."))
    kept = Organisation.objects.select_for_update().get(pk=gone.merged_into_id)
    for row in (kept, gone):
        demand(by, P.ORGANISATION_EDIT, row.path)
    given_back = [name for name, value in gone.merge_filled.items() if getattr(kept, name) == value]
    for name in given_back:
        setattr(kept, name, None if name == "headcount" else "")
    kept.version += 1
    kept.save()
    gone.merged_into, gone.merge_filled, gone.version = None, {}, gone.version + 1
    gone.save(update_fields=["merged_into", "merge_filled", "version"])
    detail = {"from": kept.pk, "given_back": sorted(given_back)}
    audit.record(by=by, verb="organisation.parted", subject=gone, path=gone.path, detail=detail)
    return gone


@transaction.atomic
def tell_apart(*, by: Actor, one: Organisation, other: Organisation) -> None:
    """The officer looked: these are two. The pair is not shown again."""
    for row in (one, other):
        demand(by, P.ORGANISATION_EDIT, row.path)
    first, second = sorted((one.pk, other.pk))
    said, _made = NotDouble.objects.get_or_create(
        first_id=first, second_id=second, defaults={"said_by_id": signer(by, P.ORGANISATION_EDIT)}
    )
    detail = {"first": first, "second": second}
    audit.record(by=by, verb="organisation.told_apart", subject=said, path=one.path, detail=detail)
