"""Every test that needs a database gets an embedded PostgreSQL of its own under var/test (never the bureau's)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
os.environ.setdefault("RONGYAO_HOME", str(ROOT / "var" / "test"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongyao.bureau.config.settings")


def _start_test_database() -> None:
    """Start (or adopt) the throw-away server, before Django reads its settings."""
    from rongyao.bureau.config import database, places

    database.start(places.pgdata(), durable=False)
    socket = database.socket_folder(places.pgdata())
    os.environ["RONGYAO_TEST_SOCKET"] = str(socket)
    os.environ["DATABASE_URL"] = f"postgresql://postgres@/postgres?host={socket}"


if "DATABASE_URL" not in os.environ:
    _start_test_database()


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """A database name of this process, so two test runs never meet; compiled translations."""
    from django.conf import settings

    from rongyao.bureau.config.messages import compile_all

    compile_all()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_rongyao_{os.getpid()}"
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    settings.DATABASES.pop("owner", None)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.RONGYAO_HOME = Path(tempfile.mkdtemp(prefix="rongyao-test-"))
    settings.RONGYAO_KEY_FILE = settings.RONGYAO_HOME / "keys" / "fields.json"
    settings.MEDIA_ROOT = settings.RONGYAO_HOME / "files"
    settings.STATIC_ROOT = settings.RONGYAO_HOME / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture
def cast(db: None):
    """The people every test knows (tests/people.py)."""
    from people import Cast

    return Cast.make()
