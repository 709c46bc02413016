"""A correction after the root: version 2 of a record, with the old one inside and nothing drawn again."""

import itertools
import json
from collections.abc import Sequence
from typing import Any

from rongyao.choosing.by_score.publish import Applicant, Placement, UnableToClose
from rongyao.choosing.by_score.replay import repeat
from rongyao.choosing.by_score.session import Session
from rongyao.choosing.record import tree
from rongyao.choosing.record.log import Witnessing


def corrected(
    old: Placement,
    applicants: Sequence[Applicant],
    *,
    reason_zh: str,
    reason_en: str,
    at: str,
    witnessing: Witnessing | None = None,
) -> Placement:
    """A placement with some applicants changed, up to the order; run its session, then ``finish`` it.

    Everyone keeps the old nonces; the seed is that of version 1. ``old`` must be finished.
    """
    kept = {key: leaf.nonces for key, leaf in old.leaves.items()}
    fresh = Placement(
        old.rules, old.posts, applicants, old.bureau,
        nonces=lambda key: kept[key] if key in kept else old.nonces(key), version=old.version + 1,
    )  # fmt: skip
    fresh.supersedes.append(_supersedes(old, reason_zh, reason_en))
    probe = _ordered(Placement(fresh.rules, fresh.posts, applicants, old.bureau, fresh.nonces), old, at)
    pairs = _changed_pairs(old, probe)
    if not pairs:
        raise UnableToClose("nothing is corrected: every leaf is as before")
    fresh.supersedes[0] |= {"corrected": pairs, "first": _first(old, probe, pairs)}
    fresh.nonces = lambda key: probe.leaves[key].nonces
    _ordered(fresh, old, at, witnessing)
    fresh.log.previous = old.log.files()
    return fresh


def repeat_session(old: Placement, fresh: Placement, *, at: str) -> Session:
    """The session of ``fresh`` with everything above the change repeated as it was; from there it goes on.

    By lists it runs to its end. Live, the caller goes on calling; everything repeated carries the time ``at``. In
    mechanism ``preserving`` nothing is repeated live: the number placeable may differ, so everyone is called again.
    """
    session = fresh.session(at=at)
    if not session.live:
        session.run_by_lists(at=at)
    elif not session.preserving:
        first = int(str(fresh.supersedes[0]["first"]))
        for event in itertools.takewhile(lambda event: not _concerns(event, first), _events(old)):
            if event["kind"] == "CALL" and session.next != event["position"]:
                break  # someone at or below the change now comes before
            repeat(session, event | {"at": at})
    return session


def _events(placement: Placement) -> list[dict[str, Any]]:
    return [json.loads(line) for line in placement.log.lines[4 + len(placement.order) : -1]]


def _concerns(event: dict[str, Any], first: int) -> bool:
    return max([event.get("position", 0), *event.get("displaced", [])]) >= first


def _supersedes(old: Placement, reason_zh: str, reason_en: str) -> dict[str, object]:
    head = tree.head(old.log.hashes, old.log.suite)
    size = len(old.log.lines)
    said = {"reason_zh": reason_zh, "reason_en": reason_en}
    return {"version": old.version, "size": size, "head": head.hex(), **said}


def _ordered(fresh: Placement, old: Placement, at: str, witnessing: Witnessing | None = None) -> Placement:
    fresh.close(at=at, witnessing=witnessing)
    fresh.seed_with(old.seed_root, old.parts, at=at)
    return fresh


def _changed_pairs(old: Placement, new: Placement) -> list[list[str]]:
    before, after = _commitments(old), _commitments(new)
    keys = sorted(set(before) | set(after), key=lambda key: (before.get(key, ""), after.get(key, "")))
    pairs = [[before.get(key, ""), after.get(key, "")] for key in keys]
    return [pair for pair in pairs if pair[0] != pair[1]]


def _commitments(placement: Placement) -> dict[str, str]:
    return {key: leaf.commitment.hex() for key, leaf in placement.leaves.items()}


def _first(old: Placement, new: Placement, pairs: list[list[str]]) -> int:
    places = _positions(old) | _positions(new)
    return min(places[leaf] for pair in pairs for leaf in pair if leaf)


def _positions(placement: Placement) -> dict[str, int]:
    found = _commitments(placement)
    return {found[key]: place for place, key in enumerate(placement.order, 1)}
