"""Whole columns and slices of a country answer as rows do; a cluster that loses a worker answers the same."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongyao.law import determine, door, slices
from rongyao.law.columns import typed
from rongyao.law.facts import FACTS

ON = dt.date(2026, 3, 1)
SOME = [
    "rank_group",
    "enlisted_on",
    "discharged_on",
    "honours",
    "disability_grade",
    "criminal_record",
    "monthly_basic_pay",
]
KEYS = [
    "resettlement_2024.job_assignment",
    "resettlement_2011.discharge_money",
    "compensation_2024.disability_pension",
]
KINDS = {"bool": pl.Boolean, "int": pl.Int64, "money": pl.Int64, "date": pl.String, "category": pl.String,
         "categories": pl.List(pl.String)}  # fmt: skip


def values(name: str) -> st.SearchStrategy[Any]:
    fact = FACTS[name]
    day = st.dates(dt.date(1960, 1, 1), dt.date(2026, 2, 1))
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "bool": st.booleans(),
        "int": st.integers(0, 10),
        "money": st.integers(0, 3_000_000),
        "date": st.builds(lambda d, n: d.isoformat()[:n], day, st.sampled_from([4, 7, 10])),
        "category": st.sampled_from(list(fact.choices) or [""]),
        "categories": st.lists(st.sampled_from(list(fact.choices) or [""]), max_size=3),
    }
    return st.none() | kinds[fact.kind]


ROWS = st.lists(st.fixed_dictionaries({name: values(name) for name in SOME}), min_size=1, max_size=6)


def as_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={name: KINDS[FACTS[name].kind] for name in SOME})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS)
def test_columns_come_through_the_door_as_rows_do(rows: list[dict[str, Any]]) -> None:
    by_rows = door.frame(rows, ON)
    by_columns = typed(as_frame(rows), ON)
    assert by_columns.select(by_rows.columns).equals(by_rows)


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (pl.Series("rank_group", ["nco", "king"]), "codes"),
        (pl.Series("discharged_on", ["2024-09-01", "2024-13-01"]), "date"),
        (pl.Series("discharged_on", ["2024-09-01", "1/9/2024"]), "date"),
        (pl.Series("honours", [["merit_3"], ["shoes"]]), "codes"),
        (pl.Series("criminal_record", ["no", "yes"]), "Boolean"),
        (pl.Series("disability_grade", [1.5, 2.0]), "whole"),
    ],
)
def test_a_value_that_is_none_is_refused_with_its_row(column: pl.Series, reason: str) -> None:
    with pytest.raises(determine.UnableToReadFacts, match=reason) as refused:
        typed(column.to_frame(), ON)
    assert refused.value.row in (1, None) or reason == "codes"


def test_without_a_legal_date_nothing_is_answered() -> None:
    with pytest.raises(determine.UnableToReadFacts, match="legal date"):
        typed(pl.DataFrame({"rank_group": ["nco"]}))


@pytest.fixture
def country(tmp_path: Path) -> Path:
    """Two files, 900 people whose file numbers ride along."""
    folder = tmp_path / "in"
    folder.mkdir()
    for part in range(2):
        rows = [
            {"number": f"{part}-{n}", "rank_group": ("nco", "conscript", None)[n % 3], "enlisted_on": f"{1990 + n % 30}-09",
             "discharged_on": f"{2005 + n % 20}-09-01", "honours": [[], ["merit_3"], None][n % 3], "on": ON}
            for n in range(450)
        ]  # fmt: skip
        pl.DataFrame(rows, schema_overrides={"honours": pl.List(pl.String)}).write_parquet(
            folder / f"part{part}.parquet"
        )
    return folder


def answers(folder: Path) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(file) for file in sorted(folder.glob("*.parquet"))])


def test_slices_of_any_size_give_the_same_answers_and_keep_the_file_numbers(
    country: Path, tmp_path: Path
) -> None:
    found = []
    for size in (100, 450, 7_000):
        target = tmp_path / f"out{size}"
        target.mkdir()
        for piece in slices.slices(country, size):
            slices.answer(piece, str(target), entitlements=KEYS)
        found.append(answers(target).sort("number"))
    assert found[0].height == 900
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])
    assert set(found[0]["resettlement_2011.discharge_money"].unique()) > {"no"}


def test_a_faulty_value_names_file_and_row_and_leaves_no_file(country: Path, tmp_path: Path) -> None:
    faulty = pl.DataFrame({"rank_group": ["nco"] * 5 + ["king"], "on": [ON] * 6})
    faulty.write_parquet(country / "part0.parquet")
    target = tmp_path / "out"
    target.mkdir()
    pieces = slices.slices(country, 4)
    slices.answer(pieces[0], str(target), entitlements=KEYS)
    with pytest.raises(slices.UnableToSlice, match=r"part0\.parquet, row 5: rank_group = 'king'"):
        slices.answer(pieces[1], str(target), entitlements=KEYS)
    assert [file.name for file in target.iterdir()] == [pieces[0].name]


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(slices.UnableToSlice, match=r"no \.parquet"):
        slices.slices(tmp_path)


# ── a cluster of separate processes ──────────────────────────────────────────────────────────────────────────


def _started(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *words], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )


@pytest.fixture
def cluster(tmp_path: Path):
    """A scheduler and two workers on loopback, each a process of its own."""
    pytest.importorskip("distributed", reason="Dask is optional: pip install -r requirements/scale.txt")
    told = tmp_path / "scheduler.json"
    processes = [_started("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                          "--scheduler-file", str(told))]  # fmt: skip
    _until(told.exists, 60)
    worker = ("distributed.cli.dask_worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-dashboard",
              "--no-nanny", "--host", "127.0.0.1", "--local-directory", str(tmp_path))  # fmt: skip
    processes += [_started(*worker), _started(*worker)]
    import json

    yield json.loads(told.read_text())["address"], processes
    for process in processes:
        process.kill()
        process.wait()


def _until(holds: Any, seconds: int) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it did not come to pass in time"
        time.sleep(0.2)


def test_a_cluster_answers_as_one_process_and_a_killed_worker_changes_nothing(
    cluster: Any, country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rongyao.bureau.config.commands.parquet import determine_folder

    address, processes = cluster
    monkeypatch.setattr(slices, "ROWS", 45)
    monkeypatch.setattr(slices.slices, "__defaults__", (45,))
    killed: list[int] = []

    def told(done: int, _of: int) -> None:
        if done == 3 and not killed:
            killed.append(processes[1].pid)
            processes[1].send_signal(signal.SIGKILL)

    here, there = tmp_path / "here", tmp_path / "there"
    determine_folder(country, here, on=None, entitlements=KEYS, scheduler="", told=lambda *_: None)
    files, people = determine_folder(country, there, on=None, entitlements=KEYS, scheduler=address, told=told)
    assert killed
    assert (files, people) == (20, 900)
    assert [f.name for f in sorted(there.iterdir())] == [f.name for f in sorted(here.iterdir())]
    for file in sorted(here.iterdir()):
        assert pl.read_parquet(file).equals(pl.read_parquet(there / file.name))


def test_what_a_killed_worker_left_half_written_is_gone_when_all_is_answered(
    country: Path, tmp_path: Path
) -> None:
    from rongyao.bureau.config.commands.parquet import determine_folder

    target, (first, *_) = tmp_path / "answers", slices.slices(country)
    target.mkdir()
    (target / first.name).with_suffix(".27293.draft").write_bytes(b"half a file")
    (target / "kept.27293.draft").write_bytes(b"not of this run")
    determine_folder(country, target, on=None, entitlements=KEYS, scheduler="", told=lambda *_: None)
    assert [f.name for f in target.glob("*.draft")] == ["kept.27293.draft"]
