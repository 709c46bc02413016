"""Small placements staged for the tests: every mechanism, manner and event, with witnesses and public draws."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from rongyao.choosing.by_score.correct import corrected, repeat_session
from rongyao.choosing.by_score.points import ScoreItem
from rongyao.choosing.by_score.publish import Applicant, Placement, Post, Rules
from rongyao.choosing.by_score.ranking import TieKey
from rongyao.choosing.by_score.requirements import FactKind, parse
from rongyao.choosing.by_score.session import Session, SessionRules, UnableToProceed
from rongyao.choosing.record.leaves import Nonces
from rongyao.choosing.record.log import witnesses
from rongyao.choosing.record.notes import Signer

BUREAU = Signer("bureau.kunshan.example", b"b" * 32)
NOTARY = Signer("notary.example", b"n" * 32)
UNIVERSITY = Signer("university.example", b"u" * 32)
ROOT_AT, SEED_AT = "2026-11-24T09:00:00+08:00", "2026-11-26T09:00:00+08:00"
WITNESSED = int(datetime.fromisoformat("2026-11-24T12:00:00+08:00").timestamp())
LATER = int(datetime.fromisoformat("2026-11-26T18:00:00+08:00").timestamp())
SOURCES = (
    {"id": "3d", "zh": "福彩3D", "en": "3D", "digits": 3, "drawn_at": "2026-11-25T21:15:00+08:00", "required": 1},
    {"id": "stage", "zh": "现场", "en": "stage", "digits": 2, "drawn_at": "2026-11-26T08:30:00+08:00", "required": 0},
)  # fmt: skip
ITEMS = (
    ScoreItem("service", "服役年限", "years served", "8", 0, 6000),
    ScoreItem("conduct", "奖惩", "merits and punishments", "11", -500, 4000),
)
TIES = (
    TieKey("months", "服役月数", "months served", "higher"),
    TieKey("begun", "入伍次序", "order of entry", "lower"),
)
LEVEL = FactKind("level", "int", "等级", "level")


@dataclass(frozen=True)
class Staged:
    """A finished placement with its files and receipts."""

    name: str
    placement: Placement
    session: Session
    files: dict[str, str]

    def receipt(self, position: int, *, totals: bool = False) -> dict[str, object]:
        return self.placement.receipt(self.placement.order[position - 1], self.session, totals=totals)


def rules(name: str, **changes: object) -> Rules:
    lanes = (("direct", "直通车", "direct lane"), ("main", "统一选岗", "main round"))
    usual = Rules(
        record=f"kunshan.example/{name}", items=ITEMS, ties=TIES, facts=(LEVEL,), rounds=lanes, sources=SOURCES,
        least_sources=1, witnesses=(NOTARY.declared(), UNIVERSITY.declared()), least_witnesses=2,
        text_zh="按分数由高到低选岗。", text_en="Higher scores choose first.",
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


def people(
    rng: random.Random, count: int, posts: list[Post], *, spread: int = 3, lane: float = 0.2
) -> list[Applicant]:
    return [_person(rng, str(number), posts, spread, lane) for number in range(count)]


def _person(rng: random.Random, key: str, posts: list[Post], spread: int, lane: float) -> Applicant:
    service, conduct = 1000 * rng.randint(1, spread), 500 * rng.randint(-1, 1)
    wishes = rng.sample([post.id for post in posts], rng.randint(0, len(posts)))
    return Applicant(
        key, service + conduct, (rng.randint(24, 25), rng.randint(1, 2)),
        {"service": service, "conduct": conduct}, {"level": rng.randint(0, 3)}, tuple(wishes),
        0 if rng.random() < lane else 1,
    )  # fmt: skip


def some_posts(rng: random.Random, count: int, *, most: int = 2) -> list[Post]:
    return [
        Post(f"P{number:02}", rng.randint(0 if number else 1, most), parse(f"level >= {rng.randint(0, 2)}", {"level": LEVEL}),
             zh=f"岗位{number}", round=int(rng.random() < 0.8))
        for number in range(count)
    ]  # fmt: skip


def nonces(seed: int) -> Callable[[str], Nonces]:
    def give(key: str) -> Nonces:
        rng = random.Random(f"{seed}/{key}")
        return Nonces(rng.randbytes(32), rng.randbytes(32))

    return give


def closed(made: Rules, posts: list[Post], applicants: list[Applicant], seed: int) -> Placement:
    """A placement whose root is witnessed and whose seed is drawn."""
    placement = Placement(made, posts, applicants, BUREAU, nonces=nonces(seed))
    placement.close(at=ROOT_AT, witnessing=witnesses([NOTARY, UNIVERSITY], at=WITNESSED))
    placement.draw({"3d": "407", "stage": "15"} if made.sources else {}, at=SEED_AT)
    return placement


def finished(name: str, placement: Placement, session: Session, at: str) -> Staged:
    files = placement.finish(session, at=at, witnessing=witnesses([NOTARY, UNIVERSITY], at=LATER))
    return Staged(name, placement, session, files)


def by_lists(name: str, seed: int, count: int, *, posts: int = 4, **changes: object) -> Staged:
    """A placement by lists."""
    rng = random.Random(seed)
    table = some_posts(rng, posts)
    placement = closed(rules(name, **changes), table, people(rng, count, table), seed)
    session = placement.session(at=SEED_AT)
    session.run_by_lists(at=SEED_AT)
    return finished(name, placement, session, SEED_AT)


def live(name: str, seed: int, count: int, *, posts: int = 4, **changes: object) -> Staged:
    """A live placement in which everything happens that can."""
    rng = random.Random(seed)
    table = some_posts(rng, posts)
    how = {"manner": "live", "session": random_session_rules(rng)} | changes
    placement = closed(rules(name, **how), table, people(rng, count, table), seed)
    clock = minutes()
    session = placement.session(at=next(clock))
    drive(session, rng, clock)
    return finished(name, placement, session, next(clock))


def random_session_rules(rng: random.Random) -> SessionRules:
    return SessionRules(
        absent=rng.choice(["at_end", "waives", "list"]), late=rng.choice(["at_end", "next"]), proxy=rng.randint(0, 1),
        cooling_minutes=rng.choice([0, 3, 30]), withdraw_taken=rng.choice(["refuse", "recall"]),
        added=rng.choice(["next_round", "from_now"]),
    )  # fmt: skip


def minutes() -> Iterator[str]:
    at = datetime.fromisoformat(SEED_AT)
    while True:
        yield at.isoformat()
        at += timedelta(minutes=1)


def drive(session: Session, rng: random.Random, clock: Iterator[str]) -> None:
    """Chance decides what people and bureau do; what the rules forbid is refused and skipped."""
    while session.next is not None:
        if rng.random() < 0.3:
            disturb(session, rng, next(clock))
        if session.next is not None:
            answer(session, rng, clock)


def answer(session: Session, rng: random.Random, clock: Iterator[str]) -> None:
    position = session.next or 0
    session.call(position, at=next(clock))
    offered, chance = session.offered(position), rng.random()
    if chance < 0.15:
        session.absent(at=next(clock))
    elif chance < 0.2 or not offered:
        session.decline(at=next(clock))
    else:
        by = "proxy" if session.rules.proxy and chance > 0.9 else "self"
        session.pick(rng.choice(offered), by=by, at=next(clock))


def disturb(session: Session, rng: random.Random, at: str) -> None:
    position, post = rng.randint(1, len(session.choosers)), rng.choice(list(session.posts))
    acts: list[Callable[[], None]] = [
        lambda: session.revoke(position, at=at),
        lambda: session.late(position, at=at),
        lambda: session.withdraw(post, 1, document="文号1", at=at),
        lambda: session.add(post, 1, document="文号2", at=at),
        lambda: session.rule(position, rng.choice(["vacate", "exclude"]), document="文号3", zh="裁定", at=at),
    ]
    try:
        rng.choice(acts)()
    except UnableToProceed:
        return


def second_version(old: Staged) -> Staged:
    """The last person's score is raised on appeal."""
    key = old.placement.order[-1]
    applicants = [raised(one) if one.key == key else one for one in old.placement.applicants]
    later = "2026-11-28T09:00:00+08:00"
    fresh = corrected(
        old.placement, applicants, reason_zh="复核加分", reason_en="points added on review", at=later,
        witnessing=witnesses([NOTARY, UNIVERSITY], at=LATER + 10**5),
    )  # fmt: skip
    return finished(f"{old.name} v2", fresh, repeat_session(old.placement, fresh, at=later), later)


def raised(person: Applicant) -> Applicant:
    points = dict(person.points) | {"service": person.points["service"] + 100}
    return replace(person, points=points, score=person.score + 100)


@cache
def everything() -> tuple[Staged, ...]:
    """One staged record of each sort, small enough to be mutated thousands of times."""
    plain = by_lists("sealed", 6, 7)
    lively = SessionRules("at_end", "next", 1, 30, "recall", "from_now")
    listed = SessionRules("list", "at_end", 0, 30, "refuse", "next_round")
    return (
        plain,
        by_lists("sm3", 12, 6, suite="sm3"),
        by_lists("preserving", 349, 8, mechanism="preserving"),
        live("live", 460, 7, session=lively),
        live("live-list", 153, 6, session=listed),
        live("live-preserving", 1445, 8, mechanism="preserving", session=lively),
        second_version(plain),
    )
