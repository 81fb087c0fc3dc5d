"""«Kết nối EPCIS»: the page of connections, read and used as its people do."""

import json
from html import unescape

import pytest
from django.test import Client

import epcis
from ocop.producers.models import Producer
from ocop.traces.acts import Wanted, capture_later, hand_in, make_token, name_query, offer_voice, party_of, subscribe
from ocop.traces.models import Grant, Party, Subscription, Token
from ocop.traces.queries.seats import doings_of, fault_words, seats_of
from ocop.traces.queries.viewers import token_of
from tests.cast import PASSWORD, Cast, everybody
from tests.traces.asking import captured, document, event, party

HOME = "/ket-noi-epcis/"


@pytest.fixture
def cast(db: None) -> Cast:
    return everybody()


def _signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def _page(cast: Cast) -> tuple[Client, str]:
    (seat,) = seats_of(cast.chi_ba)
    return _signed_in(cast.chi_ba), f"{HOME}{seat.key}/"


def test_the_page_says_what_will_stand_there_before_anything_does(cast: Cast) -> None:
    client, page = _page(cast)
    assert client.get(HOME)["Location"] == page
    body = client.get(page).content.decode()
    for words in ("Chưa có mã nào", "Chưa có lần ghi nào", "Chưa gửi tự động cho ai", "Chưa có sự kiện nào để tải"):
        assert words in body


def test_a_token_is_shown_once_and_works(cast: Cast) -> None:
    client, page = _page(cast)
    given = {"name": "Phần mềm kho", "scopes": ["capture", "query"], "password": PASSWORD}
    made = client.post(page, given)
    assert made.status_code == 200 and made["Cache-Control"] == "no-store"
    secret = made.context["secret"]
    found = token_of(secret)
    assert found is not None and found.party.producer == cast.producer and secret in made.content.decode()
    again = client.get(page).content.decode()
    assert secret not in again and "Phần mềm kho" in again
    client.post(f"{page}lam/", {"do": "thu-hoi", "key": found.pk})
    assert token_of(secret) is None


@pytest.mark.parametrize("wrong", [{"password": "không phải"}, {"name": ""}, {"scopes": []}, {"scopes": ["own"]}])
def test_a_token_is_not_made_without_name_leave_and_password(cast: Cast, wrong: dict[str, object]) -> None:
    client, page = _page(cast)
    given = {"name": "Phần mềm kho", "scopes": ["query"], "password": PASSWORD, **wrong}
    assert client.post(page, given).status_code == 422
    assert not Token.objects.exists()


def test_who_acts_for_nobody_finds_no_page_and_nobody_finds_anothers(cast: Cast) -> None:
    _, page = _page(cast)
    for stranger in (cast.chi_lan, cast.nguoi_mua, cast.doi_tac):
        client = _signed_in(stranger)
        assert client.get(page).status_code in (403, 404)
        assert client.post(f"{page}lam/", {"do": "thu-hoi", "key": 1}).status_code in (403, 404)
        assert client.get(f"{page}su-kien.jsonld").status_code in (403, 404)
    assert _signed_in(cast.nguoi_mua).get(HOME).status_code == 403
    assert Client().get(page).status_code == 302


def test_leave_to_see_is_given_and_taken_back_by_a_button(cast: Cast) -> None:
    client, page = _page(cast)
    shop = party("Cửa hàng (mô phỏng)")
    party_of(cast.producer, by=cast.chi_ba)
    client.post(f"{page}lam/", {"do": "cho-xem", "key": shop.pk})
    grant = Grant.objects.get(to=shop, until__isnull=True)
    assert "Thôi cho xem" in client.get(page).content.decode()
    client.post(f"{page}lam/", {"do": "thoi-cho-xem", "key": grant.pk})
    assert not Grant.objects.filter(until__isnull=True).exists()
    for odd in (
        {"do": "x"},
        {"do": "cho-xem", "key": "x"},
        {"do": "gui-tiep", "key": "1"},
        {"do": "thu-hoi", "key": "9" * 30},
    ):
        assert client.post(f"{page}lam/", odd).status_code == 404


def test_a_resting_subscription_goes_on_by_a_button(cast: Cast) -> None:
    client, page = _page(cast)
    mine = party_of(cast.producer, by=cast.chi_ba)
    query = name_query("da-gui", {}, party=mine, by=cast.chi_ba)
    subscription, _ = subscribe(query, Wanted(dest="https://doi-tac.example.vn/nhan"), by=cast.chi_ba)
    for do, state in (("tam-dung", "paused"), ("gui-tiep", "active")):
        client.post(f"{page}lam/", {"do": do, "key": str(subscription.pk)})
        subscription.refresh_from_db()
        assert subscription.state == state
    client.post(f"{page}lam/", {"do": "xoa", "key": str(subscription.pk)})
    assert not Subscription.objects.exists()


