"""How well the worked cases hold the law: change one thing in one article, and see whether a case notices.

    .venv/bin/python -m rongyao.law.tests.mutate [--only resettlement_2024/article_25] [--list]

Each mutant is one article with one change (a boundary, a number, a rate, `&` for `|`, a dropped ground, a day of force
moved by one). It is loaded in the place of the article, the packs are imported again around it, and every YAML case of
an entitlement that rests on the article is asked. A mutant no case notices survives and is printed: either a case is
missing, or the change makes no difference. Minutes, not seconds: this is run by hand, not by `make test`.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from rongyao.law import standards
from rongyao.law.tests import test_cases
from rongyao.law.tests.test_packs import articles

LAW = Path(__file__).parents[1]
ROOT = "rongyao.law"
# What is imported again around a mutant: the packs, and what holds on to the catalogue of them.
HOLDERS = {f"{ROOT}.{name}" for name in ("catalog", "plans", "determine", "hypotheticals", "show", "answer")}
WORDS = {"all_of", "any_of", "none_of", "unless"}
NUMBERED = {"threshold", "rate", "deadline"}
SWAPS: dict[type, type] = {
    ast.GtE: ast.Gt, ast.Gt: ast.GtE, ast.LtE: ast.Lt, ast.Lt: ast.LtE, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
Change = tuple[str, ast.AST]


@dataclass(frozen=True)
class Mutant:
    """One article with one change: its file, the line, the kind of change, what was and what is."""

    path: Path
    line: int
    kind: str
    was: str
    now: str
    source: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(LAW)}:{self.line}  {self.kind}: {self.was}  →  {self.now}"


# ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────


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
    places = [("args", i) for i in range(len(node.args))] + [
        ("keywords", i) for i in range(len(node.keywords))
    ]
    for where, place in places:
        held = getattr(node, where)[place]
        value = held.value if where == "keywords" else held
        if isinstance(value, ast.Constant) and type(value.value) is int:
            for step in (1, -1):
                new = copy.deepcopy(node)
                spot = getattr(new, where)[place]
                changed = ast.Constant(value.value + step)
                if where == "keywords":
                    spot.value = changed
                else:
                    new.args[place] = changed
                yield f"{called(node)} {step:+d}", new


def dated(node: ast.AST) -> Iterator[Change]:
    """The first or the last day of an edition, a day earlier and a day later."""
    if not isinstance(node, ast.Call) or called(node) != "edition":
        return
    for place, word in enumerate(node.keywords):
        if word.arg in ("starts", "ends") and isinstance(word.value, ast.Constant):
            for step in (1, -1):
                day = date.fromisoformat(str(word.value.value)) + timedelta(days=step)
                new = copy.deepcopy(node)
                new.keywords[place].value = ast.Constant(day.isoformat())
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
    compared, joined, dropped, numbered, dated, looked_up, read_otherwise,
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


# ── asking the cases ─────────────────────────────────────────────────────────────────────────────────────────


Asked = dict[tuple[str, str], list[dict[str, Any]]]


def asked() -> Asked:
    """The cases, grouped so that each group is one compiled plan: entitlement, standards and settings."""
    found: Asked = defaultdict(list)
    for param in test_cases.cases():
        case = param.values[0]
        how = {name: case.get(name) for name in ("standards", "settings", "preview")}
        found[case["entitlement"], json.dumps(how, sort_keys=True)].append(case)
    return found


def module_of(path: Path) -> str:
    return ".".join((ROOT, *path.relative_to(LAW).with_suffix("").parts))


def rests_on() -> dict[str, set[str]]:
    """For each article's module, the articles it imports, directly or not, and itself."""
    direct: dict[str, set[str]] = {}
    for path in articles():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        direct[module_of(path)] = {
            name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for name in _imported(n)
        }
    return {name: _reach(name, direct) for name in direct}


def _imported(line: ast.ImportFrom) -> Iterator[str]:
    """The modules a line may mean: "from pack.article import clause" one, "from pack import article" the other."""
    yield line.module or ""
    yield from (f"{line.module}.{alias.name}" for alias in line.names)


def _reach(name: str, direct: dict[str, set[str]]) -> set[str]:
    seen, ahead = {name}, [name]
    while ahead:
        for other in direct[ahead.pop()] & set(direct) - seen:
            seen.add(other)
            ahead.append(other)
    return seen


