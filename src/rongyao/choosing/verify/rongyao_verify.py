#!/usr/bin/env python3
"""独立核验已公布的安置选岗记录：全部重算一遍。 Check a published placement by computing all of it again.

    python3 rongyao_verify.py RECORD/ [--receipt MINE.json] [--witness NAME=HEXKEY]... [--note FILE]...
                                      [--draw SOURCE=DIGITS]... [--lines]

    RECORD                  记录文件夹，或单文件记录            the folder of the record, or its bundle
    --receipt MINE.json     我的回执                            my receipt
    --witness NAME=HEXKEY   见证人自己公布的公钥                the key that a witness publishes itself
    --note FILE             见证人所存的检查点                  a checkpoint that a witness kept
    --draw SOURCE=DIGITS    实际开出的号码，例如 3d=407         the numbers really drawn, such as 3d=407
    --lines                 逐行用文字说明                      tell each line in words

One file, standard library only (Python 3.10 or later), nothing of the choosing program in it: it was written from
docs/reference/placement-record.md. 退出码 Exit 0: 全部成立 everything holds; 1: 不成立，指明行 refused, the line is named;
2: 无法读取 unreadable.
"""

from __future__ import annotations

import base64
import datetime
import functools
import gc
import hashlib
import hmac
import itertools
import json
import os
import re
import signal
import struct
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

if sys.version_info < (3, 10):  # noqa: UP036  it is run by whatever Python a reader has
    sys.stderr.write("需要 Python 3.10 或更新的版本｜Python 3.10 or later is needed\n")
    sys.exit(2)

TYPE_CHECKING = False  # what only the reader of types needs takes long to load
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    Line = dict[str, Any]

Where = int | str
Point = tuple[int, int, int, int]
Check = Callable[[bytes, bytes, bytes], bool]
FORMAT = "rongyao-placement-1"
SIGNATURES = (
    24  # one check in pure Python takes some milliseconds; beyond this many the rest are reported unchecked
)
MOST = 2**53 - 1
LARGE = 1_000_000  # from so many bytes of log on a second process is worth its while
NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", re.ASCII)
ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
KEYS = {
    "RULES": "format record version supersedes suite mechanism manner items ties facts rounds session seed keys "
    "text_zh text_en code",
    "POSTS": "posts", "ROOT": "people root eligible", "SEED": "root parts seed",
    "ORDER": "position leaf open lot", "CALL": "position", "PICK": "position post by open refused",
    "NONE": "position why open refused", "ABSENT": "position", "LATE": "position", "REVOKE": "position",
    "WITHDRAW": "post seats displaced document", "ADD": "post seats document",
    "RULING": "position effect document zh", "REACH": "round placeable", "TIGHT": "id people posts",
    "RESULT": "placed unplaced placements left",
}  # fmt: skip
EVENTS = ["CALL", "PICK", "NONE", "ABSENT", "LATE", "REVOKE", "WITHDRAW", "ADD", "RULING", "REACH", "TIGHT"]
KEYSETS = {kind: frozenset(keys.split()) | {"n", "kind", "at"} for kind, keys in KEYS.items()}
OPS = {"eq", "ne", "in", "not_in", "ge", "le", "has_any", "has_all"}


class Refused(Exception):
    """The record is not what it claims to be. ``where``: a line number of the log, or the name of a file."""

    def __init__(self, where: Where, zh: str, en: str) -> None:
        self.where, self.zh, self.en = where, zh, en
        place = (f"第 {where} 行", f"line {where}") if isinstance(where, int) else (_in_chinese(where), where)
        super().__init__(f"{place[0]}：{zh}｜{place[1]}: {en}")


def _in_chinese(where: str) -> str:
    """A place that is not a file of the record, for the Chinese half of a sentence."""
    words = {"receipt": "回执", "note": "见证人检查点", "previous": "前一版"}
    first = re.split("[ :]", where)[0]
    return words[first] + where[len(first) :] if first in words else where


class Unreadable(ValueError):
    """What was given on the command line is no record, no key or no draw: in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}｜{en}")


def need(fine: object, where: Where, zh: str, en: str) -> None:
    if not fine:
        raise Refused(where, zh, en)


# ---------------------------------------------------------------- canonical JSON


def _no(text: str) -> Any:
    raise ValueError(f"{text} is not allowed")


_scan: Any = getattr(json.JSONDecoder(parse_float=_no, parse_constant=_no), "scan_once")  # noqa: B009
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_maker: Any = getattr(json.encoder, "c_make_encoder", None)
_chunks: Any = None
if _maker:  # the same encoder, made once instead of once a line
    _string = json.encoder.encode_basestring  # type: ignore[attr-defined,unused-ignore]
    _chunks = _maker(None, _encoder.default, _string, None, ":", ",", True, False, False)


def _encode(value: Any) -> str:
    """The canonical form of a value: written at once for what most openings hold, else by the encoder."""
    if type(value) is list and value:
        if type(value[0]) is str:
            try:
                text = '","'.join(value)
            except TypeError:
                text = "\n"
            if text.count('"') == 2 * len(value) - 2 and "\\" not in text and text.isprintable():
                return f'["{text}"]'
        elif len(value) == 2 and type(value[0]) is type(value[1]) is int:
            return f"[{value[0]},{value[1]}]"
    return "".join(_chunks(value, 0)) if _chunks else _encoder.encode(value)


def _plainly(value: Any, text: str) -> bool:
    """Whether ``text`` is an ORDER line, or a PICK that names no refusal, in its one way of writing.

    The encoder would find the same; most lines are of these two kinds, and this takes a quarter of its time. ``:d`` lets only
    integers through, and where no backslash is in the text, a string between quotes is written as it was read.
    """
    try:
        kind, n, place = value["kind"], value["n"], value["position"]
        if (kind != "ORDER" and (kind != "PICK" or value["refused"] != [])) or "\\" in text:
            return False
        shown = [
            f'["{field}",{said if type(said) is int else _encode(said)},"{salt}","{path}"]'
            for field, said, salt, path in value["open"]
        ]
        opens = f'"n":{n:d},"open":[{",".join(shown)}],"position":{place:d}'
        if kind == "ORDER":
            return (
                f'{{"at":"{value["at"]}","kind":"ORDER","leaf":"{value["leaf"]}","lot":"{value["lot"]}",{opens}}}'
                == text
            )
        head = f'{{"at":"{value["at"]}","by":"{value["by"]}","kind":"PICK",'
        return f'{head}{opens},"post":"{value["post"]}","refused":[]}}' == text
    except (TypeError, KeyError, ValueError):
        return False


def read_canonical(raw: bytes, where: Where) -> Any:
    """The value of one canonical line (bytes), or Refused."""
    try:
        text = raw.decode("utf-8")
        if "\\" in text:
            need(
                "\\" not in re.sub(r'\\["\\]', "", text),
                where,
                "含有不允许的转义",
                "an escape that is not allowed",
            )
        if not text.isascii() or "\x7f" in text:
            fine = unicodedata.is_normalized("NFC", text) and not ODD.search(text)
            need(
                fine,
                where,
                "文字不规范（NFC、控制符、双向符）",
                "text not in NFC, or control or bidirectional marks",
            )
        value, end = _scan(text, 0)
        same = end == len(text) and (_plainly(value, text) or _encode(value) == text)
    except (ValueError, RecursionError, StopIteration) as problem:
        if not raw:
            raise Refused(where, "这一行是空的", "this line is empty") from None
        why = f" ({problem})" if isinstance(problem, ValueError) else ""
        raise Refused(where, "不是规范的 JSON", f"not canonical JSON{why}") from None
    need(
        same,
        where,
        "不是规范写法（键的次序、重复、空白或数字）",
        "not in canonical form (key order, repetition, blanks, numbers)",
    )
    return value


def read_value(raw: bytes, where: Where) -> Any:
    """The value of a line whose writing another process checks."""
    try:
        return _scan(raw.decode("utf-8"), 0)[0]
    except (ValueError, RecursionError, StopIteration) as problem:
        raise Refused(where, "不是规范的 JSON", f"not canonical JSON ({problem})") from None


def whole(value: Any, where: Where, least: int = -MOST, most: int = MOST) -> int:
    if type(value) is not int or not least <= value <= most:
        raise Refused(where, f"{value!r} 不是允许的整数", f"{value!r} is no integer allowed here")
    return value


def text(value: Any, where: Where) -> str:
    need(type(value) is str, where, f"{value!r} 应为文字", f"{value!r} should be text")
    return value


def name(value: Any, where: Where) -> str:
    need(
        type(value) is str and NAME.fullmatch(value),
        where,
        f"{value!r} 不是合格的编号",
        f"{value!r} is no identifier",
    )
    return value


fromhex = bytes.fromhex


def binary(value: Any, where: Where, size: int = 32) -> bytes:
    """The bytes of lower-case hex."""
    try:
        raw = bytes.fromhex(value)
        fine = len(raw) == size and raw.hex() == value
    except (TypeError, ValueError):
        fine = False
    if not fine:
        raise Refused(where, "应为规定长度的小写十六进制", "should be lower-case hex of the right length")
    return raw


def array(value: Any, where: Where) -> list[Any]:
    need(type(value) is list, where, "应为数组", "should be an array")
    return value


def objects(value: Any, keys: str, where: Where) -> list[Any]:
    wanted = set(keys.split())
    for one in array(value, where):
        need(
            type(one) is dict and set(one) == wanted,
            where,
            f"条目的键应为 {keys}",
            f"entries must have the keys {keys}",
        )
    return value


def moment(value: Any, where: Where) -> float:
    need(
        type(value) is str and WHEN.fullmatch(value),
        where,
        f"时间 {value!r} 不合格式",
        f"{value!r} is no time",
    )
    try:
        return datetime.datetime.fromisoformat(value).timestamp()
    except ValueError:
        raise Refused(where, f"没有 {value} 这个时间", f"there is no time {value}") from None


# ---------------------------------------------------------------- hashes and trees


class Suite:
    """The hash of the record: SHA-256 or SM3, RFC 6962 over it."""

    def __init__(self, which: str, where: Where) -> None:
        need(which in ("sha256", "sm3"), where, f"没有杂凑套件 {which!r}", f"there is no suite {which!r}")
        fine = which in hashlib.algorithms_available
        need(
            fine,
            where,
            "本机的 OpenSSL 没有 SM3，无法核验",
            "this machine's OpenSSL has no SM3: cannot be checked here",
        )
        self.name = which
        self.hash = hashlib.sha256 if which == "sha256" else functools.partial(hashlib.new, which)

    def leaf(self, data: bytes) -> bytes:
        return self.hash(b"\x00" + data).digest()

    def node(self, left: bytes, right: bytes) -> bytes:
        return self.hash(b"\x01" + left + right).digest()

    def head(self, hashes: Sequence[bytes]) -> bytes:
        level, make = list(hashes), self.hash
        if not level:
            return make(b"").digest()
        while len(level) > 1:
            odd = [level.pop()] if len(level) % 2 else []
            level = [make(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level), 2)] + odd
        return level[0]


def turns_of_path(index: int, size: int) -> list[bool]:
    """Which side the sibling stands on, level by level, in the RFC 6962 path of an entry: True = left."""
    sides, last = [], size - 1
    while last:
        if index & 1:
            sides.append(True)
        elif index < last:
            sides.append(False)
        index, last = index >> 1, last >> 1
    return sides


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


def _double(point: Point) -> Point:
    x, y, z, _ = point
    a, b = x * x, y * y
    h, g = a + b, a - b
    e, f = h - (x + y) ** 2, 2 * z * z + g
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
        found = _double(found)
        which = (s >> bit & 1) | (k >> bit & 1) << 1
        if which:
            found = _add(found, table[which])
    inverse = pow(found[2], -1, _P)
    x, y = found[0] * inverse % _P, found[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# ---------------------------------------------------------------- checkpoints


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


def log_signature(note: Note, key: bytes, payload: bytes, who: str, budget: Check) -> bool:
    if len(payload) != 68 or payload[:4] != key_id(who, b"\x01", key):
        return False
    return budget(key, note.text.encode(), payload[4:])


def cosignature(note: Note, key: bytes, payload: bytes, who: str, budget: Check) -> int | None:
    """The witness's time, or None."""
    if len(payload) != 76 or payload[:4] != key_id(who, b"\x04", key):
        return None
    signed_at: int = struct.unpack(">Q", payload[4:12])[0]
    message = f"cosignature/v1\ntime {signed_at}\n{note.text}".encode()
    return signed_at if budget(key, message, payload[12:]) else None


