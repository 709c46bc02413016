"""Every test that needs a database gets an embedded PostgreSQL of its own under var/test (never the bureau's)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent
os.environ.setdefault("RONGYAO_HOME", str(ROOT / "var" / "test"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongyao.bureau.config.settings")
# A browser driven by another test keeps a loop in this thread; what Django then forbids is not what the tests do.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


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
    """A database name of this process, so two test runs never meet; compiled translations; patience on a busy machine."""
    import hypothesis

    hypothesis.settings.register_profile(
        "busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("busy")
    from django.conf import settings

    from rongyao.bureau.config import database
    from rongyao.bureau.config.messages import compile_all
    from rongyao.bureau.foundation.scope.connection import whole_process

    compile_all()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_rongyao_{os.getpid()}"
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    settings.DATABASES.pop("owner", None)
    # A test's own hands are the product's; its requests put the application's role on, so every page test is one of
    # the second lock too.
    settings.RONGYAO_SCOPED_ROLE = database.APP
    whole_process()
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.RONGYAO_HOME = Path(tempfile.mkdtemp(prefix="rongyao-test-"))
    settings.RONGYAO_KEY_FILE = settings.RONGYAO_HOME / "keys" / "fields.json"
    settings.MEDIA_ROOT = settings.RONGYAO_HOME / "files"
    settings.STATIC_ROOT = settings.RONGYAO_HOME / "static"
    settings.STATIC_ROOT.mkdir()


def _migrated_template() -> str:
    """The name of a database with every migration applied: named by their text, so it is made once a change."""
    text = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    scope = ROOT / "src" / "rongyao" / "bureau" / "foundation" / "scope"
    # A policy follows from the models, so they take part too.
    found = [
        p for name in ("migrations/*.py", "models.py", "models/*.py") for p in (ROOT / "src").rglob(name)
    ]
    for path in sorted([*found, scope / "policies.py", scope / "tables.toml"]):
        text.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return f"template_rongyao_{text.hexdigest()[:16]}"


def _make_template(name: str, server: Any) -> None:
    """Migrate into a database of another name and rename it when whole: a killed run leaves no half template."""
    from django.db import connection
    from django.test.utils import setup_databases

    from rongyao.bureau.config import database
    from rongyao.bureau.foundation.scope import policies

    making = f"{name}_making"
    server.execute(f'DROP DATABASE IF EXISTS "{making}" WITH (FORCE)')
    kept = dict(connection.settings_dict)
    connection.settings_dict["TEST"] = {**kept["TEST"], "NAME": making}
    setup_databases(verbosity=0, interactive=False, serialized_aliases=())
    if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [database.APP]).fetchone():
        server.execute(f"CREATE ROLE {database.APP} LOGIN NOSUPERUSER NOBYPASSRLS")
    database.grant(connection)
    policies.secure(connection)
    connection.close()
    connection.settings_dict.update(kept)
    server.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """A database of this process, copied from the migrated template: seconds become a tenth of one."""
    import psycopg
    from django.db import connection

    template, name = _migrated_template(), connection.creation._get_test_db_name()
    with django_db_blocker.unblock():
        kept = connection.settings_dict["NAME"]
        parameters = connection.get_connection_params() | {"dbname": "postgres"}
        parameters = {
            k: v for k, v in parameters.items() if k in ("dbname", "user", "password", "host", "port")
        }
        with psycopg.connect(**parameters, autocommit=True) as server:
            server.execute("SELECT pg_advisory_lock(hashtext(%s))", [template])
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
                _make_template(template, server)
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [template])
        connection.close()
        connection.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = kept
        with psycopg.connect(**parameters, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def _the_default_language() -> None:
    """A page read in English leaves its language in the thread; no test inherits it."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture
def cast(db: None):
    """The people every test knows (tests/people.py)."""
    from people import Cast

    return Cast.make()
