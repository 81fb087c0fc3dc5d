"""The radar's sweep over stored scans, and an inspector's case from opening to conclusion."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, connections
from django.utils import timezone

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.people.models import Mandate, Office, Person
from ocop.scans.acts import cases as acts
from ocop.scans.acts.markets import declare_market
from ocop.scans.acts.sweeping import sweep
from ocop.scans.models import Case, Scan, ScannedStamp, ScanTally, Suspicion, Sweep
from ocop.scans.queries.cases import cases_seen_by, judged, stamp_typed, waiting_for
from ocop.stamps.acts import draw_stamps
from ocop.stamps.models import Batch
from ocop.stamps.queries import mint
from tests.stamps import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> cast.Cast:
    found = cast.cast()
    cast.certify(found.product)
    return found


@pytest.fixture
def batch(who: cast.Cast) -> Batch:
    return draw_stamps(cast.lot(who), 500, by=who.ba)


@pytest.fixture
def inspector() -> Person:
    return person_with("inspector")


def person_with(role: str) -> Person:
    held = cast.person("Thanh tra")
    office = Office.objects.create(name=f"Đội {held.pk}", kind=Office.Kind.INSPECTION)
    Mandate.objects.create(person=held, role=role, office=office, starts_on=timezone.localdate() - timedelta(days=5))
    return held


def scanned(batch: Batch, sequence: int, rows: Iterable[tuple[float, str, int, str]], now: datetime) -> None:
    """Scans `hours` ago, from a region, through a network, with a verdict."""
    told = [
        Scan(
            at=now - timedelta(hours=hours), batch_number=batch.pk, sequence=sequence, verdict=verdict, network=network,
            language="vi", region=region,
        )
        for hours, region, network, verdict in rows
    ]  # fmt: skip
    Scan.objects.bulk_create(told)
    tally(told)
    ScannedStamp.objects.create(
        batch=batch, sequence=sequence, first_at=told[0].at, last_at=told[-1].at, last_network=told[-1].network,
        count=len(told), window_at=told[0].at, networks=[], window_count=1,
    )  # fmt: skip


def tally(scans: list[Scan]) -> None:
    """What the scan page's flush adds up."""
    counted = Counter((s.batch_number, timezone.localdate(s.at), s.verdict, s.region) for s in scans)
    for (batch, day, verdict, region), n in counted.items():
        row, _ = ScanTally.objects.get_or_create(
            batch_number=batch, day=day, verdict=verdict, region=region, defaults={"scans": 0}
        )
        ScanTally.objects.filter(pk=row.pk).update(scans=row.scans + n)


def two_cities(batch: Batch, now: datetime, sequence: int = 7) -> None:
    scanned(batch, sequence, [(h * 20 + 1, "01" if h % 2 else "79", h, "genuine") for h in range(9)], now)


def test_a_label_sold_in_two_cities_opens_one_case_with_its_evidence(batch: Batch, inspector: Person) -> None:
    now = timezone.now()
    two_cities(batch, now)
    scanned(batch, 8, [(5, "22", 1, "genuine"), (4, "22", 2, "genuine"), (3, "22", 3, "genuine")], now)
    swept = sweep(now)
    assert swept and swept.opened == 1 and swept.scans == 12
    case = Case.objects.get()
    assert case.sequence == 7 and {s["name"] for s in case.signs} >= {"returns", "spread"}
    assert [s["region"] for s in case.sightings][-2:] == ["01", "79"] and len(case.sightings) == 9
    assert Letter.objects.filter(to=inspector, url=case.get_absolute_url()).exists()
    assert [w.action for w in waiting_for(inspector)] == ["Nhận vụ việc"]
    line = Line.objects.filter(verb="open_case").get()
    assert len(line.facts["evidence_sha256"]) == 64