# ---------------------------------------------------------------- the record


class Lines(Sequence["Line"]):
    """The lines of the log, each read when it is asked for: all at once, a large record is a gigabyte of small objects."""

    def __init__(self, raw: list[bytes]) -> None:
        self.raw = raw

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, which: Any) -> Any:
        return Lines(self.raw[which]) if type(which) is slice else read_value(self.raw[which], which)


class Record:
    """One version of a record, checked from the first line to the last signature by ``check``."""

    def __init__(
        self,
        files: Mapping[str, str | bytes],
        witnesses: Mapping[str, bytes] | None = None,
        draws: Mapping[str, str] | None = None,
        signatures: int = SIGNATURES,
    ) -> None:
        self.files = {at: data if isinstance(data, bytes) else data.encode() for at, data in files.items()}
        self.witness_keys, self.draws, self.signatures = witnesses or {}, draws or {}, signatures
        self.said: list[tuple[str, str]] = []
        self.is_shared = False  # another process checks how lines are written and what they open

    def say(self, zh: str, en: str) -> None:
        self.said.append((zh, en))

    def check(self) -> Record:
        if not self.by_two():
            self.check_all()
        return self

    def check_all(self) -> None:
        self.said, self.unchecked, self.left = [], 0, self.signatures
        self.split()
        if self.is_shared:
            self.people = whole(self.lines[2]["people"], 2, 0)
        else:
            self.check_files()
            self.check_written()
        self.read_rules()
        self.read_posts()
        self.check_hashes()
        self.read_root()
        self.check_previous()
        self.read_seed()
        self.read_order()
        self.replay()
        self.check_notes()

    # --- two processes where there is much to do

    def by_two(self) -> bool:
        """Whether two processes found everything right: one how each line is written and what it opens, the other the rest.

        False for a small record, where the system cannot fork, and for whatever is not found right: then one process goes
        through all of it in the order of the document, so that the line named is the first at fault.
        """
        is_small = len(self.files.get("log.jsonl", b"")) < LARGE
        if is_small or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
            return False
        child = os.fork()
        if not child:
            os._exit(0 if self.is_well_written() else 1)
        self.is_shared, is_right = True, False
        try:
            self.check_all()
            is_right = True
        except (Refused, TypeError, KeyError, IndexError, AttributeError, ValueError, RecursionError):
            pass
        finally:
            if not is_right:
                os.kill(child, signal.SIGKILL)
            self.is_shared, (_, ended) = False, os.waitpid(child, 0)
        return is_right and ended == 0

    def is_well_written(self) -> bool:
        try:
            self.check_apart()
        except BaseException:  # whatever it is, the other process finds it again
            return False
        return True

    def check_apart(self) -> None:
        """Each line in its one way of writing and in its place; what it opens under the leaf of its person, but for the lists."""
        self.split()
        self.check_files()
        leaf = [b""]
        for n, line in enumerate(self.written()):
            if n == 1:
                self.read_rules()
                self.read_posts()
            elif "open" in line:
                if line["kind"] == "ORDER":
                    leaf.append(binary(line["leaf"], n))
                under = leaf[line["position"]]
                for one in line["open"]:
                    if one[0] != "list":
                        self.opened(one, one[0], under, n)
        self.read_root()

    # --- lines

    def split(self) -> None:
        for at in ("log.jsonl", "hashes.txt"):
            need(at in self.files, at, "缺少这个文件", "this file is missing")
        raw = self.files["log.jsonl"]
        need(raw.endswith(b"\n"), "log.jsonl", "末行不完整", "the last line is cut off")
        self.raw = raw[:-1].split(b"\n")
        self.lines = Lines(self.raw)

    def check_files(self) -> None:
        zh, en = "这是联合匹配记录，请用 check_together.py", "this is a joint matching: use check_together.py"
        need(b'"format":"rongyao-together-1"' not in self.raw[0], 0, zh, en)
        for at in self.files:
            fine = at in ("log.jsonl", "hashes.txt") or re.fullmatch(
                r"checkpoints/[1-9]\d*\.txt|previous/.+", at
            )
            need(fine, at, "记录中不应有这个文件", "this file does not belong into a record")

    def check_written(self) -> None:
        for _ in self.written():
            pass

    def written(self) -> Iterator[Line]:
        """Each line, well written, with its keys, number and time; at the end, whether their kinds follow as they should."""
        kinds, last, seen = [], "", ""
        for n, data in enumerate(self.raw):
            line = read_canonical(data, n)
            kind: Any = line.get("kind") if type(line) is dict else None
            if type(kind) is not str or kind not in KEYSETS:
                raise Refused(n, f"不认识的行类型 {kind!r}", f"unknown kind of line {kind!r}")
            if line.keys() != KEYSETS[kind]:
                raise Refused(n, "缺少或多出键", "a key is missing or unknown")
            if type(line["n"]) is not int or line["n"] != n:
                raise Refused(n, f"行号写成 {line['n']}", f"the line is numbered {line['n']}")
            if line["at"] != seen:
                moment(line["at"], n)
                need(line["at"] >= last, n, "时间早于上一行", "the time is before that of the line before")
                seen = last = line["at"]
            kinds.append(kind)
            yield line
        self.check_kinds(kinds)

    def check_kinds(self, kinds: list[str]) -> None:
        for n, kind in enumerate(("RULES", "POSTS", "ROOT", "SEED")):
            need(len(kinds) > n and kinds[n] == kind, n, f"这一行应为 {kind}", f"this line should be {kind}")
            need(kinds.count(kind) == 1, _second(kinds, kind), f"{kind} 出现两次", f"a second {kind}")
        need(kinds[-1] == "RESULT", len(kinds) - 1, "末行应为 RESULT", "the last line should be RESULT")
        need(kinds.count("RESULT") == 1, _second(kinds, "RESULT"), "RESULT 出现两次", "a second RESULT")
        self.people = 0
        while kinds[4 + self.people] == "ORDER":
            self.people += 1
        stray: Any = next((n for n in range(4 + self.people, len(kinds)) if kinds[n] == "ORDER"), None)
        need(stray is None, stray, "名次行混在事件之中", "an ORDER line among the events")

    def check_hashes(self) -> None:
        raw = self.files["hashes.txt"].decode("ascii", "replace")
        listed = raw.split("\n")[:-1]
        make = self.suite.hash
        self.hashes = [make(b"\x00" + data).digest() for data in self.raw]
        shown = [found.hex() for found in self.hashes]
        if listed[: len(shown)] != shown:
            n = next(n for n, found in enumerate(shown) if n >= len(listed) or listed[n] != found)
            raise Refused(n, "这一行与公布的杂凑值不符", "this line is not the one whose hash is published")
        need(
            len(listed) == len(self.hashes) and raw.endswith("\n"),
            "hashes.txt",
            "杂凑值的行数不对",
            "the number of hashes is wrong",
        )
        self.say(
            f"日志 {len(self.raw)} 行，每行与杂凑值相符",
            f"{len(self.raw)} lines of log, each with its published hash",
        )

    # --- RULES, POSTS, ROOT

    def read_rules(self) -> None:
        rules = self.rules = self.lines[0]
        need(rules["format"] == FORMAT, 0, "不是这种记录格式", f"the format is not {FORMAT}")
        self.suite = Suite(rules["suite"], 0)
        need(
            text(rules["record"], 0) and not re.search(r"\s", rules["record"]),
            0,
            "记录名不合格",
            "no proper record name",
        )
        whole(rules["version"], 0, 1)
        need(
            rules["mechanism"] in ("plain", "preserving"), 0, "没有这种选岗方式", "there is no such mechanism"
        )
        need(rules["manner"] in ("live", "sealed"), 0, "没有这种进行方式", "there is no such manner")
        for item in objects(rules["items"], "id zh en article least most", 0):
            whole(item["least"], 0), whole(item["most"], 0, item["least"])
            [text(item[key], 0) for key in ("zh", "en", "article")]
        for tie in objects(rules["ties"], "id zh en prefer", 0):
            need(
                tie["prefer"] in ("higher", "lower"),
                0,
                "同分规则方向不明",
                "a tie key prefers neither higher nor lower",
            )
        for fact in objects(rules["facts"], "id kind zh en", 0):
            need(
                fact["kind"] in ("int", "bool", "category", "categories", "date"),
                0,
                "事实类型不明",
                "unknown kind of fact",
            )
        objects(rules["rounds"], "id zh en", 0)
        need(rules["rounds"], 0, "至少要有一轮", "there must be a round")
        for table in ("items", "ties", "facts", "rounds"):
            names = [name(one["id"], 0) for one in rules[table]]
            [text(one[key], 0) for one in rules[table] for key in ("zh", "en")]
            need(len(set(names)) == len(names), 0, f"{table} 中编号重复", f"an identifier twice in {table}")
        text(rules["text_zh"], 0), text(rules["text_en"], 0), binary(rules["code"], 0)
        self.read_session(rules["session"])
        self.read_recipe(rules["seed"])
        self.read_keys(rules["keys"])
        self.preserving, self.live = rules["mechanism"] == "preserving", rules["manner"] == "live"
        self.with_list = not self.live or rules["session"]["absent"] == "list"

    def read_session(self, session: Any) -> None:
        objects([session], "absent late proxy cooling_minutes withdraw_taken added", 0)
        allowed = {
            "absent": ("at_end", "waives", "list"), "late": ("at_end", "next"),
            "withdraw_taken": ("refuse", "recall"), "added": ("next_round", "from_now"),
        }  # fmt: skip
        for key, values in allowed.items():
            need(session[key] in values, 0, f"场规 {key} 不明", f"unknown session rule {key}")
        whole(session["proxy"], 0, 0, 1), whole(session["cooling_minutes"], 0, 0)

    def read_recipe(self, recipe: Any) -> None:
        objects([recipe], "rehearsal least sources", 0)
        whole(recipe["rehearsal"], 0, 0, 1), whole(recipe["least"], 0, 0)
        for one in objects(recipe["sources"], "id zh en digits drawn_at required", 0):
            name(one["id"], 0), text(one["zh"], 0), text(one["en"], 0)
            whole(one["digits"], 0, 1), whole(one["required"], 0, 0, 1), moment(one["drawn_at"], 0)
        names = [one["id"] for one in recipe["sources"]]
        need(len(set(names)) == len(names), 0, "种子来源重复", "a source of the seed twice")
        need(
            recipe["rehearsal"] or (names and recipe["least"] > 0),
            0,
            "没有公开抽取的种子",
            "no public draw in the recipe",
        )

    def read_keys(self, keys: Any) -> None:
        objects([keys], "bureau witnesses least", 0)
        objects([keys["bureau"], *array(keys["witnesses"], 0)], "name key", 0)
        self.bureau = (_signer(keys["bureau"]["name"]), binary(keys["bureau"]["key"], 0))
        self.witnesses = {_signer(one["name"]): binary(one["key"], 0) for one in keys["witnesses"]}
        need(len(self.witnesses) == len(keys["witnesses"]), 0, "见证人重复", "a witness twice")
        known = [self.bureau[1], *self.witnesses.values()]
        need(len(set(known)) == len(known), 0, "同一把公钥由两方使用", "two parties have the same key")
        need(not any(map(nobodys, known)), 0, "有人人都能签名的公钥", "a key with which anybody can sign")
        self.least = whole(keys["least"], 0, 0, len(self.witnesses))

    def read_posts(self) -> None:
        facts = {fact["id"] for fact in self.rules["facts"]}
        self.posts, self.seats, self.post_round = [], [], []
        for post in objects(self.lines[1]["posts"], "id zh employer seats round atoms", 1):
            self.posts.append(name(post["id"], 1))
            text(post["zh"], 1), text(post["employer"], 1)
            self.seats.append(whole(post["seats"], 1, 0))
            self.post_round.append(whole(post["round"], 1, 0, len(self.rules["rounds"]) - 1))
            for atom in objects(post["atoms"], "id fact op value zh", 1):
                fine = atom["fact"] in facts and atom["op"] in OPS and array(atom["value"], 1)
                need(
                    fine, 1, f"岗位 {post['id']} 的条件不合格", f"a requirement of {post['id']} is malformed"
                )
                name(atom["id"], 1), text(atom["zh"], 1)
                for one in atom["value"]:
                    whole(one, 1) if type(one) is int else text(one, 1)
        self.number = {post: number for number, post in enumerate(self.posts)}
        need(len(self.number) == len(self.posts), 1, "岗位编号重复", "a post twice")
        self.lay_out_fields()

    def lay_out_fields(self) -> None:
        """Which fields a leaf has, and for each the sides of its path."""
        front = ["standing", *["list"] * self.with_list, *["eligible"] * self.preserving]
        back = [f"tie.{one['id']}" for one in self.rules["ties"]] + [
            f"item.{one['id']}" for one in self.rules["items"]
        ]
        back += [] if self.preserving else [f"post.{post}" for post in self.posts]
        self.front, self.back, self.sides = front, back, {}
        for half, other in ((front, False), (back, True)):
            for place, field in enumerate(half):
                sides = [*turns_of_path(place, len(half)), other]
                steps = [(left, 32 * at + 16, 32 * at + 48) for at, left in enumerate(sides)]
                self.sides[field] = (steps, 32 * len(steps) + 16)

    def read_root(self) -> None:
        line = self.lines[2]
        need(whole(line["people"], 2, 0) == self.people, 2, f"应有 {line['people']} 人，名次表有 {self.people} 人",
             f"{line['people']} people under the root, {self.people} in the order")  # fmt: skip
        self.root = binary(line["root"], 2)
        listed = [one[0] for one in array(line["eligible"], 2) if type(one) is list and len(one) == 2]
        need(
            listed == self.posts,
            2,
            "每岗可选人数表与岗位表不符",
            "the table of eligible people does not follow POSTS",
        )
        [whole(one[1], 2, 0, line["people"]) for one in line["eligible"]]
        name, version, root = self.rules["record"], self.rules["version"], self.root.hex()
        self.say(
            f"记录 {name} 第 {version} 版，{self.people} 人的根是 {root}（请与公告、报纸或回执上的核对）",
            f"record {name}, version {version}; its root over {self.people} people is {root} (compare it with the notice, the "
            "newspaper or a receipt)",
        )

    # --- SEED and ORDER

    def read_seed(self) -> None:
        line, recipe = self.lines[3], self.rules["seed"]
        root = binary(line["root"], 3)
        expected = self.root if self.rules["version"] == 1 else self.first_root
        need(root == expected, 3, "种子不是由这个根得出的", "the seed is not made from this root")
        fine = all(type(part) is list and len(part) == 2 for part in array(line["parts"], 3))
        need(fine and [part[0] for part in line["parts"]] == [one["id"] for one in recipe["sources"]], 3,
             "种子来源与规则不符", "the sources of the seed are not those of RULES")  # fmt: skip
        present = 0
        for source, (_, digits) in zip(recipe["sources"], line["parts"], strict=False):
            if text(digits, 3) or source["required"]:
                fine = len(digits) == source["digits"] and bool(re.fullmatch("[0-9]+", digits))
                need(
                    fine,
                    3,
                    f"来源 {source['id']} 的号码位数不对",
                    f"source {source['id']} does not have its digits",
                )
                present += 1
                in_time = self.rules["version"] > 1 or self.lines[2]["at"] < source["drawn_at"] <= line["at"]
                need(in_time, 3, f"来源 {source['id']} 的开奖时间不在根与种子之间",
                     f"source {source['id']} was not drawn between root and seed")  # fmt: skip
            actual = self.draws.get(source["id"])
            need(actual in (None, digits), 3, f"来源 {source['id']} 实际开出 {actual}，记录写 {digits}",
                 f"source {source['id']} drew {actual}, the record says {digits}")  # fmt: skip
        names = {source["id"] for source in recipe["sources"]}
        stranger = next((name for name in self.draws if name not in names), None)
        need(stranger is None, 3, f"记录没有 {stranger} 这个来源", f"the record has no source {stranger}")
        need(present >= recipe["least"], 3, "种子来源不足", "too few sources for the seed")
        made = self.suite.hash(b"rongyao-seed-1\x00" + root + _encode(line["parts"]).encode()).digest()
        need(binary(line["seed"], 3) == made, 3, "种子计算不符", "the seed does not follow from its parts")
        self.seed = made
        if recipe["rehearsal"]:
            zh, en = (
                "这是一次演练：种子由根算出，没有公开开奖",
                "a rehearsal: the seed follows from the root, no public draw",
            )
        else:
            zh, en = (
                f"种子由根和 {present} 个公开来源算出",
                f"the seed follows from the root and {present} public draw{'s' * (present != 1)}",
            )
        self.say(zh, en)
        if self.draws:
            given = ", ".join(f"{name}={digits}" for name, digits in sorted(self.draws.items()))
            self.say(f"开奖号码与您给出的相同：{given}", f"the draws are those you gave: {given}")

    def opened(self, opening: Any, field: str, leaf: bytes, where: Where) -> Any:
        """The value of one opening, which must be of ``field`` and lead to ``leaf`` (which another process may be checking)."""
        fine = type(opening) is list and len(opening) == 4 and opening[0] == field
        if not fine:  # no call and no message made in vain: this is the innermost loop
            raise Refused(where, f"这里应公开 {field}", f"{field} should be opened here")
        _, value, salt, path = opening
        if self.is_shared and field != "list":
            return value
        (steps, size), make = self.sides[field], self.suite.hash
        try:  # lower-case hex of the right length; fromhex would skip blanks, which hex then does not give back
            both = salt + path
            raw = fromhex(both)
            fine = len(raw) == size and len(salt) == 32 and raw.hex() == both
        except (TypeError, ValueError):
            fine = False
        if not fine:
            zh, en = "应为规定长度的小写十六进制", "should be lower-case hex of the right length"
            raise Refused(where, zh, en)
        shown = value if type(value) is int else _encode(value)
        found = make(f'\x00["{salt}","{field}",{shown}]'.encode()).digest()
        for left, at, end in steps:
            found = make(b"\x01" + raw[at:end] + found if left else b"\x01" + found + raw[at:end]).digest()
        if found != leaf:
            zh, en = (
                f"公开的 {field} 与本人的承诺不符",
                f"the opened {field} is not what this leaf commits to",
            )
            raise Refused(where, zh, en)
        return value

    def read_order(self) -> None:
        rounds, ties = len(self.rules["rounds"]), [f"tie.{one['id']}" for one in self.rules["ties"]]
        self.leaf, self.entry, self.score, self.lot = [b""], [-1], [0], [""]
        self.ties: list[list[int]] = [[]]
        self.eligible: list[list[int]] = [[]]
        for n in range(4, 4 + self.people):
            line = self.lines[n]
            if type(line["position"]) is not int or line["position"] != n - 3:
                raise Refused(n, "名次不连续", "the positions do not follow on")
            leaf = binary(line["leaf"], n)
            opens = array(line["open"], n)
            if not opens:
                raise Refused(n, "没有公开分数", "the score is not opened")
            standing = self.opened(opens[0], "standing", leaf, n)
            if type(standing) is not list or len(standing) != 2:
                raise Refused(n, "分数格式不对", "the standing is malformed")
            self.entry.append(whole(standing[0], n, 0, rounds - 1))
            self.score.append(whole(standing[1], n))
            self.leaf.append(leaf)
            self.lot.append(line["lot"])
            if len(opens) == 1 and not self.preserving:
                self.ties.append([])
                continue
            extra = opens[1 : len(opens) - self.preserving]
            names = ties[: len(extra)]
            if len(names) != len(extra):
                raise Refused(n, "公开了多余的内容", "more is opened than needed")
            self.ties.append(
                [whole(self.opened(one, field, leaf, n), n) for one, field in zip(extra, names, strict=False)]
            )
            if self.preserving:
                self.eligible.append(
                    self.post_list(self.opened(opens[-1], "eligible", leaf, n), n, in_order=True)
                )
        self.check_order()
        self.check_root()

    def post_list(self, value: Any, where: Where, in_order: bool = False) -> list[int]:
        number = self.number
        try:
            numbers = [number[post] for post in array(value, where)]
        except (KeyError, TypeError):
            numbers = [-1, -1]
        if len(set(numbers)) != len(numbers) or (in_order and numbers != sorted(numbers)):
            raise Refused(where, "岗位清单不合格", "a list of posts is malformed")
        return numbers

    def check_order(self) -> None:
        keys = self.rules["ties"]
        lots: dict[int, bytes] = {}
        mac = functools.partial(hmac.digest, self.seed, digest=self.suite.name)
        needed, tied = [0] * (self.people + 2), [False] * (self.people + 2)
        for place in range(2, self.people + 1):
            n, before, here = place + 3, place - 1, place
            gap, depth = self.score[before] - self.score[here], 0
            while gap == 0 and depth < len(keys):
                shown = len(self.ties[before]) > depth and len(self.ties[here]) > depth
                need(
                    shown,
                    n,
                    "同分，却没有公开下一个同分条件",
                    "equal so far, but the next tie key is not opened",
                )
                gap = self.ties[before][depth] - self.ties[here][depth]
                gap = -gap if keys[depth]["prefer"] == "lower" else gap
                depth += 1
            if gap == 0:
                tied[before] = tied[here] = True
                lots.setdefault(before, mac(self.leaf[before]))
                lots[here] = mac(self.leaf[here])
                gap = 1 if lots[before] < lots[here] else -1
            need(
                gap > 0,
                n,
                f"第 {place} 名应排在第 {before} 名之前",
                f"position {place} should stand before position {before}",
            )
            needed[before], needed[here] = max(needed[before], depth), depth
        for place in range(1, self.people + 1):
            n, lot = place + 3, self.lot[place]
            need(
                len(self.ties[place]) == needed[place],
                n,
                "公开的同分条件过多或过少",
                "more or fewer tie keys opened than needed",
            )
            need(
                lot == (lots[place].hex() if tied[place] else ""),
                n,
                "抽签号不符",
                "the lot is not the one that follows from the seed",
            )
        self.say(
            f"{self.people} 人按分数、同分条件、抽签排列无误",
            f"{self.people} people stand in the order of score, tie keys and lot",
        )

    def check_root(self) -> None:
        ordered = sorted(self.leaf[1:])
        twice = next((a for a, b in itertools.pairwise(ordered) if a == b), None)
        need(twice is None, 2, "有两个相同的承诺", "a leaf appears twice")
        made = self.suite.head([self.suite.leaf(one) for one in ordered])
        need(
            made == self.root,
            2,
            "名次表中的人合起来得不到这个根",
            "the people in the order do not make up this root",
        )
        if self.preserving:
            counts = [0] * len(self.posts)
            for number in itertools.chain.from_iterable(self.eligible[1:]):
                counts[number] += 1
            need(
                counts == [one[1] for one in self.lines[2]["eligible"]],
                2,
                "每岗可选人数不符",
                "the numbers of eligible people are wrong",
            )
        self.say("名次表正好是根所承诺的那些人", "the order is of exactly the people the root commits to")

    # --- version 2

    def check_previous(self) -> None:
        rules = self.rules
        inside = {at[9:]: data for at, data in self.files.items() if at.startswith("previous/")}
        if rules["version"] == 1:
            need(rules["supersedes"] == [], 0, "第一版不应取代别的版本", "version 1 supersedes nothing")
            need(not inside, "previous", "第一版没有前一版", "version 1 has no version before it")
            return
        need(inside, "previous/log.jsonl", "缺少前一版", "the version before is missing")
        try:
            old = Record(inside, {}, self.draws, self.left).check()
        except Refused as problem:
            raise Refused(f"previous:{problem.where}", problem.zh, problem.en) from None
        self.left, self.unchecked, self.previous = old.left, old.unchecked, old
        objects(rules["supersedes"], "version size head first corrected reason_zh reason_en", 0)
        need(len(rules["supersedes"]) == 1, 0, "应只取代一版", "exactly one version is superseded")
        said = rules["supersedes"][0]
        fine = said["version"] == old.rules["version"] == rules["version"] - 1 and said["size"] == len(
            old.lines
        )
        need(
            fine and binary(said["head"], 0) == old.suite.head(old.hashes),
            0,
            "取代的不是所附的前一版",
            "the version enclosed is not the one superseded",
        )
        same = all(
            rules[key] == old.rules[key] for key in set(rules) - {"version", "supersedes", "code", "at"}
        )
        need(same, 0, "更正时改动了规则", "the correction changes the rules")
        need(
            self.lines[1]["posts"] == old.lines[1]["posts"],
            1,
            "更正时改动了岗位",
            "the correction changes the posts",
        )
        need(
            self.lines[3]["parts"] == old.lines[3]["parts"],
            3,
            "更正时重新抽了签",
            "the correction draws again",
        )
        self.first_root = binary(old.lines[3]["root"], 3)
        text(said["reason_zh"], 0), text(said["reason_en"], 0)
        self.check_corrected(said, old)

    def check_corrected(self, said: Any, old: Record) -> None:
        fine = all(
            type(pair) is list and len(pair) == 2 and pair[0] != pair[1]
            for pair in array(said["corrected"], 0)
        )
        need(fine and said["corrected"], 0, "更正清单不合格", "the list of corrections is malformed")
        before = {line["leaf"]: line["position"] for line in old.lines[4 : 4 + old.people]}
        after = {line["leaf"]: line["position"] for line in self.lines[4 : 4 + self.people]}
        gone, come = [p[0] for p in said["corrected"] if p[0]], [p[1] for p in said["corrected"] if p[1]]
        fine = sorted(before.keys() - after.keys()) == sorted(gone) and sorted(
            after.keys() - before.keys()
        ) == sorted(come)
        need(
            fine,
            0,
            "有人的承诺变了，却不在更正清单中（或相反）",
            "the leaves that changed are not those listed as corrected",
        )
        first = min([before[one] for one in gone] + [after[one] for one in come])
        need(
            whole(said["first"], 0) == first,
            0,
            "最先受影响的名次写错",
            "the first position concerned is wrong",
        )
        if not self.preserving:
            mine, theirs = self.before_change(first), old.before_change(first)
            for n, (one, other) in enumerate(zip(mine, theirs, strict=False)):
                need(
                    one == other,
                    4 + self.people + n,
                    "更正之前的结果被改动",
                    "something above the correction was changed",
                )
        self.say(f"本记录更正第 {old.rules['version']} 版，改动 {len(said['corrected'])} 人，未重新抽签",
                 f"this record corrects version {old.rules['version']}: {len(said['corrected'])} people changed, nothing drawn again")  # fmt: skip

    def before_change(self, first: int) -> list[Line]:
        """The events before the first that names a position from ``first`` on, without n and at."""
        kept = []
        for line in self.lines[4 + self.people : -1]:
            named = [line.get("position", 0), *(line.get("displaced") or [])]
            if any(type(one) is int and one >= first for one in named):
                break
            kept.append({key: value for key, value in line.items() if key not in ("n", "at")})
        return kept

    # --- events

    def replay(self) -> None:
        session = Replay(self)
        for n in range(4 + self.people, len(self.lines) - 1):
            session.step(n, self.lines[n])
        n, line = len(self.lines) - 1, self.lines[-1]
        session.finish(n)
        held = [[who, self.posts[post]] for who, post in sorted(session.held.items())]
        need(
            line["placements"] == held,
            n,
            _first_difference(line["placements"], held, "zh"),
            _first_difference(line["placements"], held, "en"),
        )
        left = [[post, seats] for post, seats in zip(self.posts, session.seats, strict=False)]
        need(line["left"] == left, n, "剩余名额不符", "the seats left are wrong")
        fine = whole(line["placed"], n) == len(held) and whole(line["unplaced"], n) == self.people - len(held)
        need(fine, n, "人数不符", "the numbers placed and unplaced are wrong")
        self.held = session.held
        self.say(f"逐步重演 {len(self.lines) - 5 - self.people} 个事件，结果相符：{len(held)} 人得岗，{self.people - len(held)} 人未得岗",
                 f"{len(self.lines) - 5 - self.people} events replayed one by one; the result follows: {len(held)} placed, {self.people - len(held)} not")  # fmt: skip

    # --- signatures

    def budget(self, key: bytes, message: bytes, signature: bytes) -> bool:
        if self.left <= 0:
            self.unchecked += 1
            return True
        self.left -= 1
        return ed25519(key, message, signature)

    def check_notes(self) -> None:
        sizes = sorted(int(at[12:-4]) for at in self.files if at.startswith("checkpoints/"))
        for wanted in (3, len(self.lines)):
            need(wanted in sizes, f"checkpoints/{wanted}.txt", "缺少这个检查点", "this checkpoint is missing")
        self.signed = {}
        for size in sizes:
            self.signed[size] = self.check_note(size)
        draws = [moment(one["drawn_at"], 0) for one in self.rules["seed"]["sources"]]
        if draws and self.rules["version"] == 1 and not self.rules["seed"]["rehearsal"]:
            late = [who for who, time in self.signed[3].items() if time >= min(draws)]
            need(not late, "checkpoints/3.txt", "见证晚于开奖", "a witness signed the root only after a draw")
        for who, key in self.witness_keys.items():
            need(who in self.witnesses, 0, f"规则的见证人中没有 {who}", f"RULES names no witness {who}")
            need(
                self.witnesses.get(who) == key,
                0,
                f"规则中 {who} 的公钥不是其公布的公钥",
                f"the key of {who} in RULES is not the one it publishes",
            )
            for size in (3, len(self.lines)):
                need(
                    who in self.signed[size],
                    f"checkpoints/{size}.txt",
                    f"{who} 没有签署",
                    f"{who} did not sign",
                )
            self.say(
                f"{who} 用您给出的公钥签署了根和结果", f"{who} signed root and result with the key you gave"
            )
        count = sum(1 + len(one) for one in self.signed.values())
        self.say(
            f"{len(sizes)} 个检查点、{count - self.unchecked} 个签名有效",
            f"{len(sizes)} checkpoints, {count - self.unchecked} signatures hold",
        )
        if self.unchecked:
            self.say(
                f"另有 {self.unchecked} 个签名此处未核验",
                f"{self.unchecked} more signatures were not checked here",
            )

    def check_note(self, size: int) -> dict[str, int]:
        where = f"checkpoints/{size}.txt"
        note = Note(self.files[where], where)
        fine = note.size == size <= len(self.lines) and note.origin == self.rules["record"]
        need(fine, where, "检查点不属于这份日志", "the checkpoint is not of this log")
        need(
            note.head == self.suite.head(self.hashes[:size]),
            where,
            f"签署的不是前 {size} 行",
            f"what was signed is not these first {size} lines",
        )
        who, key = self.bureau
        fine = (
            note.lines
            and note.lines[0][0] == who
            and log_signature(note, key, note.lines[0][1], who, self.budget)
        )
        need(fine, where, "单位的签名无效", "the bureau's signature does not hold")
        times: dict[str, int] = {}
        order = list(self.witnesses)
        for witness, payload in note.lines[1:]:
            need(
                witness in order,
                where,
                f"{witness} 不在规则的见证人之列",
                f"{witness} is no witness of RULES, or out of order",
            )
            order = order[order.index(witness) + 1 :]
            time = cosignature(note, self.witnesses[witness], payload, witness, self.budget)
            times[witness] = time or 0
            need(
                time is not None,
                where,
                f"{witness} 的见证签名无效",
                f"the co-signature of {witness} does not hold",
            )
        need(len(times) >= self.least, where, "见证人不足", "too few witnesses signed")
        return times

    # --- what only the reader has

    def check_witness_note(self, raw: bytes, where: Where) -> None:
        need(b"\r\n" not in raw, where, *CHANGED)
        note = Note(raw, where)
        need(
            note.origin == self.rules["record"],
            where,
            "见证的不是这份记录",
            "the note is about another record",
        )
        need(
            note.size <= len(self.lines),
            where,
            "见证人见过更长的日志",
            "the witness has seen a longer log than this",
        )
        signer: Any = next(
            ((who, said) for who, said in note.lines if who in {**self.witnesses, **self.witness_keys}), None
        )
        need(signer, where, "没有已知见证人的签名", "no known witness signed it")
        key = self.witness_keys.get(signer[0]) or self.witnesses[signer[0]]
        need(
            cosignature(note, key, signer[1], signer[0], ed25519) is not None,
            where,
            "见证签名无效",
            "the witness's signature does not hold",
        )
        need(note.head == self.suite.head(self.hashes[: note.size]), where, f"见证人见到的前 {note.size} 行与此不同",
             f"the witness saw another history of the first {note.size} lines")  # fmt: skip
        self.say(
            f"{signer[0]} 见证的前 {note.size} 行就是这些",
            f"{signer[0]} witnessed exactly these first {note.size} lines",
        )

    def check_receipt(self, raw: str | bytes, where: Where = "receipt") -> None:
        try:
            slip = json.loads(raw, parse_float=_no, parse_constant=_no)
            head = {"format", "record", "version", "suite", "root", "people", "leaf", "post"}
            private = set(slip) - head
            fine = head <= set(slip) and slip["format"] == "rongyao-receipt-1"
            fine = fine and private in ({"open"}, {"bureau_nonce", "person_nonce", "fields"})
        except (ValueError, TypeError):
            fine = False
        need(fine, where, "不是合格的回执", "not a well-formed receipt")
        need(
            slip["record"] == self.rules["record"],
            where,
            "回执属于另一份记录",
            "the receipt is of another record",
        )
        need(
            slip["version"] == self.rules["version"],
            where,
            "回执属于另一版",
            "the receipt is of another version",
        )
        need(slip["root"] == self.root.hex() and slip["people"] == self.people, 2, "回执上的根或人数与记录不同",
             "the root or the number of people on the receipt is not the record's")  # fmt: skip
        leaf = binary(slip["leaf"], where)
        values = self.rebuild(slip, leaf, where) if "fields" in slip else {}
        if not values:
            need(
                type(slip["open"]) is list and len(slip["open"]) == 1,
                where,
                "不是合格的回执",
                "not a well-formed receipt",
            )
            values["standing"] = self.opened(slip["open"][0], "standing", leaf, where)
        need(
            leaf in self.leaf[1:],
            2,
            "回执上的人不在名次表中",
            "the person of the receipt is not in the order",
        )
        place = self.leaf.index(leaf)
        self.check_opened(place, values)
        held = self.posts[self.held[place]] if place in self.held else "-"
        need(slip["post"] in ("", held), len(self.lines) - 1, f"回执上的岗位是 {slip['post']}，记录中是 {held}",
             f"the receipt says {slip['post']}, the record {held}")  # fmt: skip
        shown = "全部内容" if "fields" in slip else "总分"
        got = ("没有岗位", "no post") if held == "-" else (f"得到 {held}", f"you have {held}")
        self.say(f"回执：您是第 {place} 名，{_points(values['standing'][1])} 分，{got[0]}；{shown}与记录一致",
                 f"receipt: you are position {place} with {_points(values['standing'][1])} points, {got[1]}; it agrees with the record")  # fmt: skip

    def rebuild(self, slip: Any, leaf: bytes, where: Where) -> dict[str, Any]:
        """The fields of a full receipt, after making the leaf again from them."""
        fine = type(slip["fields"]) is list and all(
            type(one) is list and len(one) == 2 for one in slip["fields"]
        )
        need(
            fine and [one[0] for one in slip["fields"]] == self.front + self.back,
            where,
            "回执的栏目与规则不符",
            "the fields of the receipt are not those of RULES",
        )
        nonces = binary(slip["bureau_nonce"], where) + binary(slip["person_nonce"], where)
        salt = self.suite.hash(b"rongyao-salt-1\x00" + nonces).digest()
        digests = []
        for field, value in slip["fields"]:
            mine = hmac.digest(salt, field.encode(), self.suite.name)[:16].hex()
            digests.append(self.suite.leaf(_encode([mine, field, value]).encode()))
        cut = len(self.front)
        made = self.suite.node(self.suite.head(digests[:cut]), self.suite.head(digests[cut:]))
        need(
            made == leaf, where, "回执的内容与其承诺不符", "the fields of the receipt do not make up its leaf"
        )
        values = dict(slip["fields"])
        if self.rules["items"]:
            for item in self.rules["items"]:
                fine = item["least"] <= whole(values[f"item.{item['id']}"], where) <= item["most"]
                need(
                    fine,
                    where,
                    f"{item['zh']}的得分超出规则",
                    f"the points for {item['id']} are outside their rule",
                )
            total = sum(values[f"item.{item['id']}"] for item in self.rules["items"])
            need(
                total == values["standing"][1],
                where,
                "各项得分之和不等于总分",
                "the items do not add up to the score",
            )
        return values

    def check_opened(self, place: int, values: Any) -> None:
        """Everything the record opens about this person must be as the receipt has it (the leaf binds it already)."""
        for n, line in enumerate(self.lines):
            if line.get("position") == place:
                for opening in line.get("open", ()):
                    same = opening[0] not in values or opening[1] == values[opening[0]]
                    need(same, n, f"{opening[0]} 与回执不同", f"{opening[0]} is not as on the receipt")


