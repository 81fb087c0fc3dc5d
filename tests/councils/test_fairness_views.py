"""The fairness report of a real sitting: drawn from opened sheets, read by the few, mirrored to each member."""

from __future__ import annotations

import io
import zipfile

import html5lib
import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client

from ocop.councils.acts import (
    call_discussion,
    call_second_round,
    draw_fairness_report,
    open_all,
    revise,
)
from ocop.councils.models import Conflict, FairnessReport, Sheet
from ocop.councils.queries.fairness import fingerprint, mirror_of, panel_of, sittings_without_report
from ocop.councils.rules.fairness.limits import limits
from ocop.councils.rules.fairness.report import Fairness
from ocop.councils.tasks import draw_fairness
from ocop.criteria.rules import points_of
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.people.models import Person

from .sheets import HONEY, scored
from .stage import Stage, opened

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:3000]
    html5lib.HTMLParser(strict=True, tree=html5lib.treebuilders.getTreeBuilder("etree")).parse(text)
    return text


def closed(items: int) -> Stage:
    """Everyone scores about the same; the first member always 12 points below."""
    stage = opened(items=items)
    for place, item in enumerate(stage.items):
        for seat, person in enumerate(stage.voters):
            wanted = 66 + (7 * place) % 20 + (seat + place) % 3 - (12 if person == stage.people.thanh_vien_1 else 0)
            stage.score(person, scored(HONEY, wanted, keep=3), item)
    stage.sitting = stage.close()
    return stage


def test_the_report_is_drawn_by_the_clock_and_read_by_the_few_while_each_member_sees_only_a_mirror() -> None:
    stage = closed(limits().least_items)
    base = f"/hoi-dong/phien/{stage.sitting.pk}/cong-bang"
    people = stage.people
    assert "Báo cáo chưa lập" in read(as_(people.ba_sau).get(f"{base}/"))
    assert draw_fairness() == 1
    assert draw_fairness() == 0
    strict = people.thanh_vien_1.name
    for reader in (people.ba_sau, people.thu_ky, people.co_nam):
        page = read(as_(reader).get(f"{base}/"))
        assert f"{strict} chấm chặt hơn mức giữa của Hội đồng khoảng" in page
        assert "Để soi, không để phạt" in page
    files = as_(people.thu_ky)
    table = files.get(f"{base}/thanh-vien.csv").content.decode("utf-8-sig")
    assert all(cell in read(files.get(f"{base}/")) for cell in table.splitlines()[1].split(",")[:2])
    book = zipfile.ZipFile(io.BytesIO(files.get(f"{base}.xlsx").content))
    assert len([name for name in book.namelist() if "worksheets/sheet" in name]) == 5
    assert strict in book.read("xl/sharedStrings.xml").decode()
    for member in people.members:
        page = read(as_(member).get(f"{base}/"))
        others = {person.name for person in stage.voters} - {member.name}
        assert not any(name in page for name in others)
        assert "Gương soi của tôi" in page
        assert ("thấp hơn mức giữa của Hội đồng khoảng" in page) == (member == people.thanh_vien_1)
        assert "Thất thường" not in page
        assert as_(member).get(f"{base}/thanh-vien.csv").status_code == 403
        assert as_(member).get(f"{base}.xlsx").status_code == 403
    for other in (people.chu_bay, people.lanh_dao):
        assert as_(other).get(f"{base}/").status_code == 403
    assert as_(people.chi_ba).get(f"{base}/").status_code == 404
    assert Client().get(f"{base}/").status_code == 302
    own = mirror_of(people.thanh_vien_1, stage.sitting)
    assert own is not None
    assert (own.drift, own.halo, own.noise) == (None, None, None)


def test_an_open_sitting_has_no_report_for_anybody() -> None:
    stage = opened()
    for person in (stage.people.ba_sau, stage.people.thu_ky, stage.people.co_nam, stage.people.thanh_vien_1):
        assert as_(person).get(f"/hoi-dong/phien/{stage.sitting.pk}/cong-bang/").status_code == 403
    with pytest.raises(Refused):
        draw_fairness_report(stage.sitting, by=stage.people.ba_sau)
    assert sittings_without_report() == []


def test_a_thin_sitting_says_so_and_still_tells_fragile_stars() -> None:
    stage = closed(2)
    address = f"/hoi-dong/phien/{stage.sitting.pk}/cong-bang/"
    chair = as_(stage.people.ba_sau)
    assert chair.post(f"{address}lap/").status_code == 302
    page = read(chair.get(address))
    assert "chưa đủ để nói Hội đồng chấm thống nhất đến đâu" in page
    assert "Chưa đủ phiếu để nói về thói quen chấm" in page
    assert stage.item.dossier.product.name in page
    assert "chưa đủ để nói gì" in read(as_(stage.people.thanh_vien_1).get(address))


