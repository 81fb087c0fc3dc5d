"""Pages of the life of stamps: for the producer, for the office that prints, and for whoever scratches."""

from __future__ import annotations

import base64
import csv
import io
import json
from uuid import uuid4

import html5lib
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ocop.stamps.acts import activate_range, deliver_rolls, draw_stamps, print_rolls, void_range, withdraw_epoch
from ocop.stamps.models import ActivationNote, Batch, Delivery, Epoch, Roll
from tests.stamps.cast import Cast, person
from tests.stamps.cast_rolls import code, officer, ordered, ready, secret, states
from tests.stamps.test_acts_notes import Phone

pytestmark = pytest.mark.django_db
PASSWORD = "rung-hoi-binh-lieu-7"


def page_of(client: Client, path: str, status: int = 200) -> str:
    page = client.get(path)
    assert page.status_code == status, path
    html5lib.HTMLParser(strict=True).parse(page.content)
    return page.content.decode()


@pytest.fixture
def office(client: Client) -> Client:
    nam = officer()
    nam.set_password(PASSWORD)
    nam.save()
    client.force_login(nam)
    return client


@pytest.fixture
def producer() -> tuple[Client, Cast, Batch]:
    ba, batch = ordered(100)
    browser = Client()
    browser.force_login(ba.ba)
    return browser, ba, batch


def test_from_the_order_to_the_confirmed_delivery(office: Client, producer: tuple[Client, Cast, Batch]) -> None:
    browser, _, batch = producer
    assert batch.mark in page_of(office, "/tem/don-in/")
    page = office.post(f"/tem/don-in/{batch.pk}/", {"roll_size": 40}, follow=True)
    assert f"Đã ghi 3 cuộn: {batch.mark}-01" in page.content.decode()
    rolls = list(Roll.objects.all())
    wrong = office.post("/tem/phieu-giao/moi/", {"rolls": [rolls[0].pk], "receiver": ""})
    assert wrong.status_code == 422
    assert 'href="#id_receiver"' in wrong.content.decode()
    html5lib.HTMLParser(strict=True).parse(wrong.content)
    page = office.post("/tem/phieu-giao/moi/", {"rolls": [rolls[0].pk, rolls[1].pk], "receiver": "Chị Ba"}, follow=True)
    delivery = Delivery.objects.get()
    assert delivery.number in page.content.decode()
    path = f"/tem/phieu-giao/{delivery.pk}/"
    assert "Chờ bạn xác nhận" in page_of(browser, path)
    assert "Chờ bạn xác nhận" not in page_of(office, path)
    assert "Đã xác nhận nhận đủ" in browser.post(path, follow=True).content.decode()
    assert browser.post(path).status_code == 422
    assert delivery.number in page_of(browser, "/tem/phieu-giao/")
    assert f"{batch.mark}-01" in page_of(browser, f"/tem/{batch.pk}/")


@pytest.mark.parametrize(("word", "state"), [("mat", "lost"), ("tra", "returned")])
def test_a_roll_is_told_lost_or_given_back_on_its_page(
    producer: tuple[Client, Cast, Batch], word: str, state: str
) -> None:
    browser, _, batch = producer
    (roll,) = print_rolls(batch, 100, by=officer())
    deliver_rolls([roll], by=officer(), receiver="Chị Ba")
    path = f"/tem/cuon/{roll.pk}/"
    assert "Đã giao, chờ xác nhận" in page_of(browser, path)
    refused = browser.post(path, {"viec": word, "note": ""})
    assert refused.status_code == 422
    assert "#id_note" in refused.content.decode()
    assert browser.post(path, {"viec": word, "note": "Rơi trên đường về kho"}).status_code == 302
    assert states(batch) == [(0, 100, state)]
    assert 'name="viec"' not in page_of(browser, path)


def test_what_was_printed_at_home_is_noted_on_the_batch(producer: tuple[Client, Cast, Batch]) -> None:
    browser, ba, office_batch = producer
    batch = draw_stamps(office_batch.lot, 50, by=ba.ba)
    assert browser.post(f"/tem/{batch.pk}/da-in/", {"first": 1, "last": 30}).status_code == 302
    assert states(batch) == [(0, 30, "printed"), (30, 50, "ordered")]
    for wish in ({"first": 20, "last": 40}, {"first": 0, "last": 5}, {"first": "x", "last": ""}):
        refused = browser.post(f"/tem/{batch.pk}/da-in/", wish)
        assert refused.status_code == 422
        assert 'class="errors"' in refused.content.decode()
        html5lib.HTMLParser(strict=True).parse(refused.content)