def _signer(value: Any) -> str:
    need(
        type(value) is str and re.fullmatch(r"[^\s+]{1,128}", value),
        0,
        "签名人名称不合格",
        "no proper name of a signer",
    )
    return value


def _second(kinds: list[str], kind: str) -> int:
    return [n for n, one in enumerate(kinds) if one == kind][1] if kinds.count(kind) > 1 else 0


def _first_difference(said: Any, made: Any, language: str) -> str:
    """Which row of the result is wrong, in words."""
    if type(said) is list:
        for one, other in zip(said, made, strict=False):
            if one != other:
                return (
                    f"结果 {one} 应为 {other}"
                    if language == "zh"
                    else f"the result says {one}, it should be {other}"
                )
    return "结果的行数不对" if language == "zh" else "the result has the wrong number of rows"


def _points(value: int) -> str:
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"


# ---------------------------------------------------------------- replaying the events


class Replay:
    """The session, event by event, from nothing but RULES, POSTS and ORDER."""

    def __init__(self, record: Record) -> None:
        self.record, self.rules = record, record.rules["session"]
        self.seats = list(record.seats)
        self.held: dict[int, int] = {}
        self.out: set[int] = set()
        self.recalled: set[int] = set()
        self.come_late: set[int] = set()
        self.tail: set[int] = set()
        self.away: set[int] = set()  # put at the end by absence and not called since
        self.been_absent: set[int] = set()
        self.picked_at: dict[int, str] = {}
        self.revoked: set[int] = set()
        self.called: int | None = None
        self.owed: str | None = None  # what must follow an ABSENT
        self.tights: dict[int, tuple[set[int], set[int]]] = {}
        self.tight_count = 0
        self.reach = -1  # -1: no REACH yet
        self.reach_due = False
        self.round = -1
        self.regular: list[int] = []
        self.next_regular = 0
        self.steps = {kind: getattr(self, f"do_{kind.lower()}") for kind in EVENTS}
        self.settle(3 + record.people, began=True)

    # --- whose turn

    def turn(self) -> int | None:
        if self.recalled or self.come_late:
            return min(self.recalled or self.come_late)
        regular, held, out = self.regular, self.held, self.out
        for at in range(self.next_regular, len(regular)):
            who = regular[at]
            if who not in held and who not in out:
                self.next_regular = at
                return who
        self.next_regular = len(regular)
        return min(self.tail) if self.tail else None

    def is_gone(self, who: int) -> bool:
        return who in self.held or who in self.out

    def spend(self, who: int) -> None:
        for group in (self.recalled, self.come_late, self.tail):
            if group and who in group:
                group.remove(who)
                return
        self.next_regular += 1

    def settle(self, n: int, changing: bool = False, began: bool = False) -> None:
        """After each event: the next round begins when nobody is left; a REACH may be due."""
        moved = began
        while self.round < 0 or (self.turn() is None and self.round + 1 < len(self.record.rules["rounds"])):
            if self.record.preserving and self.reach >= 0 and not changing:
                self.expect_reach(n, 0)
            self.round, self.next_regular, moved = self.round + 1, 0, True
            entry = self.record.entry
            self.regular = [
                who for who in range(1, len(entry)) if entry[who] <= self.round and not self.is_gone(who)
            ]
        self.reach_due = self.record.preserving and (changing or (moved and self.turn() is not None))

    def coming(self) -> set[int]:
        regular = {who for who in self.regular[self.next_regular :] if not self.is_gone(who)}
        return regular | self.recalled | self.come_late | self.tail

    def free(self, post: int) -> bool:
        return self.seats[post] > 0 and self.record.post_round[post] <= self.round

    def all_free(self, posts: Sequence[int]) -> list[int]:
        seats, opens, now = self.seats, self.record.post_round, self.round
        return [post for post in posts if seats[post] > 0 and opens[post] <= now]

    # --- steps

    def step(self, n: int, line: Line) -> None:
        kind = line["kind"]
        if self.reach_due != (kind == "REACH"):
            due = ("REACH 应当且只应当紧跟在这里", "a REACH line is due here")
            raise Refused(n, *(due if self.reach_due else ("这里不应有 REACH", "no REACH line belongs here")))
        if self.owed and kind != "TIGHT":
            need(kind in ("PICK", "NONE"), n, "缺席之后应有处理结果", "what follows the absence is missing")
        elif self.called is not None:
            need(
                kind in ("PICK", "NONE", "ABSENT", "TIGHT"),
                n,
                "被叫到的人还没有答复",
                "the person called has not answered yet",
            )
        if kind in ("CALL", "ABSENT", "LATE", "REVOKE"):
            need(self.record.live, n, "按志愿表进行时没有这种事件", "no such event in a placement by lists")
        if "position" in line:
            whole(line["position"], n, 1, self.record.people)
        self.steps[kind](n, line)

    def do_call(self, n: int, line: Line) -> None:
        who = line["position"]
        need(
            who == self.turn(),
            n,
            f"轮到第 {self.turn()} 名，不是第 {who} 名",
            f"it is the turn of position {self.turn()}, not {who}",
        )
        self.called = who
        self.away.discard(who)

    def answering(self, n: int, line: Line) -> int:
        who = line["position"]
        expected = self.called if self.record.live else self.turn()
        if who != expected:
            raise Refused(n, f"现在是第 {expected} 名的轮次", f"it is for position {expected} to choose")
        return int(who)

    def do_pick(self, n: int, line: Line) -> None:
        who, record = self.answering(n, line), self.record
        by_list = not record.live or (self.owed == "list")
        need(not self.owed or by_list, n, "此人已缺席", "this person is absent")
        allowed = ("list",) if by_list else ("self", "proxy") if self.rules["proxy"] else ("self",)
        need(line["by"] in allowed, n, "规则不允许这样选岗", "the rules do not allow this way of choosing")
        post = record.number.get(line["post"], -1) if type(line["post"]) is str else -1
        if post < 0 or not self.free(post):
            zh, en = (
                f"岗位 {line['post']} 在本轮没有空额",
                f"post {line['post']} has no free seat in this round",
            )
            raise Refused(n, zh, en)
        if by_list:
            if self.walk(n, line, who) != post:
                raise Refused(
                    n, f"按志愿表得不到 {line['post']}", f"the list does not lead to {line['post']}"
                )
        elif record.preserving:
            need(
                post in record.eligible[who],
                n,
                f"不符合 {line['post']} 的条件",
                f"not eligible for {line['post']}",
            )
            need(array(line["open"], n) == [], n, "公开了多余的内容", "more is opened than needed")
            passed = [one for one, _ in self.pairs(n, line)]
            fine = len(set(passed)) == len(passed) and post not in passed
            fine = fine and all(self.free(one) and one in record.eligible[who] for one in passed)
            need(
                fine,
                n,
                "所列被拒岗位不合格",
                "the posts named as refused are not posts this person might have had",
            )
        else:
            need(
                self.bits(n, line, who, [post]) == [1],
                n,
                f"不符合 {line['post']} 的条件",
                f"not eligible for {line['post']}",
            )
        self.check_refused(n, line, who)
        self.held[who], self.picked_at[who] = post, line["at"]
        self.seats[post] -= 1
        if record.preserving:
            self.reach -= 1
        self.answered(n, who)

    def do_none(self, n: int, line: Line) -> None:
        who, record, why = self.answering(n, line), self.record, line["why"]
        by_list = not record.live or self.owed == "list"
        need(array(line["refused"], n) == [], n, "此处不应有被拒岗位", "nothing is refused here")
        if self.owed == "none":
            need(why == "absent", n, "缺席者应按缺席处理", "an absent person is out as absent")
        elif by_list:
            expected = "nothing_left" if record.preserving else "list_exhausted"
            need(
                why == expected and self.walk(n, line, who) is None,
                n,
                "按志愿表本可得岗",
                "the list would have led to a post",
            )
        else:
            need(
                why in ("nothing_left", "waived"),
                n,
                f"原因 {why!r} 不合规则",
                f"the reason {why!r} is against the rules",
            )
        if not by_list and why == "nothing_left":
            free = self.all_free(range(len(self.seats)))
            if record.preserving:
                need(
                    not set(free) & set(record.eligible[who]),
                    n,
                    "还有可选的岗位",
                    "there was still a post to choose",
                )
            else:
                need(
                    not any(self.bits(n, line, who, free)),
                    n,
                    "还有可选的岗位",
                    "there was still a post to choose",
                )
        if why in ("waived", "absent") or (record.preserving and not by_list):
            need(array(line["open"], n) == [], n, "公开了多余的内容", "more is opened than needed")
        changing = why in ("waived", "absent")
        if changing:
            self.expect_reach(n)
            self.out.add(who)
        self.answered(n, who, changing)

    def answered(self, n: int, who: int, changing: bool = False) -> None:
        self.spend(who)
        self.called = self.owed = None
        self.settle(n, changing)

    def do_absent(self, n: int, line: Line) -> None:
        who = self.answering(n, line)
        need(not self.owed, n, "已记为缺席", "already absent")
        if self.rules["absent"] == "list":
            self.owed = "list"
        elif self.rules["absent"] == "waives" or who in self.been_absent:
            self.owed = "none"
        else:
            self.been_absent.add(who)
            self.away.add(who)
            self.spend(who)
            self.tail.add(who)
            self.called = None

    def do_late(self, n: int, line: Line) -> None:
        who = line["position"]
        fine = self.rules["late"] == "next" and who in self.tail and who in self.away
        need(fine, n, f"第 {who} 名不能这样补到", f"position {who} cannot come in late here")
        self.tail.remove(who)
        self.come_late.add(who)

    def do_revoke(self, n: int, line: Line) -> None:
        who = line["position"]
        need(
            who in self.held and who not in self.revoked,
            n,
            f"第 {who} 名不能撤回",
            f"position {who} has nothing to take back",
        )
        waited = moment(line["at"], n) - moment(self.picked_at[who], n)
        need(waited <= 60 * self.rules["cooling_minutes"], n, "已过冷静期", "the cooling time is over")
        self.expect_reach(n)
        self.revoked.add(who)
        self.seats[self.held.pop(who)] += 1
        self.tail.add(who)
        self.settle(n, True)

    def post_and_seats(self, n: int, line: Line) -> tuple[int, int]:
        post = self.record.number.get(line["post"], -1) if type(line["post"]) is str else -1
        need(
            post >= 0 and text(line["document"], n),
            n,
            "没有这个岗位，或没有文号",
            "no such post, or no document named",
        )
        return post, whole(line["seats"], n, 1)

    def do_withdraw(self, n: int, line: Line) -> None:
        post, count = self.post_and_seats(n, line)
        self.expect_reach(n)
        holders = sorted(who for who, held in self.held.items() if held == post)
        need(
            count <= self.seats[post] + len(holders), n, "没有这么多名额", "the post has not that many seats"
        )
        losing = holders[len(holders) - max(0, count - self.seats[post]) :]
        need(
            not losing or self.rules["withdraw_taken"] == "recall",
            n,
            "名额已有人选",
            "a seat taken cannot be withdrawn under these rules",
        )
        need(line["displaced"] == losing, n, "受影响的人写错", "the people displaced are wrong")
        for who in losing:
            del self.held[who]
            self.recalled.add(who)
        self.seats[post] += len(losing) - count
        self.settle(n, True)

    def do_add(self, n: int, line: Line) -> None:
        post, count = self.post_and_seats(n, line)
        if self.rules["added"] == "from_now":
            self.expect_reach(n)
            self.seats[post] += count
            self.settle(n, True)

    def do_ruling(self, n: int, line: Line) -> None:
        who = line["position"]
        need(
            text(line["document"], n) and type(line["zh"]) is str,
            n,
            "裁定没有文号",
            "a ruling without a document",
        )
        fine = line["effect"] == ("vacate" if who in self.held else "exclude") and who not in self.out
        need(fine, n, "裁定与此人的状态不合", "the ruling does not fit this person")
        self.expect_reach(n)
        self.held.pop(who, None)
        self.out.add(who)
        for group in (self.recalled, self.come_late, self.tail):
            group.discard(who)
        self.settle(n, True)

    # --- lists and eligibility

    def bits(self, n: int, line: Line, who: int, posts: Sequence[int], start: int = 0) -> list[int]:
        """The opened answers for exactly these posts, each 0 or 1."""
        opens = array(line["open"], n)[start:]
        need(len(opens) == len(posts), n, "公开的条件过多或过少", "more or fewer answers opened than needed")
        leaf, names = self.record.leaf[who], self.record.posts
        found = [
            self.record.opened(one, f"post.{names[post]}", leaf, n)
            for one, post in zip(opens, posts, strict=False)
        ]
        return [whole(one, n, 0, 1) for one in found]

    def walk(self, n: int, line: Line, who: int) -> int | None:
        """Where the opened list leads: a post, or None."""
        record, opens = self.record, array(line["open"], n)
        need(opens, n, "没有公开志愿表", "the list is not opened")
        wishes = record.post_list(record.opened(opens[0], "list", record.leaf[who], n), n)
        if record.preserving:
            need(len(opens) == 1, n, "公开了多余的内容", "more is opened than needed")
            may = record.eligible[who]
            full = [post for post in wishes if post in may] + [post for post in may if post not in wishes]
            full = self.all_free(full)
            passed = [post for post, _ in self.pairs(n, line)]
            need(
                full[: len(passed)] == passed,
                n,
                "被拒岗位与志愿表不符",
                "the posts refused do not follow the list",
            )
            return full[len(passed)] if len(passed) < len(full) else None
        free = self.all_free(wishes)
        seen = free[: len(opens) - 1]
        answers = self.bits(n, line, who, seen, 1)
        need(1 not in answers[:-1], n, "越过了可得的岗位", "a post that could be had was passed over")
        if answers and answers[-1]:
            return seen[-1]
        need(len(seen) == len(free), n, "志愿表没有走完", "the list was not followed to its end")
        return None

    def pairs(self, n: int, line: Line) -> list[tuple[int, int]]:
        made = []
        for pair in array(line["refused"], n):
            fine = type(pair) is list and len(pair) == 2 and type(pair[0]) is str
            need(fine and pair[0] in self.record.number, n, "被拒岗位不合格", "a refusal is malformed")
            made.append((self.record.number[pair[0]], whole(pair[1], n)))
        return made

    # --- keeping the number placed

    def check_refused(self, n: int, line: Line, who: int) -> None:
        if line["refused"] == []:
            return
        pairs = self.pairs(n, line)
        need(
            self.record.preserving or not pairs,
            n,
            "普通方式下无人被拒",
            "nobody is refused in the plain mechanism",
        )
        others = self.coming() - {who}
        for post, which in pairs:
            need(
                which in self.tights,
                n,
                f"没有有效的证明 {which}",
                f"there is no witness set {which} in force",
            )
            people, posts = self.tights[which]
            room = sum(self.seats[one] for one in posts if self.free(one))
            fine = post in posts and len(others) - len(people & others) + room <= self.reach - 1
            need(
                fine,
                n,
                f"证明 {which} 不足以拒绝 {self.record.posts[post]}",
                f"witness set {which} does not refuse {self.record.posts[post]}",
            )

    def do_tight(self, n: int, line: Line) -> None:
        record = self.record
        need(
            record.preserving and (not record.live or self.called is not None),
            n,
            "此处不应有 TIGHT",
            "no TIGHT belongs here",
        )
        need(
            line["id"] == self.tight_count and type(line["id"]) is int,
            n,
            "证明的编号不连续",
            "witness sets are not numbered in order",
        )
        posts = set(record.post_list(line["posts"], n, in_order=True))
        people = [whole(who, n, 1, record.people) for who in array(line["people"], n)]
        need(
            people == sorted(set(people)),
            n,
            "证明中的人未按名次",
            "the people of a witness set are not in order",
        )
        need(
            set(people) <= self.coming(),
            n,
            "证明中有已经选过的人",
            "a witness set names people whose turn is over",
        )
        for who in people:
            away = next(
                (post for post in record.eligible[who] if post not in posts and self.free(post)), None
            )
            need(away is None, n, f"第 {who} 名还可去别的岗位", f"position {who} could go elsewhere")
        self.tights[self.tight_count] = (set(people), posts)
        self.tight_count += 1

    def do_reach(self, n: int, line: Line) -> None:
        need(type(line["round"]) is int and line["round"] == self.round, n, "轮次不符", "the round is wrong")
        made = self.most()
        need(whole(line["placeable"], n) == made, n, f"最多可安置 {made} 人", f"at most {made} can be placed")
        self.reach, self.reach_due, self.tights = made, False, {}

    def expect_reach(self, n: int, made: Any = None) -> None:
        """All picks since the last REACH were allowed iff nobody was lost on the way."""
        if self.record.preserving and self.reach >= 0:
            found = self.most() if made is None else made
            need(found == self.reach, n, f"此前有人选了不该选的岗位：还应能安置 {self.reach} 人，实际 {found} 人",
                 f"a pick before this line was not allowed: {self.reach} should still be placeable, {found} are")  # fmt: skip

    def most(self) -> int:
        """The largest number of those to come that can be seated, by augmenting paths."""
        room = [seats if self.free(post) else 0 for post, seats in enumerate(self.seats)]
        sitting: list[list[int]] = [[] for _ in room]
        dead: set[int] = set()
        count = 0
        for who in sorted(self.coming()):
            count += self.seat(who, room, sitting, dead)
        return count

    def seat(self, who: int, room: list[int], sitting: list[list[int]], dead: set[int]) -> int:
        """Seat one more person; a search that fails shuts all it saw: nothing free can be reached from there any more."""
        eligible, came = self.record.eligible, {}
        todo: list[tuple[int, int | None]] = [(who, None)]
        for person, origin in todo:
            for post in eligible[person]:
                if post in came or post in dead or not room[post]:
                    continue
                came[post] = (person, origin)
                if len(sitting[post]) < room[post]:
                    self.move(came, post, sitting)
                    return 1
                todo.extend((other, post) for other in sitting[post])
        dead.update(came)
        return 0

    @staticmethod
    def move(came: dict[int, tuple[int, int | None]], post: int | None, sitting: list[list[int]]) -> None:
        while post is not None:
            person, before = came[post]
            if before is not None:
                sitting[before].remove(person)
            sitting[post].append(person)
            post = before

    def finish(self, n: int) -> None:
        need(not self.reach_due, n, "缺少 REACH", "a REACH line is missing")
        need(
            self.called is None and self.turn() is None,
            n,
            f"第 {self.turn()} 名还没有轮到",
            f"position {self.turn()} has not had a turn",
        )
        self.expect_reach(n)


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


