"""Reading the CSV tables that ``rongyao place`` and ``rongyao match`` take, and writing their results."""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

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
    """A file cannot be read as a table or as settings; the message names it and what is wrong, one fault a line."""


@dataclass(frozen=True)
class Columns:
    """The columns a file may have. ``known``: their names; ``patterns``: those that carry a name of their own, such as
    ``fact.<name>:<kind>``; ``wanted``: of each group at least one must be there, a pattern by its beginning; ``ranked``: the columns
    instead where one is ``rank``."""

    known: tuple[str, ...]
    wanted: tuple[tuple[str, ...], ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    ranked: "Columns | None" = None

    def faults(self, header: Sequence[str], shown: Mapping[str, str]) -> list[str]:
        """What is wrong with a header, one sentence each; ``shown``: names as they stand in the file."""
        odd = [one for one in header if not self._knows(one)]
        listed = ", ".join([*(_both(one, shown) for one in self.known), *(said for _, said in self.patterns)])
        gone = [group for group in self.wanted if not any(one.startswith(group) for one in header)]
        return [f"the column {one!r} is not understood; the columns are {listed}" for one in odd] + [
            f"the column {' / '.join(_both(one, shown) for one in group)} is missing" for group in gone
        ]

    def _knows(self, name: str) -> bool:
        return name in ("", *self.known) or any(re.fullmatch(one, name) for one, _ in self.patterns)


def _both(name: str, shown: Mapping[str, str]) -> str:
    said = next((zh for zh, en in shown.items() if en == name), "")
    return f"{said} {name}" if said else f"{name}<id>" if name.endswith(".") else name


def table(path: Held, aliases: Mapping[str, str], columns: Columns) -> list[Row]:
    """The rows of a CSV file under their folded headers, with the row number a spreadsheet shows.

    Raises:
        UnableToReadTable: empty, not text, a column twice, unknown or missing, or cells that stand under no header.
    """
    rows = _cells(path)
    header = [_header(cell, aliases) for cell in rows[0]]
    if repeated := sorted({name for name in header if header.count(name) > 1 and name}):
        raise UnableToReadTable(f"{path.name}: the column {', '.join(repeated)} stands there twice")
    told = columns.ranked if columns.ranked and "rank" in header else columns
    if faults := told.faults(header, aliases):
        raise UnableToReadTable("\n".join(f"{path.name}, row 1: {fault}" for fault in faults))
    bare = [at for at, name in enumerate(header) if not name]
    if wide := [str(number) for number, row in enumerate(rows, 1) if _is_wide(row, len(header), bare)]:
        raise UnableToReadTable(f"{path.name}, row {', '.join(wide[:5])}: more cells than headers")
    filled = ((number, row) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row))
    return [
        (number, dict(zip(header, (cell.strip() for cell in row), strict=False))) for number, row in filled
    ]


def _is_wide(row: Sequence[str], width: int, bare: Sequence[int]) -> bool:
    """Whether something stands to the right of the headers, or under an empty one: it would be lost without a word."""
    beside = list(row[width:]) + [row[at] for at in bare if at < len(row)]
    return any(cell.strip() for cell in beside)


def _cells(path: Held) -> list[list[str]]:
    text = _decoded(path)
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as problem:
        raise UnableToReadTable(f"{path.name} is no CSV file: {problem}") from problem
    if not text.strip("\r\n\t ,;") or not any(cell.strip() for cell in rows[0]):
        raise UnableToReadTable(
            f"{path.name} is empty" if not text.strip() else f"{path.name}, row 1: no headers"
        )
    if len(rows[0]) == 1 and re.search(r"[\t;|]", rows[0][0]):
        raise UnableToReadTable(f"{path.name}: no commas between the cells; save it as CSV with commas")
    return rows


def _decoded(path: Held) -> str:
    raw = path.read_bytes()
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnableToReadTable(f"{path.name} is a workbook: open it and save it as CSV")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnableToReadTable(f"{path.name} is UTF-16 text: save it as CSV UTF-8")
    return decoded(raw, path.name)


def decoded(raw: bytes, name: str) -> str:
    """Text in UTF-8 (with or without a mark) or GB 18030, as Chinese spreadsheets and editors write it; in NFC."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise UnableToReadTable(f"{name} is neither UTF-8 nor GB 18030")


def _header(cell: str, aliases: Mapping[str, str]) -> str:
    plain = unicodedata.normalize("NFKC", cell).strip()
    return aliases.get(plain, plain)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


_SHORTENED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,3}")


def is_shortened(key: str) -> bool:
    """A long number as a spreadsheet shows and exports it (3.20584E+17): its last digits are gone."""
    return bool(_SHORTENED.fullmatch(key))


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
    if not plain:
        raise UnableToReadPoints(f"{column} is empty")
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
    """One person, one key: full-width folded, x as X, a 15-digit identity number as its 18-digit form; ``="…"`` (as some systems
    keep a spreadsheet from shortening a number) and blanks inside a number are taken away."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if wrapped := re.fullmatch(r'="([^"]*)"', plain):
        plain = wrapped[1].strip()
    if re.fullmatch(r"[0-9 ]+X?", plain):
        plain = plain.replace(" ", "")
    if not re.fullmatch(r"[0-9]{15}", plain):
        return plain
    longer = f"{plain[:6]}19{plain[6:]}"
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(longer, weights, strict=True)) % 11
    return longer + "10X98765432"[rest]
