"""The door to a virus scanner: clamd, spoken to over TCP or a unix socket with its own protocol (INSTREAM)."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 60.0
# A page waits for it.
TIMEOUT_OF_VERSION = 3.0
LONGEST_ANSWER = 4096


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    # The scanner could not say: not there, too large for it, its tables broken.
    NONE = "none"


@dataclass(frozen=True)
class Scan:
    """What the scanner says, and the name it gives what it found."""

    verdict: Verdict
    words: str = ""


def address() -> str:
    """Where the scanner is, or "" where this bureau has none."""
    return str(getattr(settings, "RONGYAO_CLAMD", ""))


def scan(chunks: Iterable[bytes]) -> Scan:
    """Send a file to the scanner. Whatever goes wrong is no verdict: the file stays held back."""
    if not address():
        return Scan(Verdict.NONE, "no scanner")
    try:
        with _connect(address()) as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                if chunk:
                    line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            return _read(_answer(line))
    except OSError as error:
        return Scan(Verdict.NONE, type(error).__name__)


def version() -> str:
    """The scanner's own name and the day of its tables; "" where it does not answer."""
    if not address():
        return ""
    try:
        with _connect(address(), TIMEOUT_OF_VERSION) as line:
            line.sendall(b"zVERSION\0")
            return _answer(line)
    except OSError:
        return ""


def _connect(where: str, timeout: float = TIMEOUT) -> socket.socket:
    parts = urlsplit(where)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(timeout)
        line.connect(parts.path)
        return line
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=timeout)


def _answer(line: socket.socket) -> str:
    read = b""
    while not read.endswith(b"\0") and len(read) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        read += part
    return read.rstrip(b"\0").decode("utf-8", "replace").strip()


def _read(answer: str) -> Scan:
    """``stream: OK``, ``stream: <name> FOUND``, or anything else: no verdict."""
    words = answer.removeprefix("stream: ")
    if words == "OK":
        return Scan(Verdict.CLEAN)
    if words.endswith(" FOUND"):
        return Scan(Verdict.INFECTED, words.removesuffix(" FOUND")[:120])
    return Scan(Verdict.NONE, words[:120] or "no answer")
