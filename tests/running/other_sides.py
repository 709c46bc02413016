"""A mail server and a text-message gateway as a process of its own: ``python other_sides.py CERTIFICATE KEY``.

The mail server (aiosmtpd) takes nothing before STARTTLS and a password; the gateway wants its token in a header and
takes JSON, a form or a query. What each took is printed, one JSON object a line; the first line is their ports.
"""

from __future__ import annotations

import json
import socket
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD, TOKEN = "notice", "big-and-small-pearls", "gateway-token"


def tell(**what: Any) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def may_enter(server: Any, session: Any, envelope: Any, mechanism: str, given: LoginPassword) -> AuthResult:
    is_right = given.login == USER.encode() and given.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=False, auth_data=USER if is_right else None)


class Box:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        tell(
            way="mail", to=envelope.rcpt_tos, text=envelope.content.decode(), user=session.auth_data,
            cipher=session.ssl["cipher"][0] if session.ssl else "",
        )  # fmt: skip
        return "250 OK"


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        kind = self.headers.get("Content-Type", "")
        given = json.loads(body) if "json" in kind else dict(parse_qsl(body))
        given |= dict(parse_qsl(urlsplit(self.path).query))
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._answer(401, {"code": "401"})
            return
        tell(way="sms", kind=kind.partition(";")[0], **given)
        self._answer(200, {"code": "0", "data": {"msgid": "g-1"}})

    def _answer(self, status: int, words: dict[str, Any]) -> None:
        sent = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *args: Any) -> None:
        pass


def main(certificate: str, key: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    gateway = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    mail = Controller(
        Box(), hostname="127.0.0.1", port=_free(), tls_context=context, require_starttls=True,
        authenticator=may_enter, auth_required=True, auth_require_tls=True,
    )  # fmt: skip
    mail.start()
    tell(smtp=mail.port, http=gateway.server_port)
    gateway.serve_forever()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
