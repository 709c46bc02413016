"""The mutants of an article file: one boundary, number, rate, date, ground or reading changed."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rongyao.law.tests.mutate.figures import stepped
from rongyao.law.tests.mutate.mutants import Mutant

WORDS = {"all_of", "any_of", "none_of", "unless"}
NUMBERED = {"threshold", "rate", "deadline"}
SWAPS: dict[type, type] = {
    ast.GtE: ast.Gt, ast.Gt: ast.GtE, ast.LtE: ast.Lt, ast.Lt: ast.LtE, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
NUMERAL = re.compile(r"\d+(\.\d+)?%?")
ENDS = {"Fraction", "pick", "highest", "lowest", "total", "subtotal"}
Change = tuple[str, ast.AST]


def compared(node: ast.AST) -> Iterator[Change]:
    """>= for >, == for !=."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        new = copy.deepcopy(node)
        new.ops = [SWAPS[type(node.ops[0])]()]
        yield "boundary", new


def joined(node: ast.AST) -> Iterator[Change]:
    """& for |; a dropped side of either; a dropped ~."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
        other = ast.BitOr() if isinstance(node.op, ast.BitAnd) else ast.BitAnd()
        yield "and/or", ast.BinOp(node.left, other, node.right)
        yield "dropped side", node.left
        yield "dropped side", node.right
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        yield "dropped not", node.operand


def dropped(node: ast.AST) -> Iterator[Change]:
    """One ground of all_of, any_of, none_of, unless; one line of pick; one code of is_in or has."""
    named = called(node)
    if named not in WORDS | {"pick", "is_in", "has"} or not isinstance(node, ast.Call):
        return
    first = 1 if named == "unless" else 0
    for place in range(first, len(node.args)):
        if len(node.args) > 1:
            new = copy.deepcopy(node)
            del new.args[place]
            yield f"dropped from {named}", new


def numbered(node: ast.AST) -> Iterator[Change]:
    """A threshold, a rate, the length of a deadline or an end of between(…), one more and one less."""
    if not isinstance(node, ast.Call) or called(node) not in NUMBERED | {"between"}:
        return
    for place, held in enumerate(node.args):
        if type(getattr(held, "value", None)) is int:
            yield from _put(node, f"{called(node)}", "args", place, held)
    for place, word in enumerate(node.keywords):
        if word.arg != "article" and word.arg != "name":
            yield from _put(node, f"{called(node)}", "keywords", place, word.value)


def _put(node: ast.AST, kind: str, where: str, place: int, held: ast.AST | None) -> Iterator[Change]:
    """The node with the number at one place one more and one less; nothing where no number stands there."""
    for step, changed in _stepped(held):
        new = copy.deepcopy(node)
        if where == "keywords":
            new.keywords[place].value = changed  # type: ignore[attr-defined]
        else:
            getattr(new, where)[place] = changed
        yield f"{kind} {step:+d}", new


def _stepped(held: ast.AST | None) -> Iterator[tuple[int, ast.Constant]]:
    value = getattr(held, "value", None) if isinstance(held, ast.Constant) else None
    for step in (1, -1):
        if type(value) is int:
            yield step, ast.Constant(value + step)
        elif isinstance(value, str) and NUMERAL.fullmatch(value):
            yield step, ast.Constant(stepped(value, step))


def counted(node: ast.AST) -> Iterator[Change]:
    """A bare number: in a comparison, a sum, a fraction, a table, or where pick, highest and lowest end."""
    if isinstance(node, ast.Compare):
        yield from _put(node, "number", "comparators", 0, _whole(node.comparators[0]))
    if isinstance(node, ast.BinOp):
        for side in ("left", "right"):
            for step, changed in _stepped(_whole(getattr(node, side))):
                new = copy.deepcopy(node)
                setattr(new, side, changed)
                yield f"number {step:+d}", new
    if isinstance(node, ast.Dict):
        for place, held in enumerate(node.values):
            yield from _put(node, "number", "values", place, held)
    if called(node) in ENDS and isinstance(node, ast.Call):
        for place, held in enumerate(node.args):
            yield from _put(node, "number", "args", place, _whole(held))
        for place, word in enumerate(node.keywords):
            yield from _put(node, "number", "keywords", place, _whole(word.value))


def _whole(held: ast.AST) -> ast.AST | None:
    """A number that is no text: the article a group stands in is one."""
    return held if type(getattr(held, "value", None)) is int else None


def dated(node: ast.AST) -> Iterator[Change]:
    """The first or the last day of an edition, or a day named in an article, a day earlier and a day later."""
    if not isinstance(node, ast.Call):
        return
    for step in (1, -1):
        if called(node) == "date" and len(node.args) == 3:
            day = date(*(ast.literal_eval(part) for part in node.args)) + timedelta(days=step)
            yield (
                f"date {step:+d} day",
                ast.Call(node.func, [ast.Constant(n) for n in (day.year, day.month, day.day)], []),
            )
        for place, word in enumerate(node.keywords if called(node) == "edition" else ()):
            if word.arg in ("starts", "ends") and isinstance(word.value, ast.Constant):
                new = copy.deepcopy(node)
                moved = date.fromisoformat(str(word.value.value)) + timedelta(days=step)
                new.keywords[place].value = ast.Constant(moved.isoformat())
                yield f"date {step:+d} day", new


def looked_up(node: ast.AST) -> Iterator[Change]:
    """The standard of another year or another day; another rounding."""
    if not isinstance(node, ast.Call):
        return
    if called(node) == "standard":
        for place, word in enumerate(node.keywords):
            new = copy.deepcopy(node)
            del new.keywords[place]
            yield f"standard without {word.arg}", new
    if called(node) == "rounded":
        new = copy.deepcopy(node)
        was = getattr(new.args[1], "value", "")
        new.args[1] = ast.Constant("floor" if was != "floor" else "half_up")
        yield "rounding", new


def read_otherwise(node: ast.AST) -> Iterator[Change]:
    """A reading whose answer is another of its options."""
    if not isinstance(node, ast.Call) or called(node) != "reading":
        return
    words = {word.arg: place for place, word in enumerate(node.keywords)}
    options = node.keywords[words["options"]].value
    ours = node.keywords[words["ours"]].value
    if isinstance(options, ast.Dict) and isinstance(ours, ast.Constant):
        for key in options.keys:
            if isinstance(key, ast.Constant) and key.value != ours.value:
                new = copy.deepcopy(node)
                new.keywords[words["ours"]].value = ast.Constant(key.value)
                yield "reading", new


CHANGES: tuple[Callable[[ast.AST], Iterator[Change]], ...] = (
    compared, joined, dropped, numbered, counted, dated, looked_up, read_otherwise,
)  # fmt: skip


def called(node: ast.AST) -> str:
    """The name of the function a call calls, or ""."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


class Put(ast.NodeTransformer):
    """Put one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else super().visit(node)


def mutants(path: Path) -> Iterator[Mutant]:
    """Every single change of one article, each told from the article and from the others by its text."""
    text = path.read_text(encoding="utf-8")
    told = {ast.unparse(ast.parse(text))}
    for place, node in enumerate(ast.walk(ast.parse(text))):
        for change in CHANGES:
            for kind, new in change(node):
                tree = ast.parse(text)
                old = list(ast.walk(tree))[place]
                source = ast.unparse(ast.fix_missing_locations(Put(old, new).visit(tree)))
                if source not in told:
                    told.add(source)
                    yield Mutant(path, getattr(node, "lineno", 0), kind, *differing(node, new), source)


def differing(old: ast.AST, new: ast.AST) -> tuple[str, str]:
    """The two texts, cut to where they differ."""
    was, now = ast.unparse(old), ast.unparse(new)
    start = next(
        (i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now))
    )
    start = max(0, start - 30)
    return was[start : start + 70], now[start : start + 70]
