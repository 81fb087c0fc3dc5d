"""Who asks, and tables that no model empties."""

from collections.abc import Iterator

import pytest
from django.db import connection

from ocop.traces.acts import noticing
from tests.traces.asking import Asker, party


@pytest.fixture
def asker(db: None) -> Asker:
    return Asker(party())


@pytest.fixture
def apart(transactional_db: None) -> Iterator[None]:
    """Real transactions; the tables of events are no model's, so nobody else empties them."""
    noticing.forget()
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE traces_event, traces_identity, pgqueuer")
    noticing.forget()
