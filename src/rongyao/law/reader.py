"""One person's answers, node by node, read back from the columns the kernel computed for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rongyao.law.nodes import Missing, Node, Quantity, Test
from rongyao.law.settings import Settings

if TYPE_CHECKING:
    from rongyao.law.standards import Lookup


class Reader:
    """Answers and numbers by node. `cells` hold what was computed; `person` the facts as given."""

    def __init__(
        self,
        cells: Mapping[int, Any],
        person: Mapping[str, Any],
        vague: Mapping[str, bool],
        lookups: Mapping[int, Lookup],
        settings: Settings,
    ) -> None:
        self._cells, self.person, self._vague, self._lookups = cells, person, vague, lookups
        self.settings = settings
        self._missing: dict[int, Missing] = {}
        self.shown: dict[int, Any] = {}

    def answer(self, node: Test) -> bool | None:
        """Yes, no, or not known."""
        answer: bool | None = self._cells[id(node)]
        return answer

    def cell(self, node: Node) -> Any:
        """What was kept for a node: (lo, hi) Fractions for a quantity, then a standard's row."""
        return self._cells[id(node)]

    def standard(self, node: Quantity) -> dict[str, Any] | None:
        """The row of the amounts table a standard was read from."""
        return self._lookups[id(node)].explain(self.cell(node)[2])

    def number(self, node: Quantity) -> Fraction | None:
        """The number, where it is one and not two bounds."""
        lo, hi = self._cells[id(node)][:2]
        return lo if lo is not None and lo == hi else None

    def knows(self, node: Quantity) -> bool:
        """Whether the number is known exactly."""
        return self.number(node) is not None

    def missing(self, node: Node) -> Missing:
        """The facts that would still settle this node; none where it is settled."""
        if id(node) not in self._missing:
            self._missing[id(node)] = self._looked_for(node)
        return self._missing[id(node)]

    def _looked_for(self, node: Node) -> Missing:
        if isinstance(node, Test):
            return node.missing(self) if self.answer(node) is None else {}
        return node.missing(self) if isinstance(node, Quantity) else {}

    def vague_dates(self, names: Iterable[str]) -> Missing:
        """Of these dates: those not known at all; if none, those known only to the month or year."""
        listed = list(names)
        unknown = [name for name in listed if self.person.get(name) is None]
        vague = [name for name in listed if self._vague.get(name, False)]
        return dict.fromkeys(unknown or vague)
