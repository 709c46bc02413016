"""Verified fakes of the other sides: an SMS gateway that speaks HTTP on loopback, a mail server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Gateway:
    """What a real gateway does, as far as we rely on it: takes JSON, numbers it, tells doubles apart by uid."""

    url: str = ""
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    rung: list[str] = field(default_factory=list)
    tells_doubles: bool = False
    # Takes the message and then says nothing: the line breaks after the text went through.
    hangs_up: bool = False
    _seen: set[str] = field(default_factory=set)

    def take(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(given)
        if self.answers:
            status, body = self.answers.pop(0)
            if status != 200 or body.get("code") != "0":
                return status, body
        if not (self.tells_doubles and given["uid"] in self._seen):
            self.rung.append(given["mobile"])
        self._seen.add(given["uid"])
        return 200, {"code": "0", "data": {"msgid": f"g-{len(self.asked)}"}}

    def settings(self, path: Path, **more: Any) -> Path:
        """The file of settings that points at this gateway."""
        lines = ["[sms]", f'url = "{self.url}"']
        lines += [
            'fields = { mobile = "{phone}", content = "{text}", uid = "{key}" }',
            'signature = "【昆山退役】"',
        ]
        lines += ['success_field = "code"', 'success_values = ["0"]', 'reference_field = "data.msgid"']
        lines += [
            'refused_values = ["40001"]',
            f"dedupes = {'true' if self.tells_doubles else 'false'}",
            "timeout = 2",
        ]
        lines += [f"{name} = {json.dumps(value)}" for name, value in more.items() if name != "reports"]
        if more.get("reports"):
            lines += ["[sms.reports]", 'secret = "shared-secret"', 'id_field = "msgid"']
        path.write_text("\n".join(lines), encoding="utf-8")
        path.chmod(0o600)
        return path


@contextmanager
def running(gateway: Gateway) -> Iterator[Gateway]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = gateway.take(given)
            if gateway.hangs_up:
                self.connection.close()
                return
            sent = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    gateway.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
