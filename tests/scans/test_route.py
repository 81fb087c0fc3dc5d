"""Tomorrow's route: places by weight, each with its reasons, one place however it is written."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ocop.people.models import Person
from ocop.scans.acts import tell_report
from ocop.scans.acts.cases import open_case
from ocop.scans.acts.checks import take_check
from ocop.scans.acts.visits import follow_visit, tell_visit
from ocop.scans.models import Visit
from ocop.scans.queries.route import homeless, leads
from ocop.scans.rules.route import KINDS, Lead, key_of, route_rule, stops
from ocop.stamps.acts import activate_range, draw_stamps, report_lost
from ocop.stamps.models import Batch
from tests.scans.test_checks import code, label, told
from tests.scans.test_recalls import noted, officer
from tests.stamps.cast import Cast, cast, certify, lot

RULE = route_rule()
SHOP = "Cửa hàng OCOP Hạ Long"
found_leads = st.lists(
    st.builds(
        Lead, place=st.sampled_from(["Chợ Hạ Long 1", "chợ hạ long 1 ", "Chợ Cái Rồng", " "]), kind=st.sampled_from(KINDS),
        words=st.sampled_from(["một", "hai", "ba", "bốn", "năm"]), goods=st.sampled_from(["", "mật", "trà"]),
    ),
    max_size=30,
)  # fmt: skip


@given(found_leads)
def test_more_reasons_never_lower_a_place_and_no_kind_counts_without_end(found: list[Lead]) -> None:
    before = {key_of(stop.place): stop.score for stop in stops(found, RULE)}
    after = {key_of(stop.place): stop.score for stop in stops([*found, Lead("Chợ Cái Rồng", "report", "sáu")], RULE)}
    assert all(after[place] >= score for place, score in before.items())
    ceiling = sum(RULE.weights.values()) * RULE.most
    assert all(0 < score <= ceiling for score in after.values())
    assert list(before.values()) == sorted(before.values(), reverse=True)


@given(found_leads)
def test_one_place_is_one_stop_and_the_order_of_leads_changes_no_score(found: list[Lead]) -> None:
    there, back = stops(found, RULE), stops(found[::-1], RULE)
    assert {key_of(s.place): s.score for s in there} == {key_of(s.place): s.score for s in back}
    assert len({key_of(stop.place) for stop in there}) == len(there)


def test_the_same_words_about_the_same_goods_count_once() -> None:
    once = Lead(SHOP, "report", "Người mua kể: tem giả", "mật")
    [stop] = stops([once, once, Lead(f"{SHOP.upper()}.", "report", "Người mua kể: tem giả", "mật")], RULE)
    assert stop.score == RULE.weights["report"] and stop.goods == ["mật"]


def test_every_reason_has_a_weight_with_its_date() -> None:
    assert set(RULE.weights) == set(KINDS) and "luật không quy định" in RULE.basis


@pytest.fixture
def who(db: None) -> Cast:
    who = cast()
    certify(who.product)
    return who


@pytest.fixture
def inspector(who: Cast) -> Person:
    return officer("inspector")


@pytest.fixture
def batch(who: Cast) -> Batch:
    batch = draw_stamps(lot(who), 40, by=who.ba, kind="signed")
    activate_range(code(batch, 0), code(batch, 24), by=who.ba)
    report_lost(code(batch, 20), code(batch, 24), by=who.ba, note="Rơi trên đường ra chợ")
    return batch


def kinds_of(place: str) -> list[str]:
    return sorted(lead.kind for lead in leads(RULE, timezone.localdate()) if key_of(lead.place) == key_of(place))


def test_reports_checks_and_cases_point_to_a_place(batch: Batch, who: Cast, inspector: Person) -> None:
    assert leads(RULE, timezone.localdate()) == []
    tell_report(kind="copy", code=code(batch, 3), seller=SHOP, note="", network=1)
    take_check(uuid4(), told(label(batch, 20), "lost", place=f"{SHOP} "), by=inspector)
    noted(
        who,
        {
            "kind": "dispatch",
            "inputs": [{"lot": batch.lot_id, "quantity": 5, "unit": "chai"}],
            "details": {"partner": SHOP},
        },
    )
    open_case(batch.pk, 3, by=inspector, note="Thấy hai chai cùng mã.")
    assert kinds_of(SHOP) == ["case", "check", "report"]


def test_a_shelf_stays_on_the_route_until_it_was_looked_at_again(batch: Batch, inspector: Person) -> None:
    number = uuid4()
    visit = {"id": str(number), "place": SHOP, "began": timezone.now().isoformat()}
    take_check(uuid4(), told(label(batch, 20), "lost", visit=visit), by=inspector)
    assert kinds_of(SHOP) == ["shelf"]
    found = Visit.objects.get(pk=number)
    tell_visit(found, by=inspector, words="", follow_on=timezone.localdate() + timedelta(days=10))
    assert kinds_of(SHOP) == []
    later = timezone.localdate() + timedelta(days=9)
    assert [lead.kind for lead in leads(RULE, later)] == ["due"]
    follow_visit(found, by=inspector, finding="Đã cất hàng.")
    assert leads(RULE, later) == []


def test_the_route_is_for_inspectors_and_says_why(batch: Batch, who: Cast, client: Client, inspector: Person) -> None:
    client.force_login(who.ba)
    assert client.get("/thanh-tra/tuyen/").status_code in (403, 404)
    client.force_login(inspector)
    assert "Chưa có nơi nào" in client.get("/thanh-tra/tuyen/").content.decode()
    tell_report(kind="star", code="", seller=SHOP, note="", network=1)
    page = client.get("/thanh-tra/tuyen/").content.decode()
    assert SHOP in page and "nơi bán ghi sai hạng sao" in page
    assert homeless(RULE, timezone.localdate()) == []
    desk = client.get("/thanh-tra/").content.decode()
    assert "Tuyến ngày mai" in desk and "1 phản ánh trong 7 ngày" in desk
