"""Replaying the events of a log through a fresh session: what comes out must be the same lines."""

from collections.abc import Mapping, Sequence
from typing import Any

from rongyao.choosing.by_score.publish import Placement
from rongyao.choosing.by_score.session import Session


class UnableToReplay(ValueError):
    """The events are not those this session would have written."""


def replay(placement: Placement, events: Sequence[Mapping[str, Any]]) -> Session:
    """Drive a fresh session of ``placement`` (closed and drawn) by ``events``; it writes to the placement's log.

    Lines that follow by themselves (REACH, TIGHT, choices by list) must come out as recorded.
    """
    session = placement.session(at=str(events[0]["at"]) if events else "")
    before = 4 + len(placement.order)  # RULES POSTS ROOT SEED ORDER…
    for place, event in enumerate(events):
        if len(placement.log.lines) - before <= place:
            repeat(session, event)
    return session


def repeat(session: Session, event: Mapping[str, Any]) -> None:
    """Do in ``session`` what ``event`` says was done."""
    follows_by_itself = event["kind"] == "TIGHT" or (
        event["kind"] in ("PICK", "NONE") and session.called is None
    )
    if not (session.live and follows_by_itself):
        _do(session, event)


def _do(session: Session, event: Mapping[str, Any]) -> None:
    kind, at = event["kind"], event["at"]
    if kind == "CALL":
        session.call(event["position"], at=at)
    elif kind == "PICK" and session.live:
        session.pick(event["post"], by=event["by"], at=at)
    elif kind == "NONE" and session.live:
        session.decline(at=at)
    elif kind in ("PICK", "NONE", "TIGHT"):
        session.next_by_list(at=at)
    elif kind == "ABSENT":
        session.absent(at=at)
    elif kind == "LATE":
        session.late(event["position"], at=at)
    elif kind == "REVOKE":
        session.revoke(event["position"], at=at)
    elif kind == "WITHDRAW":
        session.withdraw(event["post"], event["seats"], document=event["document"], at=at)
    elif kind == "ADD":
        session.add(event["post"], event["seats"], document=event["document"], at=at)
    elif kind == "RULING":
        session.rule(event["position"], event["effect"], document=event["document"], zh=event["zh"], at=at)
    elif kind != "REACH":
        raise UnableToReplay(f"{kind} is no event of a session")
