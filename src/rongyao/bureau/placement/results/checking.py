"""Checks a record with the very program the public gets: in a process of its own, on nothing but the record."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from rongyao.bureau.placement.results.rules import BY_SCORE, TOGETHER
from rongyao.choosing import verify

PROGRAMS = {BY_SCORE: "rongyao_verify.py", TOGETHER: "check_together.py"}
OFFLINE_PAGE = "rongyao_verify.html"
PATIENCE_S = 120


class UnableToConfirmRecord(ValueError):
    """The program refused the record; ``zh`` and ``en`` name the line or file and say why."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(f"{zh}｜{en}")


def program(name: str) -> Path:
    """Where a program for checking lies."""
    return Path(verify.__file__).parent / name


def check(bundle: str, kind: str) -> list[list[str]]:
    """What the program found right, ``[[Chinese, English], …]``. ``bundle``: the record as one file (JSON text).

    Raises:
        UnableToConfirmRecord: it refused the record, or could not read it.
    """
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder) / "record.json"
        at.write_text(bundle, encoding="utf-8")
        told = _asked([sys.executable, "-I", "-X", "utf8", str(program(PROGRAMS[kind])), str(at)])
    lines = told.stdout.splitlines()
    if told.returncode != 0:
        raise UnableToConfirmRecord(*_pair(lines[0] if lines else "✗ ｜"))
    return [_pair(line) for line in lines if line.startswith("✓ ")]


def _asked(command: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        slow = "核验超过两分钟，已停止", "checking took more than two minutes and was stopped"
        raise UnableToConfirmRecord(*slow) from error


def _pair(line: str) -> list[str]:
    zh, _between, en = line[2:].partition("｜")
    return [zh, en or zh]