def test_a_second_sweep_reads_on_and_opens_nothing_twice(batch: Batch) -> None:
    now = timezone.now()
    two_cities(batch, now)
    sweep(now)
    again = sweep(now + timedelta(minutes=1))
    assert again and again.scans == 0 and again.opened == 0
    two_cities_more = [(-0.1 - h / 100, "79" if h % 2 else "01", 50 + h, "genuine") for h in range(4)]
    Scan.objects.bulk_create(
        Scan(
            at=now - timedelta(hours=h),
            batch_number=batch.pk,
            sequence=7,
            verdict=v,
            network=n,
            language="vi",
            region=r,
        )
        for h, r, n, v in two_cities_more
    )
    third = sweep(now + timedelta(minutes=30))
    assert third and third.scans == 4 and third.opened == 0
    assert Case.objects.count() == 1
    assert Suspicion.objects.get(sequence=7).score > Case.objects.get().score


def test_scans_too_young_to_have_all_arrived_wait_for_the_next_sweep(batch: Batch) -> None:
    now = timezone.now()
    scanned(batch, 1, [(0.0001, "01", 1, "genuine")], now)
    first, second = sweep(now), sweep(now + timedelta(minutes=1))
    assert first and second and (first.scans, second.scans) == (0, 1)


def test_a_stolen_roll_is_one_case_about_the_batch(batch: Batch) -> None:
    now = timezone.now()
    for sequence in range(20):
        scanned(batch, sequence, [(sequence + 1, "22", sequence, "inactive")], now)
    sweep(now)
    case = Case.objects.get()
    assert case.sequence is None and case.signs[0]["name"] == "dormant" and case.signs[0]["seen"] == 20


def test_many_copied_stamps_of_one_batch_are_one_case(batch: Batch) -> None:
    now = timezone.now()
    for sequence in range(6):
        two_cities(batch, now, sequence)
    sweep(now)
    assert list(Case.objects.values_list("sequence", flat=True)) == [None]
    assert Suspicion.objects.filter(sequence__isnull=False).count() == 6


def test_goods_sold_where_they_should_not_be_are_seen_once_a_market_is_declared(who: cast.Cast, batch: Batch) -> None:
    now = timezone.now()
    for sequence in range(15):
        scanned(batch, sequence, [(sequence + 1, "79", sequence, "genuine")], now)
    sweep(now)
    assert not Case.objects.exists()
    declare_market(batch.lot, ["22", "31", "CN"], by=who.ba)
    Sweep.objects.all().delete()
    sweep(now)
    assert [s["name"] for s in Case.objects.get().signs] == ["market"]


def test_a_range_copied_a_few_times_each_shows_in_the_thorough_sweep_of_the_night(batch: Batch) -> None:
    now = timezone.now()
    for sequence in range(8):
        scanned(batch, sequence, [(90, "22", sequence, "genuine"), (9, "79", sequence + 50, "genuine")], now)
    sweep(now)
    assert not Case.objects.exists()
    sweep(now + timedelta(minutes=1), thorough=True)
    case = Case.objects.get()
    assert case.sequence is None and [s["name"] for s in case.signs] == ["spread"]
    sweep(now + timedelta(minutes=2))
    assert Suspicion.objects.filter(sequence=None).exists()


def test_only_the_producer_declares_a_market_and_only_known_places(who: cast.Cast, batch: Batch) -> None:
    with pytest.raises(Refused) as refused:
        declare_market(batch.lot, ["22", "trung quốc"], by=cast.cast(None).ba)
    assert len(refused.value.reasons) == 2
    declare_market(batch.lot, ["22"], by=who.ba)
    assert declare_market(batch.lot, [], by=who.ba) is None
    assert not hasattr(type(batch.lot).objects.get(pk=batch.lot.pk), "market")


def test_a_case_goes_its_way_and_the_stamp_warns_whoever_scans_it(
    who: cast.Cast, batch: Batch, inspector: Person
) -> None:
    now = timezone.now()
    two_cities(batch, now)
    sweep(now)
    case = acts.take_case(Case.objects.get(), by=inspector)
    acts.note_on_case(case, by=inspector, text="Đã tới chợ xem hàng.")
    case = acts.decide_case(case, by=inspector, outcome="copied", finding="Hai quầy ở hai thành phố cùng bán tem này.")
    assert case.state == "decided" and not waiting_for(inspector)
    assert ScannedStamp.objects.get(batch=batch, sequence=7).suspected_at is not None
    assert Letter.objects.filter(to=who.ba, subject__contains="kết luận").exists()
    assert judged().confirmed == 1
    assert [n.text[:10] for n in case.notes.all()] == ["Ra-đa mở v", "Nhận vụ vi", "Đã tới chợ", "Kết luận: "]


