#!/usr/bin/env python3
"""独立核验已公布的教培岗位联合匹配记录：全部重算一遍。 Check a published joint matching by computing all of it again.

    python3 check_together.py RECORD/ [--receipt MINE.json] [--witness NAME=HEXKEY]... [--note FILE]...
                                      [--draw SOURCE=DIGITS]...

One file, standard library only (Python 3.10 or later), nothing of the matching program in it: it was written from
docs/reference/joint-matching.md. Every bound is checked in whole numbers. 退出码 Exit 0: 全部成立 everything holds; 1: 不成立，指明行
refused, the line is named; 2: 无法读取 unreadable. RECORD is the folder or the bundle.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import functools
import hashlib
import hmac
import json
import os
import re
import struct
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

if sys.version_info < (3, 10):  # noqa: UP036  it is run by whatever Python a reader has
    sys.stderr.write("需要 Python 3.10 或更新的版本｜Python 3.10 or later is needed\n")
    sys.exit(2)

Where = int | str
Row = dict[str, Any]
Point = tuple[int, int, int, int]
Check = Callable[[bytes, bytes, bytes], bool]
MOST = 2**53 - 1
NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", re.ASCII)
ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
KEYS = {
    "RULES": "format record version suite mode accept scale groups facts seed keys text_zh text_en code",
    "POSTS": "institutions classes lines", "ROOT": "people root", "SEED": "root parts seed",
    "ORDER": "position leaf open",
    "PRICES": "id worth person line most least roof promise", "STAGE": "stage reached at_most tree",
    "DECLINED": "class tree", "RESULT": "placed unplaced running undecided placements",
    "REASON": "position code evidence", "STABLE": "closed lines classes institutions placements",
}  # fmt: skip
EVIDENCE = {"N0": "", "N1": "free lines", "N2": "classes", "N3": "full", "N4": "people lines seats", "N5": ""}
REFUSAL = {"few": "most full", "count": "stage at_most prices", "lot": "", "undecided": ""}
FOLLOWS = {
    "": "RULES", "RULES": "POSTS", "POSTS": "ROOT", "ROOT": "SEED", "SEED": "ORDER PRICES STAGE STABLE",
    "ORDER": "ORDER PRICES STAGE STABLE", "PRICES": "PRICES STAGE", "STAGE": "STAGE DECLINED RESULT",
    "DECLINED": "DECLINED RESULT", "RESULT": "REASON", "REASON": "REASON", "STABLE": "",
}  # fmt: skip
OPS = ("eq", "ne", "in", "not_in", "ge", "le", "has_any", "has_all")
SIGNATURES = 24  # beyond so many the rest are reported unchecked


class Refused(Exception):
    """The record is not what it claims to be. ``where``: a line number of the log, or the name of a file."""

    def __init__(self, where: Where, zh: str, en: str) -> None:
        self.where, self.zh, self.en = where, zh, en
        place = (f"第 {where} 行", f"line {where}") if isinstance(where, int) else (_in_chinese(where), where)
        super().__init__(f"{place[0]}：{zh}｜{place[1]}: {en}")


def _in_chinese(where: str) -> str:
    """A place that is not a file of the record, for the Chinese half of a sentence."""
    words = {"receipt": "回执", "note": "见证人检查点"}
    first = re.split("[ :]", where)[0]
    return words[first] + where[len(first) :] if first in words else where


class Unreadable(ValueError):
    """What was given on the command line is no record, no key or no draw: in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}｜{en}")


def need(fine: object, where: Where, zh: str, en: str) -> None:
    if not fine:
        raise Refused(where, zh, en)


# ---------------------------------------------------------------- canonical JSON, hashes


def _no(text: str) -> Any:
    raise ValueError(f"{text} is not allowed")


def read_canonical(raw: bytes, where: Where) -> Any:
    """The value of one canonical line, or Refused."""
    try:
        text = raw.decode("utf-8")
        value = json.loads(text, parse_float=_no, parse_constant=_no)
    except (ValueError, RecursionError) as problem:
        need(raw, where, "这一行是空的", "this line is empty")
        raise Refused(where, "不是规范的 JSON", f"not canonical JSON ({problem})") from None
    fine = canon(value) == raw and unicodedata.is_normalized("NFC", text) and _plain(value)
    need(fine, where, "不是规范写法", "not in canonical form")
    return value


def _plain(value: Any) -> bool:
    """No null, true or false, no control or bidirectional mark, no integer beyond 2^53 - 1."""
    if type(value) is int:
        return abs(value) <= MOST
    if isinstance(value, str):
        return not ODD.search(value)
    if isinstance(value, list):
        return all(map(_plain, value))
    return isinstance(value, dict) and all(
        key.isascii() and _plain(key) and _plain(item) for key, item in value.items()
    )


