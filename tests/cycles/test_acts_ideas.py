"""An idea from the five questions to the commune's answer."""

from __future__ import annotations

import threading
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from ocop.cycles import acts, lifecycle, rules
from ocop.cycles.models import Idea
from ocop.cycles.queries import doings_of, idea_seen_by, ideas_of, overdue, waiting_for
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.products.models import Product
from tests import cast
from tests.cycles import stage

pytestmark = pytest.mark.django_db


def letters_to(who: str) -> list[str]:
    return list(Letter.objects.filter(to=cast.person(who)).order_by("id").values_list("subject", flat=True))


def test_who_fails_the_check_keeps_the_idea_and_comes_back() -> None:
    idea = stage.open_idea(registered=False)
    assert idea.state == lifecycle.NOT_ELIGIBLE
    with pytest.raises(Refused):
        acts.submit_idea(idea, by=cast.person("chi_ba"), at=stage.SPRING)
    again = acts.check_eligibility(idea, stage.all_yes(), by=cast.person("chi_ba"), at=stage.SPRING)
    assert again.state == lifecycle.DRAFT
    worse = acts.check_eligibility(idea, stage.all_yes(kind=False), by=cast.person("chi_ba"), at=stage.SPRING)
    assert worse.state == lifecycle.NOT_ELIGIBLE


def test_a_no_that_only_advises_stops_nothing() -> None:
    assert stage.open_idea(small_try=False).state == lifecycle.DRAFT


def test_an_idea_goes_to_the_commune_and_is_chosen_and_everybody_is_told() -> None:
    cast.person("anh_tu")
    idea = stage.submitted()
    assert (idea.state, idea.late) == (lifecycle.SUBMITTED, False)
    assert "gửi ý tưởng" in letters_to("anh_tu")[-1]
    done = acts.accept_idea(idea, by=cast.person("anh_tu"), words="Nên thử một mẻ nhỏ.", at=stage.SPRING)
    assert done.state == lifecycle.ACCEPTED
    assert "mời lập phương án" in letters_to("chi_ba")[-1]
    verbs = list(Line.objects.filter(subject=f"cycles.idea:{idea.pk}").values_list("verb", flat=True))
    assert [verbs[0], *verbs[-2:]] == ["open_idea", "submit_idea", "accept_idea"]


def test_what_is_missing_is_said_all_at_once() -> None:
    idea = stage.open_idea()
    with pytest.raises(Refused) as refused:
        acts.submit_idea(idea, by=cast.person("chi_ba"), at=stage.SPRING)
    needed = {q.key for q in rules.idea_questions(idea.asked_on) if q.needed}
    assert {reason.field for reason in refused.value.reasons} == needed


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (datetime(2026, 3, 31, 16, 59, tzinfo=UTC), "too_early"),
        (datetime(2026, 3, 31, 17, 0, tzinfo=UTC), "on time"),
        (datetime(2026, 6, 30, 16, 59, tzinfo=UTC), "on time"),
        (datetime(2026, 6, 30, 17, 0, tzinfo=UTC), "late"),
        (datetime(2026, 7, 14, 16, 59, tzinfo=UTC), "late"),
        (datetime(2026, 7, 14, 17, 0, tzinfo=UTC), "too_late"),
    ],
)
def test_the_campaign_ends_at_midnight_in_vietnam(at: datetime, outcome: str) -> None:
    idea = stage.written(stage.open_idea())
    if outcome.startswith("too"):
        with pytest.raises(Refused) as refused:
            acts.submit_idea(idea, by=cast.person("chi_ba"), at=at)
        assert refused.value.reasons[0].code == outcome
    else:
        assert acts.submit_idea(idea, by=cast.person("chi_ba"), at=at).late == (outcome == "late")


def test_a_returned_idea_comes_back_within_two_weeks_though_the_campaign_is_over() -> None:
    idea = stage.submitted(at=datetime(2026, 6, 30, 9, 0, tzinfo=UTC))
    judged = datetime(2026, 7, 20, 2, 0, tzinfo=UTC)
    back = acts.return_idea(idea, "Nói rõ nguyên liệu lấy ở đâu.", by=cast.person("anh_tu"), at=judged)
    assert str(back.again_by) == "2026-08-03"
    again = acts.submit_idea(back, by=cast.person("chi_ba"), at=judged + timedelta(days=14))
    assert (again.state, again.late) == (lifecycle.SUBMITTED, False)


def test_after_two_weeks_a_returned_idea_waits_for_next_years_campaign() -> None:
    idea = stage.submitted()
    back = acts.return_idea(idea, "Nói rõ nguyên liệu lấy ở đâu.", by=cast.person("anh_tu"), at=stage.SPRING)
    with pytest.raises(Refused, match="đã khép"):
        acts.submit_idea(back, by=cast.person("chi_ba"), at=datetime(2026, 8, 1, tzinfo=UTC))
    stage.year(2027)
    again = acts.submit_idea(back, by=cast.person("chi_ba"), at=datetime(2027, 4, 2, tzinfo=UTC))
    assert again.cycle.year == 2027


def test_words_to_the_producer_are_needed_for_a_return() -> None:
    with pytest.raises(Refused, match="Lời gửi chủ thể"):
        acts.return_idea(stage.submitted(), "  ", by=cast.person("anh_tu"), at=stage.SPRING)


