"""The second lock covers every table, a new one too, unless somebody wrote down why it lies open."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from rongyao.bureau.foundation.scope import policies

SOURCE = Path(__file__).parents[2] / "src"
LABELS = {model._meta.label for model in apps.get_models()}


def test_somebody_has_said_of_every_table_who_may_see_it() -> None:
    assert policies.undecided() == [], (
        "give it a path or a person, or name it in foundation/scope/tables.toml under [open] with the reason"
    )


def test_every_open_table_says_why_and_carries_neither_path_nor_person() -> None:
    for label, reason in policies.told().open.items():
        assert len(reason.split()) >= 3, label
        fields = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        assert "person" not in fields, label
        assert label in {"divisions.Division", "registry.Station"} or "path" not in fields, label


def test_the_list_names_no_table_that_is_gone() -> None:
    told = policies.told()
    named = {*told.open, *told.also, *told.added, *told.shared, told.keys["people"]}
    assert named - LABELS == set()


@pytest.mark.django_db
def test_the_database_itself_guards_each_of_these_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        guarded = {name for (name,) in cursor.fetchall()}
    assert guarded == {guard.table for guard in policies.guards()}
    assert len(guarded) > 20


@pytest.mark.django_db
def test_securing_again_changes_nothing() -> None:
    assert policies.secure(connection).renewed == ()


def _reasons() -> list[tuple[str, str]]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            called = getattr(node, "func", None)
            if isinstance(called, ast.Name) and called.id in {"beyond", "sees_beyond"} and node.args:
                found.append((str(path.relative_to(SOURCE)), ast.unparse(node.args[0])))
    return found


def test_whoever_looks_beyond_the_scope_says_why_in_words() -> None:
    reasons = [(path, why) for path, why in _reasons() if "foundation/scope/" not in path]
    assert len(reasons) >= 10
    assert [(path, why) for path, why in reasons if len(why.split()) < 5] == []
