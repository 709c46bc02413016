"""Mail through a real SMTP server on loopback, encrypted, as the configuration says."""

from __future__ import annotations

import dataclasses
import socket
import ssl

import pytest
from aiosmtpd.controller import Controller

from rongyao.bureau.foundation.notices import channels
from rongyao.bureau.foundation.notices.channels.config import settings_now
from rongyao.bureau.foundation.notices.channels.envelope import Envelope
from rongyao.bureau.foundation.notices.rules.ways import End
from rongyao.bureau.foundation.notices.tests import certificates

ENVELOPE = Envelope("letter:1", "email", "chen@example.cn", "文书已办好", "陈卫国同志：文书已办好。")


class Box:
    """Keeps what came; answers what a test asks it to."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.rcpt = "250 OK"
        self.data = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope) -> str:
        self.mails.append(envelope.content)
        return self.data


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    pem, key_file = certificates.write(tmp_path_factory.mktemp("tls"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key_file)
    return pem, context


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(certificate, settings_file, noon):
    """Start a server of one kind of encryption and write the file that points at it."""
    started = []

    def start(security: str, trusted: bool = True) -> Box:
        pem, context = certificate
        box, port = Box(), _free_port()
        how = {
            "tls": {"ssl_context": context},
            "starttls": {"tls_context": context, "require_starttls": True},
        }
        controller = Controller(box, hostname="127.0.0.1", port=port, **how.get(security, {}))
        controller.start()
        started.append(controller)
        lines = ["[smtp]", 'host = "localhost"', f"port = {port}", f'security = "{security}"', "timeout = 5"]
        lines += ['sender = "昆山退役 <notice@example.cn>"', f'ca_file = "{pem}"' if trusted else ""]
        settings_file.write_text("\n".join(lines), encoding="utf-8")
        return box

    yield start
    for controller in started:
        controller.stop()


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_a_mail_arrives_by_each_encryption(server, security: str) -> None:
    box = server(security)
    assert channels.send(ENVELOPE).end == End.DELIVERED
    mail = box.mails[0].decode()
    assert "To: chen@example.cn" in mail
    assert "@example.cn>" in mail


def test_the_number_of_a_mail_is_the_same_at_every_try(server) -> None:
    box = server("tls")
    for _again in range(2):
        channels.send(ENVELOPE)
    ids = [line for mail in box.mails for line in mail.decode().splitlines() if line.startswith("Message-ID")]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(server) -> None:
    box = server("tls", trusted=False)
    assert channels.send(ENVELOPE).end == End.LATER
    assert box.mails == []


@pytest.mark.parametrize(
    ("rcpt", "data", "end"),
    [
        ("550 no such mailbox", "250 OK", End.REFUSED),
        ("451 come again", "250 OK", End.LATER),
        ("250 OK", "452 full", End.LATER),
        ("250 OK", "554 no", End.REFUSED),
    ],
)
def test_what_the_server_answers_decides_what_is_done(server, rcpt, data, end) -> None:
    box = server("tls")
    box.rcpt, box.data = rcpt, data
    found = channels.send(ENVELOPE)
    assert found.end == end
    assert "chen" not in found.words


@pytest.mark.parametrize("address", ["陈@example.cn", "chen@example.cn\r\nRCPT TO:<other@example.cn>"])
def test_an_address_no_mail_can_carry_is_refused_and_nothing_is_sent(server, address: str) -> None:
    box = server("tls")
    found = channels.send(dataclasses.replace(ENVELOPE, address=address))
    assert found.end == End.REFUSED
    assert "example" not in found.words
    assert box.mails == []


def test_a_server_that_is_not_there_is_tried_later(settings_file) -> None:
    settings_file.write_text(
        f'[smtp]\nhost = "127.0.0.1"\nport = {_free_port()}\nsender = "a@b.cn"\n', encoding="utf-8"
    )
    assert channels.send(ENVELOPE).end == End.LATER


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[smtp", "Expected"),
        ('[smtp]\nhost = "h"\nsender = "a@b.cn"\ncolour = "red"', "colour"),
        ('[smtp]\nhost = "mail.example.cn"\nsender = "a@b.cn"\nsecurity = "none"', "none"),
        ('[smtp]\nhost = "mail.example.cn"\nsender = "a@b.cn"\npassword = "大珠小珠"', "ASCII"),
        ('[sms]\nurl = "http://sms.example.cn"\nfields = {}', "https"),
        ('[sms]\nurl = "http://127.0.0.1.example.cn"\nfields = {}', "https"),
        ('[sms]\nurl = "https://sms.example.cn"\nfields = {}\nsuccess_field = "code"', "success_values"),
        ('[sms]\nurl = "https://sms.example.cn"\nfields = {}\nformat = "xml"', "format"),
    ],
)
def test_a_file_that_cannot_be_used_switches_everything_off_and_says_why(settings_file, text, why) -> None:
    settings_file.write_text(text, encoding="utf-8")
    now = settings_now()
    assert now.sms is None
    assert now.smtp is None
    assert why in now.problem
    assert channels.send(ENVELOPE).end == End.REFUSED


def test_passwords_do_not_show_where_settings_are_printed(settings_file) -> None:
    settings_file.write_text('[smtp]\nhost = "h"\nsender = "a@b.cn"\npassword = "geheim"', encoding="utf-8")
    assert "geheim" not in repr(settings_now())
