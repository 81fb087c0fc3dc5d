"""Chị Ba signs in; those who guess do not."""

import json
import re
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from pytest_django import Settings

from ocop.people.acts import change_password, close_account, end_sessions
from ocop.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
MISMATCH = "hoặc mật khẩu không đúng"
TOO_MANY = "sai quá nhiều lần"


def _sign_in(client: Client, login: str, password: str = cast.PASSWORD, **more: str) -> tuple[int, str]:
    address = more.pop("address", "10.0.0.1")
    response = client.post("/dang-nhap/", {"login": login, "password": password, **more}, REMOTE_ADDR=address)
    return response.status_code, response.get("Location") or response.content.decode()


def _signed_in(client: Client) -> bool:
    return client.get("/tai-khoan/").status_code == 200


@pytest.mark.parametrize(
    "login", ["0900000001", "0900 000 001", "+84900000001", "chi.ba@mo-phong.example", " CHI.BA@mo-phong.example "]
)
def test_she_signs_in_by_phone_or_e_mail_as_she_types_it(client: Client, login: str) -> None:
    cast.person("chi_ba")
    assert _sign_in(client, login) == (302, "/ban-lam-viec/")
    assert _signed_in(client)


def test_the_page_asks_in_vietnamese_and_keeps_what_was_typed(client: Client) -> None:
    cast.person("chi_ba")
    status, page = _sign_in(client, "0900000001", "sai mất rồi")
    assert status == 200
    assert MISMATCH in page
    assert 'value="0900000001"' in page
    assert "sai mất rồi" not in page


def test_unknown_accounts_wrong_passwords_and_closed_accounts_get_the_same_answer(client: Client) -> None:
    cast.person("chi_ba")
    close_account(cast.person("anh_tu"), by=cast.person("quan_tri"))

    def told(login: str) -> str:
        page = _sign_in(client, login, "sai mất rồi")[1]
        shown = page[page.index('<div class="errors"') :].replace(login, "…")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", shown)

    wrong = told("0900000001")
    assert MISMATCH in wrong
    assert told("0900000099") == wrong
    assert told("0900000003") == wrong
    assert told("ai.do@mo-phong.example") == told("chi.ba@mo-phong.example")


