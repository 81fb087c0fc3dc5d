"""A buyer lets us know the province; the point is never kept."""

import pytest
from django.test import Client

from ocop.scans.models import Scan
from ocop.stamps.acts import draw_stamps
from ocop.stamps.queries import mint
from tests.stamps import cast

pytestmark = pytest.mark.django_db
ADDRESS = "/tra-cuu/noi-quet/"


@pytest.fixture
def code() -> str:
    who = cast.cast()
    cast.certify(who.product)
    batch = draw_stamps(cast.lot(who), 50, by=who.ba)
    return mint().code(batch.subject, batch.epoch, batch.number, 4)


def test_the_province_is_kept_with_the_stamp_and_nothing_else(client: Client, code: str) -> None:
    told = client.post(ADDRESS, {"ma": code, "lon": "106.7", "lat": "10.8"})
    assert told.status_code == 204
    scan = Scan.objects.get(verdict="placed")
    assert (scan.region, scan.sequence, scan.language) == ("79", 4, "")


def test_saying_it_twice_is_saying_it_once(client: Client, code: str) -> None:
    for _ in range(3):
        assert client.post(ADDRESS, {"ma": code, "lon": "106.7", "lat": "10.8"}).status_code == 204
    assert Scan.objects.filter(verdict="placed").count() == 1


@pytest.mark.parametrize(
    "told",
    [
        {"lon": "106.7", "lat": "10.8", "ma": "K000-0000-0000-0000-000"},
        {"lon": "106.7", "lat": "nan"},
        {"lon": "inf", "lat": "10"},
        {"lon": "150", "lat": "0"},
        {},
    ],
)
def test_a_false_code_or_a_place_beyond_the_country_keeps_nothing(
    client: Client, code: str, told: dict[str, str]
) -> None:
    assert client.post(ADDRESS, {"ma": code, **told}).status_code == 422
    assert not Scan.objects.filter(verdict="placed").exists()
