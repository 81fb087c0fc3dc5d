"""Pages before a council, by each person's own hands; the HTML is read strictly."""

from __future__ import annotations

import html5lib
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop.councils import lifecycle
from ocop.councils.models import AdvisorReport, Conflict, Council, Seat, Sheet, Sitting
from ocop.councils.queries import waiting_for
from ocop.councils.rules import plain_choices
from ocop.criteria.rules import spelled
from ocop.people.models import Person
from tests import cast

from .sheets import HONEY, best, scored
from .stage import Stage, called, council_of, dossier, filled, opened, round_of

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


def test_every_page_of_a_scoring_sitting_is_sound_html() -> None:
    stage = opened(items=2)
    member, chair = stage.people.thanh_vien_1, stage.people.ba_sau
    sheet = filled(stage, member)
    stage.score(chair, item=stage.items[1])
    base = f"/hoi-dong/phien/{stage.sitting.pk}/"
    pages = {
        member: [
            "/hoi-dong/", f"/hoi-dong/{stage.council.pk}/", base, f"{base}xung-dot/", f"/hoi-dong/muc/{stage.item.pk}/",
            f"/hoi-dong/muc/{stage.items[1].pk}/phieu/", f"/hoi-dong/phieu/{sheet.pk}/", f"/hoi-dong/phieu/{sheet.pk}/1.1/",
            f"/hoi-dong/phieu/{sheet.pk}/nop/", f"/hoi-dong/muc/{stage.item.pk}/cac-phieu/",
        ],
        chair: [base, f"{base}ket-thuc/", f"/hoi-dong/muc/{stage.items[1].pk}/cac-phieu/"],
        stage.people.chu_bay: [f"/hoi-dong/muc/{stage.item.pk}/bao-cao/"],
        stage.people.co_nam: ["/hoi-dong/lap/", f"{base}chuong-trinh/", f"/hoi-dong/{stage.council.pk}/cu-thanh-vien/",
                              f"/hoi-dong/{stage.council.pk}/phien-moi/"],
    }  # fmt: skip
    for person, addresses in pages.items():
        client = as_(person)
        for address in addresses:
            read(client.get(address))


def test_every_page_of_a_closed_sitting_is_sound_html() -> None:
    stage = opened()
    stage.everyone_scores(scored(HONEY, 93))
    stage.close()
    client = as_(stage.people.thu_ky)
    results = read(client.get(f"/hoi-dong/phien/{stage.sitting.pk}/ket-qua/"))
    assert "93,00" in results
    read(client.get(f"/hoi-dong/phien/{stage.sitting.pk}/"))
    read(client.get(f"/hoi-dong/muc/{stage.item.pk}/cac-phieu/"))
    minutes = client.get(f"/hoi-dong/phien/{stage.sitting.pk}/bien-ban.pdf")
    assert b"".join(minutes).startswith(b"%PDF")  # type: ignore[arg-type]


def test_a_council_is_founded_seated_and_called_in_the_browser() -> None:
    people = cast.everybody()
    round_ = round_of(people)
    client = as_(people.co_nam)
    fields = {
        "name": "Hội đồng thử (mô phỏng)", "decision_number": "5/QĐ", "founded_on": "2026-01-05", "quorum": "3/4",
        "quorum_base": "seats", "average": "median", "decimals": "1", "minimums_by": "each", "gates_by": "any",
        "ministry_by": "points", "advisor_report": "on", "certificate_number": "GCN-{year}-{serial}", "basis": "Quy chế (mô phỏng)",
    }  # fmt: skip
    council_page = client.post("/hoi-dong/lap/", fields, follow=True)
    council = Council.objects.get()
    assert (council.by_laws["quorum"], council.by_laws["average"]) == ("3/4", "median")
    assert "trung vị" in read(council_page)
    client.post(
        f"{council.get_absolute_url()}cu-thanh-vien/", {"login": "0900000006", "role": "chair", "organisation": ""}
    )
    assert Seat.objects.get().person == people.ba_sau
    client.post(
        f"{council.get_absolute_url()}phien-moi/", {"name": "Phiên một", "round": round_.pk, "held_on": "2026-11-20"}
    )
    assert Sitting.objects.get().council == council