def test_an_unknown_account_takes_as_long_as_a_wrong_password(client: Client, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["ocop.people.models.PasswordHasher"]
    change_password(cast.person("chi_ba"), cast.PASSWORD, by=None)

    def seconds(login: str) -> float:
        begin = time.process_time()
        _sign_in(client, login, "sai mất rồi")
        return time.process_time() - begin

    seconds("0900000001")
    known = min(seconds("0900000001") for _ in range(2))
    unknown = min(seconds("0900000098") for _ in range(2))
    assert 0.5 < unknown / known < 2


def test_a_closed_account_is_told_so_only_with_the_right_password(client: Client) -> None:
    close_account(cast.person("anh_tu"), by=cast.person("quan_tri"))
    assert _sign_in(client, "0900000003") == (302, "/dang-nhap/khoa/")
    assert "Tài khoản đang khóa" in client.get("/dang-nhap/khoa/").content.decode()
    assert not _signed_in(client)


@pytest.mark.parametrize(
    ("login", "password", "sentence"),
    [
        ("", "x", "Hãy nhập số điện thoại hoặc thư điện tử."),
        ("0900000001", "", "Hãy nhập mật khẩu."),
        ("chị ba", "x", "Hãy nhập số điện thoại (ví dụ"),
        ("x" * 255, "x", "dài quá 254 ký tự"),
        ("x" * 100_000, "x", "dài quá 254 ký tự"),
        ("0900000001", "x" * 201, "Mật khẩu dài quá 200 ký tự"),
        ("0900000001", "x" * 500_000, "Mật khẩu dài quá 200 ký tự"),
    ],
)
def test_what_cannot_be_a_login_gets_a_sentence_and_no_hash(
    client: Client, login: str, password: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("hashed")

    monkeypatch.setattr(Person, "set_password", never)
    monkeypatch.setattr(Person, "check_password", never)
    status, page = _sign_in(client, login, password)
    assert (status, sentence in page) == (200, True)


def test_guessing_at_one_account_is_stopped_and_the_right_password_too(client: Client) -> None:
    cast.person("chi_ba")
    for i in range(6):
        assert MISMATCH in _sign_in(client, "0900000001", f"đoán {i} xem", address=f"10.0.1.{i}")[1]
    assert TOO_MANY in _sign_in(client, "0900000001", address="10.0.1.77")[1]
    assert not _signed_in(client)


def test_guessing_at_one_account_does_not_lock_out_the_others(client: Client) -> None:
    cast.person("chi_ba"), cast.person("anh_tu")
    for i in range(8):
        _sign_in(client, "0900000001", f"đoán {i} xem", address=f"10.0.1.{i}")
    assert _sign_in(client, "0900000003") == (302, "/ban-lam-viec/")


def test_spraying_one_password_over_many_accounts_is_stopped_by_network(client: Client) -> None:
    cast.person("chi_ba")
    answers = [_sign_in(client, f"09111{i:05}", "mậtkhẩu2026")[1] for i in range(22)]
    assert all(MISMATCH in page for page in answers[:20])
    assert all(TOO_MANY in page for page in answers[20:])
    assert TOO_MANY in _sign_in(client, "0900000001")[1]
    assert _sign_in(client, "0900000001", address="10.9.9.9") == (302, "/ban-lam-viec/")


def test_a_forwarded_address_that_anyone_can_write_is_not_believed(client: Client) -> None:
    for i in range(20):
        client.post(
            "/dang-nhap/", {"login": f"09111{i:05}", "password": "mậtkhẩu2026"},
            REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": f"10.5.0.{i}"},
        )  # fmt: skip
    page = client.post(
        "/dang-nhap/", {"login": "0911199999", "password": "mậtkhẩu2026"},
        REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "10.5.1.1"},
    ).content.decode()  # fmt: skip
    assert TOO_MANY in page


def test_sign_ins_that_succeed_do_not_use_up_the_limit(client: Client) -> None:
    cast.person("chi_ba")
    for _ in range(8):
        assert _sign_in(client, "0900000001")[0] == 302
        client.post("/dang-xuat/")


def test_a_flood_of_any_kind_gets_a_page_with_a_sentence(client: Client) -> None:
    for _ in range(60):
        client.post("/dang-nhap/", {}, REMOTE_ADDR="10.0.0.9")
    response = client.post("/dang-nhap/", {}, REMOTE_ADDR="10.0.0.9")
    assert response.status_code == 429
    assert "Quá nhiều lần thử" in response.content.decode()


@pytest.mark.parametrize(
    "target",
    [
        "https://xau.example/", "//xau.example/", "/\\xau.example", "http:xau.example", "javascript:alert(1)",
        "http://localhost/", "http://127.0.0.1:9999/", "///xau.example", "\thttps://xau.example",
    ],
)  # fmt: skip
def test_signing_in_never_leads_out_of_the_portal(client: Client, target: str) -> None:
    cast.person("chi_ba")
    assert _sign_in(client, "0900000001", next=target) == (302, "/ban-lam-viec/")
    assert client.get("/dang-nhap/", {"next": target})["Location"] == "/ban-lam-viec/"
    assert client.post("/dang-xuat/", {"next": target})["Location"] == "/"


def test_signing_in_leads_back_to_where_one_wanted_to_go(client: Client) -> None:
    cast.person("chi_ba")
    asked = client.get("/thu-bao/?truoc=5")["Location"]
    assert asked == "/dang-nhap/?next=/thu-bao/%3Ftruoc%3D5"
    assert 'name="next" value="/thu-bao/?truoc=5"' in client.get(asked).content.decode()
    assert _sign_in(client, "0900000001", next="/thu-bao/?truoc=5") == (302, "/thu-bao/?truoc=5")


def test_the_session_gets_a_new_key_when_she_signs_in(client: Client) -> None:
    cast.person("chi_ba")
    session = client.session
    session["planted"] = "by someone else"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = str(planted)
    _sign_in(client, "0900000001")
    assert client.cookies["sessionid"].value != planted
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_signing_out_needs_a_click_and_ends_the_session(client: Client) -> None:
    client.force_login(cast.person("chi_ba"))
    assert client.get("/dang-xuat/").status_code == 200
    assert _signed_in(client)
    client.post("/dang-xuat/")
    assert not _signed_in(client)


def test_a_new_password_or_ended_sessions_sign_out_the_other_phone(client: Client) -> None:
    chi_ba = cast.person("chi_ba")
    other = Client()
    for end in (
        lambda: change_password(chi_ba, "câu khác hẳn rồi", by=chi_ba),
        lambda: end_sessions(chi_ba, by=chi_ba),
    ):
        other.force_login(Person.objects.get(pk=chi_ba.pk))
        assert _signed_in(other)
        end()
        assert not _signed_in(other)


def _code(secret: str, shift: int = 0) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter + shift)))