@pytest.mark.parametrize("who", ["anh_khac", "co_nam", "chi_ba", "chi_lan", "quan_tri"])
def test_only_the_officer_of_the_commune_answers(who: str) -> None:
    idea, person = stage.submitted(), cast.person(who)
    for judge in (
        lambda: acts.accept_idea(idea, by=person, at=stage.SPRING),
        lambda: acts.return_idea(idea, "Lời đủ dài để hiểu.", by=person, at=stage.SPRING),
    ):
        with pytest.raises(Refused, match="Chỉ cán bộ xã"):
            judge()


def test_a_neighbour_neither_writes_nor_reads_anothers_idea() -> None:
    cast.producer("neighbour", "chi_lan")
    idea, other = stage.open_idea(), cast.person("chi_lan")
    with pytest.raises(Refused, match="Chỉ người đứng tên"):
        acts.save_idea_answer(idea, "what", "x", by=other, at=stage.SPRING)
    with pytest.raises(Refused, match="Chỉ người đứng tên"):
        stage.open_idea("Miến (mô phỏng)", by=other)
    assert idea_seen_by(other, idea.pk) is None
    assert idea_seen_by(cast.person("anh_tu"), idea.pk) is None, "a draft is its producer's own"


def test_an_answer_is_never_overwritten_silently() -> None:
    idea, person = stage.open_idea(), cast.person("chi_ba")
    blank = rules.mark_of("")
    acts.save_idea_answer(idea, "what", "Bài thứ nhất", by=person, seen=blank, at=stage.SPRING)
    with pytest.raises(Refused, match="Người khác vừa sửa"):
        acts.save_idea_answer(idea, "what", "Bài thứ hai", by=person, seen=blank, at=stage.SPRING)
    acts.save_idea_answer(idea, "what", "Bài thứ nhất", by=person, seen=blank, at=stage.SPRING)
    idea.refresh_from_db()
    assert idea.answers["what"] == "Bài thứ nhất"
    assert Line.objects.filter(verb="save_idea_answer").count() == 1, "the same text sent twice is one save"


def test_long_names_and_decomposed_letters_are_kept_whole_or_refused_in_words() -> None:
    idea = stage.open_idea(unicodedata.normalize("NFD", "Bánh ngải Ễ (mô phỏng)"))
    assert unicodedata.is_normalized("NFC", idea.name)
    with pytest.raises(Refused, match="tối đa là 200"):
        stage.open_idea("Đ" * 300)
    with pytest.raises(Refused, match="ký tự điều khiển"):
        stage.open_idea("Đảo \u202echữ")


def test_one_name_is_one_idea_until_it_is_withdrawn() -> None:
    idea = stage.open_idea()
    with pytest.raises(Refused, match="đã có ý tưởng mang tên này"):
        stage.open_idea()
    acts.withdraw_idea(idea, by=cast.person("chi_ba"), at=stage.SPRING)
    assert stage.open_idea().pk != idea.pk


def test_without_a_cycle_nothing_is_opened_and_the_way_out_is_told() -> None:
    with pytest.raises(Refused, match="chưa mở chu trình năm 2026"):
        acts.open_idea(
            producer=cast.producer(), name="Trà", eligibility=stage.all_yes(), by=cast.person("chi_ba"), at=stage.SPRING
        )


def test_an_accepted_idea_becomes_a_product_of_the_same_producer_only() -> None:
    idea, mine = stage.accepted(), cast.product()
    other = Product.objects.create(name="Của người khác", slug="khac", registered_at=stage.SPRING)
    with pytest.raises(Refused, match="không phải của chủ thể"):
        acts.link_product(idea, other, by=cast.person("chi_ba"), at=stage.SPRING)
    assert acts.link_product(idea, mine, by=cast.person("chi_ba"), at=stage.SPRING).product == mine


def test_desks_show_what_waits_and_for_whom() -> None:
    idea = stage.submitted()
    chi_ba, anh_tu, anh_khac = (cast.person(who) for who in ("chi_ba", "anh_tu", "anh_khac"))
    assert [task.url for task in waiting_for(anh_tu)] == [f"/y-tuong/{idea.pk}/"]
    assert waiting_for(anh_khac) == waiting_for(chi_ba) == []
    acts.return_idea(idea, "Nói rõ nguyên liệu lấy ở đâu.", by=anh_tu, at=stage.SPRING)
    (task,) = waiting_for(chi_ba)
    assert (task.action, str(task.due_on)) == ("Sửa và gửi lại", "2026-04-28")
    assert [row.whose for row in overdue(anh_tu)] == ["chủ thể"]
    assert {doing.url for doing in doings_of(chi_ba)} >= {"/y-tuong/", "/chuyen-doi-so/"}
    assert [found.pk for found in ideas_of(chi_ba)] == [idea.pk]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_answer_one_idea_once() -> None:
    idea, officer = stage.submitted(), cast.person("anh_tu")
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def answering(accepts: bool) -> None:
        try:
            start.wait(10)
            if accepts:
                acts.accept_idea(Idea.objects.get(pk=idea.pk), by=officer, at=stage.SPRING)
            else:
                acts.return_idea(Idea.objects.get(pk=idea.pk), "Chưa rõ nguyên liệu.", by=officer, at=stage.SPRING)
            outcomes.append("answered")
        except Refused as refused:
            outcomes.append(refused.reasons[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=answering, args=(n == 0,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["answered", "wrong_state"]
