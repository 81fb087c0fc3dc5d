"""The way to the next star on the self-assessment's result, without script and without anything stored."""

import re
from urllib.parse import urlencode

import html5lib
import pytest
from django.test import Client

from ocop.criteria.queries import coach_beside, coach_of
from ocop.criteria.queries.sheets import board
from ocop.criteria.rules import CURRENT, Choice, CriteriaSet, coach, criteria_set, rate, spelled

pytestmark = pytest.mark.django_db


def the_set(no: int) -> CriteriaSet:
    found = criteria_set(CURRENT, no)
    assert found is not None
    return found


def best(found: CriteriaSet) -> dict[str, Choice]:
    return {c.code: (c.cases[0].key, c.max) if c.cases else c.max for c in found.criteria}


def lowest(found: CriteriaSet) -> dict[str, Choice]:
    return {c.code: (c.cases[0].key, c.points[1]) if c.cases else c.points[1] for c in found.criteria}


def result(client: Client, found: CriteriaSet, choices: dict[str, Choice], more: str = "") -> str:
    asked = urlencode({code: spelled(choice) for code, choice in choices.items()})
    response = client.get(f"/tu-danh-gia/{found.no}/ket-qua/?{asked}{more}")
    assert response.status_code == 200
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def test_the_result_lists_every_step_with_points_days_support_and_the_way_to_its_question(client: Client) -> None:
    found, choices = the_set(11), best(the_set(11)) | {"1.5": 1, "2.3": 1}
    plan = coach(found, choices)
    assert plan is not None
    text = result(client, found, choices)
    assert f"Để lên 4 sao: {plan.count} việc, sớm nhất khoảng {plan.days} ngày" in text
    for step in plan.improvements:
        assert f"#id_choices.{step.criterion.code}" in text
        assert f"+{step.gained} điểm" in text
        assert f"{step.effort} công" in text
        assert f"{step.days} ngày" in text
        assert step.climb.way.do in text
        assert all(support.what in text for support in step.climb.way.supports)
    assert "Phải làm: mức tối thiểu cho 4 sao" in text
    assert "mức tối thiểu của 3 sao" in result(client, found, lowest(found), "&sao=4")
    assert "mặc định của phần mềm" in text


@pytest.mark.parametrize("no", range(1, 27))
def test_every_set_has_a_way_from_the_bottom_to_every_star(client: Client, no: int) -> None:
    found = the_set(no)
    for star in (3, 4, 5):
        text = result(client, found, lowest(found), f"&sao={star}")
        assert f"Để lên {star} sao:" in text
        assert text.count('class="coach-time"') > 3


def test_every_link_of_the_plan_leads_to_a_page_with_its_own_plan(client: Client) -> None:
    found = the_set(11)
    text = result(client, found, lowest(found))
    links = set(re.findall(r'href="(\?[^"#]+)#len-sao"', text))
    assert len(links) > 5
    for link in sorted(links)[:12]:
        answer = client.get("/tu-danh-gia/11/ket-qua/" + link.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert 'id="len-sao"' in answer.content.decode()


def test_a_step_that_cannot_be_done_is_left_out_and_another_is_found(client: Client) -> None:
    found, choices = the_set(11), lowest(the_set(11))
    plan = coach(found, choices, 3)
    assert plan is not None
    free = next(step.criterion.code for step in plan.improvements if not step.minimum)
    text = result(client, found, choices, f"&sao=3&giu={free}")
    assert (
        f'href="/tu-danh-gia/11/?{urlencode({c: spelled(v) for c, v in choices.items()})}'
        not in text.split("Giữ nguyên")[1]
    )
    assert "Giữ nguyên theo ý bạn" in text
    again = coach_of(found, choices, star=3, keep=[free])
    assert again is not None and again.plan.reachable
    assert free not in [todo.code for todo in again.todo]


def test_keeping_what_the_star_demands_says_why_there_is_no_way(client: Client) -> None:
    found = the_set(11)
    text = result(client, found, lowest(found), "&sao=4&giu=2.3")
    assert "Chưa có cách lên 4 sao" in text
    assert "tiêu chí này được giữ nguyên theo yêu cầu" in text


def test_a_gate_is_the_first_thing_to_do_and_a_forgery_has_no_way(client: Client) -> None:
    found = the_set(18)
    text = result(client, found, best(found), "&gate=dossier:gmp")
    assert "Để lên 5 sao: 1 việc" in text
    assert "bắt buộc: chốt dừng" in text
    assert "không cải thiện nào bù được" in result(client, found, best(found), "&gate=dossier:forged")


def test_strange_wishes_in_the_address_mean_the_next_star(client: Client) -> None:
    found = the_set(11)
    for more in ("&sao=9", "&sao=x", "&xep=luck", "&giu=99", "&giu=%3Cscript%3E", "&sao="):
        assert "Để lên 3 sao" in result(client, found, lowest(found), more)


def test_who_has_every_point_is_told_to_do_nothing_more(client: Client) -> None:
    text = result(client, the_set(11), best(the_set(11)))
    assert 'id="len-sao"' not in text
    assert "việc, sớm nhất" not in text


def test_each_different_plan_is_offered_once() -> None:
    found = the_set(11)
    plan = coach_of(found, lowest(found), star=4)
    assert plan is not None
    figures = [(offer.count, offer.effort, offer.days) for offer in plan.offers]
    assert len(set(figures)) == len(figures)
    assert sorted(word for offer in plan.offers for word in offer.words) == ["cong", "ngay", "viec"]
    assert [offer.current for offer in plan.offers].count(True) == 1


def test_what_is_needed_stands_before_what_only_brings_points() -> None:
    found = the_set(11)
    plan = coach_of(found, lowest(found), star=4)
    assert plan is not None
    assert plan.needful and plan.chosen
    assert {todo.code for todo in (*plan.needful, *plan.chosen)} == {todo.code for todo in plan.todo}
    floors = {m.criterion for m in found.minimums if m.star <= 4}
    assert {todo.code for todo in plan.needful} <= floors


def test_a_form_less_than_half_answered_has_no_plan_beside_it() -> None:
    found = the_set(11)
    few = dict.fromkeys(list(found.by_code)[:3], 1)
    assert coach_beside(board(found, few)) is None
    plan = coach_beside(board(found, lowest(found)))
    assert plan is not None
    assert (rate(found, plan.plan.choices).star or 0) >= plan.star


def test_the_page_says_in_english_and_chinese_that_the_labels_stay_vietnamese(client: Client) -> None:
    words = "giữ nguyên tiếng Việt"
    assert words not in client.get("/tu-danh-gia/11/").content.decode()
    for language in ("en", "zh-hans"):
        client.cookies["ngon_ngu"] = language
        for address in ("/tu-danh-gia/", "/tu-danh-gia/11/", "/tu-danh-gia/11/ket-qua/?1.1=3"):
            text = client.get(address).content.decode()
            assert f'<html lang="{language}' in text
            assert text.count('class="small soft labels-stay"') == 1


def test_the_result_asks_the_database_nothing_for_the_plan(
    client: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        result(client, the_set(11), lowest(the_set(11)))