def _second_step(person: Person) -> str:
    from allauth.mfa.adapter import get_adapter

    secret = str(generate_totp_secret())
    data = {"secret": get_adapter().encrypt(secret)}
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)
    return secret


def test_with_the_second_step_a_password_is_not_enough(client: Client) -> None:
    secret = _second_step(cast.person("chi_ba"))
    assert _sign_in(client, "0900000001", next="/thu-bao/") == (302, "/dang-nhap/ma/")
    assert not _signed_in(client)
    page = client.post("/dang-nhap/ma/", {"code": "000000"}).content.decode()
    assert "Mã không đúng hoặc đã hết hạn" in page
    assert client.post("/dang-nhap/ma/", {"code": _code(secret)})["Location"] == "/thu-bao/"
    assert _signed_in(client)


def test_a_code_is_good_once(client: Client) -> None:
    secret = _second_step(cast.person("chi_ba"))
    code = _code(secret)
    for expected in (302, 200):
        _sign_in(client, "0900000001")
        assert client.post("/dang-nhap/ma/", {"code": code}).status_code == expected
        client.post("/dang-xuat/")


def test_guessing_codes_is_stopped(client: Client) -> None:
    _second_step(cast.person("chi_ba"))
    _sign_in(client, "0900000001")
    pages = [client.post("/dang-nhap/ma/", {"code": f"{i:06}"}).content.decode() for i in range(8)]
    assert TOO_MANY in pages[-1]


def test_the_second_step_is_switched_on_with_recovery_codes_and_off_again(client: Client) -> None:
    chi_ba = cast.person("chi_ba")
    _sign_in(client, "0900000001")
    asked = client.get("/tai-khoan/hai-lop/bat/")["Location"]
    assert asked.startswith("/tai-khoan/xac-nhan/?next=")
    assert "Mật khẩu không đúng" in client.post(asked, {"password": "sai rồi"}).content.decode()
    assert client.post(asked, {"password": cast.PASSWORD})["Location"] == "/tai-khoan/hai-lop/bat/"
    page = client.get("/tai-khoan/hai-lop/bat/")
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["form"].secret
    assert client.post("/tai-khoan/hai-lop/bat/", {"code": "1"}).status_code == 200
    assert client.post("/tai-khoan/hai-lop/bat/", {"code": _code(secret)})["Location"] == "/tai-khoan/hai-lop/du-phong/"
    kept = Authenticator.objects.get(user=chi_ba, type="totp").data["secret"]
    assert secret not in kept
    codes = client.get("/tai-khoan/hai-lop/du-phong/").context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] in client.get("/tai-khoan/hai-lop/du-phong/tai/").content.decode()
    client.post("/dang-xuat/")
    _sign_in(client, "0900000001")
    assert client.post("/dang-nhap/ma/", {"code": codes[0]})["Location"] == "/ban-lam-viec/"
    off = client.get("/tai-khoan/hai-lop/tat/")["Location"]
    client.post(off, {"password": cast.PASSWORD})
    assert client.post("/tai-khoan/hai-lop/tat/")["Location"] == "/tai-khoan/hai-lop/"
    assert not Authenticator.objects.filter(user=chi_ba).exists()


def test_there_is_no_sign_up_and_no_other_door_of_the_library(client: Client) -> None:
    for path in ("/accounts/signup/", "/accounts/login/", "/tai-khoan/dang-ky/", "/dang-nhap/email/"):
        assert client.get(path).status_code == 404


def test_the_demonstrations_accounts_are_shown_in_the_demonstration_only(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    told = {"accounts": [{"role": "council_chair", "login": "0900000006", "password": "chữ mật", "name": "Bà Sáu"}]}
    for demo, file, shown in [
        (True, json.dumps(told), True),
        (False, json.dumps(told), False),
        (True, "{", False),
        (True, "[]", False),
    ]:
        settings.OCOP_DEMO = demo
        (tmp_path / "demo.json").write_text(file)
        assert ("chữ mật" in client.get("/dang-nhap/").content.decode()) is shown
