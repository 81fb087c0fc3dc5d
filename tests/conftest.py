"""What every test may use: a migrated database of its own, copied from one template per run."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import SimpleTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

# Machines are shared: how long an example takes says nothing of the code, so none fails by the clock.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"p{os.getpid()}")[:12]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE, OWN = f"test_{RUN}", f"test_{RUN}_{WORKER}"
# A password is hashed in most tests, and no test depends on the hash being slow.
FAST_HASH = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FAST_CODES = 2**4  # so too for the opening codes of a sitting: ten times in a test, 40 ms each


@pytest.fixture(scope="session")
def django_db_setup(database_server: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Migrate once per run (under a lock), then copy: 0.2 s per worker in place of all migrations."""
    with psycopg.connect(database_server, autocommit=True) as admin, django_db_blocker.unblock():
        admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            _create(admin, TEMPLATE)
            _migrate(TEMPLATE)
        _create(admin, OWN, template=TEMPLATE)
        admin.execute("SELECT pg_advisory_unlock(hashtext(%s))", [TEMPLATE])
        _point_at(OWN)
    yield
    with psycopg.connect(database_server, autocommit=True) as admin, django_db_blocker.unblock():
        connections.close_all()
        _drop(admin, OWN)
        others = admin.execute("SELECT 1 FROM pg_database WHERE datname LIKE %s", [f"{TEMPLATE}\\_%"]).fetchone()
        if not others:
            _drop(admin, TEMPLATE)


# Whoever asks for one of these asks a database.
_ASKING = {"db", "transactional_db", "_django_db_helper", "lent_database", "database_server", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "only what asks a database and is not marked `once`: for a second run on another PostgreSQL"
    parser.addoption("--again", action="store_true", help=words)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--again"):
        return
    left_out = [item for item in items if item.get_closest_marker("once") or not _asks_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]


def _asks_a_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None or issubclass(item.cls or object, SimpleTestCase)  # type: ignore[attr-defined]
    return marked or not _ASKING.isdisjoint(item.fixturenames)  # type: ignore[attr-defined]


Lent = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def lent_database(database_server: str, django_db_setup: None) -> Lent:
    """`with lent_database() as address:` – a migrated database for another process: the tables cost 0.2 s, not 30."""

    @contextmanager
    def lend() -> Iterator[str]:
        name = f"{OWN}_{os.urandom(4).hex()}"
        with psycopg.connect(database_server, autocommit=True) as admin:
            admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
            _create(admin, name, template=TEMPLATE)
            admin.execute("SELECT pg_advisory_unlock(hashtext(%s))", [TEMPLATE])
            try:
                yield _address(database_server, name)
            finally:
                _drop(admin, name)

    return lend


@pytest.fixture(autouse=True)
def _quick_passwords(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = FAST_HASH  # type: ignore[attr-defined]
    monkeypatch.setattr("ocop.councils.rules.sealing.CODE_COST", FAST_CODES)


@pytest.fixture(autouse=True)
def _nothing_left_beside_the_models(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """After real transactions Django empties its models' tables; the worker's queue and the cache are no model's."""
    yield
    marker = request.node.get_closest_marker("django_db")
    real = "transactional_db" in request.fixturenames or (marker is not None and marker.kwargs.get("transaction"))
    if real:
        with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'; TRUNCATE pgqueuer, portal_cache; RESET lock_timeout")


def _create(admin: psycopg.Connection, name: str, template: str = "template0") -> None:
    query = "CREATE DATABASE {} TEMPLATE {}"
    if template == "template0":
        query += " ENCODING 'UTF8'"
    admin.execute(sql.SQL(query).format(sql.Identifier(name), sql.Identifier(template)))


def _address(server: str, name: str) -> str:
    """The same server, another database, written as an address."""
    parts = conninfo_to_dict(server)
    words = "&".join(f"{key}={parts[key]}" for key in ("host", "port", "user", "password") if parts.get(key))
    return f"postgresql:///{name}?{words}"


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _point_at(name: str) -> None:
    connections.close_all()
    connections["default"].settings_dict["NAME"] = name


def _migrate(name: str) -> None:
    _point_at(name)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connections.close_all()
