"""The head of the record, day by day: what a second place keeps to prove that nothing was changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Router, Schema

from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.api.operations import operation
from rongyao.bureau.foundation.audit import queries

router = Router(tags=["record"])


class HeadOut(Schema):
    on: dt.date
    rows: int
    head: str


class HeadsOut(Schema):
    items: list[HeadOut]


@operation(router.get, "/record/heads", Permission.AUDIT_VIEW, HeadsOut)
def heads(request: Any) -> Any:
    """The last hash of each of the last sixty days."""
    return {"items": [{"on": on, "rows": rows, "head": head} for on, rows, head in queries.heads()]}
