"""The province's register: every row kept with its source, nothing invented, nothing twice."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from ocop.certificates.acts.register import import_register, load_register
from ocop.certificates.acts.simulating import load_simulated
from ocop.certificates.management.cli import import_
from ocop.certificates.models import Recognition, StandingSpan
from ocop.certificates.queries import standing_of, standings
from ocop.certificates.rules import State
from ocop.certificates.rules.register import events_told, read_row, regime_of_year
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.places.acts import load_places
from ocop.producers.models import Producer
from ocop.products.models import Product

ROOT = Path(settings.REFERENCE)
SHARED = ROOT.parent.parent / "shared" / "domain"
TODAY = date(2026, 11, 21)


@pytest.fixture
def places(db):
    load_places(ROOT)


@pytest.fixture
def register(places):
    return load_register(ROOT)


def row(**cells):
    base = {"product": "Mật ong", "status": "participating", "source": "tờ khai", "certainty": "high"}
    return {**base, **cells}


def test_all_37_rows_are_kept_as_events_with_source_and_certainty(register):
    assert register.rows == 37
    events = Recognition.objects.all()
    # A candidate for five stars tells two things: four stars inferred, and the proposal.
    assert events.count() == 37 + events.filter(kind="proposed").count() == 42
    assert not events.filter(source="").exists()
    assert not events.filter(certainty="").exists()
    assert Product.objects.count() == 35
    assert Producer.objects.count() == 19


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: nothing to compare with")
def test_names_stars_years_and_sources_are_those_of_the_source(register):
    with (SHARED / "products_quangninh.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for told in rows:
        products = Product.objects.filter(name=told["product_name"])
        assert products.count() == 1
        product = products.get()
        assert (product.producer.name if product.producer else "") == told["producer"]
        assert (product.line, product.group) == (told["product_line"], told["group"])
        assert (product.place.name if product.place else "") == told["locality_2025"]
        events = Recognition.objects.filter(product=product)
        if told["star"]:
            assert events.filter(star=int(told["star"])).exists()
        if not told["source"].startswith("article:"):
            assert events.filter(source=told["source"]).exists()
        assert not events.filter(source__startswith="article:").exists()


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: nothing to compare with")
def test_published_figures_are_kept_line_by_line():
    theirs = (SHARED / "published_figures.csv").open(encoding="utf-8", newline="")
    ours = (ROOT / "figures" / "published.csv").open(encoding="utf-8", newline="")
    with theirs, ours:
        assert list(csv.reader(ours)) == list(csv.reader(theirs))


def test_no_event_has_a_day_that_no_source_gave(register):
    assert set(Recognition.objects.values_list("precision", flat=True)) == {"year", "unknown"}
    for event in Recognition.objects.filter(precision="unknown"):
        assert event.decided_on is None
        assert event.known_on is not None
    for event in Recognition.objects.filter(precision="year"):
        assert event.decided_on is not None
        assert (event.decided_on.month, event.decided_on.day) == (1, 1)


def test_loading_again_changes_nothing(register):
    lines = Line.objects.count()
    again = load_register(ROOT)
    assert not again.changed
    assert again.known["events"] == 42
    assert Line.objects.count() == lines


def test_a_product_told_twice_is_one_product_with_two_events(register):
    tea = Product.objects.get(name="Trà hoa vàng Ba Chẽ")
    assert [(e.kind, e.star, e.level) for e in tea.recognitions.order_by("decided_on")] == [
        ("recognised", 4, "province"), ("upgraded", 5, "ministry"),
    ]  # fmt: skip
    now = standing_of(tea, TODAY)
    assert (now.star, now.is_valid, now.level) == (5, True, "ministry")


def test_three_waters_of_quang_hanh_stay_apart_and_are_pointed_out(register):
    assert Producer.objects.filter(name__icontains="nước khoáng").count() == 2
    assert any("Quang Hanh" in hint for hint in register.hints)


def test_the_stars_of_the_register_today(register):
    by_name = {p.name: p for p in Product.objects.all()}
    now = standings(by_name.values(), TODAY)
    said = {name: now[p.pk] for name, p in by_name.items()}
    assert said["Ngọc trai Akoya"].state == State.EXPIRED
    assert said["Thịt lợn hương"].state == State.UNKNOWN
    assert (said["Ruốc hàu"].star, said["Ruốc hàu"].proposed, said["Ruốc hàu"].certainty) == (4, True, "medium")
    assert said["Mắm ngự"].state == State.PARTICIPATING
    assert (said["Miến dong Bình Liêu"].star, said["Miến dong Bình Liêu"].state) == (5, State.UNKNOWN)
    assert [name for name, s in said.items() if s.is_valid] == ["Trà hoa vàng Ba Chẽ"]


def test_standings_of_many_products_are_one_question(register, django_assert_num_queries):
    products = list(Product.objects.all())
    with django_assert_num_queries(1):
        standings(products, TODAY)


def test_stored_spans_say_what_the_events_say(register):
    products = list(Product.objects.all())
    for day in (date(2018, 1, 1), date(2022, 6, 1), date(2023, 12, 31), TODAY, date(2028, 1, 1)):
        now = standings(products, day)
        for product in products:
            span = StandingSpan.objects.filter(product=product, starts_on__lte=day).order_by("-starts_on").first()
            assert (span.state if span else "nothing") == now[product.pk].state
            assert (span.star if span else None) == now[product.pk].star


def test_a_set_is_written_only_where_the_source_leaves_no_doubt(register):
    assert Product.objects.get(name="Ngọc trai Akoya").set_no == 21
    assert Product.objects.get(name="Mật ong rừng Bình Liêu").set_no == 4
    assert Product.objects.get(name="Trà hoa vàng Ba Chẽ").set_no is None


@pytest.mark.parametrize(
    ("year", "regime"),
    [(2017, "QN-PROVINCIAL-2013"), (2021, "QD1048-2019"), (2023, ""), (2024, "QD148-2023"), (2026, ""), (None, "")],
)
def test_a_regime_is_named_only_when_the_year_knew_one(year, regime):
    assert regime_of_year(year) == regime


@pytest.mark.django_db
def test_every_fault_of_every_row_is_told_and_nothing_is_kept(places):
    table = [
        row(),
        row(product="", star="9", year="1999"),
        row(product="Chè", place="Xã Nào Đó", status="lạ", source=""),
        row(product="Gạo", former_place="Huyện Lạ", star="ba", certainty="rất", status="certified"),
    ]
    with pytest.raises(Refused) as refused:
        import_register(table, by=None)
    said = [r.message for r in refused.value.reasons]
    assert {m.split(":")[0] for m in said} == {"Dòng 2", "Dòng 3", "Dòng 4"}
    assert len(said) == 10
    assert not Product.objects.exists()
    assert not Producer.objects.exists()


def test_an_empty_table_is_refused(places):
    with pytest.raises(Refused):
        import_register([], by=None)


def test_a_dry_run_says_what_it_would_do_and_does_not(places):
    done = import_register([row(producer="HTX Một")], by=None, dry_run=True)
    assert (done.added["products"], done.added["producers"], done.added["events"]) == (1, 1, 1)
    assert not Product.objects.exists()
    assert not Line.objects.filter(verb="import_register").exists()


def test_the_old_name_of_a_town_is_known(places):
    import_register([row(former_place="Thị xã Đông Triều")], by=None)
    assert Product.objects.get().former_place.name == "Thành phố Đông Triều"


def test_a_candidate_tells_an_inferred_star_and_a_proposal():
    read, reasons = read_row(1, row(status="candidate_5", star="4", year="2024"))
    assert reasons == []
    first, second = events_told(read)
    assert (first.star, first.certainty, first.decided_on, first.known_on) == (4, "medium", None, date(2024, 12, 31))
    assert (second.kind, second.star) == ("proposed", None)


FILE = "product,producer,star,year,status,source,certainty\nMật ong,HTX Một,4,2024,certified,báo,high\n"


def test_the_command_imports_refuses_and_tells_in_json(places, tmp_path):
    good, bad = tmp_path / "a.csv", tmp_path / "b.csv"
    good.write_text(FILE, "utf-8")
    bad.write_text(FILE.replace("certified", "sai"), "utf-8")
    run = CliRunner().invoke
    tried = run(import_, ["products", str(good), "--dry-run", "--format", "json"])
    assert tried.exit_code == 0
    assert json.loads(tried.stdout)["added"] == {"producers": 1, "products": 1, "events": 1}
    assert not Product.objects.exists()
    assert run(import_, ["products", str(good)]).exit_code == 0
    assert Product.objects.get().name == "Mật ong"
    refused = run(import_, ["products", str(bad), "--format", "json"])
    assert refused.exit_code == 1
    assert "Dòng 1" in json.loads(refused.stdout)["errors"][0]
    assert run(import_, ["products", str(tmp_path / "none.csv")]).exit_code == 2


def test_a_simulated_register_says_so_everywhere_and_is_made_once(places):
    assert load_simulated(30) == 30
    assert load_simulated(30) == 0
    assert load_simulated(45) == 15
    assert Product.objects.filter(simulated=True, name__endswith="(mô phỏng)").count() == 45
    assert not Producer.objects.filter(simulated=False).exists()
    assert Recognition.objects.exclude(source__contains="mô phỏng").count() == 0
    assert StandingSpan.objects.values("product").distinct().count() == 45
