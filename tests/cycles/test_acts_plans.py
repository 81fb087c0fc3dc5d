"""A business plan from the accepted idea to its end."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from ocop.cycles import acts, lifecycle, rules
from ocop.cycles.models import BusinessPlan, ProgressNote
from ocop.cycles.queries import note_seen_by, plan_seen_by, waiting_for
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from tests import cast
from tests.cycles import stage

pytestmark = pytest.mark.django_db
LATER = stage.SUMMER + timedelta(days=30)


def test_a_plan_is_made_of_an_accepted_idea_and_only_once() -> None:
    with pytest.raises(Refused, match="không làm được"):
        acts.open_plan(stage.submitted("Chưa chọn"), by=cast.person("chi_ba"), at=stage.SUMMER)
    idea = stage.accepted()
    first = acts.open_plan(idea, by=cast.person("chi_ba"), at=stage.SUMMER)
    assert acts.open_plan(idea, by=cast.person("chi_ba"), at=stage.SUMMER) == first
    assert Line.objects.filter(verb="open_plan").count() == 1


def test_a_plan_goes_through_the_commune_to_the_province_and_is_carried_out() -> None:
    plan = stage.forwarded()
    assert (plan.state, plan.proposes) == (lifecycle.PLAN_FORWARDED, True)
    assert [task.action for task in waiting_for(cast.person("co_nam"))] == ["Xem và duyệt"]
    plan = acts.accept_plan(plan, by=cast.person("co_nam"), at=stage.SUMMER + timedelta(days=2))
    with pytest.raises(Refused, match="ít nhất một dòng nhật ký"):
        acts.finish_plan(plan, by=cast.person("chi_ba"), at=LATER)
    acts.note_progress(plan, words="Lắp xong máy sấy.", noted_on=date(2026, 7, 1), by=cast.person("chi_ba"), at=LATER)
    assert acts.finish_plan(plan, by=cast.person("chi_ba"), at=LATER).state == lifecycle.PLAN_DONE


def test_an_empty_plan_is_refused_with_every_section_and_figure() -> None:
    plan = acts.open_plan(stage.accepted(), by=cast.person("chi_ba"), at=stage.SUMMER)
    with pytest.raises(Refused) as refused:
        acts.submit_plan(plan, by=cast.person("chi_ba"), at=stage.SUMMER)
    needed = {q.key for q in rules.plan_questions(plan.asked_on) if q.needed}
    figures = {figure.key for figure in rules.plan_figures(plan.asked_on)}
    assert {reason.field for reason in refused.value.reasons} == needed | figures


def test_a_returned_plan_comes_back_with_a_fresh_opinion() -> None:
    plan = stage.forwarded()
    judged = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)
    back = acts.return_plan(plan, words="Tính lại giá bán giúp.", by=cast.person("co_nam"), at=judged)
    again = acts.submit_plan(back, by=cast.person("chi_ba"), at=judged + timedelta(days=14))
    assert (again.state, again.opinion, again.proposes) == (lifecycle.PLAN_SUBMITTED, "", None)


def test_a_returned_plan_is_too_late_after_its_days() -> None:
    judged = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)
    back = acts.return_plan(stage.forwarded(), words="Tính lại giá bán giúp.", by=cast.person("co_nam"), at=judged)
    with pytest.raises(Refused, match="đã khép"):
        acts.submit_plan(back, by=cast.person("chi_ba"), at=judged + timedelta(days=15))


@pytest.mark.parametrize(
    ("who", "message"),
    [("chi_ba", "cơ quan tham mưu"), ("anh_tu", "cơ quan tham mưu"), ("quan_tri", "cơ quan tham mưu")],
)
def test_only_the_province_accepts_or_returns(who: str, message: str) -> None:
    plan = stage.forwarded()
    with pytest.raises(Refused, match=message):
        acts.accept_plan(plan, by=cast.person(who), at=LATER)
    with pytest.raises(Refused, match=message):
        acts.return_plan(plan, words="Lời đủ dài để hiểu.", by=cast.person(who), at=LATER)


def test_a_plan_that_was_sent_is_written_no_more() -> None:
    plan = stage.forwarded()
    for write in (
        lambda: acts.save_plan_answer(plan, "market", "khác", by=cast.person("chi_ba"), at=LATER),
        lambda: acts.save_plan_figures(plan, stage.FIGURES, by=cast.person("chi_ba"), at=LATER),
    ):
        with pytest.raises(Refused, match="Tỉnh đang xem"):
            write()


def test_figures_are_not_overwritten_silently_and_wrong_ones_are_named() -> None:
    plan, person = stage.plan(), cast.person("chi_ba")
    seen = rules.mark_of(rules.figures_text({}))
    with pytest.raises(Refused, match="Người khác vừa sửa các số"):
        acts.save_plan_figures(plan, {"volume": 2}, by=person, seen=seen, at=stage.SUMMER)
    with pytest.raises(Refused, match="nhiều hơn số người làm"):
        acts.save_plan_figures(plan, stage.FIGURES | {"local_workers": 9}, by=person, at=stage.SUMMER)


def test_the_diary_holds_a_day_its_words_and_a_paper_once() -> None:
    plan, person = stage.running(), cast.person("chi_ba")

    def note(on: date = date(2026, 7, 1)) -> ProgressNote:
        upload = stage.pdf("bien-ban.pdf")
        return acts.note_progress(plan, words="Lắp xong máy sấy.", noted_on=on, upload=upload, by=person, at=LATER)

    first = note()
    assert note() == first, "the same button pressed twice is one line"
    assert first.paper is not None
    assert note_seen_by(cast.person("co_nam"), plan.pk, first.pk) == first
    assert note_seen_by(cast.person("anh_khac"), plan.pk, first.pk) is None
    for wrong in (date(2026, 6, 1), date(2027, 1, 1)):
        with pytest.raises(Refused, match=r"Ngày làm|được duyệt ngày"):
            note(wrong)


def test_a_plan_is_known_to_its_producer_its_commune_and_its_province() -> None:
    plan = stage.forwarded()
    for who in ("chi_ba", "anh_tu", "co_nam"):
        assert plan_seen_by(cast.person(who), plan.pk) == plan
    for who in ("chi_lan", "anh_khac", "ba_sau", "quan_tri"):
        assert plan_seen_by(cast.person(who), plan.pk) is None


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_judge_a_plan_once() -> None:
    plan, officer = stage.forwarded(), cast.person("co_nam")
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def judging() -> None:
        try:
            start.wait(10)
            acts.accept_plan(BusinessPlan.objects.get(pk=plan.pk), by=officer, at=LATER)
            outcomes.append("accepted")
        except Refused as refused:
            outcomes.append(refused.reasons[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=judging) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["accepted", "wrong_state"]
    assert Line.objects.filter(verb="accept_plan").count() == 1
