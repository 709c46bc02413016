"""What a page or a job calls to write is a verb: keyword-only, by an actor, one transaction, recorded."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
BUREAU = SOURCE / "rongyao" / "bureau"
TALKING = sorted(
    path
    for folder in ("views", "jobs")
    for path in [*BUREAU.rglob(f"{folder}.py"), *BUREAU.rglob(f"{folder}/*.py")]
    if "tests" not in path.parts
)
# The steps of signing in happen before there is an actor; what they find is recorded by signed_in.
BEFORE_AN_ACTOR = {"check_password", "check_totp", "enrol_totp", "redeem_link", "activate"}
# What a worker does for the product itself; the act that deferred it named its actor.
BY_THE_WORKER = {"rongyao.bureau.registry.actions.finishing.read"}
# Kernel steps whose caller's own record names them.
RECORDED_BY_CALLER = {"take"}
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


def _action_modules(tree: ast.Module) -> dict[str, str]:
    """alias → dotted module, for every actions module a file imports."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("rongyao.bureau"):
            for name in node.names:
                dotted = f"{node.module}.{name.name}"
                if ".actions" in dotted and _is_module(dotted):
                    found[name.asname or name.name] = dotted
    return found


def _is_module(dotted: str) -> bool:
    path = SOURCE / Path(*dotted.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def _verbs() -> dict[str, object]:
    """Every function of an actions module that a page or a job calls, by dotted name."""
    found = {}
    for path in TALKING:
        tree = ast.parse(path.read_text())
        modules = _action_modules(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id in modules:
                    module = importlib.import_module(modules[owner.id])
                    function = getattr(module, node.func.attr)
                    if inspect.isfunction(inspect.unwrap(function)):
                        found[f"{function.__module__}.{node.func.attr}"] = function
    return found


VERBS = _verbs()
NAMES = sorted(VERBS)


def _names(source: str) -> set[str]:
    tree = ast.parse(source)
    found = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    return found | {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}


@cache
def _used_by(function: object) -> frozenset[str]:
    return frozenset(_names(textwrap.dedent(inspect.getsource(function))))


@cache
def _reached(function: object) -> set[str]:
    """Names used by a function and by the functions of our own actions that it reaches."""
    seen: set[object] = set()
    names: set[str] = set()
    todo = [inspect.unwrap(function)]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        used = _used_by(one)
        names |= used
        scope = vars(inspect.getmodule(one))
        held = [scope[name] for name in used if name in scope]
        modules = [thing for thing in held if inspect.ismodule(thing) and "actions" in thing.__name__]
        held += [getattr(module, name) for module in modules for name in used if hasattr(module, name)]
        todo += [
            inspect.unwrap(thing)
            for thing in held
            if inspect.isfunction(thing)
            and thing.__module__.startswith("rongyao")
            and "actions" in thing.__module__
        ]
    return names


def test_the_pages_call_many_verbs() -> None:
    assert len(NAMES) > 30


@pytest.mark.parametrize("name", NAMES)
def test_this_verb_takes_its_arguments_by_name_and_names_its_actor(name: str) -> None:
    parameters = inspect.signature(VERBS[name]).parameters.values()
    positional = [p.name for p in parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    if not WRITES & _reached(VERBS[name]):
        pytest.skip("reads only")
    assert positional == []
    actor = {"by", "user_id"} & {p.name for p in parameters}
    assert actor or name.rsplit(".", 1)[1] in BEFORE_AN_ACTOR or name in BY_THE_WORKER


@pytest.mark.parametrize("name", NAMES)
def test_this_verb_is_one_transaction_and_leaves_a_record(name: str) -> None:
    reached = _reached(VERBS[name])
    if not WRITES & reached or name.endswith("audit.actions.record"):
        pytest.skip("reads only, or is the record itself")
    assert "atomic" in reached, f"{name} writes outside a transaction"
    verb = name.rsplit(".", 1)[1]
    assert {"record", "record_many", "record_each"} & reached or verb in BEFORE_AN_ACTOR | RECORDED_BY_CALLER


@pytest.mark.parametrize("kind", ["views", "queries", "forms", "rules"])
def test_nothing_outside_actions_saves(kind: str) -> None:
    offenders = []
    for path in [*BUREAU.rglob(f"{kind}.py"), *BUREAU.rglob(f"{kind}/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                target = ast.unparse(node.func)
                on_rows = ".objects" in target and node.func.attr in WRITES
                if on_rows or node.func.attr in {"bulk_create", "bulk_update", "update_or_create"}:
                    offenders.append(f"{path.relative_to(BUREAU)}: {target}")
    assert offenders == []
