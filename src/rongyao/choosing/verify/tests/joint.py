"""Small joint matchings staged for the tests, and what a dishonest bureau makes of them."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from rongyao.choosing.by_score.requirements import Atom, FactKind
from rongyao.choosing.record.log import witnesses
from rongyao.choosing.together import instances
from rongyao.choosing.together.market import Institution, Market
from rongyao.choosing.together.publish import Applicant, Matching, Order, Rules
from rongyao.choosing.verify.tests import forge, staged
from rongyao.choosing.verify.tests.forge import Lines
from rongyao.choosing.verify.tests.staged import (
    BUREAU,
    LATER,
    NOTARY,
    ROOT_AT,
    SEED_AT,
    SOURCES,
    UNIVERSITY,
    WITNESSED,
)

DRAWS = {"3d": "407", "stage": "15"}
MAY = FactKind("may", "categories", "可去", "may")


@dataclass(frozen=True)
class Joint:
    """A finished joint matching: its files, and the receipts of its people."""

    name: str
    files: dict[str, str]
    made: Matching
    placed: list[int]

    def receipt(self, position: int) -> str:
        one = self.made.order[position - 1]
        return json.dumps(self.made.receipt(one.key, self.placed[position - 1]))


def finished(
    name: str, market: Market, *, status: Callable[[int], str] = lambda _: "in", **rules: Any
) -> Joint:
    """The market as a record with two witnesses and a public draw; each person may go where the list says and a little beyond."""
    ids, rng = [line.id for line in market.lines], random.Random("x")
    applicants = [
        Applicant(
            f"p{n}", n // 3, person.group, tuple(ids[w] for w in person.wishes),
            {"may": [] if n % 30 == 5 else sorted({*(ids[w] for w in person.wishes[1:]), *rng.sample(ids, 2), *(ids[w] for w in person.wishes[:1] if n % 7)})},
            status(n),
        )
        for n, person in enumerate(market.people)
    ]  # fmt: skip
    made = Rules(
        f"kunshan.example/{name}", groups=tuple((f"g{n}", f"第{n}组", f"group {n}") for n in range(market.groups)),
        facts=(MAY,), sources=SOURCES, least_sources=1, least_witnesses=2,
        witnesses=(NOTARY.declared(), UNIVERSITY.declared()), **rules,
    )  # fmt: skip
    orders = [Order(line, (Atom("c1", "may", "has_any", (line.id,)),)) for line in market.lines]
    run = Matching(
        made, orders, market.classes, market.institutions, applicants, BUREAU, staged.nonces(7),
        witnesses([NOTARY, UNIVERSITY], at=WITNESSED),
    )  # fmt: skip
    run.close(at=ROOT_AT)
    run.draw(DRAWS, at=SEED_AT)
    placed = run.run()
    run.witnessing = witnesses([NOTARY, UNIVERSITY], at=LATER)
    return Joint(name, run.finish(at=SEED_AT), run, placed)


def under_roofs(market: Market) -> Market:
    """Every second class belongs to an institution with a cap and a promise."""
    roofs = (Institution("I1", 60, 5), Institution("I2", 30, 0))
    classes = (replace(one, under=n % 3 - 1) for n, one in enumerate(market.classes))
    return replace(market, classes=tuple(classes), institutions=roofs)


@cache
def everything() -> tuple[Joint, ...]:
    """One of each sort: groups, institutions and completed lists, stable, the Chinese hash, a gap left open."""
    city = instances.city
    away = lambda n: {3: "withdrew", 8: "late"}.get(n, "in")  # noqa: E731
    return (
        finished("groups", city(90, over=1.1, seed=5, groups=2, wishes=3), status=away),
        finished("roofs", under_roofs(city(52, over=1.6, seed=7, wishes=4, groups=2)), suite="sm3"),
        finished("eligible", city(60, over=1.3, seed=4, wishes=3), accept="eligible"),
        finished("stable", under_roofs(city(44, over=1.5, seed=6, wishes=3)), mode="stable"),
    )


def lines_of(base: int) -> Lines:
    return forge.lines_of(everything()[base].files)


# --- a bureau that hashes and signs everything again

FREE = {
    # Words, names and references; the promise of how the draw would have been read; what was asked (the leaves hold the answers).
    "RULES.code", "RULES.text_zh", "RULES.text_en", "RULES.record", "RULES.scale", "RULES.facts", "RULES.groups.*.zh",
    "RULES.groups.*.en", "RULES.groups.*.id", "RULES.facts.*.zh", "RULES.facts.*.en", "RULES.facts.0", "RULES.seed.sources.*.zh",
    "RULES.seed.sources.*.en", "RULES.seed.least", "RULES.seed.rehearsal", "RULES.seed.sources.*.required", "RULES.keys.least",
    "POSTS.lines.*.zh", "POSTS.lines.*.employer", "POSTS.lines.*.atoms.*.zh", "POSTS.lines.*.atoms.*.id", "POSTS.lines.*.atoms",
    "POSTS.lines.*.atoms.0", "POSTS.lines.*.atoms.*.value", "POSTS.lines.*.atoms.*.value.0", "POSTS.lines.*.atoms.*.op",
    "RULES.keys.witnesses", "RULES.keys.witnesses.0", "RULES.keys.witnesses.1", "RULES.keys.witnesses.*.key", "RULES.keys.witnesses.*.name",
    # A limit that binds nobody, so that the same people sit in the same places for the same reasons.
    "POSTS.institutions.*.least", "POSTS.institutions.*.most", "POSTS.classes.*.least", "POSTS.classes.*.most", "POSTS.lines.*.seats",
    # The identifier of an institution nothing stands under, the order of the classes in stable mode.
    "POSTS.institutions.*.id", "POSTS.classes",
}  # fmt: skip
PROOF = ("PRICES.", "swap PRICES", "drop PRICES", "double PRICES", "STAGE.tree", "DECLINED.tree")
"""Another proof of the same is a proof too: prices and trees may be changed as long as they prove what is claimed."""


def single_changes(base: int, each: int, typed: set[str]) -> Iterator[tuple[str, forge.Mutant]]:
    """``each`` changes of every pattern; things of quite another kind once for all bases (``typed`` remembers)."""
    lines, seen = lines_of(base), dict[str, int]()
    for number, line in enumerate(lines):
        for path in [path for path in forge.paths(line) if path[0] not in ("n", "kind")]:
            name = forge.pattern(line["kind"], path)
            seen[name] = seen.get(name, 0) + 1
            if seen[name] <= each:
                yield name, mutant(base, number, name, path)
            if name not in typed:
                typed.add(name)
                yield f"type of {name}", mutant(base, number, f"type of {name}", path)
        for how in ("drop", "double", "swap"):
            key = f"{how} {line['kind']}"
            seen[key] = seen.get(key, 0) + 1
            if seen[key] <= each and not (how == "swap" and number + 1 == len(lines)):
                yield key, mutant(base, number, key, ())


def mutant(base: int, number: int, name: str, path: tuple[Any, ...]) -> forge.Mutant:
    lines, rng = lines_of(base), random.Random(f"{base}/{number}/{path}")
    if name.startswith("type of"):
        old = forge.get_at(lines[number], path)
        strange = [[], {}, "strange", -1, [[1]]]
        forge.set_at(
            lines[number],
            path,
            next(one for one in strange[len(path) % 4 :] + strange if type(one) is not type(old)),
        )
    elif path:
        forge.set_at(lines[number], path, forge.changed(forge.get_at(lines[number], path), rng))
    elif name.startswith("drop"):
        del lines[number]
    elif name.startswith("double"):
        lines.insert(number, dict(lines[number]))
    else:
        lines[number : number + 2] = reversed(lines[number : number + 2])
    where = (number, number + 1, 2, 3)
    return forge.Mutant(
        base, f"{everything()[base].name}:{number}:{name}", forge.resigned(lines), where=where
    )


def clumsy(base: int, step: int) -> Iterator[forge.Mutant]:
    """Nothing is hashed or signed again."""
    one, rng = everything()[base], random.Random(base)
    lines = one.files["log.jsonl"].splitlines()
    for number in range(0, len(lines), step):
        for what, text in forge.line_changes(lines, number, rng, 1):
            yield forge.Mutant(
                base,
                f"{one.name}:{number}:{what}",
                {"log.jsonl": text},
                where=(number - 1, number, number + 1, *(["hashes.txt"] if number + 1 == len(lines) else [])),
            )
        text = forge.flip_line(one.files["hashes.txt"], number, rng)
        yield forge.Mutant(base, f"{one.name}:hash {number}", {"hashes.txt": text}, where=(number,))
    for at in sorted(one.files):
        yield forge.Mutant(base, f"{one.name}:{at} gone", {}, gone=(at,), where=(at,))
        yield forge.Mutant(base, f"{one.name}:{at} empty", {at: ""}, where=(at, 0))
        if at.startswith("checkpoints/"):
            yield from (
                forge.Mutant(base, f"{one.name}:{at} flip", {at: forge.flip(one.files[at], rng)}, where=(at,))
                for _ in range(8)
            )
    yield forge.Mutant(base, f"{one.name}:stranger", {"names.csv": "1"}, where=("names.csv",))


def whole(one: forge.Mutant) -> dict[str, str]:
    kept = {at: text for at, text in everything()[one.base].files.items() if at not in one.gone}
    return kept | one.files
