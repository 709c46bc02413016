"""Who asks, what was answered, what to ask next, what follows. Answers live in the form alone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from rongyao.law import catalog, door
from rongyao.law import determine as law
from rongyao.law.facts import FACTS
from rongyao.law.findings import Finding
from rongyao.law.questions import Question, questions
from rongyao.law.settings import AS_WRITTEN, Settings

LONGEST_STATE = 20_000


@dataclass(frozen=True)
class Start:
    """Who asks: the words of the choice, and the facts it settles."""

    code: str
    title: Any
    text: Any
    known: Mapping[str, Any] = field(default_factory=dict)


STARTS: dict[str, Start] = {
    start.code: start
    for start in (
        Start(
            "self",
            _("I served myself"),
            _("Veterans: placement, money at discharge, disability, card, training."),
            {"is_deceased": False},
        ),
        Start(
            "deceased",
            _("A soldier or veteran of our family has died"),
            _("What the family receives. Answer for the one who died."),
            {"is_deceased": True},
        ),
        Start(
            "survivor",
            _("I am a survivor of a martyr or of a soldier who died"),
            _("Regular pension, card, care. Answer for yourself."),
            {"is_deceased": False},
        ),
        Start(
            "family",
            _("Somebody of our family is serving now"),
            _("Family allowance, jobs, schools. Answer for the one who serves."),
            {"is_deceased": False},
        ),
    )
}


@dataclass(frozen=True)
class Answers:
    """What the person has said so far. Facts answered by the choice of who asks are not shown as answers."""

    start: str
    known: dict[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    @property
    def row(self) -> dict[str, Any]:
        """The facts as the law is given them."""
        return {**STARTS[self.start].known, **self.known}

    def with_known(self, more: Mapping[str, Any]) -> Answers:
        """The same with these answers. A date that is asked again and still not exact is not asked a third time."""
        unsure = tuple(name for name, value in more.items() if name in self.known and door.is_vague(value))
        return replace(self, known={**self.known, **more}, skipped=(*self.skipped, *unsure))

    def with_skipped(self, names: Collection[str]) -> Answers:
        return replace(self, skipped=(*self.skipped, *names))

    def without(self, name: str) -> Answers:
        """The same with one answer taken back; the question comes again."""
        kept = {k: v for k, v in self.known.items() if k != name}
        return replace(self, known=kept, skipped=tuple(s for s in self.skipped if s != name))

    def packed(self) -> str:
        """The state as the form carries it from page to page."""
        return json.dumps([self.start, self.known, list(self.skipped)], ensure_ascii=False)


class UnableToReadAnswers(ValueError):
    """What came back is not what this page sent out."""


def unpacked(text: str) -> Answers:
    """The answers a form carried. Raises UnableToReadAnswers for anything the page did not write."""
    if len(text) > LONGEST_STATE:
        raise UnableToReadAnswers
    try:
        start, known, skipped = json.loads(text)
        found = Answers(start, dict(known), tuple(skipped))
        if start not in STARTS or not {*known, *skipped} <= set(FACTS):
            raise UnableToReadAnswers
        law.frame([found.row], dt.date(2000, 1, 1))
    except (ValueError, TypeError, RecursionError) as error:
        raise UnableToReadAnswers from error
    return found


@dataclass(frozen=True)
class Step:
    """What to ask next (`facts`: one, or the whole list of what takes rights away), and how many may follow."""

    facts: tuple[str, ...]
    matters_to: tuple[str, ...]
    left: int

    @property
    def is_bars(self) -> bool:
        return FACTS[self.facts[0]].group == "exclusions"


def next_step(
    answers: Answers, *, on: dt.date, standards: pl.DataFrame, settings: Settings = AS_WRITTEN
) -> Step | None:
    """The question that settles most; None when nothing more can be settled by asking."""
    found = questions(answers.row, on=on, standards=standards, settings=settings, skipped=answers.skipped)
    if not found:
        return None
    first = found[0]
    together = _bars(found) if FACTS[first.fact].group == "exclusions" else (first.fact,)
    return Step(together, first.matters_to, len(found))


def _bars(found: list[Question]) -> tuple[str, ...]:
    """Everything that takes a right away is asked once, as one list with “none of these”."""
    return tuple(
        q.fact for q in found if FACTS[q.fact].group == "exclusions" and FACTS[q.fact].kind == "bool"
    )


@dataclass(frozen=True)
class SoFar:
    """The keys of what is due, open and not due: enough for the foot of a question."""

    due: tuple[str, ...]
    open: tuple[str, ...]
    not_due: tuple[str, ...]


def so_far(
    answers: Answers, *, on: dt.date, standards: pl.DataFrame, settings: Settings = AS_WRITTEN
) -> SoFar:
    """What the answers settle by now; one pass, without the reasons."""
    typed = law.frame([answers.row], on)
    (row,) = law.population(typed, standards=standards, settings=settings, clauses=False).to_dicts()
    governing = [
        key
        for key, e in catalog.ENTITLEMENTS.items()
        if row[f"{key}.applies"] is not False and e.kind != "forfeiture"
    ]
    said = {answer: tuple(key for key in governing if row[key] == answer) for answer in ("yes", "no")}
    rest = tuple(key for key in governing if row[key] not in said)
    return SoFar(said["yes"], rest, said["no"])


@dataclass(frozen=True)
class Outcome:
    """What follows from the answers, in the order a person wants to read it."""

    due: list[Finding]
    open: list[Finding]
    not_due: list[Finding]


def outcome(
    answers: Answers, *, on: dt.date, standards: pl.DataFrame, settings: Settings = AS_WRITTEN
) -> Outcome:
    """The law's answer to every question under these facts. Editions that do not govern are left out."""
    found = [
        f
        for f in law.person(answers.row, on=on, standards=standards, settings=settings)
        if f.applies and f.kind != "forfeiture"
    ]
    return Outcome(
        due=[f for f in found if f.answer == "yes"],
        open=[f for f in found if f.answer in ("unknown", "judge")],
        not_due=[f for f in found if f.answer == "no"],
    )
