"""What nobody can read gets a sentence; a form that came too late keeps its words; an absent database says so."""

import json

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from ocop.journal.rules import Reason, Refused
from ocop.portal.middleware import DatabaseAwayMiddleware, RefusedMiddleware, SoundInputMiddleware, refusal
from tests import cast

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"read {len(request.GET)} {len(request.POST)}")


def _told(request: HttpRequest) -> tuple[int, str]:
    response = SoundInputMiddleware(_answer)(request)
    assert isinstance(response, HttpResponse)
    return response.status_code, response.content.decode()


def _post(body: bytes, kind: str = FORM, path: str = "/x/", **more: str) -> HttpRequest:
    return RequestFactory().generic("POST", path, body, content_type=kind, **more)  # type: ignore[arg-type]


def test_sound_input_passes() -> None:
    assert _told(RequestFactory().get("/x/?a=mật&b=%20"))[0] == 200
    assert _told(_post("a=mật ong\r\nrừng".encode()))[0] == 200
    assert _told(_post('{"a": [1, "mật", null]}'.encode(), "application/json"))[0] == 200
    assert _told(_post(b"", "application/json"))[0] == 200


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        (RequestFactory().get("/x/%00/"), 400, "Địa chỉ trang không hợp lệ"),
        (RequestFactory().get("/x/", {"q": "a" * 9000}), 400, "Địa chỉ trang không hợp lệ"),
        (RequestFactory().get("/x/?q=%00"), 400, "“q” có ký tự không đọc được"),
        (RequestFactory().get("/x/?%00q=1"), 400, "có ký tự không đọc được"),
        (_post(b"name=a%00b"), 400, "“name” có ký tự không đọc được"),
        (_post(b"name=%ff%fe"), 400, "“name” có ký tự không đọc được"),
        (_post(b"name=\xc3"), 400, "bị hỏng"),
        (_post(b"a=1", FORM + "; charset=utf-16"), 400, "bị hỏng"),
        (_post(b"a=1", FORM + "; charset=rot13"), 400, "bị hỏng"),
        (_post(b"rubbish", "multipart/form-data"), 400, "bị hỏng"),
        (_post(b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", "multipart/form-data; boundary=" + "x" * 500), 400, "bị hỏng"),
        (_post(b"&".join(b"f%d=1" % i for i in range(700))), 413, "quá lớn"),
        (_post(b"a=" + b"x" * 1_100_000), 413, "quá lớn"),
        (_post(b"a=1", CONTENT_LENGTH="99999999999"), 413, "quá lớn"),
        (_post(b"[" * 2000 + b"]" * 2000, "application/json"), 400, "không phải JSON hợp lệ"),
        (_post(b"[" * 90 + b"]" * 90, "application/json"), 400, "lồng quá sâu"),
        (_post(b'{"a":' * 90 + b"1" + b"}" * 90, "application/json"), 400, "lồng quá sâu"),
        (_post(b'{"a": "\\u0000"}', "application/json"), 400, "NUL"),
        (_post(b'{"a": "\\ud800"}', "application/json"), 400, "không phải JSON hợp lệ"),
        (_post(b'{"a": 1', "application/json"), 400, "không phải JSON hợp lệ"),
        (_post(b'{"a": NaN}', "application/json"), 400, "không phải JSON hợp lệ"),
        (_post(b"\xff\xfe", "application/ld+json"), 400, "không phải JSON hợp lệ"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_gets_a_sentence(request_: HttpRequest, status: int, words: str) -> None:
    found, told = _told(request_)
    assert (found, words in told) == (status, True), told[:2000]


def test_a_length_that_is_no_number_is_told_too() -> None:
    status, told = _told(_post(b"a=1", CONTENT_LENGTH="một"))
    assert (status, "bị hỏng" in told) == (400, True)


def test_machines_get_the_same_reasons_as_a_problem() -> None:
    status, told = _told(_post(b"{", "application/json", "/api/v1/x"))
    body = json.loads(told)
    assert (status, body["status"]) == (400, 400)
    assert body["errors"][0]["field"] == "body"


def test_a_refusal_is_a_page_a_fragment_or_a_problem() -> None:
    reasons = (Reason("Thiếu giấy phép.", "paper", "missing", "QĐ 26/2026, Điều 5"), Reason("Thiếu ảnh.", "photo"))
    page = refusal(RequestFactory().get("/ho-so/1/"), reasons)
    assert page.status_code == 422
    assert page.content.decode().count("<li>") >= 2
    assert 'href="#id_paper"' in page.content.decode()
    assert "QĐ 26/2026, Điều 5" in page.content.decode()
    fragment = refusal(RequestFactory().get("/ho-so/1/", headers={"HX-Request": "true"}), reasons).content.decode()
    assert "<html" not in fragment
    assert "Thiếu ảnh." in fragment
    problem = refusal(RequestFactory().get("/api/v1/x"), reasons)
    assert problem["Content-Type"] == "application/problem+json"
    assert json.loads(problem.content)["errors"][0] == {
        "field": "paper", "detail": "Thiếu giấy phép.", "code": "missing", "law": "QĐ 26/2026, Điều 5",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("exception", "status"),
    [
        (Refused("không"), 422), (DataError("integer out of range"), 400), (IntegrityError("duplicate key"), 409),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), 400),
    ],
)  # fmt: skip
def test_what_only_the_database_could_see_is_told_and_not_a_crash(exception: Exception, status: int) -> None:
    told = RefusedMiddleware(_answer).process_exception(RequestFactory().get("/x/"), exception)
    assert told is not None
    assert told.status_code == status


def test_faults_of_our_own_stay_faults() -> None:
    assert RefusedMiddleware(_answer).process_exception(RequestFactory().get("/x/"), KeyError("x")) is None
    assert DatabaseAwayMiddleware(_answer).process_exception(RequestFactory().get("/x/"), KeyError("x")) is None


def test_the_wrong_method_gets_a_sentence_too(client: Client) -> None:
    client.force_login(cast.person("chi_ba"))
    response = client.get("/tai-khoan/phien/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "không nhận cách gọi đó" in response.content.decode()


def test_an_absent_database_is_told_plainly_even_when_the_session_needs_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(cast.person("chi_ba"))

    def away(self: SessionStore) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(SessionStore, "load", away)
    client.raise_request_exception = False
    response = client.get("/tai-khoan/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "nghỉ ít phút" in response.content.decode()


def test_an_absent_database_when_the_session_is_written(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.person("chi_ba")

    def away(self: SessionStore, must_create: bool = False) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(SessionStore, "save", away)
    client.raise_request_exception = False
    response = client.post("/dang-nhap/", {"login": "0900000001", "password": cast.PASSWORD})
    assert response.status_code == 503


@pytest.fixture
def careful() -> Client:
    """A client whose forms are checked as a browser's are."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.person("quan_tri"))
    return client


def test_a_form_that_came_too_late_keeps_what_was_typed(careful: Client) -> None:
    typed = {"name": "Đặng <b>Mới</b>", "phone": "0912345678", "csrfmiddlewaretoken": "cũ"}
    response = careful.post("/quan-tri/nguoi/moi/", typed, headers={"Origin": "http://testserver"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in page
    assert 'name="name" value="Đặng &lt;b&gt;Mới&lt;/b&gt;"' in page
    token = page.split('name="csrfmiddlewaretoken" value="')[-1].split('"')[0]
    assert token != "cũ"
    assert page.count('value="cũ"') == 0
    again = careful.post(
        "/quan-tri/nguoi/moi/", typed | {"csrfmiddlewaretoken": token}, headers={"Origin": "http://testserver"}
    )
    assert again.status_code == 302, "sent again, it works"


@pytest.mark.parametrize("origin", ["https://xau.example", "null", None])
def test_a_form_of_another_site_is_not_offered_again(careful: Client, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    response = careful.post("/quan-tri/nguoi/moi/", {"name": "Kẻ xấu"}, headers=headers)
    assert response.status_code == 403
    assert "Kẻ xấu" not in response.content.decode()


def test_a_late_form_with_a_password_is_not_kept(careful: Client) -> None:
    response = careful.post(
        "/tai-khoan/mat-khau/", {"password": "bí mật", "new": "x"}, headers={"Origin": "http://testserver"}
    )
    assert "bí mật" not in response.content.decode()


def test_a_late_fragment_gets_a_fragment(careful: Client) -> None:
    response = careful.post("/tai-khoan/phien/", headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert "<html" not in response.content.decode()
    assert "tải lại trang" in response.content.decode()


def test_a_strange_host_is_refused_with_a_page(client: Client, settings: Settings) -> None:
    client.raise_request_exception = False
    response = client.get("/dang-nhap/", headers={"Host": "xau.example"})
    assert response.status_code == 400
    assert "<h1" in response.content.decode()