def test_bad_by_laws_come_back_with_every_reason_and_what_was_typed() -> None:
    people = cast.everybody()
    answer = as_(people.co_nam).post(
        "/hoi-dong/lap/",
        {"name": "Hội đồng thử", "decision_number": "5/QĐ", "founded_on": "2026-01-05", "quorum": "5/4", "decimals": "2",
         "quorum_base": "seats", "average": "mean", "minimums_by": "each", "gates_by": "any", "ministry_by": "points",
         "certificate_number": "GCN/{year}/{serial}", "basis": "x"},
    )  # fmt: skip
    text = read(answer, 422)
    assert "Số phiếu tối thiểu phải là một phân số" in text
    assert "Mẫu số giấy chứng nhận cần" in text
    assert 'value="5/4"' in text
    assert Council.objects.count() == 0


def test_the_office_builds_an_agenda_from_accepted_dossiers(prepared: Stage) -> None:
    more = dossier(prepared.people, round_of(prepared.people))
    client = as_(prepared.people.co_nam)
    page = f"/hoi-dong/phien/{prepared.sitting.pk}/chuong-trinh/"
    assert more.product.name in read(client.get(page))
    client.post(page, {"dossier": [more.pk]})
    assert prepared.sitting.items.count() == 2
    assert "Hãy chọn ít nhất một" in read(client.post(page, {}), 422)


def test_the_secretary_opens_the_sitting_and_a_missing_report_is_told() -> None:
    stage = called()
    AdvisorReport.objects.all().delete()
    client = as_(stage.people.thu_ky)
    assert "Tổ tư vấn chưa nộp báo cáo" in read(client.post(f"/hoi-dong/phien/{stage.sitting.pk}/mo/"), 422)
    as_(stage.people.chu_bay)
    stage.sitting.refresh_from_db()
    assert stage.sitting.state == lifecycle.PLANNED


def test_the_advisory_team_writes_and_hands_in_its_report() -> None:
    people = cast.everybody()
    council = council_of(people)
    from ocop.councils.acts import call_sitting, put_item

    sitting = call_sitting(
        council, round=round_of(people), name="Phiên thử", held_on=round_of(people).ends_on, by=people.thu_ky
    )
    item = put_item(sitting, dossier=dossier(people, round_of(people)), by=people.co_nam)
    client, page = as_(people.chu_bay), f"/hoi-dong/muc/{item.pk}/bao-cao/"
    fields = {code: spelled(choice) for code, choice in best(HONEY).items()}
    text = read(client.post(page, {**fields, "1.1": "", "remark": "Tốt", "do": "hand_in"}), 422)
    assert "1.1" in text
    assert AdvisorReport.objects.get().choices["1.2"] == best(HONEY)["1.2"], "what was typed is kept"
    edition = AdvisorReport.objects.get().edition
    client.post(page, {**fields, "remark": "Tốt", "do": "hand_in", "version": edition})
    assert AdvisorReport.objects.get().points == 100


