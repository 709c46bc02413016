"""What a record says, read into rows; and the files a record is handed in as. Nothing here checks a record: see checking."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

BY_SCORE, TOGETHER = "by_score", "together"
FORMATS = {"rongyao-placement-1": BY_SCORE, "rongyao-together-1": TOGETHER}
LARGEST_UNPACKED = 120 * 1024 * 1024
BESIDE = (".html", ".md", ".py")


class UnableToReadRecord(ValueError):
    """What was handed in is no record; the message says what is wrong with the file."""


# ── the file handed in ───────────────────────────────────────────────────────────────────────────────────────


def files_of(name: str, body: bytes) -> dict[str, str]:
    """The files of a record handed in as a bundle (``.json``) or as its folder packed into one file (``.zip``).

    Raises:
        UnableToReadRecord: it is neither, or holds no record.
    """
    try:
        found = _unpacked(body) if zipfile.is_zipfile(BytesIO(body)) else _unbundled(body)
    except (ValueError, zipfile.BadZipFile, KeyError, NotImplementedError) as error:
        if isinstance(error, UnableToReadRecord):
            raise
        words = _("%(file)s is neither a packed folder (.zip) nor a record in one file (.json).")
        raise UnableToReadRecord(words % {"file": name}) from error
    if "log.jsonl" not in found:
        words = _("There is no log.jsonl in %(file)s. Pack the whole folder of the record.")
        raise UnableToReadRecord(words % {"file": name})
    return found


def _unpacked(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(body)) as packed:
        inside = [one for one in packed.infolist() if not one.is_dir() and _is_wanted(one.filename)]
        if sum(one.file_size for one in inside) > LARGEST_UNPACKED:
            raise UnableToReadRecord(_("Unpacked, the file is too large for a record."))
        top = min((one.filename for one in inside if one.filename.endswith("log.jsonl")), key=len, default="")
        at = top[: -len("log.jsonl")]
        return {
            one.filename[len(at) :]: packed.read(one).decode("utf-8")
            for one in inside
            if one.filename.startswith(at)
        }


def _is_wanted(name: str) -> bool:
    """Pages and programs beside a record are not read; nor is what some systems pack beside every folder."""
    return not name.endswith(BESIDE) and not name.startswith("__MACOSX/") and not name.endswith(".DS_Store")


def _unbundled(body: bytes) -> dict[str, str]:
    value = json.loads(body)
    files = dict(value["files"]) if isinstance(value, dict) else {}
    if not all(isinstance(part, str) for pair in files.items() for part in pair):
        raise ValueError
    return files


def kind_of(files: Mapping[str, str]) -> str:
    """Which kind of record: by its first line.

    Raises:
        UnableToReadRecord: the first line names no format known here.
    """
    try:
        rules = json.loads(files["log.jsonl"].partition("\n")[0])
        return FORMATS[rules["format"]]
    except (ValueError, KeyError, TypeError) as error:
        words = _("The first line of log.jsonl names no kind of record that is known here.")
        raise UnableToReadRecord(words) from error


# ── what it says ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Row:
    """One person under a token: see ``models.Place``."""

    position: int
    token: str
    group: int
    score: int
    ties: list[list[Any]] = field(default_factory=list)
    is_by_lot: bool = False
    post: str = ""
    why: str = ""


@dataclass(frozen=True)
class Read:
    """What a checked record says; the fields are those of ``models.Record``."""

    kind: str
    origin: str
    version: int
    is_rehearsal: bool
    placed: int
    root: str
    head: str
    rooted_at: dt.datetime
    finished_at: dt.datetime
    posts: list[dict[str, Any]]
    groups: list[list[str]]
    keys: list[list[str]]
    draws: list[dict[str, str]]
    rules_zh: str
    rules_en: str
    rows: list[Row]

    def columns(self) -> dict[str, Any]:
        """Everything but the rows, by the name of its column."""
        return {name: value for name, value in vars(self).items() if name != "rows"}


def read(files: Mapping[str, str]) -> Read:
    """Read a record that was found right.

    Raises:
        UnableToReadRecord: it is none; a record that was checked never raises.
    """
    kind = kind_of(files)
    try:
        lines = [json.loads(line) for line in files["log.jsonl"].splitlines()]
        return _read(kind, lines, files)
    except (ValueError, KeyError, TypeError, IndexError, binascii.Error) as error:
        raise UnableToReadRecord(_("The record cannot be read.")) from error


def _read(kind: str, lines: list[dict[str, Any]], files: Mapping[str, str]) -> Read:
    rules, posts, root, seed = lines[:4]
    rows = {line["position"]: _row(line) for line in lines if line["kind"] == "ORDER"}
    result = next(line for line in reversed(lines) if "placements" in line)
    _place(rows, lines, result)
    groups = rules["rounds"] if kind == BY_SCORE else rules["groups"]
    return Read(
        kind=kind,
        origin=rules["record"],
        version=rules["version"],
        is_rehearsal=bool(rules["seed"]["rehearsal"]),
        placed=len(result["placements"]),
        root=root["root"],
        head=_head(files, len(lines)),
        rooted_at=dt.datetime.fromisoformat(root["at"]),
        finished_at=dt.datetime.fromisoformat(lines[-1]["at"]),
        posts=_posts(kind, posts, result),
        groups=[[one["id"], one["zh"], one["en"]] for one in groups],
        keys=[[one["id"], one["zh"], one["en"]] for one in rules.get("ties", [])],
        draws=list(_draws(rules, seed)),
        rules_zh=rules["text_zh"],
        rules_en=rules["text_en"],
        rows=[rows[position] for position in sorted(rows)],
    )


def _row(line: Mapping[str, Any]) -> Row:
    opened = {one[0]: one[1] for one in line["open"]}
    group, score = opened["standing"]
    ties = [[name[4:], value] for name, value in opened.items() if name.startswith("tie.")]
    return Row(line["position"], line["leaf"], group, score, ties, bool(line.get("lot")))


def _place(rows: Mapping[int, Row], lines: list[dict[str, Any]], result: Mapping[str, Any]) -> None:
    for line in lines:
        if line["kind"] in ("NONE", "RULING", "REASON"):
            rows[line["position"]].why = line.get("why") or line.get("effect") or line["code"]
    for position, post in result["placements"]:
        rows[position].post, rows[position].why = post, ""


def _posts(kind: str, line: Mapping[str, Any], result: Mapping[str, Any]) -> list[dict[str, Any]]:
    taken: dict[str, int] = {}
    for _position, post in result["placements"]:
        taken[post] = taken.get(post, 0) + 1
    left = dict(result["left"]) if kind == BY_SCORE else {}
    return [
        {
            "id": one["id"],
            "zh": one["zh"],
            "employer": one["employer"],
            "class": one.get("class", ""),
            "seats": one["seats"],
            "taken": taken.get(one["id"], 0),
            "left": left.get(one["id"], one["seats"] - taken.get(one["id"], 0)),
        }
        for one in line["posts" if kind == BY_SCORE else "lines"]
    ]


def _draws(rules: Mapping[str, Any], seed: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for source, (_name, value) in zip(rules["seed"]["sources"], seed["parts"], strict=True):
        yield {name: source[name] for name in ("id", "zh", "en", "drawn_at")} | {"value": value}


def _head(files: Mapping[str, str], size: int) -> str:
    """The tree head the last checkpoint signs, as hex."""
    return base64.b64decode(files[f"checkpoints/{size}.txt"].split("\n")[2], validate=True).hex()