def test_own_events_are_taken_away_in_json_and_xml(cast: Cast) -> None:
    client, page = _page(cast)
    mine = party_of(cast.producer, by=cast.chi_ba)
    captured(mine, event(1), event(2))
    captured(party(), event(3))
    told = client.get(f"{page}su-kien.jsonld")
    assert "attachment" in told["Content-Disposition"]
    assert [each["eventID"][-1] for each in epcis.parse(told.content).objects] == ["1", "2"]
    assert len(epcis.parse_xml(client.get(f"{page}su-kien.xml").content).objects) == 2


def test_what_was_handed_in_wrongly_is_told_in_words(cast: Cast) -> None:
    client, page = _page(cast)
    mine = party_of(cast.producer, by=cast.chi_ba)
    raw = json.dumps(document(event(1), event(2, bizStep="dancing", action="TAKE"))).encode()
    hand_in(raw, kind="json", behaviour="proceed", party=mine, by=None)
    capture_later(raw, kind="json", party=mine, by=None)
    body = client.get(page).content.decode()
    assert "Sự kiện thứ 2, trường bizStep: " in body and "Ghi một phần" in body and "Đang ghi" in body
    assert fault_words({"detail": "odd"}).startswith("Tài liệu: chưa đúng chuẩn")
    assert fault_words({"status": 409, "detail": "trùng"}) == "trùng"


@pytest.mark.parametrize("tokens", [1, 3])
def test_the_page_costs_the_same_questions_however_much_stands_on_it(
    cast: Cast, tokens: int, django_assert_max_num_queries: object
) -> None:
    from ocop.traces.acts import make_token

    client, page = _page(cast)
    mine = party_of(cast.producer, by=cast.chi_ba)
    for number in range(tokens):
        make_token(mine, name=f"Máy {number}", by=cast.chi_ba)
        query = name_query(f"q{number}", {}, party=mine, by=cast.chi_ba)
        subscribe(query, Wanted(dest="https://doi-tac.example.vn/nhan"), by=cast.chi_ba)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert client.get(page).status_code == 200


def test_the_desk_offers_the_page_to_those_who_have_one(cast: Cast) -> None:
    assert [doing.url for doing in doings_of(cast.chi_ba)] == [HOME] == [doing.url for doing in doings_of(cast.doi_tac)]
    assert doings_of(cast.nguoi_mua) == []
    assert Party.objects.count() == 0


def test_the_guide_is_open_to_everybody(db: None) -> None:
    body = Client().get(f"{HOME}huong-dan/").content.decode()
    assert "curl" in body and "GS1-Signature" in body


def test_the_example_of_the_guide_is_taken_as_it_stands(cast: Cast) -> None:
    guide = unescape(Client().get(f"{HOME}huong-dan/").content.decode())
    example = guide.partition("<<'HET'\n")[2].partition("\nHET")[0]
    mine = party_of(cast.producer, by=None)
    _, secret = make_token(mine, name="Dùng thử", scopes=["capture"], by=cast.chi_ba)
    answer = Client().post(
        "/epcis/v2/capture", example, content_type="application/ld+json", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 202, answer.content


def test_a_partner_asks_to_speak_on_passports_and_the_producer_takes_it_or_ends_it(cast: Cast) -> None:
    lab = party("Phòng kiểm nghiệm (mô phỏng)")
    own = party_of(cast.producer, by=None)
    voice = offer_voice(lab, to=cast.producer, by=None)
    client, page = _page(cast)
    assert "chờ bạn nhận" in client.get(page).content.decode()
    client.post(f"{page}lam/", {"do": "nhan-ke", "key": voice.pk})
    assert "đang kể" in client.get(page).content.decode()
    client.post(f"{page}lam/", {"do": "thoi-ke", "key": voice.pk})
    voice.refresh_from_db()
    assert voice.accepted_at and voice.ended_at
    assert client.post(f"{page}lam/", {"do": "xin-ke", "key": lab.pk}).status_code == 404, "a laboratory has no goods"
    elsewhere = offer_voice(own, to=neighbour(cast), by=None)
    assert "chờ chủ thể nhận" in client.get(page).content.decode()
    assert client.post(f"{page}lam/", {"do": "nhan-ke", "key": elsewhere.pk}).status_code == 404, "only the other may"


def neighbour(cast: Cast) -> Producer:
    return Producer.objects.create(
        name="HTX bên cạnh (mô phỏng)", slug="htx-ben-canh", kind="cooperative", place=cast.producer.place, simulated=True,
        registered_at=cast.producer.registered_at,
    )  # fmt: skip
