"""Mail and text messages to servers that run as a process of their own, over loopback: encrypted, by password, by token."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from rongyao.bureau.foundation.notices import channels
from rongyao.bureau.foundation.notices.channels.envelope import Envelope
from rongyao.bureau.foundation.notices.rules.ways import End
from rongyao.bureau.foundation.notices.tests import certificates
from running.other_sides import PASSWORD, TOKEN, USER

MAIL = Envelope("letter:1", "email", "chen@example.cn", "文书已办好", "陈卫国同志：文书已办好。")
TEXT = Envelope("letter:1", "sms", "13862610027", "文书已办好", "文书已办好&请来取=1")


@dataclass
class OtherSides:
    """The process, its ports, and what it took."""

    process: subprocess.Popen[str]
    certificate: Path
    ports: dict[str, int] = field(default_factory=dict)
    took: queue.Queue[dict[str, Any]] = field(default_factory=queue.Queue)

    def listen(self) -> None:
        for line in self.process.stdout:
            self.took.put(json.loads(line))

    def one(self) -> dict[str, Any]:
        return self.took.get(timeout=20)


@pytest.fixture
def others(tmp_path: Path) -> Iterator[OtherSides]:
    pem, key = certificates.write(tmp_path)
    command = [sys.executable, str(Path(__file__).with_name("other_sides.py")), str(pem), str(key)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        started = OtherSides(process, pem)
        ear = threading.Thread(target=started.listen, daemon=True)
        ear.start()
        started.ports = started.took.get(timeout=60)
        yield started
        process.send_signal(signal.SIGCONT)
        process.kill()
        ear.join(10)


@pytest.fixture
def write(settings, tmp_path: Path, others: OtherSides):
    """Write the file of ways, as docs/howto/install.md shows it."""
    settings.RONGYAO_NOTICES_FILE = tmp_path / "notices.toml"
    settings.IS_DEMO = False

    def _write(
        *, password: str = PASSWORD, security: str = "starttls", token: str = TOKEN, form: str = "json"
    ):
        smtp = [
            "[smtp]", 'host = "localhost"', f"port = {others.ports['smtp']}", f'security = "{security}"',
            'sender = "昆山退役 <notice@example.cn>"', f'user = "{USER}"', f'password = "{password}"',
            f'ca_file = "{others.certificate}"', "timeout = 5",
        ]  # fmt: skip
        sms = [
            "[sms]", f'url = "http://127.0.0.1:{others.ports["http"]}/send"', f'format = "{form}"',
            f'headers = {{ Authorization = "Bearer {token}" }}', 'signature = "【昆山退役】"', "timeout = 2",
            'fields = { mobile = "{phone}", content = "{text}", uid = "{key}" }',
            'success_field = "code"', 'success_values = ["0"]', 'reference_field = "data.msgid"',
        ]  # fmt: skip
        settings.RONGYAO_NOTICES_FILE.write_text("\n".join(smtp + sms), encoding="utf-8")
        settings.RONGYAO_NOTICES_FILE.chmod(0o600)

    return _write


def test_a_mail_goes_out_after_encryption_and_password(others, write) -> None:
    write()
    assert channels.send(MAIL).end == End.DELIVERED
    mail = others.one()
    assert (mail["to"], mail["user"]) == (["chen@example.cn"], USER)
    assert mail["cipher"]


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"security": "tls"}], ids=str)
def test_a_wrong_password_or_a_server_that_speaks_otherwise_gets_no_word_of_the_mail(
    others, write, wrong
) -> None:
    write(**wrong)
    found = channels.send(MAIL)
    assert found.end == End.LATER
    assert "chen" not in found.words
    assert others.took.empty()


@pytest.mark.parametrize(
    ("form", "kind"),
    [("json", "application/json"), ("form", "application/x-www-form-urlencoded"), ("query", "")],
)
def test_a_text_message_reaches_the_gateway_whole_in_each_form(others, write, form: str, kind: str) -> None:
    write(form=form)
    found = channels.send(TEXT)
    assert (found.end, found.reference) == (End.DELIVERED, "g-1")
    assert others.one() == {
        "way": "sms", "kind": kind, "mobile": TEXT.address, "content": f"【昆山退役】{TEXT.body}", "uid": TEXT.key,
    }  # fmt: skip


def test_a_gateway_that_does_not_know_us_takes_nothing(others, write) -> None:
    write(token="old")
    assert (channels.send(TEXT).end, others.took.empty()) == (End.REFUSED, True)


def test_a_gateway_that_stands_still_leaves_it_unknown_and_one_that_is_gone_is_tried_later(
    others, write
) -> None:
    write()
    others.process.send_signal(signal.SIGSTOP)
    assert channels.send(TEXT).end == End.UNSURE
    others.process.kill()
    others.process.wait(20)
    assert channels.send(TEXT).end == End.LATER
    assert channels.send(MAIL).end == End.LATER
