"""A stand-in for clamd: speaks zINSTREAM and zVERSION as clamd's manual says, over TCP or a unix socket.

Written from the manual. What the product relies on is held against a real clamd by tests/running/test_a_real_scanner.py,
where one is installed.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rongyao.bureau.foundation.files.tests.made import EICAR

LIMIT = 25 * 1024 * 1024


@dataclass
class Clamd:
    address: str = ""
    # Answers this instead of judging: a broken scanner.
    broken: bytes = b""
    seen: list[int] = field(default_factory=list)

    def serve(self, line: socket.socket) -> None:
        with line:
            command = _until_zero(line)
            if command == b"zVERSION":
                line.sendall(b"ClamAV 1.4.2/27450/Tue Nov 24 09:00:00 2026\0")
            elif command == b"zINSTREAM":
                line.sendall(self.broken or self._judge(line))
            else:
                line.sendall(b"UNKNOWN COMMAND\0")

    def _judge(self, line: socket.socket) -> bytes:
        body = b""
        while size := struct.unpack(">I", _exactly(line, 4))[0]:
            body += _exactly(line, size)
            if len(body) > LIMIT:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.seen.append(len(body))
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in body else b"stream: OK\0"


def _exactly(line: socket.socket, count: int) -> bytes:
    read = b""
    while len(read) < count:
        part = line.recv(count - len(read))
        if not part:
            raise ConnectionError("the other side went away")
        read += part
    return read


def _until_zero(line: socket.socket) -> bytes:
    read = b""
    while not read.endswith(b"\0"):
        read += _exactly(line, 1)
    return read[:-1]


@contextmanager
def running(clamd: Clamd, unix: Path | None = None) -> Iterator[Clamd]:
    door = socket.socket(socket.AF_UNIX if unix else socket.AF_INET, socket.SOCK_STREAM)
    door.bind(str(unix) if unix else ("127.0.0.1", 0))
    clamd.address = f"unix://{unix}" if unix else f"tcp://127.0.0.1:{door.getsockname()[1]}"
    door.listen(8)
    door.settimeout(0.1)
    stop = threading.Event()

    def loop() -> None:
        while not stop.is_set():
            try:
                line, _ = door.accept()
            except TimeoutError:
                continue
            line.settimeout(5)
            try:
                clamd.serve(line)
            except (OSError, struct.error):
                continue

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield clamd
    finally:
        stop.set()
        thread.join(5)
        door.close()
