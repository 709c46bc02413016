"""Reading the CSV tables and JSON settings that ``rongyao place`` and ``rongyao match`` take, and writing their results."""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from rongyao.choosing.by_score.points import UnableToReadPoints
from rongyao.choosing.by_score.requirements import Value, read_value
from rongyao.choosing.record.leaves import Nonces

Row = tuple[int, dict[str, str]]


class Held(Protocol):
    """A file that is read whole: a ``Path``, or what was handed in and must not lie on a disk."""

    @property
    def name(self) -> str: ...
    def read_bytes(self) -> bytes: ...


class UnableToReadTable(ValueError):
    """A file cannot be read as a table or as settings; the message names it and what is wrong."""


def table(path: Held, aliases: Mapping[str, str]) -> list[Row]:
    """The rows of a CSV file under their folded headers, with the row number a spreadsheet shows.

    Raises:
        UnableToReadTable: empty, not text, a column twice, or a row wider than the headers.
    """
    rows = list(csv.reader(io.StringIO(_decoded(path), newline="")))
    if not rows:
        raise UnableToReadTable(f"{path.name} is empty")
    header = [_header(cell, aliases) for cell in rows[0]]
    if repeated := sorted({name for name in header if header.count(name) > 1 and name}):
        raise UnableToReadTable(f"{path.name}: the column {', '.join(repeated)} stands there twice")
    if wide := [str(number) for number, row in enumerate(rows, 1) if len(row) > len(header)]:
        raise UnableToReadTable(f"{path.name}, row {', '.join(wide[:5])}: more cells than headers")
    filled = ((number, row) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row))
    return [
        (number, dict(zip(header, (cell.strip() for cell in row), strict=False))) for number, row in filled
    ]


def _decoded(path: Held) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise UnableToReadTable(f"{path.name} is neither UTF-8 nor GB 18030")


def _header(cell: str, aliases: Mapping[str, str]) -> str:
    plain = unicodedata.normalize("NFKC", cell).strip()
    return aliases.get(plain, plain)


def settings(path: Path | None, allowed: Collection[str]) -> dict[str, Any]:
    """The JSON object of settings; an empty one where no file is given.

    Raises:
        UnableToReadTable: not readable, not an object, or with a key that is not ``allowed``.
    """
    if path is None:
        return {}
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise UnableToReadTable(f"{path.name}: {problem}") from problem
    if not isinstance(value, dict) or set(value) - set(allowed):
        raise UnableToReadTable(f"{path.name}: the settings are {', '.join(sorted(allowed))}")
    return value


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def nonces(secret: bytes | None, own: Mapping[str, str]) -> Callable[[str], Nonces]:
    """The bureau's nonces: fresh, or repeatable ones from a secret. Each person's: from the own words, else given by the bureau."""

    def give(key: str) -> Nonces:
        made = (
            Nonces.fresh() if secret is None else Nonces(*(_from(secret, side, key) for side in (b"b", b"p")))
        )
        words = own.get(key, "")
        return Nonces(made.bureau, hashlib.sha256(words.encode()).digest()) if words else made

    return give


def _from(secret: bytes, side: bytes, key: str) -> bytes:
    return hashlib.sha256(secret + side + key.encode()).digest()


def own_words(rows: Iterable[Row]) -> dict[str, str]:
    """The column ``nonce``: words only the person chose, by the person's key."""
    return {person_key(row.get("id", "")): row["nonce"] for _, row in rows if row.get("nonce")}


def programs(readme: str, *names: str) -> dict[str, str]:
    """What lies beside a record and is not part of it: the checking programs and a word on how to use them."""
    here = Path(__file__).parent / "verify"
    return {"README.md": readme} | {name: (here / name).read_text("utf-8") for name in names}


def count(text: str, column: str) -> int:
    """A cell that holds a whole number; anything else raises UnableToReadPoints."""
    plain = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise UnableToReadPoints(f"{column} {text!r} is not a whole number")
    return int(plain)


def fact_value(text: str, kind: str) -> Value:
    """An empty cell is *not known*; ``-`` alone under ``categories`` is the asserted empty list."""
    if not text:
        return None
    if kind == "categories":
        return [] if text == "-" else [str(read_value(one, kind)) for one in re.split(r"[|｜]", text)]
    value: Value = read_value(text, kind)
    return value


def person_key(text: str) -> str:
    """One person, one key: full-width folded, x as X, a 15-digit identity number as its 18-digit form."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if not re.fullmatch(r"[0-9]{15}", plain):
        return plain
    longer = f"{plain[:6]}19{plain[6:]}"
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(longer, weights, strict=True)) % 11
    return longer + "10X98765432"[rest]
