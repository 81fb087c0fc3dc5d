"""The self-assessment pages, as a browser without script sees them."""

from urllib.parse import urlencode

import html5lib
import pytest
from django.test import Client

from ocop.criteria.models import OfficialWording
from ocop.criteria.rules import CURRENT, CriteriaSet, criteria_set, spelled

pytestmark = pytest.mark.django_db


def the_set(no: int) -> CriteriaSet:
    found = criteria_set(CURRENT, no)
    assert found is not None
    return found


def best(found: CriteriaSet) -> dict[str, str]:
    return {c.code: f"{c.cases[0].key}:{c.max}" if c.cases else str(c.max) for c in found.criteria}


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def test_the_first_page_offers_all_26_sets(client: Client) -> None:
    text = page(client, "/tu-danh-gia/")
    assert text.count('href="/tu-danh-gia/') >= 26
    for no in range(1, 27):
        assert f'href="/tu-danh-gia/{no}/"' in text


def test_sets_are_found_without_accents(client: Client) -> None:
    text = page(client, "/tu-danh-gia/?q=mat+ong")
    assert '/tu-danh-gia/4/"' in text
    assert '/tu-danh-gia/26/"' not in text
    assert "Xem cả 26 bộ" in page(client, "/tu-danh-gia/?q=khong-co-nhom-nay")


@pytest.mark.parametrize("no", range(1, 27))
def test_every_set_has_a_form_with_every_choice_of_the_law(client: Client, no: int) -> None:
    text = page(client, f"/tu-danh-gia/{no}/")
    for criterion in the_set(no).criteria:
        assert f'id="id_choices.{criterion.code}"' in text
        assert criterion.law in text
        for case in criterion.cases or [None]:
            for option in case.options if case else criterion.options:
                value = spelled((case.key, option.points)) if case else option.points
                assert f'name="{criterion.code}" value="{value}"' in text
        assert f'name="{criterion.code}" value="0"' in text, "none applies can always be chosen"


def test_answers_in_the_address_come_back_chosen(client: Client) -> None:
    text = page(client, "/tu-danh-gia/26/?1.1=3&8=b:3")
    assert 'name="1.1" value="3" checked' in text
    assert 'name="8" value="b:3" checked' in text
    assert text.count(" checked") == 2


def test_the_result_says_the_star_and_what_is_missing_for_the_next(client: Client) -> None:
    answers = best(the_set(11)) | {"1.5": "1"}
    text = page(client, "/tu-danh-gia/11/ket-qua/?" + urlencode(answers))
    assert "Đạt 3 sao" in text
    assert "Để được 4 sao" in text
    assert "#id_choices.1.5" in text
    assert "cần 2 điểm, đang 1" in text
    assert "98/100 điểm" in text


def test_a_full_house_is_a_candidate_for_the_ministry_not_five_stars(client: Client) -> None:
    text = page(client, "/tu-danh-gia/26/ket-qua/?" + urlencode(best(the_set(26))))
    assert "Đủ điều kiện được đề nghị 5 sao" in text
    assert "Bộ Nông nghiệp và Môi trường" in text


def test_a_named_gate_shows_its_reason_in_place_of_a_star(client: Client) -> None:
    answers = best(the_set(4))
    text = page(client, "/tu-danh-gia/4/ket-qua/?" + urlencode(answers) + "&gate=6.1&gate=dossier:forged&gate=nonsense")
    assert "Chưa thể có sao" in text
    assert "Có tạp chất làm mất an toàn thực phẩm" in text
    assert "giấy tờ giả" in text


def test_unanswered_questions_are_said_and_count_as_zero(client: Client) -> None:
    text = page(client, "/tu-danh-gia/11/ket-qua/?1.1=3")
    assert "1/32" in text
    assert "Chưa đạt 3 sao" in text


@pytest.mark.parametrize(
    "query", ["1.1=99", "1.1=x", "1.1=a:1", "5.2=2", "1.1=٣", "1.1=" + "9" * 4000, "1.1=%3Cscript%3E"]
)
def test_an_impossible_answer_names_its_criterion_and_keeps_the_rest(client: Client, query: str) -> None:
    text = page(client, f"/tu-danh-gia/11/ket-qua/?1.2=2&{query}", 422)
    code = query.split("=")[0]
    assert f'href="#id_choices.{code}"' in text
    assert 'name="1.2" value="2" checked' in text
    assert "<script>" not in text


@pytest.mark.parametrize(
    "address",
    [
        "/tu-danh-gia/0/",
        "/tu-danh-gia/27/",
        "/tu-danh-gia/99999999999999999999/",
        "/tu-danh-gia/27/ket-qua/",
        "/tu-danh-gia/27/thanh/",
    ],
)
def test_a_set_that_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_nothing_can_be_posted(client: Client) -> None:
    assert client.post("/tu-danh-gia/11/ket-qua/", {"1.1": "3"}).status_code == 405


def test_the_bar_follows_the_answers(client: Client) -> None:
    text = client.get("/tu-danh-gia/11/thanh/?1.1=3&1.2=2").content.decode()
    assert "5<span" in text.replace(" ", "")
    assert "2/32" in text
    assert "45 điểm" in text


def test_the_pages_ask_the_database_at_most_eight_times(client: Client, django_assert_max_num_queries: object) -> None:
    for address in ("/tu-danh-gia/", "/tu-danh-gia/11/", "/tu-danh-gia/11/ket-qua/?1.1=3"):
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            client.get(address)


def test_official_wording_stands_beside_our_label(client: Client) -> None:
    from django.utils import timezone

    row = {"regime": CURRENT, "set_no": 11, "criterion": "1.1", "source": "Công báo", "loaded_at": timezone.now()}
    OfficialWording.objects.create(**row, option=0, text="Lời của tiêu chí một chấm một")
    OfficialWording.objects.create(**row, option=2, text="Lời của lựa chọn thứ hai")
    text = page(client, "/tu-danh-gia/11/")
    assert "Lời của tiêu chí một chấm một" in text
    assert "Lời của lựa chọn thứ hai" in text
