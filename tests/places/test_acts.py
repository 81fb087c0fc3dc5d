"""Bringing places and holidays: right, once, and told by one line."""

import csv
import re
from pathlib import Path

import pytest
from django.conf import settings

from ocop.journal.models import Line
from ocop.places.acts import learn_words, load_holidays, load_places, load_reference
from ocop.places.models import PRESENT_KINDS, Holiday, Place, Succession, Word

ROOT = Path(settings.REFERENCE)
SHARED = ROOT.parent.parent / "shared" / "domain" / "admin_units_quangninh.csv"


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_writes_no_line():
    assert load_reference(ROOT)
    lines, places = Line.objects.count(), Place.objects.count()
    again = load_reference(ROOT)
    assert (again.added, again.changed) == (0, 0)
    assert (Line.objects.count(), Place.objects.count()) == (lines, places)


@pytest.mark.django_db
def test_a_changed_row_is_put_right_and_told():
    load_places(ROOT)
    Place.objects.filter(code="06838", kind=Place.Kind.COMMUNE).update(name="Sai")
    done = load_places(ROOT)
    assert (done.added, done.changed) == (0, 1)
    assert Place.objects.get(code="06838", kind=Place.Kind.COMMUNE).name == "Xã Bình Liêu"
    assert Line.objects.latest("number").facts["changed"] == 1


@pytest.mark.django_db
def test_there_are_54_present_units_13_former_localities_and_171_former_communes():
    load_places(ROOT)
    counted = {kind: Place.objects.filter(kind=kind).count() for kind in Place.Kind.values}
    assert counted == {
        "province": 1, "ward": 30, "commune": 22, "special_zone": 2, "former_district": 13, "former_commune": 171,
    }  # fmt: skip


@pytest.mark.django_db
def test_twelve_former_units_were_split_and_each_has_one_default_heir():
    load_places(ROOT)
    split = [p for p in Place.objects.filter(kind=Place.Kind.FORMER_COMMUNE) if p.heirs.count() > 1]
    assert len(split) == 12
    assert Succession.objects.filter(partial=True).count() == 25
    assert all(p.heirs.filter(is_default=True).count() == 1 for p in split)


@pytest.mark.django_db
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: nothing to compare with")
def test_units_and_heirs_are_those_of_the_resolution():
    load_places(ROOT)
    units = {p.code: p for p in Place.objects.filter(kind__in=PRESENT_KINDS).select_related("former_district")}
    with SHARED.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))[1:]
    assert len(rows) == len(units)
    for code, name, _kind, area, district, former, longitude, latitude in rows:
        unit = units[code]
        assert unit.former_district is not None
        assert (unit.name, unit.former_district.name) == (name, district)
        assert (float(unit.area_km2 or 0), unit.longitude, unit.latitude) == (
            float(area),
            float(longitude),
            float(latitude),
        )
        told = {
            (m[2], bool(m[1]), not m[1] or bool(m[3]))
            for m in re.finditer(r"(?:^|; )(một phần )?[^\[;]+\[(\d{5})\](\*)?", former)
        }
        assert {(s.old.code, s.partial, s.is_default) for s in unit.forebears.select_related("old")} == told


@pytest.mark.django_db
def test_every_holiday_has_a_source_and_swapped_days_say_that_they_are_uncertain():
    load_holidays(ROOT)
    assert {d.year for d in Holiday.objects.values_list("day", flat=True)} == {2024, 2025, 2026, 2027}
    assert not Holiday.objects.filter(source="").exists()
    assert not Holiday.objects.filter(is_worked=True, certain=True).exists()
    off = Holiday.objects.filter(is_worked=False)
    assert all(h.day.weekday() < 5 for h in off), "a weekend day needs no row"
    assert all(h.day.weekday() >= 5 for h in Holiday.objects.filter(is_worked=True))


@pytest.mark.django_db
def test_the_law_gives_eleven_days_a_year():
    load_holidays(ROOT)
    for year, name in ((2024, "Giáp Thìn"), (2025, "Ất Tỵ"), (2026, "Bính Ngọ"), (2027, "Đinh Mùi")):
        days = Holiday.objects.filter(day__year=year, is_worked=False)
        assert days.filter(name=f"Tết Nguyên đán {name}").count() == 5
        assert days.filter(name__contains="Quốc khánh").exclude(name__contains="hoán đổi").count() == 2
        assert days.filter(name__contains="Giỗ Tổ").count() == 1


@pytest.mark.django_db
def test_words_are_learnt_once_with_their_usual_spelling():
    learn_words(["Rượu mơ", "Rượu sim", "rượu"])
    learn_words(["ruou"])
    assert Word.objects.get(word="ruou").spelling == "rượu"
