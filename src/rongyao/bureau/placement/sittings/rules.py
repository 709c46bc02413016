"""A sitting played again from its steps, and what may be done next. Pure: everything comes in as arguments."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rongyao.choosing.by_score.publish import Placement
from rongyao.choosing.by_score.session import Session, UnableToProceed

# What the bureau's own rules may say of absence, of proxies, of second thoughts and of seats; the first of each is ours.
ABSENT = {
    "at_end": _("called once more at the end, then out"),
    "list": _("chosen for by the list handed in"),
    "waives": _("out at once"),
}
LATE = {"at_end": _("waits until the end"), "next": _("is called next")}
WITHDRAWN = {"refuse": _("a seat that is taken stays"), "recall": _("the last of its holders choose again")}
ADDED = {"next_round": _("go into the next placement"), "from_now": _("can be taken from then on")}
EFFECTS = {"vacate": _("gives the post up: the seat is gone"), "exclude": _("takes no further part")}
USUAL: dict[str, Any] = {
    "absent": "at_end", "late": "at_end", "proxy": 1, "cooling_minutes": 0, "withdraw_taken": "refuse", "added": "next_round",
}  # fmt: skip

VERBS: dict[str, Callable[..., None]] = {
    "call": Session.call,
    "pick": Session.pick,
    "decline": Session.decline,
    "absent": Session.absent,
    "late": Session.late,
    "revoke": Session.revoke,
    "withdraw": Session.withdraw,
    "add": Session.add,
    "rule": Session.rule,
}


@dataclass(frozen=True)
class Sitting:
    """The placement with its log so far, and the session as it stands."""

    placement: Placement
    session: Session

    @property
    def whose(self) -> int | None:
        """The position that was called, or is to be called next; None when everybody has had a turn."""
        return self.session.called if self.session.called is not None else self.session.next

    @property
    def is_called(self) -> bool:
        return self.session.called is not None

    @property
    def is_over(self) -> bool:
        return self.session.next is None and self.session.called is None


def fresh(drawn: Placement) -> Placement:
    """A drawn placement with a log of its own, so that the one given stays as it is."""
    other = copy.copy(drawn)
    other.log = copy.copy(drawn.log)
    other.log.lines, other.log.hashes = list(drawn.log.lines), list(drawn.log.hashes)
    other.log.notes, other.log.previous = dict(drawn.log.notes), dict(drawn.log.previous)
    return other


def played(drawn: Placement, began_at: str, steps: Iterable[tuple[str, Mapping[str, Any], str]]) -> Sitting:
    """The sitting after these steps, ``(verb, told, at)`` each. Steps that were kept once never fail again."""
    placement = fresh(drawn)
    sitting = Sitting(placement, placement.session(at=began_at))
    for verb, told, at in steps:
        apply(sitting, verb, told, at)
    return sitting


def apply(sitting: Sitting, verb: str, told: Mapping[str, Any], at: str) -> None:
    """Do one step.

    Raises:
        UnableToProceed: it is against the rules of the session; nothing has changed.
    """
    if verb not in VERBS:
        raise UnableToProceed(f"there is no step {verb!r}")
    VERBS[verb](sitting.session, at=at, **told)


# Sentences of the session -> ours, for the reader.
REFUSALS: tuple[tuple[re.Pattern[str], Any], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"the next turn is position (\S+), not (\S+)", _("It is the turn of position %(a)s, not of position %(b)s.")),
        (r"position (\S+) has been called and has not answered", _("Position %(a)s has been called and has not answered yet.")),
        (r"nobody has been called", _("Nobody has been called.")),
        (r"the rules allow no choice by (\S+)", _("The rules allow no choice by somebody else.")),
        (r"(\S+) has no free seat in this round", _("%(a)s has no free seat left.")),
        (r"position (\S+) does not meet (\S+)", _("Position %(a)s does not meet what %(b)s asks.")),
        (r"(\S+) is refused: .*", _("If %(a)s were taken, fewer people could be placed in all; the rules forbid it.")),
        (r"who comes late is called at the end", _("Who comes late is called at the end, as the rules say.")),
        (r"position (\S+) is not waiting after an absence", _("Position %(a)s is not waiting after an absence.")),
        (r"position (\S+) holds no post", _("Position %(a)s holds no post.")),
        (r"position (\S+) has taken a pick back before", _("Position %(a)s has taken a choice back before.")),
        (r"the (\S+) minutes are over", _("The %(a)s minutes for second thoughts are over.")),
        (r"(\S+) has not (\S+) seats", _("%(a)s has not so many seats.")),
        (r"a seat of (\S+) is taken already", _("A seat of %(a)s is taken already; the rules do not let it go.")),
        (r"there is no post (\S+)", _("There is no post %(a)s.")),
        (r"at least one seat is added", _("Write how many seats, at least one.")),
        (r"position (\S+) takes no part any more", _("Position %(a)s takes no part any more, or does not exist.")),
        (r"(\S+) does not fit position (\S+)", _("Only who holds a post gives it up; who holds none is left out.")),
        (r".* is before the last line .*", _("The clock of this machine stands before the last step. Have it set right.")),
    )
)  # fmt: skip


def refusal(told: str) -> str:
    """Why a step was refused, in the reader's language."""
    for pattern, words in REFUSALS:
        if found := pattern.fullmatch(told):
            return str(words) % dict(zip("ab", found.groups(), strict=False))
    return told