def test_an_honest_conclusion_takes_the_warning_away_and_the_radar_keeps_quiet(batch: Batch, inspector: Person) -> None:
    now = timezone.now()
    two_cities(batch, now)
    ScannedStamp.objects.filter(batch=batch, sequence=7).update(suspected_at=now)
    sweep(now)
    case = acts.take_case(Case.objects.get(), by=inspector)
    acts.decide_case(case, by=inspector, outcome="honest", finding="Đoàn khách chuyền tay nhau ảnh tem.")
    row = ScannedStamp.objects.get(batch=batch, sequence=7)
    assert row.suspected_at is None and row.networks == []
    Sweep.objects.all().delete()
    again = sweep(now + timedelta(minutes=10))
    assert again and again.opened == 0 and judged().honest == 1


def test_every_reason_is_told_at_once_and_nobody_else_decides(batch: Batch, inspector: Person) -> None:
    case = acts.open_case(batch.pk, 3, by=inspector, note="Thấy ở chợ Hạ Long")
    with pytest.raises(Refused) as refused:
        acts.decide_case(case, by=cast.person("Người khác"), outcome="guess", finding="ngắn")
    assert {r.code for r in refused.value.reasons} == {"not_inspector", "wrong_state", "required", "too_short"}
    with pytest.raises(Refused, match="đang mở"):
        acts.open_case(batch.pk, 3, by=inspector, note="Thấy lần nữa")


def test_a_case_is_opened_again_with_a_reason_and_keeps_its_history(batch: Batch, inspector: Person) -> None:
    case = acts.open_case(batch.pk, None, by=inspector, note="Cuộn tem rơi ở bến xe")
    acts.decide_case(
        acts.take_case(case, by=inspector), by=inspector, outcome="unclear", finding="Chưa thấy gì thêm cả."
    )
    other = acts.open_case(batch.pk, None, by=inspector, note="Lại thấy ở bến xe")
    with pytest.raises(Refused, match="vụ việc khác"):
        acts.reopen_case(case, by=inspector, reason="Có người gọi điện kể thêm")
    acts.decide_case(acts.take_case(other, by=inspector), by=inspector, outcome="stolen", finding="Bắt được người bán.")
    reopened = acts.reopen_case(case, by=inspector, reason="Có người gọi điện kể thêm")
    assert reopened.state == "taken" and "Chưa đủ căn cứ" in reopened.notes.last().text  # type: ignore[union-attr]


def test_the_case_page_is_for_those_who_must_look_into_it(batch: Batch, inspector: Person, who: cast.Cast) -> None:
    acts.open_case(batch.pk, 3, by=inspector, note="Thấy ở chợ Hạ Long")
    assert cases_seen_by(inspector).count() == cases_seen_by(person_with("province_officer")).count() == 1
    assert not cases_seen_by(who.ba).exists()


def test_a_typed_code_names_a_stamp_only_when_it_proves_itself(batch: Batch) -> None:
    code = mint().code(batch.subject, batch.epoch, batch.number, 42)
    assert stamp_typed(f"https://ocop.example{batch.path}{code}") == (batch.pk, 42)
    forged = code[:8] + ("0" if code[8] != "0" else "1") + code[9:]
    assert stamp_typed(forged) is None and stamp_typed("xin chào") is None


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_open_one_case(who: cast.Cast, batch: Batch) -> None:
    now = timezone.now()
    two_cities(batch, now)

    def run() -> None:
        try:
            sweep(now)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Case.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM scans_suspicion WHERE sequence = 7")
        assert cursor.fetchone()[0] == 1
