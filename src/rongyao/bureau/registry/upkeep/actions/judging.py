"""What a row of an edited workbook would do, as it lies sealed in ``SheetRow.body``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rongyao.bureau.foundation.exchange.problems import Problem, Severity
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.upkeep.models import IssueRow, Sheet, SheetRow
from rongyao.bureau.registry.upkeep.rules.sheets import Change, Heading, Line, compare

State = SheetRow.State


@dataclass(slots=True)
class Judged:
    """The changes and problems of one row; ``undo`` once it is written."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    undo: dict[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> str:
        if any(one.severity == Severity.ERROR for one in self.problems):
            return State.REJECTED
        if any(change.is_conflict for change in self.changes):
            return State.CONFLICT
        return State.CHANGED if self.changes else State.NOTED

    def sealed(self) -> str:
        plain = {
            "changes": [change.as_json() for change in self.changes],
            "problems": [one.to_json() for one in self.problems],
            "undo": self.undo,
        }
        return json.dumps(plain, ensure_ascii=False)

    @classmethod
    def of(cls, row: SheetRow) -> Judged:
        if not row.body:
            return cls()
        plain = json.loads(str(row.body))
        changes = [Change(**change) for change in plain["changes"]]
        return cls(changes, [Problem.from_json(one) for one in plain["problems"]], plain["undo"])


def judge_line(
    sheet: Sheet,
    line: Line,
    issued: IssueRow | None,
    now: Mapping[str, Any] | None,
    headings: Mapping[str, Heading],
) -> Judged | None:
    """What the row would do; None where it says nothing at all."""
    judged = Judged(problems=list(line.problems))
    if issued is not None and now is not None:
        texts = json.loads(str(issued.body))
        changes, problems = compare(line, headings, texts, now, blank_removes=sheet.blank_removes)
        judged.changes, judged.problems = changes, judged.problems + problems
    return judged if judged.changes or judged.problems else None


def keep_line(sheet: Sheet, line: Line, judged: Judged, person: Person | None) -> SheetRow:
    """The row as it is kept. Not saved."""
    return SheetRow(sheet=sheet, number=line.number, person=person, state=judged.state, body=judged.sealed())
