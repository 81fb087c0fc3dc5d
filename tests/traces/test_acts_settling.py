"""A copy restored into another cluster, where transactions are counted anew."""

import pytest
from django.db import connection

from ocop.traces.acts import settle
from tests.traces.asking import Asker, event, party

pytestmark = pytest.mark.django_db


def test_events_of_a_restored_copy_are_seen_on_every_page() -> None:
    asker = Asker(party())
    asker.capture(*map(event, range(5)))
    with connection.cursor() as cursor:  # as if the cluster they came from had counted much further
        cursor.execute("UPDATE traces_event SET tx = '9000000000000'")
    assert settle()
    asker.capture(event(7))
    assert len(asker.ask({"perPage": 2})) == 6