def test_a_member_scores_without_script_and_hands_in_with_the_password(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    client = as_(member)
    read(client.get(f"/hoi-dong/muc/{scoring.item.pk}/phieu/"))
    client.post(f"/hoi-dong/muc/{scoring.item.pk}/phieu/")
    sheet = Sheet.objects.get(seat__person=member)
    codes = [c.code for c in HONEY.criteria]
    for code, following in zip(codes, [*codes[1:], ""], strict=True):
        sheet.refresh_from_db()
        fields = {code: spelled(best(HONEY)[code]), "version": sheet.edition, "do": "next", "remark": ""}
        answer = client.post(f"/hoi-dong/phieu/{sheet.pk}/{code}/", fields)
        assert answer["Location"] == f"/hoi-dong/phieu/{sheet.pk}/" + (f"{following}/" if following else "")
    sheet.refresh_from_db()
    page = f"/hoi-dong/phieu/{sheet.pk}/nop/"
    assert "100/100" in read(client.get(page))
    assert "Mật khẩu không đúng" in read(client.post(page, {"version": sheet.edition, "password": "sai-rồi-nhé"}), 422)
    sheet.refresh_from_db()
    assert not sheet.is_in
    client.post(page, {"version": sheet.edition, "password": cast.PASSWORD})
    sheet.refresh_from_db()
    assert sheet.is_sealed
    assert sheet.points is None


def test_a_choice_over_a_newer_edition_is_a_409_and_a_wrong_one_a_422(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    client, page = as_(member), f"/hoi-dong/phieu/{sheet.pk}/1.1/"
    client.post(page, {"1.1": "2", "version": sheet.edition})
    assert client.post(page, {"1.1": "77", "version": 2}).status_code == 422
    assert "tải lại" in read(client.post(page, {"1.1": "3", "version": sheet.edition}), 409)


@pytest.mark.parametrize("bad", ["", "abc", "9999999999", "-1", "1e3", "٣", "a:3", "x" * 5000])
def test_a_choice_that_is_none_is_refused_with_a_sentence(scoring: Stage, bad: str) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    read(as_(member).post(f"/hoi-dong/phieu/{sheet.pk}/1.1/", {"1.1": bad, "version": sheet.edition}), 422)
    sheet.refresh_from_db()
    assert sheet.choices == {}


@pytest.mark.parametrize("version", ["", "x", "-5", "99999999999999999999"])
def test_a_strange_edition_never_saves(scoring: Stage, version: str) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    answer = as_(member).post(f"/hoi-dong/phieu/{sheet.pk}/1.1/", {"1.1": "2", "version": version})
    assert answer.status_code in (409, 422)
    sheet.refresh_from_db()
    assert sheet.choices == {}


def test_gates_are_named_on_the_sheet(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    client = as_(member)
    client.post(f"/hoi-dong/phieu/{sheet.pk}/chot-loai/", {"gate": ["6.1"], "version": sheet.edition})
    sheet.refresh_from_db()
    assert sheet.disqualified == ["6.1"]
    read(client.post(f"/hoi-dong/phieu/{sheet.pk}/chot-loai/", {"gate": ["1.2"], "version": sheet.edition}), 422)


def test_a_score_is_revised_with_reason_and_password(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    scoring.everyone_scores()
    scoring.open_all()
    sheet = Sheet.objects.get(seat__person=member)
    client, page = as_(member), f"/hoi-dong/phieu/{sheet.pk}/1.1/sua/"
    read(client.get(page))
    fields = {"1.1": "1", "reason": "Xem lại tỷ lệ nguyên liệu", "version": sheet.edition}
    read(client.post(page, {**fields, "password": "sai"}), 422)
    client.post(page, {**fields, "password": cast.PASSWORD})
    sheet.refresh_from_db()
    assert sheet.choices["1.1"] == 1
    assert "3 → 1" in read(client.get(f"/hoi-dong/phieu/{sheet.pk}/"))


def test_gates_are_revised_with_reason_and_password(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    scoring.everyone_scores()
    scoring.open_all()
    sheet = Sheet.objects.get(seat__person=member)
    client, page = as_(member), f"/hoi-dong/phieu/{sheet.pk}/chot-loai/sua/"
    read(client.get(page))
    fields = {"gate": ["6.1"], "reason": "Thấy tạp chất trong mẫu thứ ba", "version": sheet.edition}
    read(client.post(page, {**fields, "password": "sai"}), 422)
    client.post(page, {**fields, "password": cast.PASSWORD})
    sheet.refresh_from_db()
    assert sheet.disqualified == ["6.1"]
    assert "không nêu → 6.1" in read(client.get(f"/hoi-dong/phieu/{sheet.pk}/"))


def test_a_member_declares_and_withdraws_a_conflict(prepared: Stage) -> None:
    member = prepared.people.thanh_vien_1
    client, page = as_(member), f"/hoi-dong/phien/{prepared.sitting.pk}/xung-dot/"
    read(client.post(page, {"item": prepared.item.pk, "cause": "", "do": "declare"}), 422)
    client.post(page, {"item": prepared.item.pk, "cause": "Chủ thể là người thân", "do": "declare"})
    assert "bạn đã khai xung đột" in read(client.get(page))
    assert "Mục này đóng với bạn" in read(client.get(f"/hoi-dong/phien/{prepared.sitting.pk}/"))
    client.post(page, {"item": prepared.item.pk, "do": "withdraw"})
    assert Conflict.objects.get().withdrawn_at is not None
    for odd in ("", "x", "999999", "9" * 40, "-1"):
        assert client.post(page, {"item": odd, "do": "declare", "cause": "Chủ thể là người thân"}).status_code == 404


def test_the_chair_closes_with_the_password_and_hears_every_obstacle(scoring: Stage) -> None:
    client, page = as_(scoring.people.ba_sau), f"/hoi-dong/phien/{scoring.sitting.pk}/ket-thuc/"
    assert "0/4" in read(client.post(page, {"password": cast.PASSWORD}), 422)
    scoring.everyone_scores()
    assert "Mở phiếu, hoặc hoãn mục này" in read(client.post(page, {"password": cast.PASSWORD}), 422)
    scoring.open_all()
    read(client.post(page, {"password": "sai"}), 422)
    answer = client.post(page, {"password": cast.PASSWORD}, follow=True)
    assert "đề nghị Bộ xét 5 sao (chưa phải 5 sao)" in read(answer)


def test_members_and_outsiders_may_not_close(scoring: Stage) -> None:
    page = f"/hoi-dong/phien/{scoring.sitting.pk}/ket-thuc/"
    assert as_(scoring.people.thanh_vien_1).get(page).status_code == 403
    assert as_(scoring.people.co_nam).get(page).status_code == 403
    assert as_(scoring.people.chi_ba).get(page).status_code == 404
    assert as_(scoring.people.quan_tri).get(page).status_code == 404


def test_evidence_opens_only_for_those_before_the_council(scoring: Stage) -> None:
    from django.utils import timezone

    from ocop.dossiers.models import Evidence
    from ocop.papers.acts import keep

    paper = keep(b"%PDF-1.4 thu", name="giay.pdf", media_type="application/pdf", by=scoring.people.chi_ba)
    bound = Evidence.objects.create(
        dossier=scoring.item.dossier,
        criterion="1.1",
        paper=paper,
        bound_by=scoring.people.chi_ba,
        bound_at=timezone.now(),
    )
    page = f"/hoi-dong/muc/{scoring.item.pk}/minh-chung/{bound.pk}/"
    answer = as_(scoring.people.thanh_vien_1).get(page)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert b"".join(answer) == b"%PDF-1.4 thu"  # read to its end, it closes its file
    assert as_(scoring.people.chi_lan).get(page).status_code == 404
    assert "giay.pdf" in read(as_(scoring.people.thanh_vien_1).get(f"/hoi-dong/muc/{scoring.item.pk}/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_whatever_the_agenda(count: int) -> None:
    stage = opened(items=count)
    client = as_(stage.people.thu_ky)
    client.get(f"/hoi-dong/phien/{stage.sitting.pk}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/hoi-dong/phien/{stage.sitting.pk}/")
    assert len(queries) <= 18, [q["sql"][:120] for q in queries]


@pytest.mark.parametrize("count", [1, 3])
def test_results_cost_the_same_whatever_the_agenda(count: int) -> None:
    stage = opened(items=count)
    stage.everyone_scores()
    stage.close()
    client = as_(stage.people.thu_ky)
    client.get(f"/hoi-dong/phien/{stage.sitting.pk}/ket-qua/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/hoi-dong/phien/{stage.sitting.pk}/ket-qua/")
    assert len(queries) <= 9, [q["sql"][:120] for q in queries]


def test_desks_say_what_waits_for_whom(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    (waiting,) = waiting_for(member)
    assert waiting.action == "Mở phiếu chấm"
    sheet = scoring.sheet(member)
    (waiting,) = waiting_for(member)
    assert waiting.url == f"/hoi-dong/phieu/{sheet.pk}/"
    Sheet.objects.filter(pk=sheet.pk).update(choices=plain_choices(best(HONEY)))
    scoring.score(member)
    assert waiting_for(member) == []
    assert waiting_for(scoring.people.thu_ky)[0].action == "Theo dõi phiên"
    for person in scoring.voters:
        if person != member:
            scoring.score(person)
    assert waiting_for(scoring.people.thu_ky)[0].action == "Mở phiếu"
    scoring.open_all()
    assert waiting_for(scoring.people.thu_ky)[0].action == "Kết thúc phiên"
    dossier(scoring.people, round_of(scoring.people))
    assert "chưa vào chương trình" in waiting_for(scoring.people.co_nam)[0].title


def test_remarks_with_markup_are_shown_as_written(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    client, page = as_(member), f"/hoi-dong/phieu/{sheet.pk}/1.1/"
    client.post(page, {"1.1": "2", "version": sheet.edition, "remark": '<script>alert(1)</script>"{{ 7|add:7 }}'})
    text = read(client.get(page))
    assert "<script>alert(1)" not in text
    assert "{{ 7|add:7 }}" in text
