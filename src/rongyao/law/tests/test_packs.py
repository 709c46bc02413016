"""What every pack must keep to, read from its source and its declarations."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from rongyao.law import catalog
from rongyao.law.facts import FACTS

LAW = Path(__file__).parents[1]
BANNED = {
    "fill_null", "is_null", "is_not_null", "max_horizontal", "sum_horizontal", "min_horizontal",
    "today", "now", "round", "coalesce", "when",
}  # fmt: skip
FROM_THE_KERNEL = {"rongyao.law.model"}
PACK = re.compile(r"_\d{2,6}$")


def articles() -> list[Path]:
    return sorted(
        path
        for path in LAW.rglob("*.py")
        if "tests" not in path.parts and any(PACK.search(p) for p in path.parts)
    )


def names_used(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return called | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    froms = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return froms | {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}


def test_the_scan_sees_the_articles_and_would_see_a_banned_name() -> None:
    assert {"article_25.py", "article_20.py"} <= {path.name for path in articles()}
    assert names_used(Path(__file__).parents[1] / "crowd.py") & BANNED, "the law's own columns do use them"


@pytest.mark.parametrize("path", articles(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_article_uses_only_the_kernels_null_strict_words(path: Path) -> None:
    assert names_used(path) & BANNED == set()


@pytest.mark.parametrize("path", articles(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_article_imports_the_model_and_other_articles_only(path: Path) -> None:
    for module in imported(path) - {"__future__", "fractions", "datetime", "typing"}:
        is_article = any(PACK.search(part) for part in module.split("."))
        assert module in FROM_THE_KERNEL or is_article, f"{path} imports {module}"


@pytest.mark.parametrize("path", articles(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_article_says_in_its_first_lines_what_it_is_about(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def is_cited(key: str, article: str) -> bool:
    """By its article; or, for an instrument without numbered articles, by the source of its edition."""
    edition = catalog.EDITIONS[re.split(r"[./]", key)[0]]
    return bool(re.match(r"^\d+", article) or edition.source)


def test_every_clause_is_cited_and_said_in_both_languages() -> None:
    for clause in catalog.CLAUSES.values():
        assert is_cited(clause.key, clause.article), clause.key
        assert clause.zh
        assert clause.en


def test_every_entitlement_is_cited_and_asks_only_known_facts() -> None:
    for e in catalog.ENTITLEMENTS.values():
        assert is_cited(e.key, e.article), e.key
        assert set(e.facts) <= set(FACTS)
        assert e.event in FACTS or e.event == "on"


def test_at_least_eight_entitlements_have_a_sum() -> None:
    assert len([e for e in catalog.ENTITLEMENTS.values() if e.has_amount]) >= 8


def test_no_key_of_one_kind_is_used_twice_and_every_reading_has_a_reason() -> None:
    assert catalog.declared()
    for reading in catalog.READINGS.values():
        assert reading.why, reading.key
        assert reading.ours in reading.options


def test_the_editions_of_one_regulation_meet_without_gap_or_overlap() -> None:
    old, new = catalog.EDITIONS["resettlement_2011"], catalog.EDITIONS["resettlement_2024"]
    assert old.ends is not None
    assert (new.starts - old.ends).days == 1
