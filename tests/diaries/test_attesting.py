"""Certificates attached to lots and places: with their dates, shown as lapsed when they are, never told as in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ocop.diaries.acts import AreaFacts, SiteFacts, add_area, add_site, close_place
from ocop.diaries.acts.attesting import attach_certificate, detach_certificate
from ocop.diaries.models import Attestation, GrowingArea
from ocop.diaries.queries import completeness
from ocop.diaries.queries.attesting import attested_for, attested_of
from ocop.diaries.rules.attesting import LAPSED, NOT_YET, UNKNOWN, holds_on, state_on, warns_when_made, words_when_made
from ocop.dossiers.models import VaultPaper
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.papers.models import Paper, PaperDetails
from ocop.producers.models import Producer
from tests.diaries.cast import Village, as_, entry, sync, village
from tests.stamps.cast import cast, lot

db = pytest.mark.django_db
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
PAGE = "/nhat-ky-san-xuat/giay/"


def kept(producer: Producer, people: Village, kind: str = "material", **dates: date | None) -> Paper:
    """A simulated paper in the producer's vault."""
    number = Paper.objects.count()
    now = timezone.now()
    paper = Paper.objects.create(
        sha256=f"{number:064x}",
        name="giay.pdf",
        media_type="application/pdf",
        size=1,
        brought_by=people.ba,
        brought_at=now,
    )
    PaperDetails.objects.create(
        paper=paper,
        kind=kind,
        number=f"MP-{number}",
        issuer="Nơi cấp mô phỏng",
        described_by=people.ba,
        described_at=now,
        **dates,
    )
    VaultPaper.objects.create(producer=producer, paper=paper, put_by=people.ba, put_at=now)
    return paper


def area_of(people: Village, name: str = "Rừng hồi Ngàn Pạt") -> GrowingArea:
    return add_area(people.coop.producer, AreaFacts(name, "ong nội"), by=people.ba)


@given(issued=st.none() | DAYS, expires=st.none() | DAYS, day=DAYS)
def test_a_paper_holds_only_between_its_two_days_and_never_without_any(
    issued: date | None, expires: date | None, day: date
) -> None:
    holds = holds_on(issued, expires, day)
    if expires is not None and expires < day:
        assert state_on(issued, expires, day) == LAPSED
    if issued is None and expires is None:
        assert state_on(issued, expires, day) == UNKNOWN
    assert holds == (
        (issued is not None or expires is not None)
        and (issued is None or issued <= day)
        and (expires is None or day <= expires)
    )


def test_both_ends_count() -> None:
    day = date(2026, 11, 22)
    assert holds_on(day, day, day)
    assert state_on(day + timedelta(days=1), None, day) == NOT_YET


@db
def test_a_lot_tells_its_own_papers_and_those_of_the_places_in_its_diary() -> None:
    people, today = village(None), timezone.localdate()
    coop = people.coop.producer
    made, area = lot(people.coop), area_of(people)
    shop = add_site(coop, SiteFacts("Cửa hàng chợ huyện", "shop"), by=people.ba)
    sync(as_(people.ba), entry("harvest", book=people.own_ref, lot=made.pk, area=str(area.key),
                               outputs=[{"name": "mật", "quantity": 10, "unit": "kg", "batch": "M1"}]))  # fmt: skip
    tested = kept(coop, people, "test_report", issued_on=today - timedelta(days=3))
    vietgap = kept(coop, people, issued_on=today - timedelta(days=900), expires_on=today - timedelta(days=1))
    attach_certificate(tested, made, by=people.ba)
    attach_certificate(vietgap, area, by=people.ba)
    attach_certificate(kept(coop, people, issued_on=today), shop, by=people.ba)
    found = attested_for(made)
    assert [(row.paper, row.state, row.holds) for row in found] == [(tested, "undated", True), (vietgap, LAPSED, False)]
    assert found[1].held_when_made is True
    for page in (f"/nhat-ky-san-xuat/lo/{made.pk}/", f"/san-xuat/lo/{made.pk}/"):
        text = as_(people.ba).get(page).content.decode()
        assert "Đã hết hạn" in text, page
        assert "còn hạn lúc làm lô" in text, page
        assert "Vùng Rừng hồi Ngàn Pạt" in text, page
    assert len(attested_of(coop)) == 3


@pytest.mark.parametrize(
    ("now", "then", "of_lot", "words", "warns"),
    [
        ("good", "good", False, "", False), ("good", "not_yet", True, "cấp sau ngày làm lô", False),
        ("good", "not_yet", False, "lúc làm lô chưa có hiệu lực", True), (LAPSED, "good", False, "còn hạn lúc làm lô", False),
        (LAPSED, "not_yet", False, "lúc làm lô chưa có hiệu lực", True), ("not_yet", "not_yet", False, "", False),
        (LAPSED, LAPSED, True, "đã hết hạn từ trước ngày làm lô", True), ("unknown", "unknown", False, "", False),
    ],
)  # fmt: skip
def test_a_reader_is_told_how_a_paper_stood_when_the_lot_was_made(
    now: str, then: str, of_lot: bool, words: str, warns: bool
) -> None:
    assert words_when_made(now, then, of_lot=of_lot) == words
    assert warns_when_made(now, then, of_lot=of_lot) is warns