def homes() -> dict[str, str]:
    """The module each entitlement is declared in."""
    catalog = importlib.import_module(f"{ROOT}.catalog")
    wanted = {id(e): key for key, e in catalog.ENTITLEMENTS.items()}
    found = {}
    for module in catalog.modules():
        for thing in vars(module).values():
            if id(thing) in wanted and thing.pack == module.__name__.split(".")[-2]:
                found.setdefault(wanted[id(thing)], module.__name__)
    return found


def load(mutant: Mutant | None) -> ModuleType:
    """The packs imported afresh, with the mutant in the place of its article. Gives `determine`."""
    packs = {module_of(path) for path in articles()}
    for name in [n for n in sys.modules if n in packs | HOLDERS]:
        forget(name)
    if mutant:
        name = module_of(mutant.path)
        module = sys.modules[name] = ModuleType(name)
        module.__file__, module.__package__ = str(mutant.path), name.rpartition(".")[0]
        exec(compile(mutant.source, str(mutant.path), "exec"), vars(module))
    return importlib.import_module(f"{ROOT}.determine")


def forget(name: str) -> None:
    """Drop a module from the list of modules and from its package, where `from package import …` finds it first."""
    del sys.modules[name]
    package, _, child = name.rpartition(".")
    vars(sys.modules[package]).pop(child, None)


def notices(determine: ModuleType, key: str, cases: list[dict[str, Any]]) -> bool:
    """Whether any case of one group comes out otherwise than the lawyer wrote it."""
    first = cases[0]
    table = standards.given(standards.seed(), first["standards"]) if first.get("standards") else None
    if first.get("preview"):
        table = standards.preview(standards.seed() if table is None else table)
    settings = determine.override(**first["settings"]) if first.get("settings") else None
    rows = [{name: test_cases.plain(v) for name, v in case["facts"].items()} for case in cases]
    days = [case["on"] for case in cases]
    found = determine.people(rows, on=days, entitlements=[key], standards=table, settings=settings)
    entitlement = determine.entitlement(key)
    return any(_differs(entitlement, one[0], case["expect"]) for one, case in zip(found, cases, strict=True))


def _differs(entitlement: Any, finding: Any, expect: dict[str, Any]) -> bool:
    try:
        assert finding.answer == expect["answer"]
        test_cases.check_reasons(finding, expect)
        test_cases.check_sum(finding, expect)
        test_cases.check_period(entitlement, expect)
    except AssertionError:
        return True
    return False


def is_noticed(mutant: Mutant | None, groups: Asked, only: set[str] | None = None) -> bool:
    """Whether the law refuses the mutant when it is read, or a case notices it."""
    try:
        determine = load(mutant)
        near = sorted(
            groups.items(), key=lambda group: mutant is None or mutant.path.parent.name not in group[0][0]
        )
        return any(notices(determine, key, cases) for (key, _), cases in near if only is None or key in only)
    except Exception:
        if mutant is None:
            raise
        return True


# ── the run ──────────────────────────────────────────────────────────────────────────────────────────────────


def main() -> int:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("--only", default="", help="articles whose path holds this text")
    asks.add_argument("--list", action="store_true", help="print the mutants and run nothing")
    given = asks.parse_args()
    made = [m for path in articles() if given.only in str(path.relative_to(LAW)) for m in mutants(path)]
    if given.list:
        say(*made)
        return 0
    survivors = run(made)
    report(made, survivors)
    return 0


def run(made: list[Mutant]) -> list[Mutant]:
    """The mutants no case notices, printed as they are found. Refuses to start where the cases fail unmutated."""
    groups, reach, home = asked(), rests_on(), homes()
    if is_noticed(None, groups):
        sys.exit("The cases fail on the law as it is: mend that first.")
    survivors = []
    for mutant in made:
        built = {key for key, module in home.items() if module_of(mutant.path) in reach[module]}
        if not is_noticed(mutant, groups, built):
            survivors.append(mutant)
            say(mutant)
    return survivors


def say(*lines: object) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def report(made: list[Mutant], survivors: list[Mutant]) -> None:
    lived = Counter(m.kind for m in survivors)
    say(f"\n{len(made)} mutants, {len(made) - len(survivors)} noticed, {len(survivors)} survive")
    for kind, number in sorted(Counter(m.kind for m in made).items()):
        say(f"  {kind:28} {number:5}  survive {lived[kind]}")
    say(f"{time.process_time():.0f} s")


if __name__ == "__main__":
    sys.exit(main())