def test_what_is_closed_to_the_chair_is_in_neither_page_nor_files() -> None:
    stage = closed(2)
    sitting, chair = stage.sitting, stage.council.seats.get(person=stage.people.ba_sau)
    draw_fairness_report(sitting, by=None)
    Conflict.objects.create(item=stage.item, seat=chair, cause="người nhà (mô phỏng)", declared_at=sitting.closed_at)
    hidden, shown = (item.dossier.product.name for item in stage.items)
    client, base = as_(stage.people.ba_sau), f"/hoi-dong/phien/{sitting.pk}/cong-bang"
    page = read(client.get(f"{base}/"))
    assert shown in page
    assert hidden not in page
    assert hidden not in client.get(f"{base}/sao.csv").content.decode()
    strings = zipfile.ZipFile(io.BytesIO(client.get(f"{base}.xlsx").content)).read("xl/sharedStrings.xml").decode()
    assert shown in strings
    assert hidden not in strings
    assert hidden in read(as_(stage.people.thu_ky).get(f"{base}/"))


def test_the_same_sheets_are_drawn_once_and_the_journal_names_their_fingerprint() -> None:
    stage = closed(1)
    first = draw_fairness_report(stage.sitting, by=stage.people.ba_sau)
    again = draw_fairness_report(stage.sitting, by=stage.people.thu_ky)
    assert first.pk == again.pk
    lines = Line.objects.filter(verb="draw_fairness_report")
    assert [line.facts["sheets"] for line in lines] == [first.sheets_sha256]
    assert first.sheets_sha256 == fingerprint(panel_of(stage.sitting))
    sheet = Sheet.objects.filter(item=stage.item).first()
    assert sheet is not None
    Sheet.objects.filter(pk=sheet.pk).update(choices={**sheet.choices, "12": 0 if sheet.choices["12"] else 1})
    assert fingerprint(panel_of(stage.sitting)) != first.sheets_sha256


def test_agreement_is_measured_before_the_discussion_and_stars_on_the_sheets_that_counted() -> None:
    """Round one differs by twenty points; after the discussion everybody scores alike."""
    stage = opened(items=1, spread_rule="second_round")
    for person, wanted in zip(stage.voters, (60, 80, 62, 78, 64, 76), strict=False):
        stage.score(person, scored(HONEY, wanted, keep=3))
    stage.open_all()
    stage.item.refresh_from_db()
    if stage.item.state == "opened":
        call_discussion(stage.item, cause="chênh lệch lớn (mô phỏng)", by=stage.people.ba_sau)
    call_second_round(stage.item, summary="Đã so từng tiêu chí (mô phỏng).", by=stage.people.ba_sau)
    for person in stage.voters:
        stage.score(person, scored(HONEY, 71, keep=3))
    stage.sitting = stage.close()
    subject = panel_of(stage.sitting).subjects[0]
    before = {sum(map(points_of, vote.choices.values())) for vote in subject.first}
    assert len(before) > 3
    assert {sum(map(points_of, vote.choices.values())) for vote in subject.votes} == {71}
    told = msgspec.convert(draw_fairness_report(stage.sitting, by=None).facts, type=Fairness)
    assert told.second_rounds == 1
    assert told.totals.apart > 5
    assert told.after_discussion is not None
    assert told.after_discussion.apart == 0


def test_a_score_revised_after_opening_counts_as_it_was_for_agreement() -> None:
    stage = opened(items=1)
    for person in stage.voters:
        stage.score(person, scored(HONEY, 80, keep=3))
    open_all(stage.sitting, key=stage.key, by=stage.people.ba_sau)
    sheet = Sheet.objects.get(item=stage.item, seat__person=stage.people.thanh_vien_1)
    old = sheet.choices["4.1"]
    revise(
        sheet,
        criterion="4.1",
        choice=0 if old else 1,
        reason="Nghe lại minh chứng (mô phỏng).",
        edition=sheet.edition,
        by=stage.people.thanh_vien_1,
    )
    stage.sitting = stage.close()
    subject = panel_of(stage.sitting).subjects[0]
    seat = sheet.seat_id
    before, after = (
        next(v for v in votes if v.seat == seat).choices["4.1"] for votes in (subject.first, subject.votes)
    )
    assert (before, after) == (old, 0 if old else 1)


def test_the_example_is_open_to_every_council_and_names_nobody() -> None:
    stage = opened()
    for person in (stage.people.ba_sau, stage.people.thanh_vien_1):
        page = read(as_(person).get("/hoi-dong/cong-bang/vi-du/"))
        assert "Thành viên D chấm chặt hơn mức giữa của Hội đồng" in page
        assert "mô phỏng" in page
    assert as_(stage.people.chi_ba).get("/hoi-dong/cong-bang/vi-du/").status_code == 403
    assert FairnessReport.objects.count() == 0