def test_the_lot_page_orders_from_the_office_and_of_the_protected_kind() -> None:
    ba, made = ready()
    browser = Client()
    browser.force_login(ba.ba)
    asked = {"amount": 20, "seen_in_use": 0, "kind": "protected", "printing": "office"}
    page = browser.post(f"/san-xuat/lo/{made.pk}/", asked, follow=True)
    assert "Đơn in đã gửi cơ quan OCOP tỉnh" in page.content.decode()
    batch = Batch.objects.get()
    assert (batch.kind, batch.printing) == ("protected", "office")
    for wrong in ({"kind": "golden"}, {"printing": "moon"}):
        assert browser.post(f"/san-xuat/lo/{made.pk}/", {**asked, "seen_in_use": 20, **wrong}).status_code == 422


def test_the_ledger_shows_and_hands_out_the_same_accounts(producer: tuple[Client, Cast, Batch], office: Client) -> None:
    browser, ba, batch = producer
    print_rolls(batch, 60, by=officer())
    text = page_of(browser, "/tem/so/?ky=tat-ca")
    assert "Sổ khớp" in text
    rows = list(csv.reader(io.StringIO(browser.get("/tem/so/?ky=tat-ca&tep=csv").content.decode("utf-8-sig"))))
    assert rows[0] == ["Trạng thái", "Tồn đầu", "Vào", "Ra", "Tồn cuối"]
    assert rows[1:3] == [["Đã cấp, chưa in", "0", "100", "100", "0"], ["Đã in", "0", "100", "0", "100"]]
    assert rows[8] == ["Cộng mọi trạng thái", "0", "100", "0", "100"]
    assert browser.get("/tem/so/?tep=xlsx").content[:2] == b"PK"
    assert ba.producer.name in page_of(office, f"/tem/so/?chu-the={ba.producer.slug}")
    assert browser.get("/tem/so/?chu-the=cua-nguoi-khac").status_code == 404


def test_a_withdrawal_asks_for_the_password_and_lists_what_must_be_labelled_anew(office: Client) -> None:
    ba, made = ready()
    batch = draw_stamps(made, 20, by=ba.ba)
    activate_range(code(batch, 0), code(batch, 7), by=ba.ba)
    epoch = Epoch.objects.get()
    path = f"/tem/ky-khoa/{epoch.symbol}/"
    assert "8 tem" in page_of(office, path)
    why = "Máy chủ bị lấy bản sao lưu."
    assert office.post(path, {"reason": why, "password": "sai"}).status_code == 422
    refused = office.post(path, {"reason": "", "password": PASSWORD})
    assert refused.status_code == 422
    assert "#id_reason" in refused.content.decode()
    assert not Epoch.objects.exclude(withdrawn_at=None).exists()
    assert office.post(path, {"reason": why, "password": PASSWORD}).status_code == 302
    assert "Đã thu hồi lúc" in page_of(office, path)
    rows = list(csv.reader(io.StringIO(office.get(f"{path}dan-lai.csv").content.decode("utf-8-sig"))))
    assert rows[1] == [ba.producer.name, ba.product.name, made.code, batch.mark, "0000", "0007", "8"]
    browser = Client()
    browser.force_login(ba.ba)
    assert "0000–0007" in page_of(browser, "/tem/dan-lai/")
    assert "Kỳ khóa của lượt này đã thu hồi" in page_of(browser, f"/tem/{batch.pk}/")


def test_opening_an_epoch_asks_for_the_password_and_closing_does_not_undo(office: Client) -> None:
    assert "Chưa có kỳ khóa nào" in page_of(office, "/tem/ky-khoa/")
    assert office.post("/tem/ky-khoa/", {"password": "sai"}).status_code == 422
    assert office.post("/tem/ky-khoa/", {"password": PASSWORD}).status_code == 302
    epoch = Epoch.objects.get()
    assert "không quá một phần 1.023.545.369" in page_of(office, "/tem/ky-khoa/")
    for _ in range(2):
        assert office.post(f"/tem/ky-khoa/{epoch.symbol}/thoi-cap/").status_code == 302
    assert Epoch.objects.get().state == "closed"


