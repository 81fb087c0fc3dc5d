"""Scans are written behind by a thread of their own, beyond any test's transaction: nobody reads another test's."""

from collections.abc import Iterator

import pytest
from django.db import connection

from ocop.scans.api.gate import Desk
from tests.scans.phone import Phone

LOGGED = ("scans_scan", "scans_scantally", "scans_scannedstamp", "scans_wrongcode", "scans_wrongepoch")


@pytest.fixture(autouse=True)
def _only_own_scans(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db") is None:
        return
    request.getfixturevalue("_django_db_helper")
    if Desk._one is not None:  # of an earlier test: what it left to write is written, and its connections are closed
        Desk._one.close()
        Desk._one = None
    with connection.cursor() as cursor:
        for table in LOGGED:
            cursor.execute(f"DELETE FROM {table}")


@pytest.fixture
def phone() -> Iterator[Phone]:
    """A phone before a desk that knows nothing yet; what it left to write is written, and the desk is gone."""
    Desk._one = None
    yield Phone()
    Desk.open().close()
    Desk._one = None