# ---------------------------------------------------------------- words and command line

LIMITS = (
    ("任何记录都不能证明：人事档案属实、岗位优劣、选岗时无人施压", "no record can show: that the files are true, that the posts are good, that nobody was pressed"),
    ("若单位另造一整套前后一致的记录，只有您本人的回执、见证人的公钥或其所存检查点、公开开奖号码才能识破",
     "a whole history made up anew is seen only with your own receipt, a witness's key or checkpoint, or the public draw"),
)  # fmt: skip


WORDS = {
    "nothing_left": ("没有可选的岗位", "nothing left to choose"),
    "list_exhausted": ("志愿表用尽", "the list ran out"),
    "waived": ("放弃", "waived"),
    "absent": ("缺席", "absent"),
    "vacate": ("退出已选岗位", "gives up the post held"),
    "exclude": ("不再参加", "takes no further part"),
}


def sentence(record: Record, line: Line) -> tuple[str, str]:
    """One line of the log in words, Chinese and English."""
    kind, who, post = line["kind"], line.get("position", 0), line.get("post")
    if kind == "ORDER":
        score = _points(record.score[who])
        return f"第 {who} 名：{score} 分", f"position {who}: {score} points"
    seats = line.get("seats")
    why = WORDS.get(str(line.get("why")), ("", ""))
    effect = WORDS.get(str(line.get("effect")), ("", ""))
    words = {
        "RULES": ("规则", "the rules"),
        "POSTS": (f"{len(record.posts)} 个岗位", f"{len(record.posts)} posts"),
        "ROOT": (f"{record.people} 人的承诺根", f"the root over {record.people} people"),
        "SEED": ("抽签种子", "the seed of the lottery"),
        "CALL": (f"请第 {who} 名选岗", f"position {who} is called"),
        "PICK": (f"第 {who} 名选定 {post}", f"position {who} takes {post}"),
        "NONE": (f"第 {who} 名未选岗（{why[0]}）", f"position {who} takes none ({why[1]})"),
        "ABSENT": (f"第 {who} 名不在场", f"position {who} is absent"),
        "LATE": (f"第 {who} 名补到", f"position {who} has come"),
        "REVOKE": (f"第 {who} 名撤回选择", f"position {who} takes the pick back"),
        "WITHDRAW": (f"{post} 减少 {seats} 个名额", f"{post} has {seats} seats fewer"),
        "ADD": (f"{post} 增加 {seats} 个名额", f"{post} has {seats} seats more"),
        "RULING": (f"对第 {who} 名的裁定：{effect[0]}", f"a ruling on position {who}: {effect[1]}"),
        "RESULT": (f"结果：{line.get('placed')} 人得岗", f"the result: {line.get('placed')} placed"),
    }
    if kind == "REACH":
        return (
            f"其余的人最多可安置 {line['placeable']} 人",
            f"of the others at most {line['placeable']} can be placed",
        )
    if kind == "TIGHT":
        people, posts = len(line["people"]), len(line["posts"])
        return (
            f"证明 {line['id']}：{people} 人只能去 {posts} 个岗位",
            f"witness set {line['id']}: {people} people, only {posts} posts",
        )
    return words[kind]