def test_a_phone_registers_sends_and_is_answered_note_by_note(producer: tuple[Client, Cast, Batch]) -> None:
    browser, ba, office_batch = producer
    batch = draw_stamps(office_batch.lot, 50, by=ba.ba)
    phone = Phone(ba.ba)
    again = {"phone": str(phone.id), "name": "x", "key": base64.b64encode(phone.public).decode()}
    assert _json(browser, "/tem/kich-hoat/may/", again)["name"] == "Điện thoại của Chị Ba"
    words, signature = phone.note(code(batch, 0), code(batch, 9))
    note = {"id": "mine", "payload": words, "signature": base64.b64encode(signature).decode()}
    other = {"id": "theirs", "payload": words, "signature": ""}
    answers = _json(browser, "/tem/kich-hoat/phieu/", {"notes": [note, other, "nonsense", note]})["answers"]
    assert [a["outcome"] for a in answers] == ["taken", "unsigned", "unsigned", "taken"]
    assert answers[0] == answers[3]
    assert ActivationNote.objects.count() == 1
    text = page_of(browser, "/tem/kich-hoat/")
    assert "Phiếu máy đã gửi" in text
    assert browser.post(f"/tem/kich-hoat/may/{phone.id}/bo/").status_code == 302
    assert "Máy đã ghi danh" not in page_of(browser, "/tem/kich-hoat/")
    assert browser.post(f"/tem/kich-hoat/may/{uuid4()}/bo/").status_code == 404


def _json(browser: Client, path: str, body: object, status: int = 200) -> dict[str, object]:
    answer = browser.post(path, json.dumps(body), content_type="application/json")
    assert answer.status_code == status
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.parametrize(
    "body", ["", "[]", "null", '{"notes": 3}', json.dumps({"notes": [{}] * 201}), '{"notes": null}']
)
def test_what_no_phone_sends_is_refused_in_words(producer: tuple[Client, Cast, Batch], body: str) -> None:
    browser, _, _ = producer
    for path in ("/tem/kich-hoat/phieu/", "/tem/kich-hoat/may/"):
        answer = browser.post(path, body, content_type="application/json")
        assert answer.status_code == 422
        assert answer.json()["reasons"][0]["message"]


