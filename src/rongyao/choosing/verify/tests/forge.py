"""A dishonest bureau: changes what it likes, then hashes and signs everything again.

It knows every salt and holds its own key. It cannot sign for a witness, so it writes keys of its own into RULES under
the witnesses' names: whoever does not know the true keys cannot tell.
"""

import base64
import copy
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from rongyao.choosing.record import tree
from rongyao.choosing.record.notes import Signer, checkpoint_text, note
from rongyao.choosing.record.suites import suite
from rongyao.choosing.verify.tests import staged
from rongyao.choosing.verify.tests.staged import BUREAU, LATER, WITNESSED, Staged

FALSE = [Signer("notary.example", b"x" * 32), Signer("university.example", b"y" * 32)]
Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class Mutant:
    """A record gone wrong: the files to put over those of ``base``, and where a verifier may name the fault."""

    base: int
    what: str
    files: dict[str, str]
    gone: tuple[str, ...] = ()
    where: tuple[int | str, ...] = ()

    def whole(self) -> dict[str, str]:
        kept = {at: text for at, text in staged.everything()[self.base].files.items() if at not in self.gone}
        return kept | self.files


def lines_of(files: dict[str, str]) -> Lines:
    return [json.loads(line) for line in files["log.jsonl"].splitlines()]


def resigned(
    lines: Lines,
    previous: dict[str, str] | None = None,
    bureau: Signer = BUREAU,
    signers: Sequence[Signer] = tuple(FALSE),
) -> dict[str, str]:
    """The files of these lines, numbered, hashed and signed anew, with false witnesses."""
    if isinstance(lines[0].get("keys"), dict):
        lines[0]["keys"]["witnesses"] = [one.declared() for one in signers]
    for number, line in enumerate(lines):
        line["n"] = number
    texts = [json.dumps(line, ensure_ascii=False, separators=(",", ":"), sort_keys=True) for line in lines]
    hashing = suite("sm3" if lines[0].get("suite") == "sm3" else "sha256")
    hashes = [hashing.leaf(text.encode()) for text in texts]
    files = {
        "log.jsonl": "".join(f"{text}\n" for text in texts),
        "hashes.txt": "".join(f"{one.hex()}\n" for one in hashes),
    }
    for size, at in ((3, WITNESSED), (len(lines), LATER)):
        text = checkpoint_text(str(lines[0].get("record")), size, tree.head(hashes[:size], hashing))
        files[f"checkpoints/{size}.txt"] = note(
            text, bureau.sign(text), *(one.cosign(text, at=at) for one in signers)
        )
    return files | {f"previous/{at}": text for at, text in (previous or {}).items()}


def forged(base: int, change: Callable[[Lines], None]) -> dict[str, str]:
    """The whole record of ``base`` after ``change`` of its lines; an older version inside is re-signed with it."""
    return _forged(staged.everything()[base], change)


def _forged(one: Staged, change: Callable[[Lines], None]) -> dict[str, str]:
    lines, previous = copy.deepcopy(_lines(one.name)), None
    if lines[0]["version"] > 1:
        inside = {at[9:]: text for at, text in one.files.items() if at.startswith("previous/")}
        previous = resigned(lines_of(inside))
        lines[0]["supersedes"][0]["head"] = _head(previous)
    change(lines)
    return resigned(lines, previous)


@cache
def _lines(name: str) -> Lines:
    return lines_of(next(one.files for one in staged.everything() if one.name == name))


def _head(files: dict[str, str]) -> str:
    size = files["log.jsonl"].count("\n")
    return base64.b64decode(files[f"checkpoints/{size}.txt"].split("\n")[2]).hex()