@db
def test_a_test_report_made_after_the_lot_is_no_blemish_on_it() -> None:
    people, today = village(None), timezone.localdate()
    made = lot(people.coop)
    report = kept(people.coop.producer, people, "test_report", issued_on=today, expires_on=today + timedelta(days=300))
    attach_certificate(report, made, by=people.ba)
    text = as_(people.ba).get(f"/nhat-ky-san-xuat/lo/{made.pk}/").content.decode()
    late = made.made_on < today
    assert ("cấp sau ngày làm lô" in text) is late
    assert "lúc làm lô chưa có hiệu lực" not in text and "đã hết hạn lúc làm lô" not in text


@db
def test_a_lapsed_certificate_is_never_counted_where_the_passport_counts() -> None:
    people, today = village(None), timezone.localdate()
    made = lot(people.coop)
    old = kept(people.coop.producer, people, "quality_system", expires_on=today - timedelta(days=1))
    attach_certificate(old, made, by=people.ba)
    (told,) = [item for item in completeness(made) if item.asked.key == "certificate"]
    assert not told.found.words
    PaperDetails.objects.filter(paper=old).update(expires_on=today)
    (told,) = [item for item in completeness(made) if item.asked.key == "certificate"]
    assert told.found.words


@db
def test_a_renewed_paper_speaks_for_the_one_it_replaced() -> None:
    people, today = village(None), timezone.localdate()
    area = area_of(people)
    old = kept(people.coop.producer, people, expires_on=today - timedelta(days=1))
    attach_certificate(old, area, by=people.ba)
    assert not attested_of(people.coop.producer)[0].holds
    new = kept(people.coop.producer, people, issued_on=today, expires_on=today + timedelta(days=700))
    PaperDetails.objects.filter(paper=old).update(successor=new, succeeded_at=timezone.now())
    (row,) = attested_of(people.coop.producer)
    assert (row.paper, row.holds) == (new, True)


@db
def test_all_faults_come_at_once_and_nothing_is_attached_twice() -> None:
    people = village(None)
    stranger = cast(None)
    area = area_of(people)
    paper = kept(people.coop.producer, people)
    with pytest.raises(Refused) as refused:
        attach_certificate(paper, lot(stranger), by=people.ba)
    assert {r.code for r in refused.value.reasons} == {"not_own", "foreign"}
    PaperDetails.objects.filter(paper=paper).delete()
    close_place(area, by=people.ba)
    area.refresh_from_db()
    paper.refresh_from_db()
    with pytest.raises(Refused) as refused:
        attach_certificate(Paper.objects.get(pk=paper.pk), area, by=people.ba)
    assert {r.code for r in refused.value.reasons} == {"untold", "closed"}
    good, made = kept(people.coop.producer, people), lot(people.coop)
    once = attach_certificate(good, made, by=people.ba)
    with pytest.raises(Refused, match="đã gắn"):
        attach_certificate(good, made, by=people.ba)
    detach_certificate(once, by=people.ba)
    assert Line.objects.latest("number").verb == "detach_certificate"
    attach_certificate(good, made, by=people.ba)
    assert len(attested_for(made)) == 1


@db
def test_the_page_attaches_and_takes_away_and_is_the_producers_own() -> None:
    people, today = village(None), timezone.localdate()
    made = lot(people.coop)
    paper = kept(people.coop.producer, people, issued_on=today, expires_on=today + timedelta(days=10))
    ba = as_(people.ba)
    assert "Chưa gắn giấy nào" in ba.get(PAGE).content.decode()
    assert f'value="lot-{made.pk}" selected' in ba.get(f"{PAGE}?cho=lot-{made.pk}").content.decode()
    assert ba.post(PAGE, {"paper": "", "to": ""}).status_code == 422
    assert ba.post(PAGE, {"paper": paper.pk, "to": f"lot-{made.pk}"}).status_code == 302
    assert "Sắp hết hạn" in ba.get(PAGE).content.decode()
    row = Attestation.objects.get()
    neighbour = as_(cast(None).ba)
    assert neighbour.post(f"{PAGE}{row.pk}/go/").status_code == 404
    assert neighbour.get(f"{PAGE}?chu-the={people.coop.producer.slug}").status_code == 404
    assert as_(people.in_).get(PAGE).status_code == 403
    assert ba.post(f"{PAGE}{row.pk}/go/").status_code == 302
    assert not attested_for(made)
