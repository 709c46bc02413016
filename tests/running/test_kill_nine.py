"""A few strokes of `make chaos` where CHAOS_POINTS is set: web, worker and database killed from outside while officers work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

POINTS = os.environ.get("CHAOS_POINTS")


def test_nothing_acknowledged_is_lost_or_doubled_when_processes_are_killed() -> None:
    if POINTS is None:
        pytest.skip("set CHAOS_POINTS=4 (about a minute on a quiet machine), or run make chaos for the whole")
    script = Path(__file__).with_name("chaos.py")
    seed = os.environ.get("CHAOS_SEED", "11")
    done = subprocess.run(
        [sys.executable, str(script), "--points", POINTS, "--seed", seed],
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "Nothing acknowledged was lost or doubled." in done.stdout
