"""Lists and desks: the same cost with one row and with three; the right things for the right people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ocop.cycles.models import Round
from ocop.dossiers import acts, queries
from ocop.dossiers.models import Dossier
from tests.dossiers.conftest import Company, another, answer_all, enter, photograph, read

LISTS = [("/ho-so/", "chi_ba", 6), ("/ho-so/xa/", "anh_tu", 5), ("/ho-so/tinh/", "co_nam", 5)]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "who", "cost"), LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_three(
    cast: Company,
    today_round: Round,
    rows: int,
    page: str,
    who: str,
    cost: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        another(cast, number, submit=page == "/ho-so/xa/", on=page == "/ho-so/tinh/")
    client = enter(cast.people[who])
    with django_assert_num_queries(cost):
        text = read(client.get(page))
    assert all(f"Mật {number} (mô phỏng)" in text for number in range(rows))


@pytest.mark.parametrize("papers", [1, 3])
def test_the_form_and_the_reader_cost_the_same_whatever_they_hold(
    live: Dossier, cast: Company, papers: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answer_all(live, cast.chi_ba, at=None)
    for number in range(papers):
        acts.bring_evidence(live, "1.1", photograph(f"{number}.jpg"), by=cast.chi_ba)
    ba, tu = enter(cast.chi_ba), enter(cast.anh_tu)
    with django_assert_num_queries(16):
        read(ba.get(f"/ho-so/{live.pk}/"))
    with django_assert_num_queries(12):
        read(ba.get(f"/ho-so/{live.pk}/tieu-chi/1.1/"))
    acts.submit(live, by=cast.chi_ba)
    with django_assert_num_queries(21):
        assert "2.jpg" in read(tu.get(f"/ho-so/{live.pk}/")) or papers == 1


def test_empty_lists_say_what_will_stand_there(cast: Company) -> None:
    assert "Chưa có hồ sơ nào" in read(enter(cast.chi_ba).get("/ho-so/"))
    assert "Không có hồ sơ nào đang chờ" in read(enter(cast.anh_tu).get("/ho-so/xa/"))
    assert "Không có hồ sơ nào đang chờ tiếp nhận" in read(enter(cast.co_nam).get("/ho-so/tinh/"))


def test_each_desk_shows_what_waits_for_its_owner(handed_in: Dossier, cast: Company) -> None:
    assert queries.waiting_for(cast.chi_ba) == []
    (waiting,) = queries.waiting_for(cast.anh_tu)
    assert (waiting.url, waiting.working_days_left) == (f"/ho-so/{handed_in.pk}/", 15)
    assert queries.waiting_for(cast.co_nam) == []
    due = timezone.localdate() + timedelta(days=9)
    acts.request_completion(handed_in, asks={"G1": "Thiếu giấy đăng ký."}, due_on=due, by=cast.anh_tu)
    assert queries.waiting_for(cast.anh_tu) == []
    (waiting,) = queries.waiting_for(cast.chi_ba)
    assert (waiting.action, waiting.due_on) == ("Bổ sung", due)


def test_the_commune_list_puts_the_nearest_deadline_first(cast: Company, today_round: Round) -> None:
    late, soon = another(cast, 1, submit=True), another(cast, 2, submit=True)
    day = timezone.localdate()
    Dossier.objects.filter(pk=late.pk).update(commune_due_on=day + timedelta(days=20))
    Dossier.objects.filter(pk=soon.pk).update(commune_due_on=day - timedelta(days=7))
    rows = queries.commune_dossiers(cast.anh_tu)
    assert [row.dossier.pk for row in rows] == [soon.pk, late.pk]
    assert rows[0].days_left is not None
    assert rows[0].days_left < 0
    assert "quá hạn" in read(enter(cast.anh_tu).get("/ho-so/xa/"))


def test_the_province_knows_of_drafts_by_number_only(cast: Company, today_round: Round) -> None:
    another(cast, 1)
    another(cast, 2, submit=True)
    another(cast, 3, on=True)
    (row,) = queries.counts_by_commune(cast.co_nam)
    assert (row.drafting, row.with_commune, row.late, row.with_province) == (1, 1, 0, 1)
    text = read(enter(cast.co_nam).get("/ho-so/tinh/"))
    assert "Mật 3" in text
    assert "Mật 1" not in text
    assert "Mật 2" not in text


def test_doings_are_those_of_the_role(cast: Company) -> None:
    assert [d.url for d in queries.doings_of(cast.chi_ba)] == ["/ho-so/mo/", "/ho-so/"]
    assert [d.url for d in queries.doings_of(cast.anh_tu)] == ["/ho-so/xa/", "/ho-so/giup/", "/ho-so/dot/"]
    assert [d.url for d in queries.doings_of(cast.co_nam)] == [
        "/ho-so/tinh/",
        "/ho-so/tinh/mau-san-pham/",
        "/ho-so/dot/",
    ]
    assert queries.doings_of(cast.nguoi_mua) == []


def test_the_life_tells_acts_one_by_one_and_saves_as_one_line(live: Dossier, cast: Company) -> None:
    for points in (1, 2, 3):
        acts.save_answer(live, "1.1", points=points, edition=points - 1, by=cast.chi_ba)
    acts.withdraw(live, reason="Không làm sản phẩm này nữa.", by=cast.chi_ba)
    life = queries.life_of(live)
    assert [event.words for event in life] == ["Rút hồ sơ", "Soạn hồ sơ: 3 lần lưu", "Mở hồ sơ"]
    assert {event.who for event in life} == {cast.chi_ba.name}


def test_the_way_shows_where_a_stopped_dossier_stopped(handed_in: Dossier, cast: Company) -> None:
    assert [s.state for s in queries.way_of(handed_in)] == ["done", "now", *["todo"] * 5]
    row = acts.return_dossier(handed_in, reasons="Thiếu nhiều giấy tờ quá.", by=cast.anh_tu)
    assert [s.state for s in queries.way_of(row)] == ["done", "stopped", *["todo"] * 5]


def test_the_council_reads_the_newest_frozen_version(handed_in: Dossier, cast: Company) -> None:
    snapshot = queries.dossier_snapshot(handed_in)
    assert snapshot is not None
    assert snapshot.version.number == 1
    assert snapshot.answer("1.1")["points"] == 3
    assert snapshot.answer("77") == {}
    assert queries.dossier_snapshot(another(cast, 5)) is None
