"""The kinds of work, declared by the departments that make them, and the ruler that sorts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rongyao.bureau.foundation.access.rules import Permission


@dataclass(frozen=True)
class Kind:
    """One kind of work item.

    Attributes:
        code: ``department.noun_verb``.
        title: lazy words with ``%(name)s`` style params from ``WorkItem.params``.
        action: lazy verb for the button.
        permission: who may take it.
        url_name: page where it is done; reversed with the number after ":" in ``subject``.
    """

    code: str
    title: Any
    action: Any
    permission: Permission
    url_name: str


KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Called by a department's apps.py."""
    KINDS[kind.code] = kind
