"""The seed of the lottery, from public draws made after the root was witnessed, and each person's lot."""

from collections.abc import Sequence
from typing import Any

from rongyao.choosing.record.canonical import canon
from rongyao.choosing.record.suites import Suite


class UnableToSeed(ValueError):
    """The draws do not fit the recipe that was published in RULES."""


def seed(root: bytes, parts: Sequence[Sequence[str]], suite: Suite) -> bytes:
    """``parts`` are ``(source, digits)`` in the order of the recipe, an omitted source with no digits."""
    return suite.digest(b"rongyao-seed-1\x00" + root + canon([list(part) for part in parts]))


def lot(seed: bytes, leaf: bytes, suite: Suite) -> bytes:
    """A person's lot: 32 bytes, the smaller comes first. No modulo, no shuffle to get wrong."""
    return suite.mac(seed, leaf)


def parts_by_recipe(recipe: dict[str, Any], draws: dict[str, str]) -> list[list[str]]:
    """The parts in the recipe's order; raises ``UnableToSeed`` for a missing, unknown or mistyped draw."""
    known = {source["id"] for source in recipe["sources"]}
    if unknown := sorted(set(draws) - known):
        raise UnableToSeed(f"the recipe names no source {', '.join(unknown)}")
    parts = [[source["id"], _digits(source, draws.get(source["id"], ""))] for source in recipe["sources"]]
    if sum(1 for _, value in parts if value) < recipe["least"]:
        raise UnableToSeed(f"the recipe asks for at least {recipe['least']} draws")
    return parts


def check_times(recipe: dict[str, Any], draws: dict[str, str], *, root_at: str, seed_at: str) -> None:
    """Raise ``UnableToSeed`` where a draw lies before the root or after the seed: every verifier would refuse that record."""
    for source in recipe["sources"]:
        if source["id"] in draws and not root_at < source["drawn_at"] <= seed_at:
            raise UnableToSeed(
                f"source {source['id']} is drawn at {source['drawn_at']}, not after the root ({root_at}) and before the seed "
                f"({seed_at}): say both times with --at and --seed-at"
            )


def _digits(source: dict[str, Any], value: str) -> str:
    if not value and not source["required"]:
        return ""
    if not value:
        raise UnableToSeed(
            f"source {source['id']}: its {source['digits']} digits are not given; say --draw {source['id']}=DIGITS"
        )
    if len(value) != source["digits"] or not (value.isascii() and value.isdigit()):
        raise UnableToSeed(
            f"source {source['id']}: {value!r} is not {source['digits']} digits; type it again"
        )
    return value
