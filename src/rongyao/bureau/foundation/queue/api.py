"""The worklist over the API."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Query, Router, Schema

from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.api.operations import PageOut, Paging, operation, paged
from rongyao.bureau.foundation.queue import queries
from rongyao.bureau.foundation.queue.models import WorkItem

router = Router(tags=["worklist"])


class ItemOut(Schema):
    """One thing to do; ``subject`` names the row it is about ("entitlements.proposal:12")."""

    id: int
    kind: str
    subject: str
    person_id: int | None
    due_on: dt.date | None
    is_provisional: bool
    owner: str
    opened_at: dt.datetime


class ItemsOut(PageOut):
    items: list[ItemOut]


@operation(router.get, "/worklist", Permission.QUEUE_VIEW, ItemsOut)
def worklist(request: Any, query: Query[Paging]) -> Any:
    """What waits for you, most urgent first."""
    return paged(queries.visible_to(request.actor), query, lambda rows: [_item(row) for row in rows])


def _item(row: WorkItem) -> dict[str, Any]:
    return {
        "id": row.pk, "kind": row.kind, "subject": row.subject, "person_id": row.person_id,
        "due_on": row.clock.due_on if row.clock else None,
        "is_provisional": bool(row.clock and row.clock.is_provisional),
        "owner": row.owner.display_name if row.owner else "", "opened_at": row.opened_at,
    }  # fmt: skip
