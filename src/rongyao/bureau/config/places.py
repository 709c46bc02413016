"""Where things lie on disk: one folder, ``RONGYAO_HOME`` or ``./var`` of the checkout."""

from __future__ import annotations

import os
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The data folder: environment first, then ``var`` beside ``src``, then ``./var``."""
    if named := os.environ.get("RONGYAO_HOME"):
        return Path(named).expanduser().resolve()
    checkout = SOURCE.parent
    base = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return base / "var"


def pgdata() -> Path:
    return home() / "postgres"


def key_file() -> Path:
    return home() / "keys" / "secrets.json"
