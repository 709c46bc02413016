"""A large record is checked by two processes, and the answer is that of one."""

import json
import os
import signal
import time
from typing import Any

import pytest

from rongyao.choosing.verify import rongyao_verify as verifier
from rongyao.choosing.verify.tests import forge, staged
from rongyao.choosing.verify.tests.test_frauds import honest, victim
from rongyao.choosing.verify.tests.test_mutations import FULL, answers, bound, clumsy, named


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every record counts as large."""
    monkeypatch.setattr(verifier, "LARGE", 1)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether two processes found everything right, record by record."""
    told: list[bool] = []
    by_two = verifier.Record.by_two
    monkeypatch.setattr(
        verifier.Record,
        "by_two",
        lambda self: told.append(by_two(self)) or told[-1],  # type: ignore[func-returns-value]
    )
    return told


def test_two_processes_accept_every_sort_of_record(begun: list[bool]):
    found = [named(one.files) for one in staged.everything()]
    assert found == [None] * len(found)
    assert all(begun)
    assert len(begun) >= len(found)


@pytest.mark.parametrize("which", ["clumsy", "signed again"])
def test_two_processes_refuse_what_one_refuses(which: str):
    """Both must come to the answer of one. A sample: each starts a process."""
    mutants = clumsy() if which == "clumsy" else bound()
    options: dict[str, Any] = {} if which == "clumsy" else {"signatures": 0}
    some = list(zip(mutants, answers(which), strict=True))[:: 71 if FULL else 13]
    found = [(one.what, alone, named(one.whole(), **options)) for one, alone in some]
    assert len(found) > 15
    assert [row for row in found if row[1] != row[2]] == []


def test_an_opening_that_only_the_second_process_looks_at_is_refused_at_its_line():
    one = staged.everything()[0]
    lines = forge.lines_of(one.files)
    n = next(n for n, line in enumerate(lines) if line["kind"] == "PICK" and len(line["open"]) > 1)

    def other_salt(lines: forge.Lines) -> None:
        salt = lines[n]["open"][1][2]
        lines[n]["open"][1][2] = ("1" if salt[0] == "0" else "0") + salt[1:]

    assert named(forge.forged(0, other_salt), signatures=0) == n


def test_a_receipt_is_checked_though_the_openings_of_the_record_were_the_other_processs():
    slip = honest().placement.receipt(victim(), honest().session, totals=True)
    assert named(honest().files, receipt=json.dumps(slip)) is None
    round_number, score = slip["open"][0][1]
    slip["open"][0][1] = [round_number, score + 1]
    assert named(honest().files, receipt=json.dumps(slip)) == "receipt"


def test_a_second_process_that_is_lost_leaves_the_answer_to_the_first(
    monkeypatch: pytest.MonkeyPatch, begun: list[bool]
):
    def lost(self: verifier.Record) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(verifier.Record, "check_apart", lost)
    assert named(staged.everything()[0].files) is None
    assert begun == [False]


def test_a_refusal_does_not_wait_for_the_second_process(monkeypatch: pytest.MonkeyPatch):
    started: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: started.append(fork()) or started[-1])  # type: ignore[func-returns-value]
    monkeypatch.setattr(verifier.Record, "check_apart", lambda self: time.sleep(600))
    files = dict(staged.everything()[0].files)
    del files["hashes.txt"]
    assert named(files) == "hashes.txt"
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)
