"""The pages of codes, opening, discussion, interests, seats and consultations; the HTML is read strictly."""

from __future__ import annotations

import pytest

from ocop.councils import lifecycle
from ocop.councils.models import Item, Statement
from tests import cast

from .sheets import HONEY, scored
from .stage import Stage, called, opened
from .test_acts_seating import asked
from .test_views import as_, read

pytestmark = pytest.mark.django_db
SPREAD = {"spread_rule": "second_round", "spread_points": 10}


def test_a_code_is_shown_once_to_its_holder(prepared: Stage) -> None:
    client, page = as_(prepared.people.ba_sau), f"/hoi-dong/phien/{prepared.sitting.pk}/ma-mo/"
    assert "Nhận mã mới thay mã cũ" in read(client.get(page))
    read(client.post(page, {"password": "sai"}), 422)
    answer = client.post(page, {"password": cast.PASSWORD})
    code = read(answer).split('class="opening-code" translate="no">')[1].split("<")[0]
    assert len(code) == 19
    assert "no-store" in answer["Cache-Control"]
    assert code not in read(client.get(page))
    assert as_(prepared.people.thanh_vien_1).get(page).status_code == 403


def test_two_codes_unlock_the_desk_and_the_key_stays_in_the_browser() -> None:
    stage = opened(**SPREAD)
    stage.score(stage.voters[0], scored(HONEY, 40))
    for person in stage.voters[1:5]:
        stage.score(person, scored(HONEY, 80))
    desk = f"/hoi-dong/phien/{stage.sitting.pk}/mo-phieu/"
    client = as_(stage.people.ba_sau)
    assert "Đưa hai mã mở" in read(client.get(desk))
    wrong = {"code_1": stage.codes["chair"], "code_2": stage.codes["chair"], "password": cast.PASSWORD}
    assert "hai mã khác nhau" in read(client.post(desk, wrong), 422)
    assert client.post(f"{desk}mo/", {"item": stage.item.pk}).status_code == 302
    assert Item.objects.get().state == lifecycle.SCORING, "without the key nothing opens"
    client.post(desk, {**wrong, "code_2": stage.codes["envelope"]})
    cookie = client.cookies[f"ocop_phien_{stage.sitting.pk}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", desk)
    assert stage.key.hex() not in cookie.value
    assert "Thôi chờ và mở phiếu" in read(client.get(desk))
    stranger = as_(stage.people.thu_ky)
    stranger.cookies[f"ocop_phien_{stage.sitting.pk}"] = cookie.value
    assert "Đưa hai mã mở" in read(stranger.get(desk)), "another person's browser cannot use the cookie"
    client.post(f"{desk}mo/", {"item": stage.item.pk, "end_waiting": "yes"})
    page = f"/hoi-dong/muc/{stage.item.pk}/thao-luan/"
    assert "chênh lệch 40 điểm" in read(client.get(page))
    read(as_(stage.people.thanh_vien_2).post(page, {"text": "Xem lại mẫu", "criterion": "1.1"}, follow=True))
    steer = f"/hoi-dong/muc/{stage.item.pk}/dieu-hanh/"
    assert "Quy chế buộc" in read(client.post(steer, {"do": "end", "words": "Thôi khỏi chấm"}), 422)
    read(client.post(steer, {"do": "second", "words": "Đã xem lại mẫu"}, follow=True))
    assert Item.objects.get().round == 2
    assert as_(stage.people.chi_ba).get(page).status_code == 404


def test_interests_are_declared_for_the_whole_sitting_on_one_page() -> None:
    stage = called(items=2)
    Statement.objects.all().delete()
    client, page = as_(stage.people.thanh_vien_1), f"/hoi-dong/phien/{stage.sitting.pk}/xung-dot/"
    assert "Hãy chọn sản phẩm có xung đột" in read(client.post(page, {"do": "state"}), 422)
    first = stage.items[0].pk
    read(client.post(page, {"do": "state", "conflict": first, f"cause_{first}": "", "none": "yes"}), 422)
    client.post(page, {"do": "state", "conflict": first, f"cause_{first}": "Người thân", "none": "yes"})
    assert Statement.objects.get().covers == [item.pk for item in stage.items]
    assert "bạn đã khai xung đột" in read(client.get(page))


def test_the_other_pages_are_sound_html_and_do_what_they_say() -> None:
    stage = opened(items=2)
    office, chair, member = (as_(stage.people.people[key]) for key in ("co_nam", "ba_sau", "thanh_vien_1"))
    council, seat = f"/hoi-dong/{stage.council.pk}/", stage.council.seats.get(person=stage.people.thanh_vien_1).pk
    for client, address in (
        (office, council), (office, f"{council}quy-che/"), (office, f"{council}uy-quyen/"), (office, f"{council}y-kien-moi/"),
        (office, f"/hoi-dong/ghe/{seat}/du-thay/"), (office, f"/hoi-dong/ghe/{seat}/thoi/"), (member, "/hoi-dong/quan-he/"),
        (office, f"/hoi-dong/phien/{stage.sitting.pk}/chuong-trinh/"), (chair, f"/hoi-dong/phien/{stage.sitting.pk}/mat-ma/"),
        (member, f"/hoi-dong/muc/{stage.item.pk}/khong-cham/"), (chair, f"/hoi-dong/muc/{stage.item.pk}/hoan/"),
    ):  # fmt: skip
        read(client.get(address))
    words = {"password": cast.PASSWORD, "cause": "Không đủ chuyên môn", "reason": "Chưa có mẫu để nếm"}
    member.post(f"/hoi-dong/muc/{stage.item.pk}/khong-cham/", words)
    assert stage.item.abstentions.count() == 1
    chair.post(f"/hoi-dong/muc/{stage.items[1].pk}/hoan/", words)
    assert Item.objects.get(pk=stage.items[1].pk).state == lifecycle.POSTPONED
    member.post("/hoi-dong/quan-he/", {"producer": stage.people.producer.name, "kind": "kin", "note": ""})
    assert "Người thân" in read(member.get("/hoi-dong/quan-he/"))


def test_a_consultation_is_answered_and_ended_in_the_browser() -> None:
    stage = called()
    sitting, item = asked(stage)
    board = sitting.get_absolute_url()
    for person in stage.voters:
        client = as_(person)
        read(client.get(f"/hoi-dong/muc/{item.pk}/y-kien/"))
        client.post(f"/hoi-dong/muc/{item.pk}/y-kien/", {"agrees": "yes", "reason": "", "password": cast.PASSWORD})
    chair = as_(stage.people.ba_sau)
    assert "đủ 6/4 ý kiến" in read(chair.get(board))
    assert chair.get(f"/hoi-dong/phien/{sitting.pk}/").status_code == 302
    assert "đã có kết quả" in read(chair.post(board, {"password": cast.PASSWORD}, follow=True))
