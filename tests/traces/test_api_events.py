"""Questions at `/epcis/v2/events`, asked over HTTP."""

import pytest

import epcis
from ocop.traces.acts import capture
from tests.traces.asking import Asker, party, scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker() -> Asker:
    return Asker(party())


def test_every_case_of_the_scenario_finds_exactly_its_events(asker: Asker) -> None:
    given = scenario()
    capture(epcis.read(given["document"]), party=asker.party, by=None)
    for case in given["cases"]:
        found = asker.ask({**case["query"], "perPage": 7})
        assert sorted(found) == sorted(case["eventIDs"]), case["query"]
        assert len(found) == len(set(found))
