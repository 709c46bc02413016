"""Rows of a csv that are wider than its headings: a comma inside a cell has moved every cell behind it.

Read as it stands, such a row gives each later column the words of its neighbour, and nothing else would tell.
"""

from collections import Counter

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem

declare(
    Severity.ERROR,
    {
        "row_too_wide": (
            "这一行比表头多 {extra} 格，可能是内容里的逗号把后面的格都错开了",
            "the row has {extra} more cells than the headings; a comma inside a cell may have moved all cells behind it",
            "请逐栏核对，把含逗号的内容放进英文引号，或把逗号改成顿号",
            "check every cell; put the words with a comma into quotation marks",
        )
    },
)


class Widths:
    """Gathers the widths of the rows. A width most rows share is the file's own manner (a separator at every end)."""

    def __init__(self, headings: int) -> None:
        self.headings = headings
        self.seen: Counter[int] = Counter()
        self.wider: list[tuple[int, int]] = []

    def add(self, number: int, width: int) -> None:
        self.seen[width] += 1
        if width > self.headings:
            self.wider.append((number, width))

    def problems(self) -> dict[int, Problem]:
        usual = max(self.seen, key=lambda width: self.seen[width], default=0)
        return {
            number: problem("row_too_wide", extra=width - self.headings)
            for number, width in self.wider
            if width != usual
        }
