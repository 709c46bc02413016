"""Ask the cases about every mutant, or those of some files or kinds; what survives is printed as it is found.

    python -m rongyao.law.tests.mutate [--only amounts/taxes] [--kinds boundary,number,rate,date] [--list]

A run that broke off goes on: what was noticed stands in the journal (./var/mutants.jsonl). A survivor that was shown to
make no difference is in `same.csv` beside this file, with why, and is counted apart.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from rongyao.law.tests.mutate import articles, asking, figures
from rongyao.law.tests.mutate.journal import Journal
from rongyao.law.tests.mutate.mutants import GROUPS, Mutant
from rongyao.law.tests.test_packs import articles as article_files

SAME = Path(__file__).with_name("same.csv")
CHUNK = 8
Verdicts = list[tuple[Mutant, str]]


def main() -> int:
    given = _asks().parse_args()
    made = [
        m for m in every() if given.only in m.place and (not given.kinds or m.group in given.kinds.split(","))
    ]
    if given.list:
        say(*made)
        return 0
    report(run(made, Journal(given.journal), given.processes))
    return 0


def _asks() -> argparse.ArgumentParser:
    asks = argparse.ArgumentParser(prog="mutate", description=(__doc__ or "").splitlines()[0])
    asks.add_argument("--only", default="", help="files whose path holds this text")
    asks.add_argument("--kinds", default="", help=f"of {', '.join(GROUPS)}, other; with commas between")
    asks.add_argument(
        "--journal", type=Path, default=Path("var/mutants.jsonl"), help="what was asked already"
    )
    asks.add_argument("--processes", type=int, default=1, help="warm processes that ask side by side")
    asks.add_argument("--list", action="store_true", help="print the mutants and ask nothing")
    return asks


def every() -> list[Mutant]:
    """All mutants: the articles' and the amounts'."""
    of_articles = [m for path in article_files() for m in articles.mutants(path)]
    return of_articles + [m for path in figures.files() for m in figures.mutants(path)]


def run(made: list[Mutant], journal: Journal, processes: int) -> Verdicts:
    """Each mutant and the case that notices it, or "". Refuses to start where the cases fail unmutated.

        The workers are forked after the packs are read and before anything is computed, so each is warm and none inherits a
        thread. The order is shuffled, so that a run that breaks off has asked a fair part of every file; what is said to make
    no difference comes last.
    """
    cases = asking.all_named()
    known = {m: by for m in made if (by := journal.known(m, cases))}
    ahead = [m for m in made if m not in known]
    say(f"{len(made)} mutants, {len(known)} of them noticed before")
    warm = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=warm) as workers:
        if workers.submit(asking.noticed_by, None).result():
            sys.exit("The cases fail on the law as it is: mend that first.")
        random.Random(20261127).shuffle(ahead)
        ahead.sort(key=is_same)
        for mutant, by in zip(ahead, workers.map(asking.noticed_by, ahead, chunksize=CHUNK), strict=True):
            known[mutant] = by
            journal.add(mutant, by)
            if not by:
                say(mutant)
    return list(known.items())


@cache
def without_difference() -> frozenset[tuple[str, str, str, str]]:
    """The changes shown to make no difference: file, kind, was and now."""
    with SAME.open(encoding="utf-8") as file:
        return frozenset((row["file"], row["kind"], row["was"], row["now"]) for row in csv.DictReader(file))


def is_same(mutant: Mutant) -> bool:
    """Whether this change was shown to make no difference."""
    return (mutant.place, mutant.kind, mutant.was, mutant.now) in without_difference()


def report(asked: Verdicts) -> None:
    """Counts by kind, and the survivors again."""
    lived = [m for m, by in asked if not by]
    alike = [m for m in lived if is_same(m)]
    left = [m for m in lived if not is_same(m)]
    kinds = [Counter(m.kind for m in some) for some in ([m for m, _ in asked], alike, left)]
    say(
        f"\n{len(asked)} mutants: {len(asked) - len(lived)} noticed, {len(alike)} make no difference, {len(left)} survive"
    )
    for kind in sorted(kinds[0]):
        say(f"  {kind:28} {kinds[0][kind]:5}  no difference {kinds[1][kind]:3}  survive {kinds[2][kind]:3}")
    say(f"noticed by a figure written twice: {sum(_by_figure(m, by) for m, by in asked)}")
    say("", *sorted(map(str, left)), f"{time.process_time():.0f} s of this process")


def _by_figure(mutant: Mutant, by: str) -> bool:
    return mutant.place.startswith("amounts/") and by in FIGURES


FIGURES = frozenset(asking.named(case) for case in asking.test_figures.figures())


def say(*lines: object) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
