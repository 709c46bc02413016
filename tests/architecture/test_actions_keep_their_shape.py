"""An action is keyword-only, one transaction, and recorded; nothing else saves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

BUREAU = Path(__file__).parents[2] / "src" / "rongyao" / "bureau"
ACTION_FILES = sorted([*BUREAU.rglob("actions.py"), *BUREAU.rglob("actions/*.py")])
# Kernel steps that are always called inside another department's recorded action.
RECORDED_BY_CALLER = {
    "audit/actions.py", "queue/actions.py", "clock/actions.py:start", "clock/actions.py:pause",
    "clock/actions.py:resume", "clock/actions.py:stop",
}  # fmt: skip
# A refusal path or a second step of signing in: it writes only counters of the user row.
NOT_A_WRITE = {"access/actions.py:check_password", "access/actions.py:digest"}
SIGN_IN_STEPS = {
    "access/actions.py:enrol_totp",
    "access/actions.py:check_totp",
    "access/actions.py:redeem_link",
}
WRITES = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
}


def _short(path: Path) -> str:
    parts = path.relative_to(BUREAU).parts
    return "/".join(parts[-2:]) if parts[-2] != "actions" else "/".join(parts[-3:])


def _public_functions() -> list[tuple[str, ast.FunctionDef]]:
    found = []
    for path in ACTION_FILES:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found.append((f"{_short(path)}:{node.name}", node))
    return found


FUNCTIONS = _public_functions()
WRITERS = [(name, node) for name, node in FUNCTIONS if name not in NOT_A_WRITE]


@pytest.mark.parametrize(("name", "node"), WRITERS, ids=[name for name, _node in WRITERS])
def test_this_action_is_keyword_only(name: str, node: ast.FunctionDef) -> None:
    positional = [arg.arg for arg in node.args.args]
    assert positional == [] or name.endswith(":subject_of"), f"{name} takes {positional} by position"


def _names(node: ast.AST) -> set[str]:
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return found | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}


def _reaches(node: ast.FunctionDef, name: str, wanted: set[str]) -> bool:
    """Does the function, or a function of its module that it calls, name one of ``wanted``?"""
    module = {f.name: f for f in _module_of(name).body if isinstance(f, ast.FunctionDef)}
    seen, todo = set(), [node]
    while todo:
        names = _names(todo.pop())
        if names & wanted:
            return True
        fresh = (names & set(module)) - seen
        seen |= fresh
        todo += [module[f] for f in fresh]
    return False


def _module_of(name: str) -> ast.Module:
    path = next(p for p in ACTION_FILES if _short(p) == name.split(":")[0])
    return ast.parse(path.read_text())


@pytest.mark.parametrize(("name", "node"), WRITERS, ids=[name for name, _node in WRITERS])
def test_an_action_that_writes_is_atomic_and_recorded(name: str, node: ast.FunctionDef) -> None:
    if not _reaches(node, name, WRITES):
        pytest.skip("writes through other actions only")
    assert _reaches(node, name, {"atomic"}), f"{name} writes outside a transaction"
    exempt = name in RECORDED_BY_CALLER | SIGN_IN_STEPS or name.split(":")[0] in RECORDED_BY_CALLER
    recorded = {"audit", "audit_actions", "record", "record_many"}
    assert exempt or _reaches(node, name, recorded), f"{name} leaves no record"


@pytest.mark.parametrize("folder", ["views", "views.py", "queries", "queries.py", "forms.py", "rules.py"])
def test_nothing_outside_actions_saves(folder: str) -> None:
    files = list(BUREAU.rglob(f"{folder}/*.py" if "." not in folder else folder))
    offenders = []
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                target = ast.unparse(node.func)
                if (
                    node.func.attr in WRITES - {"update", "delete", "create", "save"}
                    or ".objects.create" in target
                ):
                    offenders.append(f"{path.relative_to(BUREAU)}: {target}")
                if node.func.attr in {"update", "delete"} and ".objects" in target:
                    offenders.append(f"{path.relative_to(BUREAU)}: {target}")
    assert offenders == []
