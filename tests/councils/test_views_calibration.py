"""Practising before a sitting: made, shown, tried alone, compared; no score leaves its member."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop.councils.acts import make_exercise, show_exercise, try_exercise
from ocop.councils.models import Exercise, ExerciseSheet, Result, Sheet
from ocop.councils.queries import waiting_for
from ocop.councils.rules import plain_choices
from ocop.criteria.rules import spelled
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from tests.councils.test_views import as_, read

from .sheets import HONEY, best, scored
from .stage import Stage

pytestmark = pytest.mark.django_db


def shown(stage: Stage) -> Exercise:
    exercise = make_exercise(
        stage.council, name="Mật ong A (mô phỏng)", origin="mô phỏng", regime="QD26-2026", set_no=4,
        shows={c.code: "Hồ sơ cho thấy điều này." for c in HONEY.criteria}, agreed=best(HONEY),
        reasons={c.code: f"Vì minh chứng {c.code} đủ." for c in HONEY.criteria}, by=stage.people.co_nam,
    )  # fmt: skip
    return show_exercise(exercise, by=stage.people.co_nam)


def test_a_member_tries_alone_and_sees_the_agreed_answer_at_once(prepared: Stage) -> None:
    exercise, member = shown(prepared), prepared.people.thanh_vien_1
    assert any(w.title == f"Chấm thử: {exercise.name}" for w in waiting_for(member))
    assert Letter.objects.filter(to=member, url=exercise.get_absolute_url()).exists()
    client, page = as_(member), exercise.get_absolute_url()
    before = read(client.get(page))
    assert "Vì minh chứng" not in before, "the answer is hidden before the try"
    fields = {code: spelled(choice) for code, choice in scored(HONEY, 80).items()}
    assert "1.1" in read(client.post(page, {**fields, "1.1": "", "do": "done"}), 422)
    text = read(client.post(page, {**fields, "do": "done"}, follow=True))
    assert "chặt hơn mức thống nhất 20 điểm" in text
    assert "Vì minh chứng 1.1 đủ." in text
    with pytest.raises(Refused):
        try_exercise(exercise, choices=best(HONEY), by=member)
    assert not any("Chấm thử" in w.title for w in waiting_for(member))


def test_the_secretary_sees_who_is_done_and_sums_only_from_three(prepared: Stage) -> None:
    exercise = shown(prepared)
    page, client = exercise.get_absolute_url(), as_(prepared.people.thu_ky)
    for count, member in enumerate(prepared.people.members[:3], start=1):
        try_exercise(exercise, choices=scored(HONEY, 80), done=True, by=member)
        text = read(client.get(page))
        assert member.name in text
        assert ("Hiện khi có từ 3 người" in text) is (count < 3)
    assert "chặt hơn" not in text, "no member's severity is told to another"
    assert "75 %" in text or "%" in text


def test_nobody_else_sees_a_try_nor_the_answer(prepared: Stage) -> None:
    exercise = shown(prepared)
    try_exercise(exercise, choices=scored(HONEY, 80), done=True, by=prepared.people.thanh_vien_1)
    raw = connection.cursor()
    raw.execute("SELECT choices::text FROM councils_exercisesheet")
    assert '"1.1"' not in raw.fetchone()[0], "it stands encrypted"
    assert "Vì minh chứng" not in read(as_(prepared.people.thanh_vien_2).get(exercise.get_absolute_url()))
    for name in ("chu_bay", "chi_ba", "quan_tri", "thanh_tra"):
        assert as_(prepared.people.people[name]).get(exercise.get_absolute_url()).status_code in (403, 404), name


def test_who_will_try_it_does_not_make_it_and_a_draft_is_unknown_to_them(prepared: Stage) -> None:
    with pytest.raises(Refused):
        make_exercise(
            prepared.council, name="Mật ong B", origin="mô phỏng", regime="QD26-2026", set_no=4, shows={},
            by=prepared.people.ba_sau,
        )  # fmt: skip
    draft = make_exercise(
        prepared.council, name="Mật ong C", origin="mô phỏng", regime="QD26-2026", set_no=4, shows={},
        by=prepared.people.thu_ky,
    )  # fmt: skip
    assert as_(prepared.people.thanh_vien_1).get(draft.get_absolute_url()).status_code == 404
    with pytest.raises(Refused) as refused:
        show_exercise(draft, by=prepared.people.thu_ky)
    always = [c for c in HONEY.criteria if not c.applies_if]
    wanted = len(always) + len(HONEY.criteria)
    assert len(refused.value.reasons) == wanted, "every missing choice and every missing reason"


def test_it_is_made_in_the_browser_from_a_set_and_shown(prepared: Stage) -> None:
    client, base = as_(prepared.people.thu_ky), f"/hoi-dong/{prepared.council.pk}/cham-thu/"
    assert "Chưa có hồ sơ chấm thử" in read(client.get(base))
    read(client.post(f"{base}moi/", {"name": "Mật ong D", "origin": "mô phỏng"}), 422)
    client.post(f"{base}moi/", {"name": "Mật ong D", "origin": "mô phỏng", "set_no": "4"})
    exercise = Exercise.objects.get()
    page = exercise.get_absolute_url()
    read(client.get(page))
    fields = {code: spelled(choice) for code, choice in best(HONEY).items()}
    fields |= {f"reasons_{c.code}": "Đủ minh chứng." for c in HONEY.criteria} | {f"shows_{'1.1'}": "Tám phần mười."}
    client.post(page, {**fields, "version": exercise.edition, "do": "show"})
    exercise.refresh_from_db()
    assert (exercise.state, exercise.shows["1.1"]) == ("shown", "Tám phần mười.")
    client.post(page, {"do": "end"})
    assert "Đã kết thúc" in read(as_(prepared.people.thanh_vien_1).get(page))


def test_an_exercise_touches_no_sheet_no_result_and_no_score_in_the_journal(prepared: Stage) -> None:
    exercise = shown(prepared)
    try_exercise(exercise, choices=scored(HONEY, 80), done=True, by=prepared.people.thanh_vien_1)
    assert (Sheet.objects.count(), Result.objects.count()) == (0, 0)
    (line,) = Line.objects.filter(verb="try_exercise")
    assert set(line.facts) == {"seat"}
    assert plain_choices(scored(HONEY, 80)) == ExerciseSheet.objects.get().choices


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(prepared: Stage, count: int) -> None:
    for _ in range(count):
        shown(prepared)
    client, page = as_(prepared.people.thanh_vien_1), f"/hoi-dong/{prepared.council.pk}/cham-thu/"
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    assert len(asked) <= 9, [q["sql"][:100] for q in asked]