# --- single changes by a bureau that signs again


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a line, its containers included."""
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield from paths(item, (*path, key))


def changed(value: Any, rng: random.Random) -> Any:
    """Something else of a similar kind."""
    if isinstance(value, int):
        return value + rng.choice([-1, 1, 2])
    if isinstance(value, str):
        return _changed_text(value, rng)
    if isinstance(value, list) and value:
        return _changed_list(value, rng)
    if isinstance(value, dict) and value:
        lost = rng.choice(sorted(value))
        return {key: item for key, item in value.items() if key != lost}
    return [1]


def _changed_text(value: str, rng: random.Random) -> str:
    if len(value) >= 16 and set(value) <= set("0123456789abcdef"):
        place = rng.randrange(len(value))
        return (
            value[:place]
            + rng.choice([c for c in "0123456789abcdef" if c != value[place]])
            + value[place + 1 :]
        )
    return rng.choice([value + "0", value[:-1], "x" + value]) if value else "7"


def _changed_list(value: list[Any], rng: random.Random) -> list[Any]:
    place, other = rng.randrange(len(value)), rng.randrange(len(value))
    swapped = list(value)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    options = [value[:place] + value[place + 1 :], [*value, value[place]], [], swapped]
    return rng.choice([one for one in options if one != value])


def set_at(line: dict[str, Any], path: tuple[Any, ...], value: Any) -> None:
    target: Any = line
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value


def get_at(line: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        line = line[key]
    return line


def pattern(kind: str, path: tuple[Any, ...]) -> str:
    """A place with its running numbers taken out: ``PICK.open.*.3``."""
    plain = [
        "*" if isinstance(key, int) and place < len(path) - 1 else str(key) for place, key in enumerate(path)
    ]
    return ".".join([kind, *plain])


def one_place(base: int, number: int, path: tuple[Any, ...], seed: str) -> dict[str, str]:
    """The record of ``base`` with one place of line ``number`` changed, all hashed and signed again."""
    rng = random.Random(seed)

    def change(lines: Lines) -> None:
        set_at(lines[number], path, changed(get_at(lines[number], path), rng))

    return forged(base, change)


def other_type(base: int, number: int, path: tuple[Any, ...]) -> dict[str, str]:
    """The record of ``base`` with one place of line ``number`` holding a thing of quite another kind."""

    def change(lines: Lines) -> None:
        old = get_at(lines[number], path)
        strange = [[], {}, "strange", -1, [[1]], None, True]
        set_at(
            lines[number],
            path,
            next(one for one in strange[len(path) :] + strange if type(one) is not type(old)),
        )

    return forged(base, change)


def rearranged(base: int, number: int, how: str) -> dict[str, str]:
    """The record of ``base`` with line ``number`` dropped, doubled or swapped with the next."""

    def change(lines: Lines) -> None:
        if how == "drop":
            del lines[number]
        elif how == "double":
            lines.insert(number, copy.deepcopy(lines[number]))
        else:
            lines[number : number + 2] = reversed(lines[number : number + 2])

    return forged(base, change)


FREE = {
    # Words and references: they decide nothing in the replay.
    "RULES.code", "RULES.text_zh", "RULES.text_en", "RULES.record", "RULES.items.*.article", "RULES.supersedes.*.reason_zh",
    "RULES.supersedes.*.reason_en", *(f"RULES.{table}.*.{label}" for table in ("items", "ties", "facts", "rounds") for label in ("zh", "en")),
    "RULES.seed.sources.*.zh", "RULES.seed.sources.*.en", "RULES.rounds.*.id", "POSTS.posts.*.zh", "POSTS.posts.*.employer",
    "POSTS.posts.*.atoms.*.zh", "POSTS.posts.*.atoms.*.id", "ADD.document", "WITHDRAW.document", "RULING.document", "RULING.zh",
    # The names and ranges of score items: never opened in the record; a receipt binds them.
    "RULES.items", "RULES.items.*.id", "RULES.items.*.least", "RULES.items.*.most",
    # What a post asks, and how many meet it, in mechanism plain: the leaves bind the answers, not the question.
    "POSTS.posts.*.atoms", "POSTS.posts.*.atoms.0", "POSTS.posts.*.atoms.*.value", "POSTS.posts.*.atoms.*.value.0", "ROOT.eligible.*.1",
    # A rule made laxer or stricter than anything that happened, a lane no one used, a post nobody reached.
    "RULES.session.cooling_minutes", "RULES.session.proxy", "RULES.session.absent", "RULES.session.late", "RULES.session.withdraw_taken",
    "RULES.session.added", "RULES.seed.least", "RULES.seed.rehearsal", "RULES.seed.sources.*.required", "RULES.keys.least", "POSTS.posts.*.round",
    # The witnesses' keys: the bureau writes its own in any case (``resigned``).
    "RULES.keys.witnesses", "RULES.keys.witnesses.0", "RULES.keys.witnesses.1", "RULES.keys.witnesses.*.key", "RULES.keys.witnesses.*.name",
    # An addition noted for the next placement, a refusal shown to nobody, a witness set written one line earlier.
    "ADD.seats", "drop ADD", "double ADD", "PICK.refused", "swap PICK", "swap ADD",
}  # fmt: skip
"""Places a record alone does not bind: a bureau that makes everything anew can change them unseen, a witness sees it."""


def forged_mutants(each: int = 1) -> Iterator[tuple[str, Mutant]]:
    """``(pattern, mutant)``: ``each`` changes of every pattern in every staged record, all signed again.

    Things of quite another kind are put once into every pattern, in whichever record has it first.
    """
    typed: dict[str, int] = {}
    for base, one in enumerate(staged.everything()):
        count: dict[str, int] = {}
        for number, name, make in _single_changes(base, _lines(one.name)):
            seen = typed if name.startswith("type of") else count
            seen[name] = seen.get(name, 0) + 1
            if seen[name] <= each:
                yield name, Mutant(base, f"{one.name}:{number}:{name}", make(), where=(number,))


def _single_changes(base: int, lines: Lines) -> Iterator[tuple[int, str, Callable[[], dict[str, str]]]]:
    for number, line in enumerate(lines):
        for path in [path for path in paths(line) if path[0] != "n"]:
            name = pattern(line["kind"], path)
            yield number, name, partial(one_place, base, number, path, f"{base}/{number}/{path}")
            yield number, f"type of {name}", partial(other_type, base, number, path)
        for how in ("drop", "double", "swap") if line is not lines[-1] else ("drop", "double"):
            yield number, f"{how} {line['kind']}", partial(rearranged, base, number, how)


# --- clumsy changes: nothing is hashed or signed again


def clumsy_mutants(each: int = 1) -> Iterator[Mutant]:
    """Single changes of the files as they lie there, with the lines that may be named."""
    for base, one in enumerate(staged.everything()):
        rng = random.Random(base)
        lines = one.files["log.jsonl"].splitlines()
        for number in range(len(lines)):
            for what, text in line_changes(lines, number, rng, each):
                around = (
                    tuple(range(number - 1, number + 2)) if number + 1 == len(lines) else (number, number + 1)
                )
                yield Mutant(base, f"{one.name}:{number}:{what}", {"log.jsonl": text}, where=around)
            text = flip_line(one.files["hashes.txt"], number, rng)
            yield Mutant(base, f"{one.name}:hash {number}", {"hashes.txt": text}, where=(number,))
        yield from _file_changes(base, one, rng)


def line_changes(lines: list[str], number: int, rng: random.Random, each: int) -> Iterator[tuple[str, str]]:
    def put(*instead: str) -> str:
        return "".join(f"{line}\n" for line in [*lines[:number], *instead, *lines[number + 1 :]])

    line = lines[number]
    for _ in range(each):
        yield "flip", put(flip(line, rng))
    yield "drop", put()
    yield "double", put(line, line)
    if number + 1 < len(lines):
        swapped = [*lines[:number], lines[number + 1], line, *lines[number + 2 :]]
        yield "swap", "".join(f"{one}\n" for one in swapped)
    if each > 1 or number % 5 == 0:
        yield "blank", put(line[:-1] + " }")
        yield "repeated key", put(f'{{"n":{number},{line[1:]}')
        yield "fraction", put(line.replace(f'"n":{number}', f'"n":{number}.0'))
        yield "escape", put(line.replace('"kind"', '"\\u006bind"'))


def flip(line: str, rng: random.Random) -> str:
    place = rng.choice([place for place, char in enumerate(line) if char.isascii()])
    other = rng.choice([char for char in '0123456789abcdefXYZ{}[]:,"' if char != line[place]])
    return line[:place] + other + line[place + 1 :]


def flip_line(text: str, number: int, rng: random.Random) -> str:
    lines = text.splitlines()
    place = rng.randrange(64)
    digit = rng.choice([char for char in "0123456789abcdef" if char != lines[number][place]])
    lines[number] = lines[number][:place] + digit + lines[number][place + 1 :]
    return "".join(f"{line}\n" for line in lines)


def _file_changes(base: int, one: Staged, rng: random.Random) -> Iterator[Mutant]:
    for at in sorted(one.files):
        if at.startswith("checkpoints/"):
            for _ in range(6):
                yield Mutant(base, f"{one.name}:{at} flip", {at: flip(one.files[at], rng)}, where=(at,))
            body, signatures = one.files[at].split("\n\n")
            fewer = "\n".join(signatures.split("\n")[:-2]) + "\n"
            yield Mutant(base, f"{one.name}:{at} without a witness", {at: f"{body}\n\n{fewer}"}, where=(at,))
        yield Mutant(
            base,
            f"{one.name}:{at} gone",
            {},
            gone=(at,),
            where=(at, "previous:0", f"previous:{at[9:]}", at[9:]),
        )
        yield Mutant(
            base, f"{one.name}:{at} empty", {at: ""}, where=(at, 0, "previous:0", f"previous:{at[9:]}")
        )
    log = one.files["log.jsonl"]
    yield Mutant(base, f"{one.name}:cut", {"log.jsonl": log[:-1]}, where=("log.jsonl",))
    yield Mutant(base, f"{one.name}:mark", {"log.jsonl": "\ufeff" + log}, where=("log.jsonl",))
    yield Mutant(base, f"{one.name}:returns", {"log.jsonl": log.replace("\n", "\r\n")}, where=("log.jsonl",))
    yield Mutant(base, f"{one.name}:stranger", {"names.csv": "1"}, where=("names.csv",))
    yield Mutant(base, f"{one.name}:hidden", {"previous/x": "1"}, where=("previous", "previous:x"))
    yield Mutant(
        base, f"{one.name}:bidi", {"log.jsonl": log.replace("按分数", "按\u202e分数", 1)}, where=(0,)
    )
    yield Mutant(
        base, f"{one.name}:NFD", {"log.jsonl": log.replace("Higher", "H\u0065\u0301igher", 1)}, where=(0,)
    )