def verify(
    files: Mapping[str, str | bytes],
    *,
    receipt: str | bytes | None = None,
    witnesses: Mapping[str, bytes] | None = None,
    notes: Sequence[str | bytes] = (),
    draws: Mapping[str, str] | None = None,
    signatures: int = SIGNATURES,
) -> Record:
    """Check a record given as {name: text or bytes}; the checked ``Record``, or ``Refused``."""
    record = Record(files, witnesses, draws, signatures)
    pausing = gc.isenabled()
    gc.disable()  # a large record is millions of small objects, none of them garbage
    try:
        record.check()
        for number, raw in enumerate(notes):
            record.check_witness_note(raw if isinstance(raw, bytes) else raw.encode(), f"note {number + 1}")
        if receipt is not None:
            record.check_receipt(receipt)
    except Refused as problem:
        raise happened(record.files) or problem from None
    except (TypeError, KeyError, IndexError, AttributeError, ValueError, RecursionError) as problem:
        raise Refused("log.jsonl", "格式有误", f"malformed ({type(problem).__name__})") from problem
    finally:
        if pausing:
            gc.enable()
    return record


def load(path: str | Path) -> dict[str, bytes]:
    """The files of a folder or of a bundle."""
    if os.path.isdir(path):
        found = (os.path.join(at, one) for at, _, names in os.walk(path) for one in sorted(names))
        kept = [
            one for one in sorted(found) if os.path.isfile(one) and not one.endswith((".html", ".md", ".py"))
        ]
        inside = {os.path.relpath(one, path).replace(os.sep, "/"): one for one in kept}
        if "log.jsonl" not in inside:  # some other folder, and perhaps a large one: nothing of it is read
            raise happened(dict.fromkeys(inside, b"")) or Refused(
                "log.jsonl", "缺少这个文件", "this file is missing"
            )
        return {at: contents(one) for at, one in inside.items()}
    at, raw = os.path.basename(path), contents(path)
    if raw.startswith(b"PK\x03\x04"):
        raise Unreadable(
            f"{at} 是压缩包：请先解压，再给出里面的文件夹",
            f"{at} is a zip file: unpack it and give the folder in it",
        )
    try:
        value = json.loads(raw)
    except ValueError:
        raise Unreadable(
            f"{at} 不是单文件记录；请给出记录的整个文件夹",
            f"{at} is no bundle; give the whole folder of the record",
        ) from None
    fine = type(value) is dict and set(value) == {"format", "files"} and value["format"] == "rongyao-bundle-1"
    need(fine and type(value["files"]) is list, at, "不是记录的单文件形式", "not a bundle of a record")
    fine = all(
        type(one) is list and len(one) == 2 and type(one[0]) is type(one[1]) is str for one in value["files"]
    )
    need(fine, at, "不是记录的单文件形式", "not a bundle of a record")
    names = [one[0] for one in value["files"]]
    need(names == sorted(set(names)), at, "文件名重复或未排序", "names repeated or not sorted")
    return {at: content.encode() for at, content in value["files"]}