def canon(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


class Hashes:
    """The suite: H, HMAC, and RFC 6962."""

    def __init__(self, name: str, where: Where) -> None:
        need(name in ("sha256", "sm3"), where, f"没有杂凑套件 {name}", f"no suite {name}")
        if name not in hashlib.algorithms_available:
            raise OSError(f"this Python has no {name}: take another machine")
        self.name = name

    def digest(self, data: bytes) -> bytes:
        return hashlib.new(self.name, data).digest()

    def leaf(self, data: bytes) -> bytes:
        return self.digest(b"\x00" + data)

    def node(self, left: bytes, right: bytes) -> bytes:
        return self.digest(b"\x01" + left + right)

    def mac(self, key: bytes, data: bytes) -> bytes:
        return hmac.new(key, data, self.name).digest()

    def head(self, leaves: Sequence[bytes]) -> bytes:
        """The RFC 6962 tree head."""
        if not leaves:
            return self.digest(b"")
        level = list(leaves)
        while len(level) > 1:
            paired = [self.node(*level[n : n + 2]) for n in range(0, len(level) - 1, 2)]
            level = paired + level[len(level) - len(level) % 2 :]
        return level[0]


# ---------------------------------------------------------------- the folder


def numbers(value: Any, where: Where, least: int = 0, most: int = MOST) -> list[int]:
    """A list of whole numbers within bounds."""
    fine = isinstance(value, list) and all(type(one) is int and least <= one <= most for one in value)
    need(fine, where, "应为整数数组", "should be a list of whole numbers in range")
    found: list[int] = value
    return found


def number(value: Any, where: Where, least: int = 0, most: int = MOST) -> int:
    return numbers([value], where, least, most)[0]


def text(value: Any, where: Where) -> str:
    need(type(value) is str, where, "应为文字", "should be text")
    return str(value)


def name(value: Any, where: Where) -> str:
    need(type(value) is str and NAME.fullmatch(value), where, "编号不对", "no identifier")
    return str(value)


def binary(value: Any, where: Where, size: int = 32) -> bytes:
    fine = type(value) is str and re.fullmatch(f"[0-9a-f]{{{2 * size}}}", value)
    need(fine, where, "应为规定长度的小写十六进制", "should be lower-case hex of the right length")
    return bytes.fromhex(value)


def array(value: Any, where: Where) -> list[Any]:
    need(type(value) is list, where, "应为数组", "should be an array")
    found: list[Any] = value
    return found


def keys(value: Any, wanted: str, where: Where) -> Row:
    fine = isinstance(value, dict) and set(value) == set(wanted.split())
    need(fine, where, "多了或少了项目", f"unknown or missing key; expected {wanted}")
    row: Row = value
    return row


def objects(value: Any, wanted: str, where: Where) -> list[Row]:
    """A list of objects with these keys; their ``id``, where they have one, is an identifier that occurs once."""
    rows = [keys(one, wanted, where) for one in array(value, where)]
    names = [name(one["id"], where) for one in rows if "id" in one]
    need(len(set(names)) == len(names), where, "编号重复", "an identifier twice")
    for one in rows:
        for key in ("zh", "en"):
            text(one.get(key, ""), where)
    return rows


def pairs(value: Any, where: Where) -> list[list[Any]]:
    """A list of lists of two."""
    fine = all(type(one) is list and len(one) == 2 for one in array(value, where))
    need(fine, where, "应为成对的数组", "should be a list of pairs")
    found: list[list[Any]] = value
    return found


def moment(value: Any, where: Where) -> float:
    need(type(value) is str and WHEN.fullmatch(value), where, "时间不对", "wrong time")
    try:
        return datetime.datetime.fromisoformat(value).timestamp()
    except ValueError:
        raise Refused(where, "时间不对", "wrong time") from None


class Record:
    """The lines of a folder, parsed strictly, each of a known kind in the known order."""

    def __init__(
        self,
        files: Mapping[str, str | bytes],
        known: Mapping[str, bytes],
        draws: Mapping[str, str],
        signatures: int,
    ) -> None:
        self.files = {at: data if isinstance(data, bytes) else data.encode() for at, data in files.items()}
        self.known, self.draws, self.left, self.unchecked = known, draws, signatures, 0
        self._files()
        self.rows: list[Row] = []
        for place, line in enumerate(self.raw):
            self.rows.append(self._row(place, line))
        self._sequence()
        self._rules(self.rows[0])
        self._posts(self.rows[1])
        self._hashes()

    def of(self, kind: str) -> list[Row]:
        return [row for row in self.rows if row["kind"] == kind]

    def _files(self) -> None:
        for at in self.files:
            fine = at in ("log.jsonl", "hashes.txt") or re.fullmatch(r"checkpoints/[1-9][0-9]*\.txt", at)
            need(fine, at, "记录中不应有这个文件", "this file does not belong into a record")
        for at in ("log.jsonl", "hashes.txt"):
            need(at in self.files, at, "缺少这个文件", "this file is missing")
        log = self.files["log.jsonl"]
        need(log.endswith(b"\n"), "log.jsonl", "末行不完整", "the last line is cut off")
        self.raw = log[:-1].split(b"\n")
        is_other = b'"format":"rongyao-placement-1"' in self.raw[0]
        need(
            not is_other,
            0,
            "这是选岗记录，请用 rongyao_verify.py",
            "this is a placement: use rongyao_verify.py",
        )

    def _row(self, place: int, line: bytes) -> Row:
        row = read_canonical(line, place)
        fine = isinstance(row, dict) and type(row.get("kind")) is str and row["kind"] in KEYS
        need(fine, place, "不认识的行", "unknown kind of line")
        keys(row, KEYS[row["kind"]] + " n kind at", place)
        need(type(row["n"]) is int and row["n"] == place, place, "行号不对", "wrong number of the line")
        moment(row["at"], place)
        need(not place or row["at"] >= self.rows[-1]["at"], place, "时间不对", "wrong time")
        return row

    def _sequence(self) -> None:
        before = ""
        for place, row in enumerate(self.rows):
            fine = row["kind"] in FOLLOWS[before].split()
            need(fine, place, "各行的次序不对", "the lines are not in the order laid down")
            before = row["kind"]
        fine = before in ("RESULT", "REASON", "STABLE")
        need(fine, len(self.rows) - 1, "日志没有写完", "the log breaks off here")

    def _rules(self, rules: Row) -> None:
        fine = (
            rules["format"] == "rongyao-together-1"
            and type(rules["version"]) is int
            and rules["version"] == 1
        )
        need(fine, 0, "格式不识", "unknown format")
        need(
            text(rules["record"], 0) and not re.search(r"\s", rules["record"]),
            0,
            "记录名不合格",
            "no proper record name",
        )
        self.hashes = Hashes(text(rules["suite"], 0), 0)
        need(rules["mode"] in ("most", "stable"), 0, "方式不识", "unknown mode")
        need(rules["accept"] in ("listed", "eligible"), 0, "口径不识", "unknown accept")
        number(rules["scale"], 0, 1)
        self.groups = objects(rules["groups"], "id zh en", 0)
        need(self.groups, 0, "没有组别", "no group")
        self.facts = {one["id"] for one in objects(rules["facts"], "id kind zh en", 0)}
        kinds = ("int", "bool", "category", "categories", "date")
        need(all(one["kind"] in kinds for one in rules["facts"]), 0, "事实类型不明", "unknown kind of fact")
        text(rules["text_zh"], 0), text(rules["text_en"], 0), binary(rules["code"], 0)
        self._recipe(keys(rules["seed"], "rehearsal least sources", 0))
        self.keys = Keys(rules["keys"])
        mode = "stable" if self.of("STABLE") else "most"
        need(
            rules["mode"] == mode,
            4 + len(self.of("ORDER")),
            "这一行不合规则所定的方式",
            "this line does not fit the mode of RULES",
        )

    def _recipe(self, recipe: Row) -> None:
        number(recipe["rehearsal"], 0, 0, 1), number(recipe["least"], 0)
        for one in objects(recipe["sources"], "id zh en digits drawn_at required", 0):
            number(one["digits"], 0, 1), number(one["required"], 0, 0, 1), moment(one["drawn_at"], 0)
        fine = recipe["rehearsal"] or (recipe["sources"] and recipe["least"])
        need(fine, 0, "没有开奖来源而不称演练", "no source, and not called a rehearsal")

    def _posts(self, row: Row) -> None:
        self.roofs = objects(row["institutions"], "id least most", 1)
        self.classes = objects(row["classes"], "id least most under", 1)
        self.lines = objects(row["lines"], "id class seats employer zh atoms", 1)
        for table in (self.roofs, self.classes, self.lines):
            numbers([one[key] for one in table for key in ("least", "most", "seats") if key in one], 1)
        classes, roofs = {one["id"] for one in self.classes}, {one["id"] for one in self.roofs} | {""}
        known = all(type(one["class"]) is str and one["class"] in classes for one in self.lines)
        need(known, 1, "班级编号不对", "an unknown class")
        known = all(type(one["under"]) is str and one["under"] in roofs for one in self.classes)
        need(known, 1, "机构编号不对", "an unknown institution")
        for one in self.lines:
            text(one["employer"], 1)
            for atom in objects(one["atoms"], "id fact op value zh", 1):
                fine = type(atom["fact"]) is str and atom["fact"] in self.facts and atom["op"] in OPS
                need(fine and array(atom["value"], 1), 1, "条件不合格", "a requirement is malformed")
                fine = all(type(v) is str or type(v) is int for v in atom["value"])
                need(fine, 1, "条件不合格", "a requirement is malformed")

    def _hashes(self) -> None:
        self.leaves = [self.hashes.leaf(line) for line in self.raw]
        listed = self.files["hashes.txt"].decode("ascii", "replace").split("\n")
        for place, leaf in enumerate(self.leaves):
            fine = place < len(listed) and listed[place] == leaf.hex()
            need(fine, place, "与 hashes.txt 不符", "does not match hashes.txt")
        need(listed[len(self.leaves) :] == [""], "hashes.txt", "行数不符", "another number of lines")

    def check_notes(self) -> tuple[str, str]:
        """Every checkpoint in the folder; those at 3 and at the full size must be there."""
        sizes = sorted(int(at[12:-4]) for at in self.files if at.startswith("checkpoints/"))
        for wanted in (3, len(self.raw)):
            need(wanted in sizes, f"checkpoints/{wanted}.txt", "缺少这个检查点", "this checkpoint is missing")
        signed = {size: self._checkpoint(size) for size in sizes}
        recipe = self.rows[0]["seed"]
        draws = [moment(one["drawn_at"], 0) for one in recipe["sources"]]
        if draws and not recipe["rehearsal"]:
            late = [who for who, time in signed[3].items() if time >= min(draws)]
            need(not late, "checkpoints/3.txt", "见证晚于开奖", "a witness signed the root only after a draw")
        for who, key in self.known.items():
            zh, en = (
                f"规则中 {who} 的公钥不是其公布的公钥",
                f"the key of {who} in RULES is not the one it publishes",
            )
            need(who in self.keys.witnesses, 0, f"规则的见证人中没有 {who}", f"RULES names no witness {who}")
            need(self.keys.witnesses[who] == key, 0, zh, en)
            for size in (3, len(self.raw)):
                need(who in signed[size], f"checkpoints/{size}.txt", f"{who} 没有签署", f"{who} did not sign")
        count = sum(1 + len(one) for one in signed.values()) - self.unchecked
        more = (
            (f"，另有 {self.unchecked} 个此处未核验", f", {self.unchecked} more not checked here")
            if self.unchecked
            else ("", "")
        )
        return (
            f"{len(sizes)} 个检查点、{count} 个签名有效{more[0]}",
            f"{len(sizes)} checkpoints, {count} signatures hold{more[1]}",
        )

    def _checkpoint(self, size: int) -> dict[str, int]:
        where = f"checkpoints/{size}.txt"
        note = Note(self.files[where], where)
        fine = note.size == size <= len(self.raw) and note.origin == self.rows[0]["record"]
        need(fine, where, "检查点不属于这份日志", "the checkpoint is not of this log")
        fine = note.head == self.hashes.head(self.leaves[:size])
        need(fine, where, f"签署的不是前 {size} 行", f"what was signed is not these first {size} lines")
        return self.keys.check(note, where, self.budget)

    def budget(self, key: bytes, message: bytes, signature: bytes) -> bool:
        if self.left <= 0:
            self.unchecked += 1
            return True
        self.left -= 1
        return ed25519(key, message, signature)

    def check_witness_note(self, raw: bytes, where: Where) -> tuple[str, str]:
        """A checkpoint that a witness kept: the log it saw must be the beginning of this one."""
        need(b"\r\n" not in raw, where, *CHANGED)
        note = Note(raw, where)
        need(
            note.origin == self.rows[0]["record"],
            where,
            "见证的不是这份记录",
            "the note is about another record",
        )
        fine = note.size <= len(self.leaves)
        need(fine, where, "见证人见过更长的日志", "the witness has seen a longer log than this")
        keyring = {**self.keys.witnesses, **self.known}
        signer = next((one for one in note.lines if one[0] in keyring), None)
        need(signer, where, "没有已知见证人的签名", "no known witness signed it")
        who, said = signer or ("", b"")
        fine = cosignature(note, who, keyring[who], said, ed25519) is not None
        need(fine, where, "见证签名无效", "the witness's signature does not hold")
        same = note.head == self.hashes.head(self.leaves[: note.size])
        zh, en = (
            f"见证人见到的前 {note.size} 行与此不同",
            f"the witness saw another history of the first {note.size} lines",
        )
        need(same, where, zh, en)
        return (
            f"{who} 见证的前 {note.size} 行就是这些",
            f"{who} witnessed exactly these first {note.size} lines",
        )


# ---------------------------------------------------------------- Ed25519 (RFC 8032), verification only

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P


def _add(a: Point, b: Point) -> Point:
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = 2 * _D * t1 * t2 % _P, 2 * z1 * z2
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _point(data: bytes) -> Point | None:
    """The curve point of 32 bytes, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        return None
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if v * x * x % _P == -u % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if v * x * x % _P != u or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


_BASE = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)


def nobodys(key: bytes) -> bool:
    """A point of an order of at most 8 is nobody's key: signatures under it are made without a secret."""
    point = _point(key)
    for _ in range(3 if point else 0):
        point = _add(point, point)  # type: ignore[arg-type]
    return bool(point and point[0] == 0 and point[1] == point[2])


@functools.lru_cache(maxsize=4096)
def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (64 bytes) over ``message`` is by ``key`` (32 bytes)."""
    a, s = _point(key), int.from_bytes(signature[32:], "little")
    if a is None or s >= _L or _point(signature[:32]) is None:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _L
    minus = (_P - a[0], a[1], 1, _P - a[3])
    table = ((0, 1, 1, 0), _BASE, minus, _add(_BASE, minus))
    found = (0, 1, 1, 0)
    for bit in range(253, -1, -1):
        found = _add(found, found)
        which = (s >> bit & 1) | (k >> bit & 1) << 1
        if which:
            found = _add(found, table[which])
    inverse = pow(found[2], -1, _P)
    x, y = found[0] * inverse % _P, found[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# ---------------------------------------------------------------- signed checkpoints


class Note:
    """A signed note taken apart: origin, size, head, and signature lines (name, payload)."""

    def __init__(self, raw: bytes, where: Where) -> None:
        try:
            body, _, tail = raw.decode("utf-8").partition("\n\n")
            origin, size, head = body.split("\n")
            self.head, self.size = base64.b64decode(head, validate=True), int(size)
            found = [re.fullmatch(r"— (\S+) ([A-Za-z0-9+/=]+)", line) for line in tail.split("\n")[:-1]]
            parts = [line.groups() for line in found if line]
            self.lines = [(who, base64.b64decode(said, validate=True)) for who, said in parts]
            self.origin, self.text = origin, body + "\n"
            again = (
                self.text
                + "\n"
                + "".join(f"— {who} {base64.b64encode(said).decode()}\n" for who, said in self.lines)
            )
            fine = again.encode() == raw and f"{self.size}" == size and len(self.head) == 32
            fine = fine and base64.b64encode(self.head).decode() == head
        except (ValueError, TypeError):
            fine = False
        need(fine, where, "不是合格的签名检查点", "not a well-formed signed checkpoint")


def key_id(who: str, kind: bytes, key: bytes) -> bytes:
    return hashlib.sha256(who.encode() + b"\n" + kind + key).digest()[:4]


def is_signed_by(note: Note, who: str, key: bytes, payload: bytes, check: Check) -> bool:
    """Whether the bureau's own signature line is by its key."""
    fine = len(payload) == 68 and payload[:4] == key_id(who, b"\x01", key)
    return fine and check(key, note.text.encode(), payload[4:])


def cosignature(note: Note, who: str, key: bytes, payload: bytes, check: Check) -> int | None:
    """The witness's time (cosignature/v1: over the time and the text), or None where the line is not by its key."""
    if len(payload) != 76 or payload[:4] != key_id(who, b"\x04", key):
        return None
    time = int(struct.unpack(">Q", payload[4:12])[0])
    return time if check(key, f"cosignature/v1\ntime {time}\n{note.text}".encode(), payload[12:]) else None


class Keys:
    """The keys that RULES names."""

    def __init__(self, told: Any) -> None:
        told = keys(told, "bureau witnesses least", 0)
        self.bureau = self._one(told["bureau"])
        self.witnesses = dict(self._one(one) for one in array(told["witnesses"], 0))
        need(len(self.witnesses) == len(told["witnesses"]), 0, "见证人重复", "a witness is named twice")
        known = [self.bureau[1], *self.witnesses.values()]
        need(len(set(known)) == len(known), 0, "同一把公钥由两方使用", "two parties have the same key")
        need(not any(map(nobodys, known)), 0, "有人人都能签名的公钥", "a key with which anybody can sign")
        self.least = number(told["least"], 0, 0, len(self.witnesses))

    @staticmethod
    def _one(told: Any) -> tuple[str, bytes]:
        one = keys(told, "name key", 0)
        fine = type(one["name"]) is str and re.fullmatch(r"[^\s+]{1,128}", one["name"])
        need(fine, 0, "签名人名称不合格", "no proper name of a signer")
        return one["name"], binary(one["key"], 0)

    def check(self, note: Note, where: Where, check: Check) -> dict[str, int]:
        """The bureau's signature first, then the witnesses' in the order of RULES, with their times."""
        who, key = self.bureau
        fine = (
            note.lines and note.lines[0][0] == who and is_signed_by(note, who, key, note.lines[0][1], check)
        )
        need(fine, where, "单位的签名无效", "the bureau's signature does not hold")
        order, seen = list(self.witnesses), dict[str, int]()
        for witness, payload in note.lines[1:]:
            zh, en = f"{witness} 不在规则的见证人之列", f"{witness} is no witness of RULES, or out of order"
            need(witness in order, where, zh, en)
            order = order[order.index(witness) + 1 :]
            time = cosignature(note, witness, self.witnesses[witness], payload, check)
            zh, en = f"{witness} 的见证签名无效", f"the co-signature of {witness} does not hold"
            need(time is not None, where, zh, en)
            seen[witness] = time or 0
        need(len(seen) >= self.least, where, "见证人不足", "too few witnesses signed")
        return seen


# ---------------------------------------------------------------- people, order, lots


class People:
    """Everybody in order: group, wishes as line numbers, eligible line numbers, whether they take part."""

    def __init__(self, record: Record) -> None:
        self.record, self.hashes, self.groups = record, record.hashes, len(record.groups)
        self.line_number = {one["id"]: n for n, one in enumerate(record.lines)}
        orders = record.of("ORDER")
        self.leaves = [binary(one["leaf"], one["n"]) for one in orders]
        self.root = self._root(record.rows[2])
        self.seed = self._seed(record.rows[3], record.rows[0]["seed"])
        self.rows = [self._person(row, place) for place, row in enumerate(orders, 1)]
        self._order(self.seed)
        self.wishes = [self._wishes(one, record.rows[0]["accept"]) for one in self.rows]

    def _root(self, root: Row) -> bytes:
        fine = number(root["people"], 2) == len(self.leaves)
        need(fine, 2, "人数不符", "another number of people")
        leaves = sorted(self.leaves)
        need(len(set(leaves)) == len(leaves), 2, "有两个相同的承诺", "a leaf appears twice")
        head = self.hashes.head([self.hashes.leaf(one) for one in leaves])
        need(head == binary(root["root"], 2), 2, "名单根值不符", "the root is not that of the people")
        return head

    def _seed(self, seed: Row, recipe: Row) -> bytes:
        need(binary(seed["root"], 3) == self.root, 3, "种子用了别的根值", "the seed is of another root")
        parts, sources, present = pairs(seed["parts"], 3), recipe["sources"], 0
        fine = [one[0] for one in parts] == [one["id"] for one in sources]
        need(fine, 3, "开奖来源不符", "the draws are not those of the recipe")
        for (source, digits), told in zip(parts, sources, strict=True):
            if text(digits, 3) or told["required"]:
                fine = bool(len(digits) == told["digits"] and re.fullmatch("[0-9]+", digits))
                need(fine, 3, "开奖数字不符", "digits do not fit the recipe")
                fine = self.record.rows[2]["at"] < told["drawn_at"] <= seed["at"]
                zh, en = (
                    f"来源 {source} 的开奖时间不在根与种子之间",
                    f"source {source} was not drawn between root and seed",
                )
                need(fine, 3, zh, en)
                present += 1
            actual = self.record.draws.get(source, digits)
            zh, en = (
                f"来源 {source} 实际开出 {actual}，记录写 {digits}",
                f"source {source} drew {actual}, the record says {digits}",
            )
            need(actual == digits, 3, zh, en)
        names = {source for source, _ in seed["parts"]}
        stranger = next((one for one in self.record.draws if one not in names), None)
        need(stranger is None, 3, f"记录没有 {stranger} 这个来源", f"the record has no source {stranger}")
        need(present >= recipe["least"], 3, "开奖来源不够", "too few draws")
        mixed = self.hashes.digest(b"rongyao-seed-1\x00" + self.root + canon(seed["parts"]))
        need(mixed == binary(seed["seed"], 3), 3, "种子不符", "the seed does not follow from the draws")
        return mixed

    def _person(self, row: Row, place: int) -> Row:
        where = row["n"]
        need(
            type(row["position"]) is int and row["position"] == place,
            where,
            "名次不连续",
            "positions do not follow",
        )
        opened = array(row["open"], where)
        fine = all(type(one) is list and len(one) == 3 for one in opened)
        fine = fine and [one[0] for one in opened] == ["standing", "list", "eligible", "status"]
        need(fine, where, "公开的项目不对", "the wrong fields are opened")
        digests = [self._digest(one, where) for one in opened]
        committed = self.hashes.node(self.hashes.head(digests[:3]), digests[3])
        fine = committed == self.leaves[place - 1]
        need(fine, where, "公开的项目与承诺不符", "the fields are not those committed to")
        standing, wishes, eligible, status = (one[1] for one in opened)
        need(len(numbers(standing, where, -MOST)) == 2, where, "次序值不对", "malformed standing")
        group = number(standing[0], where, 0, self.groups - 1)
        may = self._lines(eligible, where)
        need(may == sorted(may), where, "符合条件的岗位次序不对", "eligible lines out of order")
        need(status in ("in", "withdrew", "late"), where, "状态不识", "unknown status")
        listed = self._lines(wishes, where)
        return {"group": group, "key": standing[1], "list": listed, "eligible": may, "status": status}

    def _digest(self, opening: Sequence[Any], where: Where) -> bytes:
        salt = binary(opening[2], where, 16)
        return self.hashes.leaf(canon([salt.hex(), opening[0], opening[1]]))

    def _lines(self, names: Any, where: Where) -> list[int]:
        fine = all(type(one) is str and one in self.line_number for one in array(names, where))
        need(fine and len(set(names)) == len(names), where, "岗位编号不对", "an unknown line, or one twice")
        return [self.line_number[one] for one in names]

    def _order(self, seed: bytes) -> None:
        ranked = [
            (one["key"], self.hashes.mac(seed, leaf))
            for one, leaf in zip(self.rows, self.leaves, strict=True)
        ]
        first = self.record.of("ORDER")[0]["n"] if ranked else 0
        for place in range(1, len(ranked)):
            need(
                ranked[place - 1] < ranked[place],
                first + place,
                "次序不对",
                "not in the order of standing and lot",
            )

    def _wishes(self, one: Row, accept: str) -> list[int]:
        if one["status"] != "in":
            return []
        listed = [line for line in one["list"] if line in one["eligible"]]
        return listed + ([n for n in one["eligible"] if n not in listed] if accept == "eligible" else [])


# ---------------------------------------------------------------- the market


class Market:
    """Lines, classes, institutions with their limits, and who wants what."""

    def __init__(self, record: Record, people: People) -> None:
        self.record, self.people = record, people
        self.roofs, self.classes, self.lines = record.roofs, record.classes, record.lines
        self.class_number = {one["id"]: n for n, one in enumerate(self.classes)}
        roof_number = {one["id"]: n for n, one in enumerate(self.roofs)} | {"": len(self.roofs)}
        self.of = [self.class_number[one["class"]] for one in self.lines]
        self.under = [roof_number[one["under"]] for one in self.classes]
        self.lines_of = [
            [n for n, c in enumerate(self.of) if c == number] for number in range(len(self.classes))
        ]
        self.wishes = people.wishes
        self.wanting: list[list[int]] = [[] for _ in self.lines]
        for person, wishes in enumerate(self.wishes):
            for line in wishes:
                self.wanting[line].append(person)
        self.counted = [[1] * len(self.wishes)]
        self.counted += [[int(one["group"] == k) for one in people.rows] for k in range(people.groups - 1)]
        lots = [people.hashes.mac(people.seed, canon(["class", one["id"]])) for one in self.classes]
        self.lots = sorted(range(len(lots)), key=lots.__getitem__)
        self.twin = self._twins()

    def _twins(self) -> dict[int, tuple[list[int], int]]:
        """Interchangeable classes, in the order of their lots."""
        alike: dict[Any, list[int]] = {}
        for c in self.lots:
            one = self.classes[c]
            lines = sorted((self.lines[n]["seats"], tuple(self.wanting[n])) for n in self.lines_of[c])
            alike.setdefault((one["least"], one["most"], one["under"], tuple(lines)), []).append(c)
        return {
            c: (group, turn) for group in alike.values() if len(group) > 1 for turn, c in enumerate(group)
        }

    def follows(self, fixed: Mapping[int, bool]) -> dict[int, bool]:
        """With the consequences for interchangeable classes: an open one opens the earlier, a closed one closes the later."""
        full = dict(fixed)
        for c, runs in fixed.items():
            group, turn = self.twin.get(c, ([c], 0))
            full |= {
                other: runs for other in (group[:turn] if runs else group[turn + 1 :]) if other not in fixed
            }
        return full

    def placements(self, rows: Any, where: Where) -> list[int]:
        """The line of everyone, -1 for none."""
        placed, last = [-1] * len(self.wishes), 0
        for position, line in pairs(rows, where):
            fine = type(line) is str and line in self.people.line_number
            need(
                fine and last < number(position, where, 1, len(placed)),
                where,
                "安置表不对",
                "malformed placements",
            )
            placed[position - 1], last = self.people.line_number[line], position
        return placed

    def loads(self, placed: Iterable[int]) -> tuple[list[int], list[int], list[int]]:
        load, size, under = [0] * len(self.lines), [0] * len(self.classes), [0] * (len(self.roofs) + 1)
        for line in placed:
            if line >= 0:
                load[line] += 1
                size[self.of[line]] += 1
                under[self.under[self.of[line]]] += 1
        return load, size, under

    def check(self, placed: Sequence[int], running: Sequence[bool], where: Where, *, promised: bool) -> None:
        """All the rules hold."""
        for position, line in enumerate(placed, 1):
            fine = line < 0 or line in self.wishes[position - 1]
            need(
                fine,
                where,
                f"第 {position} 名去了不可去的岗位",
                f"position {position} holds a line not open to him or her",
            )
        load, size, under = self.loads(placed)
        for n, one in enumerate(self.lines):
            need(load[n] <= one["seats"], where, f"岗位 {one['id']} 超额", f"line {one['id']} is over-full")
        for n, one in enumerate(self.classes):
            fine = one["least"] <= size[n] <= one["most"] if running[n] else size[n] == 0
            need(fine, where, f"班级 {one['id']} 人数 {size[n]}", f"class {one['id']} has {size[n]} people")
        for n, one in enumerate(self.roofs):
            fine = under[n] <= one["most"] and (not promised or under[n] >= one["least"])
            need(
                fine,
                where,
                f"机构 {one['id']} 人数 {under[n]}",
                f"institution {one['id']} has {under[n]} people",
            )


# ---------------------------------------------------------------- prices and trees


class Prices:
    """One vector of whole-number prices, added up: Σ worth · count ≤ constant + Σ slope of the classes that run."""

    def __init__(self, market: Market, row: Row, place: int) -> None:
        where = row["n"]
        need(
            type(row["id"]) is int and row["id"] == place,
            where,
            "价格编号不连续",
            "prices are not numbered in order",
        )
        self.worth = numbers(row["worth"], where)
        need(len(self.worth) == len(market.counted), where, "价格的计数项不对", "wrong number of counts")
        person = self._sparse(row["person"], len(market.wishes), where)
        line = self._sparse(row["line"], len(market.lines), where)
        most = self._sparse(row["most"], len(market.classes), where)
        least = self._sparse(row["least"], len(market.classes), where)
        roof = self._sparse(row["roof"], len(market.roofs), where)
        promise = self._sparse(row["promise"], len(market.roofs), where)
        caps = zip(market.roofs, roof, promise, strict=True)
        self.constant = sum(person) + sum(one["most"] * a - one["least"] * b for one, a, b in caps)
        gain = [
            sum(w * c[i] for w, c in zip(self.worth, market.counted, strict=True)) - person[i]
            for i in range(len(person))
        ]
        above = [a - b for a, b in zip(roof, promise, strict=True)] + [0]
        self.slope = [one["most"] * most[c] - one["least"] * least[c] for c, one in enumerate(market.classes)]
        for n, one in enumerate(market.lines):
            c = market.of[n]
            asked = line[n] + most[c] - least[c] + above[market.under[c]]
            left = sum(gain[i] - asked for i in market.wanting[n] if gain[i] > asked)
            self.slope[c] += one["seats"] * line[n] + left

    def _sparse(self, told: Any, size: int, where: Where) -> list[int]:
        full, last = [0] * size, -1
        for pair in pairs(told, where):
            at, price = numbers(pair, where)
            need(last < at < size and price > 0, where, "价格不对", "malformed prices")
            full[at], last = price, at
        return full

    def spare(self, kept: Sequence[int], fixed: Mapping[int, bool]) -> int:
        """The bound for these classes, less the worth of ``kept`` counts."""
        reach = sum(slope if fixed[c] else 0 for c, slope in enumerate(self.slope) if c in fixed)
        reach += sum(slope for c, slope in enumerate(self.slope) if slope > 0 and c not in fixed)
        return self.constant + reach - sum(w * k for w, k in zip(self.worth, kept, strict=False))

    def at_most(self, kept: Sequence[int], fixed: Mapping[int, bool]) -> int:
        """The bound on the count after ``kept``; -1 where nothing at all is possible, ``MOST`` where nothing is said."""
        spare, worth = self.spare(kept, fixed), self.worth[len(kept)]
        if spare < 0:
            return -1
        return spare // worth if worth else MOST


def leaves(
    market: Market, tree: Any, fixed: Mapping[int, bool], prices: Sequence[Prices], where: Where
) -> Iterator[tuple[Prices, dict[int, bool]]]:
    """The leaves of a tree in preorder: a class to branch on, its open side, then its closed; or -1 less a number of prices."""
    todo = [market.follows(fixed)]
    for code in numbers(tree, where, -len(prices), len(market.classes) - 1):
        need(todo, where, "证明树多出一段", "the tree goes on after its end")
        node = todo.pop()
        if code < 0:
            yield prices[-1 - code], node
            continue
        need(code not in node, where, "证明树重复分支", "the tree branches on a class already decided")
        todo += [market.follows(node | {code: side}) for side in (False, True)]
    need(not todo, where, "证明树没有写完", "the tree is cut off")


# ---------------------------------------------------------------- the whole: mode "most"


class Most:
    """As many as possible, group by group, the classes by lot, then choice in order."""

    def __init__(self, market: Market) -> None:
        self.market, self.record = market, market.record
        self.row = self.record.of("RESULT")[0]
        self.where = self.row["n"]
        self.placed = market.placements(self.row["placements"], self.where)
        self.running = self._classes(self.row["running"])
        self.undecided = self._classes(self.row["undecided"])
        market.check(self.placed, self.running, self.where, promised=True)
        self.counts = [
            sum(w for w, line in zip(c, self.placed, strict=True) if line >= 0) for c in market.counted
        ]
        told = numbers([self.row["placed"], self.row["unplaced"]], self.where)
        fine = told == [self.counts[0], len(self.placed) - self.counts[0]]
        need(fine, self.where, "人数不符", "the numbers do not add up")
        fine = not any(a and b for a, b in zip(self.running, self.undecided, strict=True))
        need(fine, self.where, "班级表矛盾", "a class both runs and is undecided")
        self.prices = [Prices(market, row, place) for place, row in enumerate(self.record.of("PRICES"))]

    def _classes(self, names: Any) -> list[bool]:
        known = self.market.class_number
        fine = all(type(one) is str and one in known for one in array(names, self.where))
        fine = fine and [known[n] for n in names] == sorted({known[n] for n in names})
        need(fine, self.where, "班级表不对", "malformed list of classes")
        return [one["id"] in names for one in self.market.classes]

    def stages(self) -> list[tuple[int, int]]:
        """(reached, at most) for each count, every bound re-computed."""
        rows = self.record.of("STAGE")
        need(len(rows) == len(self.counts), self.where, "阶段数不对", "wrong number of stages")
        found = []
        for stage, (row, count) in enumerate(zip(rows, self.counts, strict=True)):
            where, kept = row["n"], self.counts[:stage]
            fine = numbers([row["stage"], row["reached"]], where) == [stage, count]
            need(fine, where, "人数不符", "not the number in the result")
            under = leaves(self.market, row["tree"], {}, self.prices, where)
            proved = max(one.at_most(kept, node) for one, node in under)
            fine = number(row["at_most"], where) == max(proved, count)
            need(fine, where, "上限不成立", f"the tree proves at most {proved}")
            found.append((count, row["at_most"]))
        return found

    def by_lot(self) -> None:
        """Every class that does not run: with those before it by lot, nothing as good runs it."""
        rows = self.record.of("DECLINED")
        wanted = [c for c in self.market.lots if not (self.running[c] or self.undecided[c])]
        for row, c in zip(rows, wanted, strict=False):
            fine = row["class"] == self.market.classes[c]["id"]
            need(
                fine, row["n"], "不是按抽签次序的下一个未开班", "not the next class by lot that does not run"
            )
        need(
            len(rows) == len(wanted),
            self.where,
            "未开的班缺少证明",
            "not every class that does not run has its proof",
        )
        proofs, fixed = dict(zip(wanted, rows, strict=True)), dict[int, bool]()
        for c in self.market.lots:
            if c in proofs:
                tree, where = proofs[c]["tree"], proofs[c]["n"]
                for one, node in leaves(self.market, tree, fixed | {c: True}, self.prices, where):
                    need(
                        one.spare(self.counts, node) < 0,
                        where,
                        "不能证明此班不开",
                        "the tree does not prove it",
                    )
            fixed[c] = self.running[c]

    def in_order(self) -> None:
        """Nobody could have had a better line without a count, a class or an earlier choice giving way.

        Seen from the end: the people after someone are those who may still be moved, so the graph of possible moves
        only grows; from no better line may a path lead to the place that was given up.
        """
        graph = Moves(self.market, self.running, self.placed)
        for person in range(len(self.placed) - 1, -1, -1):
            wishes, got = self.market.wishes[person], self.placed[person]
            better = wishes[: wishes.index(got)] if got >= 0 else wishes
            wanted = functools.reduce(
                lambda a, b: a | b, (1 << n for n in better if self.running[self.market.of[n]]), 0
            )
            if wanted:
                could = graph.leading_to(graph.home(person)) & wanted
                line = (could & -could).bit_length() - 1
                said = (f"第 {person + 1} 名本可得到", f"position {person + 1} could have had")
                need(not could, self.where, f"{said[0]} {self._line(line)}", f"{said[1]} {self._line(line)}")
            graph.free(person)

    def _line(self, line: int) -> str:
        return str(self.market.lines[line]["id"]) if line >= 0 else ""


class Moves:
    """Backwards: from which places can one person too many be passed on to here? Bits of integers."""

    def __init__(self, market: Market, running: Sequence[bool], placed: Sequence[int]) -> None:
        self.market, self.placed = market, placed
        self.first_class = len(market.lines)
        self.first_roof = self.first_class + len(market.classes)
        self.sink = self.first_roof + len(market.roofs) + 1
        self.into = [0] * (self.sink + 1 + market.people.groups)
        self.may = [[n for n in wishes if running[market.of[n]]] for wishes in market.wishes]
        load, size, under = market.loads(placed)
        for n, one in enumerate(market.lines):
            self._pair(n, self.first_class + market.of[n], load[n] < one["seats"], load[n] > 0)
        for c, one in enumerate(market.classes):
            above = self.first_roof + market.under[c]
            self._pair(
                self.first_class + c, above, size[c] < one["most"], running[c] and size[c] > one["least"]
            )
        for r, one in enumerate(market.roofs):
            self._pair(self.first_roof + r, self.sink, under[r] < one["most"], under[r] > one["least"])
        self._pair(self.sink - 1, self.sink, True, True)

    def _pair(self, low: int, high: int, up: bool, down: bool) -> None:
        self.into[high] |= up << low
        self.into[low] |= down << high

    def home(self, person: int) -> int:
        line = self.placed[person]
        return line if line >= 0 else int(self.sink + 1 + self.market.people.rows[person]["group"])

    def free(self, person: int) -> None:
        """From here on (backwards) this person may be moved."""
        here = self.home(person)
        for line in self.may[person]:
            if line != here:
                self.into[line] |= 1 << here
        if here < self.first_class:
            self.into[self.sink + 1 + self.market.people.rows[person]["group"]] |= 1 << here

    def leading_to(self, node: int) -> int:
        seen = new = 1 << node
        while new:
            low = new & -new
            more = self.into[low.bit_length() - 1] & ~seen
            seen |= more
            new = (new ^ low) | more
        return seen


# ---------------------------------------------------------------- reasons


def _refusal_keys(one: Any) -> str:
    why = one.get("why") if type(one) is dict else ""
    return f"class why {REFUSAL.get(why, '?') if type(why) is str else '?'}"


class Reasons:
    """Every unplaced person has the one main reason that applies first, and its evidence holds."""

    def __init__(self, most: Most) -> None:
        self.most, self.market = most, most.market
        self.load, self.size, self.under = self.market.loads(most.placed)
        rows = most.record.of("REASON")
        unplaced = [position for position, line in enumerate(most.placed, 1) if line < 0]
        told = numbers([row["position"] for row in rows], most.where)
        need(told == unplaced, most.where, "并非人人有理由", "not exactly one reason for everyone unplaced")
        for row in rows:
            self._check(row, row["position"] - 1, row["n"])

    def _check(self, row: Row, person: int, where: int) -> None:
        one, wishes = self.market.people.rows[person], self.market.wishes[person]
        keys(row["evidence"], EVIDENCE.get(text(row["code"], where), "?"), where)
        running = [n for n in wishes if self.most.running[self.market.of[n]]]
        free = [n for n in one["eligible"] if n not in wishes and self._full(n) == ""]
        due = (
            "N5"
            if one["status"] != "in"
            else "N0"
            if not one["eligible"]
            else "N1"
            if free or not wishes
            else "N2"
        )
        if due == "N2" and running:
            due = "N3" if all(self._full(n) and self._last(n) < person for n in running) else "N4"
        need(row["code"] == due, where, f"理由应为 {due}", f"the reason that applies is {due}")
        getattr(self, f"_{due.lower()}", lambda *_: None)(row["evidence"], person, where)

    def _n1(self, evidence: Row, person: int, where: int) -> None:
        eligible, wishes = self.market.people.rows[person]["eligible"], self.market.wishes[person]
        free = [n for n in eligible if n not in wishes and self._full(n) == ""]
        wanted = [self.market.lines[n]["id"] for n in free or eligible]
        fine = evidence["lines"] == wanted and evidence["free"] == int(bool(free))
        need(fine, where, "所列岗位不符", "not the lines that could have been had")

    def _n2(self, evidence: Row, person: int, where: int) -> None:
        classes = sorted({self.market.of[n] for n in self.market.wishes[person]})
        told = [keys(one, _refusal_keys(one), where)["class"] for one in array(evidence["classes"], where)]
        fine = told == [self.market.classes[c]["id"] for c in classes]
        need(fine, where, "所列班级不符", "not the classes wished for")
        for c, one in zip(classes, evidence["classes"], strict=True):
            self._refusal(c, one, where)

    def _refusal(self, c: int, one: Row, where: int) -> None:
        if one["why"] == "few":
            self._few(c, one, where)
        elif one["why"] == "count":
            stage = number(one["stage"], where, 0, len(self.most.counts) - 1)
            prices = self.most.prices[number(one["prices"], where, 0, len(self.most.prices) - 1)]
            bound = prices.at_most(self.most.counts[:stage], {c: True})
            fine = bound == number(one["at_most"], where, -1) < self.most.counts[stage]
            need(fine, where, "开此班的代价不成立", f"these prices prove at most {bound}")
        else:
            is_undecided = self.most.undecided[c]
            need(
                (one["why"] == "undecided") == is_undecided,
                where,
                "班级状态不符",
                "not what the result says of the class",
            )

    def _few(self, c: int, one: Row, where: int) -> None:
        mine = {self.market.lines[n]["id"]: n for n in self.market.lines_of[c]}
        full = array(one["full"], where)
        fine = all(type(name) is str and name in mine for name in full) and len(set(full)) == len(full)
        need(fine, where, "岗位不属此班", "lines of another class")
        seats = sum(self.market.lines[mine[name]]["seats"] for name in full)
        others = {i for name, n in mine.items() if name not in full for i in self.market.wanting[n]}
        most = min(seats + len(others), self.market.classes[c]["most"])
        fine = most == number(one["most"], where) < self.market.classes[c]["least"]
        need(fine, where, "人数上限不成立", f"this shows at most {most}")

    def _n3(self, evidence: Row, person: int, where: int) -> None:
        running = [n for n in self.market.wishes[person] if self.most.running[self.market.of[n]]]
        wanted = [[self.market.lines[n]["id"], self._full(n), self._last(n) + 1] for n in running]
        need(evidence["full"] == wanted, where, "占满的说明不符", "not what the result shows of these lines")

    def _n4(self, evidence: Row, person: int, where: int) -> None:
        people = [one - 1 for one in numbers(evidence["people"], where, 1, len(self.most.placed))]
        known = self.market.people.line_number
        fine = all(type(n) is str and n in known for n in array(evidence["lines"], where))
        need(fine, where, "岗位编号不对", "an unknown line")
        lines = {known[name] for name in evidence["lines"]}
        wanted = sorted([person, *(i for i, n in enumerate(self.most.placed) if n in lines)])
        need(people == wanted, where, "名单不对", "not this person and those who sit in these lines")
        for one in people:
            outside = [
                n for n in self.market.wishes[one] if self.most.running[self.market.of[n]] and n not in lines
            ]
            need(not outside, where, f"第 {one + 1} 名还可去别处", f"position {one + 1} could go elsewhere")
        room = self._room(lines)
        fine = len(lines) == len(evidence["lines"]) and evidence["seats"] == room < len(people)
        need(fine, where, "名额算得不对", f"these lines have room for {room}")

    def _room(self, lines: Iterable[int]) -> int:
        seats = [0] * len(self.market.classes)
        for n in lines:
            if self.most.running[self.market.of[n]]:
                seats[self.market.of[n]] += self.market.lines[n]["seats"]
        seats = [min(a, one["most"]) for a, one in zip(seats, self.market.classes, strict=True)]
        total = 0
        for r in range(len(self.market.roofs) + 1):
            mine = [c for c, above in enumerate(self.market.under) if above == r]
            here = sum(seats[c] for c in mine)
            if r < len(self.market.roofs):
                kept = sum(
                    max(0, self.market.classes[c]["least"] - seats[c]) for c in mine if self.most.running[c]
                )
                here = min(here, self.market.roofs[r]["most"] - kept)
            total += here
        return total

    def _full(self, line: int) -> str:
        """What is full for this line: line, class, roof, ``""`` for nothing, ``closed`` for a class that does not run."""
        c = self.market.of[line]
        r = self.market.under[c]
        if not self.most.running[c]:
            return "closed"
        if self.load[line] >= self.market.lines[line]["seats"]:
            return "line"
        if self.size[c] >= self.market.classes[c]["most"]:
            return "class"
        return "roof" if r < len(self.market.roofs) and self.under[r] >= self.market.roofs[r]["most"] else ""

    def _last(self, line: int) -> int:
        c, what = self.market.of[line], self._full(line)
        beside = {line} if what == "line" else set(self.market.lines_of[c])
        if what == "roof":
            beside = {
                n
                for n, other in enumerate(self.market.of)
                if self.market.under[other] == self.market.under[c]
            }
        return max((i for i, n in enumerate(self.most.placed) if n in beside), default=-1)


# ---------------------------------------------------------------- the whole: mode "stable"


def check_stable(market: Market) -> int:
    """Every closing and the result computed again; how many are placed."""
    row = market.record.of("STABLE")[0]
    where, runs, closed = row["n"], [True] * len(market.classes), []
    while True:
        placed = _all_in_order(market, runs)
        size = market.loads(placed)[1]
        short = [c for c, one in enumerate(market.classes) if runs[c] and size[c] < one["least"]]
        if not short:
            break
        worst = min(short, key=lambda c: (Fraction(size[c], market.classes[c]["least"]), c))
        runs[worst] = False
        closed.append([market.classes[worst]["id"], size[worst]])
    need(row["closed"] == closed, where, "停开的班不符", "other classes were to be closed")
    told = market.placements(row["placements"], where)
    wrong = next((i for i, (a, b) in enumerate(zip(told, placed, strict=True), 1) if a != b), 0)
    need(not wrong, where, f"第 {wrong} 名的结果不符", f"position {wrong} has another result")
    market.check(placed, runs, where, promised=False)
    load, size, under = market.loads(placed)
    for key, table, count, limit, at in (
        ("lines", market.lines, load, "seats", lambda n: n),
        ("classes", market.classes, size, "most", lambda n: market.of[n]),
        ("institutions", market.roofs, under, "most", lambda n: market.under[market.of[n]]),
    ):
        last = {at(n): position for position, n in enumerate(placed, 1) if n >= 0}
        wanted = [[one["id"], last[k]] for k, one in enumerate(table) if count[k] >= one[limit] and k in last]
        need(row[key] == wanted, where, "截止名次不符", "other cut-offs")
    return sum(1 for line in placed if line >= 0)


def _all_in_order(market: Market, runs: Sequence[bool]) -> list[int]:
    load, size, under = market.loads([])
    caps = [one["most"] for one in market.roofs] + [MOST]
    placed = []
    for wishes in market.wishes:
        got = -1
        for line in wishes:
            c = market.of[line]
            r = market.under[c]
            fits = (
                load[line] < market.lines[line]["seats"]
                and size[c] < market.classes[c]["most"]
                and under[r] < caps[r]
            )
            if runs[c] and fits:
                got, load[line], size[c], under[r] = line, load[line] + 1, size[c] + 1, under[r] + 1
                break
        placed.append(got)
    return placed


# ---------------------------------------------------------------- report


def check_receipt(market: Market, raw: str | bytes, where: Where) -> tuple[str, str]:
    """The holder's line in the order, every field as committed, and the result."""
    people, record = market.people, market.record
    wanted = "format record version suite root people leaf post bureau_nonce person_nonce fields"
    try:
        slip = json.loads(raw, parse_float=_no, parse_constant=_no)
        fine = set(slip) == set(wanted.split()) and slip["format"] == "rongyao-receipt-1"
    except (ValueError, TypeError):
        fine = False
    need(fine, where, "不是合格的回执", "not a well-formed receipt")
    fine = [slip[key] for key in ("record", "version", "suite")] == [
        record.rows[0][key] for key in ("record", "version", "suite")
    ]
    need(fine, where, "回执属于另一份记录", "the receipt is of another record")
    fine = [slip["root"], slip["people"]] == [people.root.hex(), len(people.rows)]
    need(
        fine,
        2,
        "回执上的根或人数与记录不同",
        "the root or the number of people on the receipt is not the record's",
    )
    mine = binary(slip["leaf"], where)
    need(mine in people.leaves, 2, "回执上的人不在名次表中", "the person of the receipt is not in the order")
    place = people.leaves.index(mine)
    opened, n = record.of("ORDER")[place]["open"], 4 + place
    need(
        slip["fields"] == [one[:2] for one in opened],
        n,
        "公布的内容与回执不同",
        "published otherwise than on the receipt",
    )
    salt = people.hashes.digest(
        b"rongyao-salt-1\x00" + binary(slip["bureau_nonce"], where) + binary(slip["person_nonce"], where)
    )
    salts = [people.hashes.mac(salt, one[0].encode())[:16].hex() for one in opened]
    need(salts == [one[2] for one in opened], n, "盐值与回执不符", "the salts are not those of the receipt")
    result = (record.of("RESULT") or record.of("STABLE"))[0]
    got = dict(result["placements"]).get(place + 1, "-")
    zh, en = (
        f"回执上的结果是 {slip['post']}，记录中是 {got}",
        f"the receipt says {slip['post']}, the record {got}",
    )
    need(slip["post"] in ("", got), result["n"], zh, en)
    zh, en = ("没有岗位", "no place") if got == "-" else (f"得到 {got}", f"you have {got}")
    return f"回执：您是第 {place + 1} 名，{zh}", f"receipt: you are position {place + 1}, {en}"


# ---------------------------------------------------------------- what has happened to the files

CHANGED = ("换行在复制或传送时被改成了 CRLF，已不是公布的原文件；请重新取得原文件",
           "its line ends were changed to CRLF in copying or sending, so it is not the file as published: get that one")  # fmt: skip
MARKED = ("开头多了字节顺序标记（BOM），是另存时加上的；请重新取得原文件",
          "it begins with a byte-order mark, put there when it was saved again: get the file as published")  # fmt: skip
OTHER_CODE = (
    "被另存成了 UTF-16；请重新取得原文件",
    "it was saved again as UTF-16: get the file as published",
)
FLAT = ("文件名里有反斜杠：解压时没有还原文件夹；请换一个程序解压",
        "a backslash in its name: the folders were lost in unpacking; unpack it with another program")  # fmt: skip
SYSTEMS = ("是操作系统自己放进来的，不属于记录；请删去它，或核验一份不含它的副本",
           "the operating system put it there and it is no part of the record: delete it, or check a copy without it")  # fmt: skip
BY_SYSTEM = re.compile(r"(.*/)?(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)", re.DOTALL)


def happened(files: Mapping[str, bytes]) -> Refused | None:
    """What copying, unpacking or the operating system did to the files; told instead of the first thing that follows from it."""
    if "log.jsonl" not in files:
        inner = next((at[:-10] for at in sorted(files) if at.endswith("/log.jsonl")), "")
        where = (f"；记录在里面的 {inner}", f"; the record is {inner} inside it") if inner else ("", "")
        return Refused("log.jsonl", f"缺少这个文件：这不是记录文件夹{where[0]}", f"this file is missing: this is no folder of a record{where[1]}")  # fmt: skip
    for at in sorted(files):
        data = files[at]
        for is_so, said in (
            (BY_SYSTEM.fullmatch(at), SYSTEMS),
            ("\\" in at, FLAT),
            (data.startswith(b"\xef\xbb\xbf"), MARKED),
            (data.startswith((b"\xff\xfe", b"\xfe\xff")), OTHER_CODE),
            (b"\r\n" in data, CHANGED),
        ):
            if is_so:
                return Refused(at, *said)
    return None


# ---------------------------------------------------------------- all of it


def check(
    files: Mapping[str, str | bytes],
    *,
    receipt: str | bytes | None = None,
    witnesses: Mapping[str, bytes] | None = None,
    notes: Sequence[str | bytes] = (),
    draws: Mapping[str, str] | None = None,
    signatures: int = SIGNATURES,
) -> list[tuple[str, str]]:
    """Check a record given as {name: text or bytes}; the findings in Chinese and English. Raises Refused.

    ``witnesses``: keys the witnesses publish themselves; ``notes``: checkpoints they kept; ``draws``: what was drawn.
    """
    try:
        record = Record(files, witnesses or {}, draws or {}, signatures)
        people = People(record)
        market = Market(record, people)
        found = [
            (
                f"{len(record.rows)} 行，每行与杂凑值相符",
                f"{len(record.rows)} lines, each with its published hash",
            ),
            (
                f"{len(people.rows)} 人，承诺、种子、次序相符",
                f"{len(people.rows)} people: commitments, seed and order agree",
            ),
        ]
        rules, root = record.rows[0], record.rows[2]["root"]
        found.append(
            (
                f"记录 {rules['record']} 第 {rules['version']} 版，{len(people.rows)} 人的根是 {root}（请与公告、报纸或回执上的核对）",
                f"record {rules['record']}, version {rules['version']}; its root over {len(people.rows)} people is {root} (compare it "
                "with the notice, the newspaper or a receipt)",
            )
        )
        if draws:
            told = ", ".join(f"{name}={digits}" for name, digits in sorted(draws.items()))
            found.append((f"开奖号码与您给出的相同：{told}", f"the draws are those you gave: {told}"))
        found += [
            (f"{who} 用您给出的公钥签署了根和结果", f"{who} signed root and result with the key you gave")
            for who in record.known
        ]
        if record.rows[0]["seed"]["rehearsal"]:
            found.append(("这是一次演练：种子没有公开开奖", "a rehearsal: the seed rests on no public draw"))
        found += _stable_said(market) if record.rows[0]["mode"] == "stable" else _most_said(market)
        found.append(record.check_notes())
        for place, raw in enumerate(notes, 1):
            found.append(
                record.check_witness_note(raw if isinstance(raw, bytes) else raw.encode(), f"note {place}")
            )
        if receipt is not None:
            found.append(check_receipt(market, receipt, "receipt"))
    except Refused as problem:
        given = {at: data if isinstance(data, bytes) else data.encode() for at, data in files.items()}
        raise happened(given) or problem from None
    except (KeyError, TypeError, IndexError, AttributeError, ValueError, RecursionError) as problem:
        raise Refused("log.jsonl", "格式有误", f"malformed ({type(problem).__name__})") from problem
    return found


def verify(
    folder: Path,
    receipt: Path | None = None,
    *,
    witnesses: Mapping[str, bytes] | None = None,
    notes: Sequence[Path] = (),
    draws: Mapping[str, str] | None = None,
) -> list[tuple[str, str]]:
    """``check`` of what lies in a folder or a bundle."""
    return check(
        load(folder),
        receipt=receipt.read_bytes() if receipt else None,
        witnesses=witnesses,
        notes=[one.read_bytes() for one in notes],
        draws=draws,
    )


def load(path: Path) -> dict[str, str | bytes]:
    """The files of a folder or of a bundle."""
    if path.is_dir():
        found = [
            one
            for one in sorted(path.rglob("*"))
            if one.is_file() and one.suffix not in (".html", ".md", ".py")
        ]
        inside = {one.relative_to(path).as_posix(): one for one in found}
        if "log.jsonl" not in inside:  # some other folder, and perhaps a large one: nothing of it is read
            raise happened(dict.fromkeys(inside, b"")) or Refused(
                "log.jsonl", "缺少这个文件", "this file is missing"
            )
        return {at: one.read_bytes() for at, one in inside.items()}
    raw = path.read_bytes()
    if raw.startswith(b"PK\x03\x04"):
        zh, en = (
            f"{path.name} 是压缩包：请先解压，再给出里面的文件夹",
            f"{path.name} is a zip file: unpack it and give the folder in it",
        )
        raise Unreadable(zh, en)
    try:
        value = json.loads(raw)
    except ValueError:
        zh, en = (
            f"{path.name} 不是单文件记录；请给出记录的整个文件夹",
            f"{path.name} is no bundle; give the whole folder of the record",
        )
        raise Unreadable(zh, en) from None
    fine = type(value) is dict and set(value) == {"format", "files"} and value["format"] == "rongyao-bundle-1"
    need(fine, path.name, "不是记录的单文件形式", "not a bundle of a record")
    files = pairs(value["files"], path.name)
    names = [text(one[0], path.name) for one in files]
    need(names == sorted(set(names)), path.name, "文件名重复或未排序", "names repeated or not sorted")
    return {at: text(content, path.name) for at, content in files}


def _most_said(market: Market) -> list[tuple[str, str]]:
    most = Most(market)
    found = []
    for stage, (reached, at_most) in enumerate(most.stages()):
        group = market.record.rows[0]["groups"][stage - 1] if stage else {"zh": "全体", "en": "all"}
        if reached == at_most:
            found.append(
                (
                    f"{group['zh']}：安置 {reached} 人，已证明不能再多",
                    f"{group['en']}: {reached} placed, proved that no more can be",
                )
            )
        else:
            found.append(
                (
                    f"{group['zh']}：安置 {reached} 人，未证到底，至多还能多 {at_most - reached} 人",
                    f"{group['en']}: {reached} placed; not proved to the end, at most {at_most - reached} more",
                )
            )
    most.by_lot()
    left = sum(most.undecided)
    found.append(
        (
            f"开班 {sum(most.running)} 个，{left} 个未证到底",
            f"{sum(most.running)} classes run; {left} not proved to the end",
        )
    )
    most.in_order()
    found.append(
        (
            "人人在不减少人数的前提下得到本人最靠前的志愿",
            "everyone has the best line that took nothing from the numbers or from those before",
        )
    )
    Reasons(most)
    found.append(
        (
            f"未安置 {most.row['unplaced']} 人，理由各有凭据",
            f"{most.row['unplaced']} unplaced, each with a reason that holds",
        )
    )
    return found


def _stable_said(market: Market) -> list[tuple[str, str]]:
    placed = check_stable(market)
    return [
        (
            f"稳定方式：安置 {placed} 人，停班次序与截止名次相符",
            f"stable mode: {placed} placed; closings and cut-offs agree",
        )
    ]


def of_keys(words: Sequence[str]) -> dict[str, bytes]:
    """The public keys given as NAME=HEX."""
    pairs = [one.split("=", 1) for one in words]
    wrong = next((who for who, key in pairs if not re.fullmatch("[0-9a-fA-F]{64}", key.strip())), None)
    if wrong is not None:
        raise Unreadable(f"{wrong} 的公钥应为 64 位十六进制", f"the key of {wrong} should be 64 hex digits")
    return {who: bytes.fromhex(key) for who, key in pairs}


def marks() -> tuple[str, str]:
    """Signs for right and wrong that the terminal, or the file the words go to, can show."""
    for both in ("✓✗", "√×"):
        try:
            both.encode(sys.stdout.encoding or "utf-8")
        except (UnicodeEncodeError, LookupError):
            continue
        return both[0], both[1]
    return "+", "x"


COUNTED = (
    "行号从 0 数起，就是该行中的 n｜lines are counted from 0: the number is the n that stands in the line"
)
MISSING = ("没有这个文件或文件夹", "there is no such file or folder")


def found(told: argparse.Namespace) -> tuple[int, list[str]]:
    """The exit code and what to say, line by line."""
    right, wrong = marks()
    try:
        draws = dict(one.split("=", 1) for one in told.draw)
        said = verify(
            told.record, told.receipt, witnesses=of_keys(told.witness), notes=told.note, draws=draws
        )
    except Refused as problem:
        return 1, [f"{wrong} {problem}", *[f"· {COUNTED}"] * isinstance(problem.where, int)]
    except FileNotFoundError as problem:
        return 2, [f"{wrong} {problem.filename}：{MISSING[0]}｜{problem.filename}: {MISSING[1]}"]
    except (OSError, ValueError) as problem:
        return 2, [f"{wrong} 无法读取｜cannot be read: {problem}"]
    return 0, [*(f"{right} {zh}｜{en}" for zh, en in said), *(f"· {zh}｜{en}" for zh, en in LIMITS)]


LIMITS = (
    ("未核：人事材料真伪、岗位好坏、填志愿时有无压力",
     "not checked: whether the files are true, the posts good, the lists free"),
    ("另造一整套前后一致的记录，只有回执、见证人的公钥或其所存检查点、公开开奖号码才能识破",
     "a whole history made up anew is seen only with a receipt, a witness's key or kept checkpoint, or the public draw"),
)  # fmt: skip


def pair(word: str) -> str:
    if "=" not in word:
        raise argparse.ArgumentTypeError(f"{word}：应写作 名称=值｜should be NAME=VALUE")
    return word


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="核验联合匹配记录｜check a joint matching record",
        epilog="退出码｜exit 0: 全部成立 everything holds; 1: 不成立 refused; 2: 无法读取 unreadable",
    )
    parser.add_argument(
        "record", type=Path, help="记录文件夹或单文件记录｜the folder of the record, or its bundle"
    )
    parser.add_argument("--receipt", type=Path, metavar="MINE.json", help="我的回执｜my receipt")
    for option, metavar, words in (
        ("--witness", "NAME=HEXKEY", "见证人自己公布的公钥｜the key that a witness publishes itself"),
        ("--draw", "SOURCE=DIGITS", "实际开出的号码，例如 3d=407｜the numbers really drawn, such as 3d=407"),
    ):
        parser.add_argument(option, action="append", default=[], type=pair, metavar=metavar, help=words)
    words = "见证人所存的检查点｜a checkpoint that a witness kept"
    parser.add_argument("--note", action="append", default=[], type=Path, metavar="FILE", help=words)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):  # a sign that cannot be shown is no reason to say nothing
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    code, said = found(options().parse_args(arguments))
    try:
        sys.stdout.write("\n".join(said) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  so that nothing is flushed at the end
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
