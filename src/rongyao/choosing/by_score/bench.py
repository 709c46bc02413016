"""Measure the choosing by score and its verifier: ``python -m rongyao.choosing.by_score.bench [--quick]``.

Speeds are CPU seconds of this process, the best of several runs; results are asserted equal to the oracles wherever those are
installed (``matching``, ``algmatch``). Also tries the placement-preserving mechanism on far more random markets than
the tests do, and, from a checkout, every mutation of every staged record instead of a sample.
"""

import hashlib
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from rongyao.choosing.by_score import preserving, serial
from rongyao.choosing.by_score.publish import Applicant, Placement, Post, Rules
from rongyao.choosing.by_score.ranking import TieKey
from rongyao.choosing.record.leaves import Nonces
from rongyao.choosing.record.log import write_folder
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.verify import rongyao_verify

Market = tuple[list[list[int]], list[int]]


def main(arguments: Sequence[str]) -> None:
    """Print one line a measurement."""
    quick = "--quick" in arguments
    for people in (10**3, 10**4, 10**5) if quick else (10**3, 10**4, 10**5, 10**6):
        _plain(people)
    _against("matching", _by_matching)
    _against("algmatch", _by_algmatch)
    for people in (1000, 2000) if quick else (1000, 2000, 10000):
        _preserving(people)
    for people in (2000,) if quick else (2000, 100_000):
        _verifier(people)
    _many_markets(2000 if quick else 50_000)
    _all_mutants()


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def best(work: Callable[[], Any], runs: int = 3) -> tuple[float, Any]:
    """The least CPU seconds of several runs, and the result."""
    least, result = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        result = work()
        least = min(least, time.process_time() - start)
    return least, result


