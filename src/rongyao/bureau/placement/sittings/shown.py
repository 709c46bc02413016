"""What a page shows of a sitting: the turn with what may be taken, and the steps in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.placement.results.words import receipt_number
from rongyao.bureau.placement.rounds import words
from rongyao.bureau.placement.rounds.models import Round
from rongyao.bureau.placement.sittings import queries, rules
from rongyao.bureau.placement.sittings.models import Step


def turn_of(
    actor: Actor, row: Round, found: rules.Sitting, seats: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Whose turn it is, and, once called, what they may take; None when everybody has had one."""
    position = found.whose
    if position is None:
        return None
    entrant = queries.entrant_at(actor, row, position)
    offered = set(found.session.offered(position)) if found.is_called else set()
    return {
        "position": position,
        "number": receipt_number(queries.token_at(found, position)),
        "points": words.points(queries.points_at(found, position)),
        "name": entrant.person.name if entrant else "",
        "file": entrant.person if entrant else None,
        "is_called": found.is_called,
        "offered": [one | {"words": words.post_words(one)} for one in seats if one["post"] in offered],
    }


def log_lines(found: rules.Sitting, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The steps in words, in their order: {n, time, words, number}."""
    posts = {
        one.id: words.post_words({"post": one.id, "zh": one.zh, "employer": one.employer})
        for one in found.placement.posts
    }
    called: int | None = None
    lines = []
    for step in steps:
        called = step.told["position"] if step.verb == "call" else called
        position = step.told.get("position", called if step.verb in ("pick", "decline", "absent") else None)
        number = receipt_number(queries.token_at(found, position)) if position else ""
        lines.append(
            {"n": step.n, "time": step.stamp[11:16], "words": _words(step, position, posts), "number": number}
        )
    return lines


def _words(step: Step, position: int | None, posts: dict[str, str]) -> str:
    told = {
        "position": position,
        "post": posts.get(step.told.get("post", ""), ""),
        "seats": step.told.get("seats"),
    }
    match step.verb:
        case "call":
            return _("Position %(position)s is called") % told
        case "pick" if step.told["by"] == "proxy":
            return _("Position %(position)s takes %(post)s, through somebody else") % told
        case "pick":
            return _("Position %(position)s takes %(post)s") % told
        case "decline":
            return _("Position %(position)s takes no post") % told
        case "absent":
            return _("Position %(position)s is not there") % told
        case "late":
            return _("Position %(position)s has come") % told
        case "revoke":
            return _("Position %(position)s takes the choice back") % told
        case "withdraw":
            return _("%(post)s: %(seats)s fewer") % told
        case "add":
            return _("%(post)s: %(seats)s more") % told
    return _("A ruling on position %(position)s") % told
