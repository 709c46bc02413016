"""Everybody in a round is told that its result is public: once each, without the outcome, on the way that reaches them."""

from __future__ import annotations

from django.db import transaction

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.notices.actions import writing as notices
from rongyao.bureau.placement.results.models import Record
from rongyao.bureau.placement.rounds import jobs
from rongyao.bureau.placement.rounds.models import Entrant, Round, Vault
from rongyao.bureau.registry.queries import asked_where
from rongyao.bureau.registry.recipients import recipient_of

KIND = "rounds.result_public"
SLICE = 50


def on_published(by: Actor, record: Record) -> None:
    """Have everybody in the round told; a rehearsal gives nobody a post and is told to nobody."""
    if record.is_rehearsal:
        return
    for row in Round.objects.filter(record=record):
        jobs.tell.defer(round_id=row.pk)


@transaction.atomic
def tell_some(*, by: Actor, row: Round, after: int) -> int | None:
    """Write to the next few after this row; the last row written to, or None when all have been told or it is not public any more."""
    if not _is_told(row):
        return None
    some = list(
        Entrant.objects.filter(round=row, pk__gt=after)
        .select_related("person")
        .defer("body")
        .order_by("pk")[:SLICE]
    )
    for one in some:
        _tell(by, row, one)
    return some[-1].pk if some else None


def _is_told(row: Round) -> bool:
    """Whether the result is public; and whoever does not see the whole round (its vault lies at the city) tells nobody of it."""
    record = Record.objects.filter(pk=row.record_id or 0, state=Record.State.PUBLISHED)
    return record.exists() and Vault.objects.filter(round=row).exists()


def _tell(by: Actor, row: Round, one: Entrant) -> None:
    person = one.person
    is_english = notices.wish_of(person.pk).language.startswith("en")
    title = (row.title_en if is_english else "") or row.title
    notices.write(
        by=by, kind=KIND, to=recipient_of(person), key=f"{KIND}:{row.pk}:{person.pk}", subject=one,
        params={"title": title, "station": asked_where(person.path)},
    )  # fmt: skip
