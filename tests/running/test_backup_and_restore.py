"""A backup made, the database lost, the backup put back, and everything looked at again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from running.outside import build_city, databases, environment, rongyao, url

LOST, PUT_BACK, EMPTY = (f"{name}_{os.getpid()}" for name in ("lost", "put_back", "empty"))

# Building the bureau takes long, so one process does all of it.
pytestmark = pytest.mark.xdist_group("backup")


@dataclass
class Kept:
    """A bureau that made a backup, names from it, a place to restore into, and one that stays empty."""

    backup: Path
    names: list[str]
    env: dict[str, str]
    elsewhere: dict[str, str]
    empty: dict[str, str]
    server: psycopg.Connection


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("kept")
    key, backups = folder / "far" / "backup.key", folder / "backups"
    shared = {"RONGYAO_BACKUPS": str(backups), "RONGYAO_BACKUP_KEY_FILE": str(key)}
    with databases(LOST, PUT_BACK, EMPTY) as server:
        env = environment(folder / "home", DATABASE_URL=url(LOST), **shared)
        assert rongyao(env, "backup", "key", "--output", str(key)).returncode == 0
        build_city(env)
        made = rongyao(env, "backup", "make")
        assert made.returncode == 0, made.stderr
        assert "read back whole" in made.stdout
        elsewhere = environment(folder / "elsewhere", DATABASE_URL=url(PUT_BACK), **shared)
        empty = environment(folder / "empty", DATABASE_URL=url(EMPTY), **shared)
        yield Kept(next(backups.glob("2*")), _names(env), env, elsewhere, empty, server)


def _names(env: dict[str, str]) -> list[str]:
    with psycopg.connect(env["DATABASE_URL"]) as there:
        return [row[0] for row in there.execute("SELECT name FROM registry_person LIMIT 20")]


def _refused(kept: Kept, folder: Path, sentence: str, **env: str) -> None:
    answer = rongyao(kept.empty | env, "backup", "restore", str(folder))
    assert answer.returncode == 1
    assert sentence in " ".join(answer.stderr.split())
    assert "Traceback" not in answer.stderr
    assert not (Path(kept.empty["RONGYAO_HOME"]) / "keys").exists()
    with psycopg.connect(kept.empty["DATABASE_URL"]) as there:
        assert there.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_a_wrong_key_is_refused_in_one_sentence(kept: Kept, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    assert rongyao(kept.empty, "backup", "key", "--output", str(other)).returncode == 0
    _refused(kept, kept.backup, "This key does not open", RONGYAO_BACKUP_KEY_FILE=str(other))


@pytest.mark.parametrize("part", ["database.sealed", "files.sealed", "keys.sealed", "manifest.json"])
def test_a_cut_or_changed_backup_is_refused_and_says_where(kept: Kept, tmp_path: Path, part: str) -> None:
    copy = tmp_path / kept.backup.name
    shutil.copytree(kept.backup, copy)
    whole = (copy / part).read_bytes()
    middle = len(whole) // 2
    (copy / part).write_bytes(whole[:middle])
    _refused(
        kept,
        copy,
        "cannot be read" if part == "manifest.json" else f"{part} of {copy.name} is {middle:,} bytes",
    )
    flipped = bytes([whole[middle] ^ 1])
    (copy / part).write_bytes(whole[:middle] + flipped + whole[middle + 1 :])
    _refused(kept, copy, "manifest" if part == "manifest.json" else f"{part} of {copy.name} was changed")


def test_no_name_and_no_number_of_a_person_can_be_read_in_the_backup(kept: Kept) -> None:
    assert kept.names
    stored = b"".join(path.read_bytes() for path in kept.backup.iterdir())
    assert [name for name in kept.names if name.encode() in stored] == []
    assert b"registry_person" in (kept.backup / "manifest.json").read_bytes()
    assert {path.stat().st_mode & 0o077 for path in (kept.backup.parent, kept.backup)} == {0}


def test_the_lost_bureau_comes_back_whole_and_a_restore_over_it_is_refused(kept: Kept) -> None:
    home = Path(kept.env["RONGYAO_HOME"])
    fields = (home / "keys" / "fields.json").read_text()
    rosters = {path.name: path.read_bytes() for path in (home / "files").rglob("*") if path.is_file()}
    assert rosters
    shutil.rmtree(home)
    kept.server.execute(f'DROP DATABASE "{LOST}" WITH (FORCE)')
    restored = rongyao(kept.elsewhere, "backup", "restore", "latest")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "BROKEN" not in restored.stdout
    assert restored.stdout.count("holds ") == 8
    back = Path(kept.elsewhere["RONGYAO_HOME"])
    assert (back / "keys" / "fields.json").read_text() == fields
    assert {p.name: p.read_bytes() for p in (back / "files").rglob("*") if p.is_file()} == rosters
    assert (back / "keys" / "fields.json").stat().st_mode & 0o077 == 0
    whole = rongyao(kept.elsewhere, "audit", "verify")
    assert "The record is whole" in whole.stdout
    over = rongyao(kept.elsewhere, "backup", "restore", "latest")
    assert over.returncode == 1
    assert "is not empty. Restore into an empty place" in " ".join(over.stderr.split())
    _every_invariant_notices_its_own_damage(kept)


DAMAGE = {
    "the record": "ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET by_name = 'nobody' WHERE id = 3",
    "foreign keys": "SET session_replication_role = replica; DELETE FROM registry_source WHERE id = "
    "(SELECT source_id FROM registry_fact ORDER BY id LIMIT 1)",
    "sequences": "SELECT setval(pg_get_serial_sequence('registry_person', 'id'), 1, false)",
    "sealed values": "UPDATE registry_person SET id_number = set_byte(id_number, 20, get_byte(id_number, 20) # 1) "
    "WHERE length(id_number) > 30",
    "rosters": "UPDATE registry_rosterimport SET state = 'accepted', source_id = NULL",
}


def _every_invariant_notices_its_own_damage(kept: Kept) -> None:
    with psycopg.connect(kept.elsewhere["DATABASE_URL"], autocommit=True) as there:
        for harm in DAMAGE.values():
            there.execute(harm)
    looked = rongyao(kept.elsewhere, "check", "--deep")
    assert looked.returncode == 1
    broken = {
        line.split("BROKEN")[1].split("(")[0].strip()
        for line in looked.stdout.splitlines()
        if "BROKEN" in line
    }
    assert broken == set(DAMAGE)