def test_the_worker_of_the_activation_page_lies_within_its_scope(client: Client) -> None:
    script = client.get("/tem/kich-hoat/tho.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert "activate" in script.content.decode()
    assert "&quot;" not in script.content.decode()


def test_a_buyer_reveals_a_scratch_code_without_account_or_script(client: Client) -> None:
    batch = ordered(10, kind="protected", printing="own")[1]
    assert code(batch, 1)[:4] in page_of(client, f"/tra-cuu/cao/?ma={code(batch, 1)}")
    given = {"code": code(batch, 1), "secret": secret(batch, 1).lower()}
    first = client.post("/tra-cuu/cao/", given)
    assert "lần đầu tiên" in first.content.decode()
    assert f'href="{batch.path}{code(batch, 1)}"' in first.content.decode()
    html5lib.HTMLParser(strict=True).parse(first.content)
    again = client.post("/tra-cuu/cao/", given)
    assert "đã có người xem trước bạn" in again.content.decode()
    for wrong, status in (
        ({"secret": secret(batch, 2)}, 404),
        ({"secret": "12"}, 422),
        ({"code": "12"}, 422),
        ({"code": ""}, 422),
    ):
        page = client.post("/tra-cuu/cao/", {**given, **wrong})
        assert page.status_code == status
        html5lib.HTMLParser(strict=True).parse(page.content)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_scratch_page_answers_in_the_buyers_language_too(client: Client, language: str) -> None:
    client.cookies["ngon_ngu"] = language
    page_of(client, "/tra-cuu/cao/")


def test_nobody_opens_the_doors_of_others(client: Client, producer: tuple[Client, Cast, Batch]) -> None:
    browser, _, batch = producer
    (roll,) = print_rolls(batch, 100, by=officer())
    delivery = deliver_rolls([roll], by=officer(), receiver="Chị Ba")
    epoch = Epoch.objects.get()
    for path in ("/tem/don-in/", "/tem/phieu-giao/moi/", "/tem/ky-khoa/"):
        assert browser.get(path).status_code == 403
    assert browser.get(f"/tem/don-in/{batch.pk}/").status_code == 404
    assert browser.get(f"/tem/ky-khoa/{epoch.symbol}/").status_code == 403
    other = Client()
    other.force_login(ready()[0].ba)
    for path in (f"/tem/cuon/{roll.pk}/", f"/tem/phieu-giao/{delivery.pk}/"):
        assert other.get(path).status_code == 404
        assert other.post(path, {"viec": "mat", "note": "Rơi trên đường"}).status_code == 404
    stranger = Client()
    stranger.force_login(person("Người lạ"))
    for path in ("/tem/so/", "/tem/kich-hoat/", "/tem/dan-lai/", "/tem/phieu-giao/", "/tem/tra-lai/"):
        assert stranger.get(path).status_code == 403
        assert client.get(path).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(
    office: Client, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        _, waiting = ordered(30)
        _, printed = ordered(30)
        rolls = print_rolls(printed, 15, by=officer())
        deliver_rolls(rolls[:1], by=officer(), receiver="Chị Ba")
    batch, roll = waiting, rolls[0]
    epoch = Epoch.objects.get()
    paths = (
        "/tem/don-in/", f"/tem/don-in/{batch.pk}/", "/tem/phieu-giao/", "/tem/phieu-giao/moi/", "/tem/ky-khoa/",
        f"/tem/ky-khoa/{epoch.symbol}/", f"/tem/cuon/{roll.pk}/", f"/tem/phieu-giao/{Delivery.objects.latest('id').pk}/", "/tem/so/",
    )  # fmt: skip
    for path in paths:
        with django_assert_max_num_queries(13):
            page_of(office, path)


def test_empty_pages_say_what_will_stand_there(office: Client) -> None:
    ba, _ = ready()
    for path, words in (
        ("/tem/don-in/", "Không có đơn in nào chờ"), ("/tem/phieu-giao/", "Chưa có phiếu giao nào"),
        ("/tem/phieu-giao/moi/", "Kho không có cuộn nào"), ("/tem/so/", "Chưa có sổ nào"),
    ):  # fmt: skip
        assert words in page_of(office, path)
    browser = Client()
    browser.force_login(ba.ba)
    assert "Chưa có tem nào trong kỳ này" in page_of(browser, "/tem/so/")
    assert "Không có tem nào phải dán lại" in page_of(browser, "/tem/dan-lai/")


def test_the_office_gets_the_labels_that_it_is_asked_to_print_and_nobody_else_does(office: Client) -> None:
    ba, batch = ordered(100, kind="protected")
    wish = {"first": 1, "last": 100, "sheet": "a4-40", "format": "csv"}
    file = b"".join(office.get(f"/tem/don-in/{batch.pk}/nhan/", wish).streaming_content).decode("utf-8-sig")
    assert file.count("\r\n") == 101 and "ma_duoi_lop_cao" in file
    assert f'action="/tem/don-in/{batch.pk}/nhan/"' in page_of(office, f"/tem/don-in/{batch.pk}/")
    browser = Client()
    browser.force_login(ba.ba)
    assert browser.get(f"/tem/don-in/{batch.pk}/nhan/", wish).status_code == 404
    refused = browser.get(f"/tem/{batch.pk}/nhan/", wish)
    assert refused.status_code == 422
    assert "do cơ quan OCOP tỉnh in" in refused.content.decode()
    html5lib.HTMLParser(strict=True).parse(refused.content)


def test_no_stamp_gets_a_second_label_once_it_is_on_goods_or_given_up(producer: tuple[Client, Cast, Batch]) -> None:
    browser, ba, other = producer
    batch = draw_stamps(other.lot, 100, by=ba.ba)
    path = f"/tem/{batch.pk}/"
    activate_range(code(batch, 0), code(batch, 39), by=ba.ba)
    void_range(code(batch, 90), code(batch, 99), by=ba.ba, note="In nhòe khi hết mực")
    text = page_of(browser, path)
    assert text.count('value="41"') == 2 and text.count('value="90"') == 2, "both forms begin with what is left"
    wish = {"sheet": "a4-40", "format": "csv"}
    refused = browser.get(f"{path}nhan/", {"first": 1, "last": 100, **wish}).content.decode()
    assert "Tem thứ 1–40 (0000–0017): đang dùng." in refused and "Tem thứ 91–100 (002T–0033): đã hủy." in refused
    assert browser.get(f"{path}nhan/", {"first": 41, "last": 90, **wish}).status_code == 200
    assert browser.post(f"{path}da-in/", {"first": 41, "last": 90}).status_code == 302
    assert browser.get(f"{path}nhan/", {"first": 41, "last": 90, **wish}).status_code == 200, "a paper jam is no loss"
    activate_range(code(batch, 40), code(batch, 89), by=ba.ba)
    assert "Không còn tem nào của lượt này để in" in page_of(browser, path)


def test_labels_of_a_withdrawn_key_are_not_printed_any_more(
    office: Client, producer: tuple[Client, Cast, Batch]
) -> None:
    browser, ba, ordered_batch = producer
    batch = draw_stamps(ordered_batch.lot, 100, by=ba.ba)
    withdraw_epoch(Epoch.objects.get(), by=officer(), reason="Lộ khóa ký ở một máy in.")
    wish = {"first": 1, "last": 9, "sheet": "a4-40"}
    for client, path in ((browser, f"/tem/{batch.pk}/"), (office, f"/tem/don-in/{ordered_batch.pk}/")):
        assert "không in lượt này nữa" in page_of(client, path)
        refused = client.get(f"{path}nhan/", wish)
        assert refused.status_code == 422
        assert "đã thu hồi" in refused.content.decode()
