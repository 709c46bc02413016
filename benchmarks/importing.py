"""Reading a roster of 100,000 rows against reading the same file with python-calamine: ``python -m benchmarks.importing [rows]``.

"Reading" is all the importer does before it looks at the database: headings found, every cell read by its meaning,
identity numbers and dates checked, rows compared with each other, every fault named. The peer only makes cells of the
file. Each runs in a process of its own, so that the memory is its own.
"""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.table import peak_mb, show

FILE = Path(__file__).parents[1] / "var" / "bench" / "roster.xlsx"
ON = dt.date(2026, 11, 24)
COLUMNS = 25
RUNS = 3
OF_A_DAY = 49


def main(rows: int) -> None:
    """Write the file where it is not there, then measure each reader in its own process."""
    file = FILE.with_stem(f"roster-{rows}")
    if not file.exists():
        _write(file, rows)
    found = {name: _in_its_own_process(name, file) for name in READERS}
    base = found["python-calamine"][0]
    show(
        f"Reading a roster of {rows:,} rows and {COLUMNS} columns ({file.stat().st_size / 2**20:.0f} MB)",
        ("reader", f"least wall s of {RUNS}", "median", "times the peer", "peak MB", "rows"),
        [
            (name, f"{least:.2f}", f"{median:.2f}", f"{least / base:.2f}", f"{peak:.0f}", int(count))
            for name, (least, median, peak, count) in found.items()
        ],
    )


def _in_its_own_process(name: str, file: Path) -> tuple[float, float, float, float]:
    runs = []
    for _ in range(RUNS):
        command = [sys.executable, "-m", "benchmarks.importing", "--one", name, str(file)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        runs.append([float(word) for word in said])
    runs.sort()
    return runs[0][0], runs[len(runs) // 2][0], max(run[1] for run in runs), runs[0][2]


def _one(name: str, file: str) -> None:
    work = READERS[name]
    began = time.perf_counter()
    count = work(file)
    sys.stdout.write(f"{time.perf_counter() - began} {peak_mb()} {count}\n")


def _calamine(file: str) -> int:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(file)
    return sum(1 for _row in book.get_sheet_by_index(0).iter_rows())


def _cells_only(file: str) -> int:
    from rongyao.bureau.foundation.exchange.reading import open_table

    table = open_table(file)
    return sum(1 for _row in table.rows(table.sheets[0].name))


def _roster(file: str) -> int:
    from rongyao.bureau.registry.roster.parse import open_roster

    return sum(1 for row in open_roster(file, on=ON).rows() if row.accepted)


READERS: dict[str, Callable[[str], int]] = {
    "python-calamine": _calamine,
    "foundation.exchange (cells, nothing lost)": _cells_only,
    "registry.roster (read and checked)": _roster,
}


def _write(file: Path, rows: int) -> None:
    """A roster with a tenth of the rows at fault, as rosters are."""
    from openpyxl import Workbook

    from rongyao.bureau.demo import rosters

    heads = [
        head
        for head in rosters.HEADERS
        if head not in ("服役年限", "报到时间", "建档立卡", "优待证", "备注", "安置地")
    ]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    sheet.append(heads[:COLUMNS])
    numbers: Any = _Numbers()
    rng = random.Random(7)
    for place in range(1, rows + 1):
        row = rosters._row(random.Random(f"bench:{place}"), place, dt.date(2026, 9, 1), numbers)
        if rng.random() < 0.1:
            _spoil(row, rng)
        sheet.append([row[head] for head in heads[:COLUMNS]])
    file.parent.mkdir(parents=True, exist_ok=True)
    book.save(file)


class _Numbers:
    """Identity numbers that belong to nobody (demo.numbers), the next of a day found without a search."""

    def __init__(self) -> None:
        self.given: Counter[tuple[dt.date, str]] = Counter()

    def issue(self, _rng: random.Random, *, born: dt.date, sex: str) -> tuple[str, dt.date]:
        """(number, birth date), later by days where a day has no more: sequences 999 to 901 go down by two."""
        from rongyao.bureau.demo.numbers import check_digit, kunshan_code

        while self.given[born, sex] >= OF_A_DAY:
            born += dt.timedelta(days=1)
        sequence = (999 if sex == "male" else 998) - 2 * self.given[born, sex]
        self.given[born, sex] += 1
        first_17 = f"{kunshan_code(born.year)}{born:%Y%m%d}{sequence}"
        return first_17 + check_digit(first_17), born


def _spoil(row: dict[str, Any], rng: random.Random) -> None:
    head = rng.choice(("身份证号", "入伍时间", "军衔", "联系电话"))
    row[head] = f"{row[head]}？"[1:]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:4])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