def instance(people: int, *, seed: int = 1, wishes: int = 10) -> Market:
    """Lists of ten with skewed popularity over n/20 posts with as many seats as people."""
    rng = random.Random(seed)
    posts = max(12, people // 20)
    lists = []
    for _ in range(people):
        chosen: dict[int, None] = {}
        while len(chosen) < wishes:
            chosen[int(posts * rng.random() ** 1.5)] = None
        lists.append(list(chosen))
    return lists, [-(-people // posts)] * posts


def _plain(people: int) -> None:
    lists, seats = instance(people)
    took, placed = best(lambda: serial.choose(lists, seats))
    limit, _ = best(lambda: [len(wishes) and wishes[-1] for wishes in lists])
    placed_count = sum(post >= 0 for post in placed)
    say(
        f"plain choice      {people:>9,} people {took:8.4f} s  {placed_count:,} placed; touching every list once takes {limit:.4f} s"
    )


def _against(name: str, solve: Callable[[Any, Market], tuple[float, list[int]]]) -> None:
    try:
        module = import_module(name)
    except ImportError:
        say(f"against {name:<9} not installed here: not compared")
        return
    market = instance(1000)
    theirs, found = solve(module, market)
    mine, placed = best(lambda: serial.choose(*market), 20)
    if placed != found:
        raise SystemExit(f"{name} finds another result")
    say(
        f"against {name:<9}     1,000 people {theirs:8.4f} s  ours {mine:.5f} s: {theirs / mine:,.0f} times, same result"
    )


def _asked(market: Market) -> list[list[int]]:
    lists, seats = market
    asked: list[list[int]] = [[] for _ in seats]
    for row, wishes in enumerate(lists):
        for post in wishes:
            asked[post].append(row)
    return asked


def _by_matching(_: Any, market: Market) -> tuple[float, list[int]]:
    games = import_module("matching.games")
    lists, seats = market
    asked = {post: rows for post, rows in enumerate(_asked(market)) if rows}

    def solve() -> Any:
        make = games.HospitalResident.create_from_dictionaries
        return make(dict(enumerate(lists)), asked, {post: seats[post] for post in asked}).solve()

    took, solved = best(solve, 1)
    found = [-1] * len(lists)
    for post, people in solved.items():
        for person in people:
            found[person.name] = post.name
    return took, found


def _by_algmatch(module: Any, market: Market) -> tuple[float, list[int]]:
    lists, seats = market
    instance = {
        "residents": {row + 1: [post + 1 for post in wishes] for row, wishes in enumerate(lists)},
        "hospitals": {
            post + 1: {"capacity": seats[post], "preferences": [row + 1 for row in rows]}
            for post, rows in enumerate(_asked(market))
        },
    }

    def solve() -> Any:
        problem = module.HospitalResidentsProblem(dictionary=instance, optimised_side="residents")
        return problem.get_stable_matching()["resident_sided"]

    took, solved = best(solve, 1)
    names = [solved.get(f"r{row + 1}") or "h0" for row in range(len(lists))]
    return took, [int(name[1:]) - 1 for name in names]


def _preserving(people: int) -> None:
    lists, seats = instance(people)
    eligible = [preserving.bit_set(wishes) for wishes in lists]
    took, placed = best(lambda: preserving.choose(lists, eligible, seats), 1)
    plain = sum(post >= 0 for post in serial.choose(lists, seats))
    say(
        f"keeping the most  {people:>9,} people {took:8.4f} s  {sum(post >= 0 for post in placed):,} placed, plainly {plain:,}"
    )


def _verifier(people: int) -> None:
    """The program as it is run, a process of its own (which starts a second where there is much to do): seconds of the clock, and
    of them the checking alone, as it tells it itself; beside a Python that does nothing, hashing the same bytes once, and
    reading every line as JSON and hashing it."""
    files, made_in = _record(people)
    runs = 10 if people < 10**4 else 5
    with tempfile.TemporaryDirectory() as folder:
        write_folder(files, Path(folder))
        cpu, clock, checking = _process([str(rongyao_verify.__file__), folder], runs)
    start, _, _ = _process(["-c", "pass"], 10)
    raw = files["log.jsonl"].encode()
    once, _ = best(lambda: hashlib.sha256(raw).digest())
    lines = raw.splitlines()
    floor, _ = best(lambda: [(json.loads(line), hashlib.sha256(line).digest()) for line in lines], 1)
    size = sum(map(len, files.values())) / 1e6
    say(
        f"verifying         {people:>9,} people {clock:8.4f} s of the clock, of which checking {checking:.4f} s; {cpu:.4f} s of processor; "
        f"{size:.1f} MB, 100 posts, 2 signatures; Python's start {start:.4f} s, hashing these bytes once {once:.4f} s, "
        f"reading every line as JSON and hashing it {floor:.4f} s: checking takes {checking / floor:.1f} times that; made in {made_in:.1f} s"
    )


def _process(arguments: Sequence[str], runs: int) -> tuple[float, float, float]:
    """The least seconds of processor (own and system's) and of the clock of a Python, and of the clock as it tells it (0: nothing)."""
    cpu = clock = told = float("inf")
    for _ in range(runs):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        ask = [sys.executable, "-I", "-S", *arguments]
        done = subprocess.run(ask, check=True, capture_output=True, text=True, encoding="utf-8")
        clock = min(clock, time.monotonic() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = min(cpu, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        said = re.search(r"checked in ([0-9.]+) s", done.stdout)
        told = min(told, float(said[1]) if said else 0.0)
    return cpu, clock, told


def _record(people: int) -> tuple[dict[str, str], float]:
    start, rng, at = time.process_time(), random.Random(5), "2026-11-24T09:00:00+08:00"
    posts = [Post(f"P{number:03}", people // 100) for number in range(100)]
    names = [post.id for post in posts]
    applicants = [
        Applicant(
            str(row), rng.randint(0, 60000), (rng.randint(24, 300),), wishes=tuple(rng.sample(names, 8))
        )
        for row in range(people)
    ]
    rules = Rules("bench", ties=(TieKey("months", "月", "months", "higher"),))
    secret = random.Random(6)
    made = Placement(
        rules,
        posts,
        applicants,
        Signer("b", b"b" * 32),
        lambda _: Nonces(secret.randbytes(32), secret.randbytes(32)),
    )
    made.close(at=at)
    made.draw({}, at=at)
    session = made.session(at=at)
    session.run_by_lists(at=at)
    return made.finish(session, at=at), time.process_time() - start


def _many_markets(count: int) -> None:
    try:
        markets = import_module("rongyao.choosing.by_score.tests.markets")
    except ImportError:
        say("brute force: the tests are not beside the package here: not run")
        return
    for seed in range(count):
        one = markets.market(seed)
        if preserving.choose(one.wishes, one.eligible, one.seats) != markets.first_feasible(one):
            raise SystemExit(f"market {seed} differs from trying everything")
    say(f"keeping the most  {count:>9,} random markets equal to trying everything")


def _all_mutants() -> None:
    try:
        forge = import_module("rongyao.choosing.verify.tests.forge")
    except ImportError:
        return
    clumsy = [
        one
        for one in forge.clumsy_mutants(each=4)
        if one.whole() != forge.staged.everything()[one.base].files
    ]
    honest = [forge.forged(base, lambda lines: None) for base in range(len(forge.staged.everything()))]
    signed = [(name, one) for name, one in forge.forged_mutants(each=10**6) if one.files != honest[one.base]]
    unseen = [one.what for one in clumsy if _holds(one.whole())]
    unseen += [one.what for name, one in signed if name not in forge.FREE and _holds(one.whole())]
    if unseen:
        raise SystemExit(f"not refused: {unseen}")
    bound = sum(name not in forge.FREE for name, _ in signed)
    say(
        f"mutants           {len(clumsy):>9,} clumsy and {bound:,} signed again, all refused; {len(signed) - bound:,} more of what a record alone does not bind"
    )


def _holds(files: dict[str, str]) -> bool:
    try:
        rongyao_verify.verify(files, signatures=24)
    except rongyao_verify.Refused:
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
