"""Questions about places and working days, on the loaded reference data."""

from datetime import date

import pytest
from django.db import connection

from ocop.places import queries
from ocop.places.models import Place
from ocop.places.rules import fold

pytestmark = pytest.mark.usefixtures("reference")


def test_the_province_and_a_commune_are_found_by_code():
    assert queries.province().code == "22"
    found = queries.place_by_code("06838")
    assert found is not None
    assert found.name == "Xã Bình Liêu"
    assert queries.place_by_code("00000") is None


def test_three_places_named_ha_long_are_kept_apart():
    names = {(p.name, p.kind) for p in queries.places_named(["ha", "long"])}
    assert {
        ("Phường Hạ Long", "ward"),
        ("Thành phố Hạ Long", "former_district"),
        ("Xã Hạ Long", "former_commune"),
    } <= names


def test_a_split_commune_has_many_heirs_the_default_first():
    heirs = queries.heirs_of_code("06853")
    assert [(place.name, default) for place, default in heirs] == [("Xã Bình Liêu", True), ("Xã Tiên Yên", False)]


def test_a_whole_commune_has_one_heir_and_an_unknown_code_none():
    assert [p.name for p, _ in queries.heirs_of_code("06892")] == ["Xã Hải Lạng"]
    assert queries.heirs_of_code("99999") == []


def test_former_communes_that_changed_district_are_found_in_their_new_unit():
    kept = queries.place_by_code("06979")
    assert kept is not None
    assert "Xã Kỳ Thượng" in [s.old.name for s in queries.forebears_of(kept)]
    assert {s.old.parent.name for s in queries.forebears_of(kept) if s.old.parent} == {
        "Huyện Ba Chẽ",
        "Thành phố Hạ Long",
    }


def test_present_units_are_54_in_the_order_of_their_codes():
    units = list(queries.present_units())
    assert len(units) == 54
    assert [u.code for u in units] == sorted(u.code for u in units)
    assert len(queries.units_of_both_generations()) == 67


def test_names_for_search_hold_the_former_names():
    place = queries.place_by_code("06886")
    assert place is not None
    assert "dong rui" in fold(queries.names_for_search(place))
    assert queries.names_for_search(None) == ""


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 2), 15, date(2026, 11, 23)),
        (date(2026, 2, 6), 15, date(2026, 3, 6)),
        (date(2025, 1, 24), 1, date(2025, 2, 3)),
        (date(2026, 1, 30), 1, date(2026, 2, 2)),
        (date(2026, 4, 24), 1, date(2026, 4, 28)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),
        (date(2024, 12, 31), 1, date(2025, 1, 2)),
    ],
)
def test_a_legal_deadline_counts_the_days_offices_work(start, days, end):
    assert queries.working_day_after(start, days) == end
    assert queries.working_days_between(start, end) == days


def test_a_passed_deadline_is_negative():
    assert queries.working_days_between(date(2026, 11, 10), date(2026, 11, 6)) == -2


def test_tet_and_weekends_are_no_working_days():
    assert not queries.is_working_day(date(2026, 2, 17))
    assert not queries.is_working_day(date(2026, 11, 21))
    assert queries.is_working_day(date(2026, 11, 20))


def test_an_address_that_is_taken_gets_a_number():
    assert queries.free_slug(Place.objects.all(), "Xã Bình Liêu") == "xa-binh-lieu-2"
    assert queries.free_slug(Place.objects.all(), "Xã Chưa Có") == "xa-chua-co"


@pytest.mark.parametrize("name", ["Đặc khu Vân Đồn", "ẶỄỞ – Ơ", "Rượu 29°", "A&B | C:*", "Công ty CP XD & SX"])
def test_the_database_folds_as_we_do(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.ocop_fold(%s)", [name])
        assert cursor.fetchone()[0] == fold(name)
