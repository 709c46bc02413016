"""Small markets drawn at random, and everything about them worked out by trying every result."""

import hashlib
import itertools
import os
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from rongyao.choosing.by_score.requirements import Atom, FactKind
from rongyao.choosing.record.leaves import Nonces
from rongyao.choosing.record.log import Log
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.record.suites import suite
from rongyao.choosing.together.market import UNPLACED, Institution, Line, Market, Person, TrainingClass
from rongyao.choosing.together.publish import Applicant, Matching, Order, Rules
from rongyao.choosing.verify import check_together

AT = "2026-03-01T09:00:00+08:00"
FULL = bool(os.environ.get("RONGYAO_FULL"))
"""The full run: RONGYAO_FULL=1; the ordinary one takes a sample."""


def examples(quick: int, full: int) -> int:
    return full if FULL else quick


@st.composite
def markets(draw: st.DrawFn, *, most_people: int = 6) -> Market:
    """Up to six people, four classes, six lines, two groups, two institutions; limits that often cannot be met."""
    roofs = draw(st.lists(st.builds(_roof, st.integers(1, 6), st.sampled_from([0, 0, 0, 1, 2])), max_size=2))
    institutions = tuple(Institution(f"I{n}", most, least) for n, (most, least) in enumerate(roofs))
    classes = tuple(
        TrainingClass(
            f"C{n}", draw(st.integers(0, 4)), draw(st.integers(0, 5)), draw(st.integers(-1, len(roofs) - 1))
        )
        for n in range(draw(st.integers(1, 4)))
    )
    lines = tuple(
        Line(f"L{n}", draw(st.integers(0, len(classes) - 1)), draw(st.integers(0, 3)))
        for n in range(draw(st.integers(1, 6)))
    )
    groups = draw(st.integers(1, 3))
    wishes = st.lists(st.integers(0, len(lines) - 1), max_size=3, unique=True).map(tuple)
    people = draw(st.lists(st.builds(Person, wishes, st.integers(0, groups - 1)), max_size=most_people))
    return Market(tuple(people), lines, classes, institutions, groups)


def _roof(most: int, least: int) -> tuple[int, int]:
    return most, least


def every_result(market: Market) -> list[tuple[int, ...]]:
    """Every assignment that keeps all the rules, the class sizes being 0 or within their limits."""
    choices = [(*person.wishes, UNPLACED) for person in market.people]
    return [placed for placed in itertools.product(*choices) if _fits(market, placed)]


def _fits(market: Market, placed: Sequence[int]) -> bool:
    load, size, under = market.loads(placed)
    return (
        all(count <= line.seats for count, line in zip(load, market.lines, strict=True))
        and all(not n or one.least <= n <= one.most for n, one in zip(size, market.classes, strict=True))
        and all(one.least <= n <= one.most for n, one in zip(under, market.institutions, strict=True))
    )


def by_hand(market: Market, lots: Sequence[int]) -> tuple[list[int], list[bool], list[int]] | None:
    """(counts, classes that run, line of everyone) by definition; None where nothing is possible."""
    results = every_result(market)
    if not results:
        return None
    best = max(market.counts(placed) for placed in results)
    results = [placed for placed in results if market.counts(placed) == best]
    runs = max((_runs(market, placed) for placed in results), key=lambda one: [one[n] for n in lots])
    results = [placed for placed in results if _may_run(market, placed, runs)]
    ranks = [{line: rank for rank, line in enumerate(person.wishes)} for person in market.people]
    chosen = min(
        results, key=lambda placed: [r.get(line, len(r)) for r, line in zip(ranks, placed, strict=True)]
    )
    return best, runs, list(chosen)


def _runs(market: Market, placed: Sequence[int]) -> list[bool]:
    """The most classes that may be said to run with this result: those with people, and those that may be empty."""
    _, size, _ = market.loads(placed)
    return [n > 0 or one.least == 0 for n, one in zip(size, market.classes, strict=True)]


def _may_run(market: Market, placed: Sequence[int], runs: Sequence[bool]) -> bool:
    _, size, _ = market.loads(placed)
    return all(
        (one.least <= n if run else n == 0) for n, one, run in zip(size, market.classes, runs, strict=True)
    )


def as_lots(market: Market, seed: int) -> list[int]:
    """Some order of the classes."""
    return sorted(
        range(len(market.classes)), key=lambda n: hashlib.sha256(bytes([seed % 256, n % 256])).digest()
    )


def record(market: Market, *, mode: str = "most", seconds: float | None = None, **more: Any) -> Matching:
    """The market as a finished record (``log`` holds it); every person is eligible for what ``eligible`` says, else for the wishes."""
    ids = [line.id for line in market.lines]
    eligible = more.get("eligible", [person.wishes for person in market.people])
    status = more.get("status", ["in"] * len(market.people))
    facts = (FactKind("may", "categories", "可去", "may"),)
    applicants = [
        Applicant(
            f"p{n}", n // more.get("ties", 1), person.group, tuple(ids[w] for w in person.wishes),
            {"may": [ids[line] for line in eligible[n]]}, status[n],
        )
        for n, person in enumerate(market.people)
    ]  # fmt: skip
    rules = Rules(
        "test.example/match", mode=mode, accept=more.get("accept", "listed"), facts=facts,
        groups=tuple((f"g{n}", f"第{n}组", f"group {n}") for n in range(market.groups)), sources=more.get("sources", ()),
        least_sources=len(more.get("sources", ())),
    )  # fmt: skip
    orders = [Order(line, (Atom("c1", "may", "has_any", (line.id,)),)) for line in market.lines]
    signer = Signer("bureau.example", b"7" * 32)
    made = Matching(rules, orders, market.classes, market.institutions, applicants, signer, _nonces)
    made.close(at=AT)
    made.draw(more.get("draws", {}), at=more.get("seed_at", AT))
    made.run(seconds=seconds)
    return made


def _nonces(key: str) -> Nonces:
    return Nonces(hashlib.sha256(key.encode()).digest(), b"2" * 32)


def checked(files: dict[str, str]) -> list[tuple[str, str]]:
    """What the stand-alone checker says of these files; raises its ``Refused``."""
    return check_together.check(files)


def signed_again(lines: Sequence[dict[str, Any]]) -> dict[str, str]:
    """A record of these lines with every hash, root and signature made anew, as a dishonest bureau would."""
    log = Log(lines[0]["record"], suite(lines[0]["suite"]))
    signer = Signer("bureau.example", b"7" * 32)
    for line in lines:
        kept = {key: value for key, value in line.items() if key not in ("n", "kind", "at")}
        log.append(line["kind"], at=line["at"], **kept)
        if len(log.lines) == 3:
            log.sign(signer)
    log.sign(signer)
    return log.files()
