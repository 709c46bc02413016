"""A country in files: ``python -m benchmarks.scale [millions …]`` answers so many million people slice by slice in one
process, then the first million by a Dask cluster of one and of two workers, and by two of which one is killed.

Every file is the same million people under another name, so that the disk holds one copy; each is read, typed, answered
and written as if it were its own. Wall seconds, people a second, and the largest memory of the process that answers.
Needs requirements/scale.txt for the cluster; without it only the first part runs.

``python -m benchmarks.scale --pair 1000000`` is the cluster alone, with people who are all different: one process, then two
worker processes with the same slices; the answers are the same by digest, file by file, or it fails. The ratio of the two
times, and the most memory each worker held.
"""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.determining import ON, people
from benchmarks.table import show
from rongyao.law import catalog
from rongyao.law.facts import FACTS

MILLION = 1_000_000
PART = 100_000


def write_people(path: Path, rows: int) -> None:
    """As a sender gives them: dates, codes and lists of codes as text."""
    parts = [_as_sent(people(PART, _asked()), 0) for _ in range(max(rows // PART, 1))]
    pl.concat(parts).head(rows).write_parquet(path)


def write_country(folder: Path, rows: int) -> None:
    """The same in files of one slice each, with other people in every file."""
    folder.mkdir()
    for number, start in enumerate(range(0, rows, PART)):
        made = people(min(PART, rows - start), _asked(), number)
        _as_sent(made, start).write_parquet(folder / f"part-{number:03}.parquet")


def _asked() -> list[str]:
    return sorted({name for e in catalog.ENTITLEMENTS.values() for name in e.facts})


def _as_sent(made: dict[str, np.ndarray], first: int) -> pl.DataFrame:
    columns = [pl.Series("file", np.arange(first, first + len(next(iter(made.values())))))]
    for name, values in made.items():
        kind, choices = FACTS[name].kind, list(FACTS[name].choices)
        if kind == "category":
            columns.append(pl.Series(name, choices).gather(values))
        elif kind == "categories":
            columns.append(_lists(name, choices, values))
        elif kind == "date":
            columns.append(pl.Series(name, values.astype("datetime64[D]")))
        else:
            columns.append(pl.Series(name, values))
    return pl.DataFrame(columns)


def _lists(name: str, choices: list[str], masks: np.ndarray) -> pl.Series:
    known = {mask: [c for n, c in enumerate(choices) if mask >> n & 1] for mask in np.unique(masks).tolist()}
    return pl.Series(name, [known[mask] for mask in masks.tolist()], dtype=pl.List(pl.String))


def answered(
    source: Path, target: Path, scheduler: str = "", told: Callable[[int, int], None] | None = None
) -> float:
    """Wall seconds of one `rongyao determine --parquet`."""
    from rongyao.bureau.config.commands.parquet import determine_folder

    shutil.rmtree(target, ignore_errors=True)
    began = time.perf_counter()
    determine_folder(
        source, target, on=ON, entitlements=None, scheduler=scheduler, told=told or (lambda *_: None)
    )
    return time.perf_counter() - began


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and so many workers of one thread on this machine."""
    told = folder / f"scheduler-{time.monotonic_ns()}.json"
    quiet = ("--no-dashboard", "--host", "127.0.0.1")
    started = [
        _started("distributed.cli.dask_scheduler", *quiet, "--port", "0", "--scheduler-file", str(told))
    ]
    hands = ("--scheduler-file", str(told), "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    try:
        while not told.exists():
            time.sleep(0.2)
        started += [_started("distributed.cli.dask_worker", *quiet, *hands) for _ in range(workers)]
        address = json.loads(told.read_text())["address"]
        _wait_for(address, workers)
        yield address, started
    finally:
        for process in started:
            process.kill()
            process.wait()


def _wait_for(address: str, workers: int) -> None:
    """Starting the workers is not what is measured."""
    from distributed import Client

    with Client(address) as client:
        client.wait_for_workers(workers, timeout=300)


def _started(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def peak_of(process: subprocess.Popen[bytes]) -> int:
    """The most memory the process ever held, in MB."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


def same(one: Path, other: Path) -> bool:
    """File by file, to the last cell."""
    names = [[f.name for f in sorted(folder.iterdir())] for folder in (one, other)]
    return names[0] == names[1] and all(
        pl.read_parquet(one / name).equals(pl.read_parquet(other / name)) for name in names[0]
    )


def digests(folder: Path) -> dict[str, str]:
    """For each file of answers a hash of its bytes."""
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.iterdir())}


def pair(rows: int) -> None:
    """One process against two worker processes with the same slices."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as made:
        folder = Path(made)
        source, plain, shared = folder / "people", folder / "by-one", folder / "by-two"
        write_country(source, rows)
        alone, peak = _alone(source, plain)
        with cluster(folder, 2) as (address, started):
            together = answered(source, shared, address)
            peaks = [str(peak_of(process)) for process in started[1:]]
        expected = digests(plain)
        assert digests(shared) == expected, "two workers answered otherwise"
    both = hashlib.sha256(json.dumps(expected).encode()).hexdigest()[:16]
    show(
        f"The same {len(expected)} slices of {min(PART, rows):,}: identical by digest ({both})",
        ("people", "by", "wall s", "people a second", "times as fast", "peak MB"),
        [
            (*_line(rows, "one process", alone, peak)[:4], "1.00", peak),
            (*_line(rows, "two workers", together, "")[:4], f"{alone / together:.2f}", " and ".join(peaks)),
        ],
    )


def main(sizes: list[int]) -> None:
    lines: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory(dir="/var/tmp") as made:
        folder, whole = Path(made), Path(made) / "million.parquet"
        write_people(whole, MILLION)
        for millions in sizes:
            lines.append(_one_process(folder, whole, millions))
        if find_spec("distributed"):
            lines += _by_cluster(folder, whole)
    show(
        f"By slices of 100,000: all {len(catalog.ENTITLEMENTS)} entitlements, read, typed, answered and written",
        ("people", "by", "wall s", "people a second", "peak MB of who answers"),
        lines,
    )


def _source(folder: Path, whole: Path, files: int) -> Path:
    source = folder / f"source-{files}"
    source.mkdir(exist_ok=True)
    for n in range(files):
        (source / f"part-{n:02}.parquet").hardlink_to(whole)
    return source


def _one_process(folder: Path, whole: Path, millions: int) -> tuple[str, ...]:
    source, target = _source(folder, whole, millions), folder / f"answers-{millions}"
    seconds, peak = _alone(source, target)
    if millions > 1:
        shutil.rmtree(target)
    return _line(millions * MILLION, "one process", seconds, peak)


def _alone(source: Path, target: Path) -> tuple[float, str]:
    """Wall seconds of one process of its own, and the most memory it held, in MB."""
    command = [sys.executable, "-m", "benchmarks.scale", "--one", str(source), str(target)]
    seconds, peak = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()[-2:]
    return float(seconds), peak


def _by_cluster(folder: Path, whole: Path) -> Iterator[tuple[str, ...]]:
    source, plain = (
        _source(folder, whole, 1) if not (folder / "source-1").exists() else folder / "source-1",
        folder / "answers-1",
    )
    if not plain.exists():
        answered(source, plain)
    for title, workers, kills in (
        ("1 worker", 1, False),
        ("2 workers", 2, False),
        ("2 workers, one killed", 2, True),
    ):
        target = folder / "by-cluster"
        with cluster(folder, workers) as (address, started):
            seconds = answered(source, target, address, _killer(started) if kills else None)
            peaks = [peak_of(process) for process in started[1:] if process.poll() is None]
        assert same(plain, target), f"{title} answered otherwise"
        yield _line(MILLION, f"Dask, {title}: the same files", seconds, str(max(peaks)))


def _killer(started: list[subprocess.Popen[bytes]]) -> Callable[[int, int], None]:
    def told(done: int, _of: int) -> None:
        if done == 3 and started[1].poll() is None:
            started[1].send_signal(signal.SIGKILL)
            started[1].wait()

    return told


def _line(rows: int, title: str, seconds: float, peak: str) -> tuple[str, ...]:
    return f"{rows:,}", title, f"{seconds:.1f}", f"{rows / seconds:,.0f}", peak


def _one(source: str, target: str) -> None:
    seconds = answered(Path(source), Path(target))
    sys.stdout.write(f"{seconds} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:4])
    elif sys.argv[1:2] == ["--pair"]:
        pair(int((*sys.argv[2:], str(MILLION))[0]))
    else:
        main([int(word) for word in sys.argv[1:]] or [1, 10])