def contents(path: str | Path) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def asked(arguments: Sequence[str]) -> dict[str, list[str]] | None:
    """The options, each with its values, and the record under ""; None where the line cannot be read (``argparse`` would take
    as long to load as a hundred people to check)."""
    given: dict[str, list[str]] = {
        at: [] for at in ("", "--receipt", "--witness", "--note", "--draw", "--lines")
    }
    left = list(arguments)
    while left:
        word, equals, value = left.pop(0).partition("=")
        if not word.startswith("-"):
            word, value = "", word + equals + value
        elif word != "--lines" and not equals and left:
            value, equals = left.pop(0), "="
        if word not in given or (word and bool(equals) == (word == "--lines")):
            return None
        given[word].append(value)
    fine = len(given[""]) == 1 and len(given["--receipt"]) < 2
    return given if fine and all("=" in one for one in given["--witness"] + given["--draw"]) else None


def processor() -> float:
    """Seconds of the processor until now, a second process that was waited for included."""
    _own, _system, child, childs_system, _clock = os.times()
    return time.process_time() + child + childs_system


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


def found(given: Mapping[str, list[str]]) -> tuple[int, list[str]]:
    """The exit code and what to say, line by line."""
    right, wrong = marks()
    begun, busy = time.perf_counter(), processor()
    try:
        keys, draws = of_keys(given["--witness"]), dict(one.split("=", 1) for one in given["--draw"])
        notes = [contents(one) for one in given["--note"]]
        slip = contents(given["--receipt"][0]) if given["--receipt"] else None
        record = verify(load(given[""][0]), receipt=slip, witnesses=keys, notes=notes, draws=draws)
    except Refused as problem:
        return 1, [f"{wrong} {problem}", *[f"· {COUNTED}"] * isinstance(problem.where, int)]
    except FileNotFoundError as problem:
        return 2, [f"{wrong} {problem.filename}：{MISSING[0]}｜{problem.filename}: {MISSING[1]}"]
    except (OSError, ValueError) as problem:
        return 2, [f"{wrong} 无法读取｜cannot be read: {problem}"]
    took, busy = time.perf_counter() - begun, processor() - busy
    said = []
    if given["--lines"]:
        for line in record.lines:
            zh, en = sentence(record, line)
            said.append(f"  {line['n']}  {zh}｜{en}")
    said += [f"{right} {zh}｜{en}" for zh, en in record.said] + [f"· {zh}｜{en}" for zh, en in LIMITS]
    time_said = (
        f"核验用时 {took:.3f} 秒（处理器 {busy:.3f} 秒）｜checked in {took:.3f} s ({busy:.3f} s of processor)"
    )
    return 0, [*said, f"· {time_said}"]


def main(arguments: Sequence[str] | None = None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:  # a sign that cannot be shown is no reason to say nothing
        reconfigure(errors="replace")
    given = asked(words)
    if given is None:
        code, said = (0, [__doc__]) if {"-h", "--help"} & set(words) else (2, [__doc__, NOT_UNDERSTOOD])
    else:
        code, said = found(given)
    try:
        sys.stdout.write("\n".join(said) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough
        pass
    return code


NOT_UNDERSTOOD = (
    "命令不完整或看不懂：要有一个 RECORD，选项写法如上｜not understood: one RECORD, and options as above"
)


if __name__ == "__main__":
    try:
        code = main()
    except KeyboardInterrupt:
        code = 130
    os._exit(code)  # a large record is a gigabyte of small objects: the system takes them back at once
