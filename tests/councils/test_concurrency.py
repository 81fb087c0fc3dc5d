"""Several people at once, on a real server with real transactions."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections

from ocop.councils import lifecycle
from ocop.councils.acts import close_sitting, declare_conflict, hand_in, open_sheet, open_sheets, revise, save_score
from ocop.councils.models import Item, Result, Sheet, SheetChange, Sitting
from ocop.councils.rules import plain_choices
from ocop.journal.models import Line
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused

from .sheets import HONEY, best, scored
from .stage import Stage, opened

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Run all at the same moment; an outcome is what the act returned, or why it was refused."""
    barrier, outcomes = Barrier(len(acts)), dict[int, object]()

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            outcomes[place] = act()
        except Refused as refused:
            outcomes[place] = {reason.code for reason in refused.reasons}
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive(), "somebody waits for somebody for ever"
    return [outcomes[place] for place in range(len(acts))]


def complete(stage: Stage, key: str) -> Sheet:
    sheet = stage.sheet(stage.people.people[key])
    Sheet.objects.filter(pk=sheet.pk).update(choices=plain_choices(best(HONEY)))
    sheet.refresh_from_db()
    return sheet


def test_a_double_click_on_hand_in_seals_once() -> None:
    stage = opened()
    sheet, member = complete(stage, "thanh_vien_1"), stage.people.thanh_vien_1
    outcomes = together(*[lambda: hand_in(sheet, edition=sheet.edition, by=member)] * 4)
    assert sum(isinstance(outcome, Sheet) for outcome in outcomes) == 1
    assert all(isinstance(o, Sheet) or o == {"already_in"} for o in outcomes)
    assert Line.objects.filter(verb="hand_in").count() == 1


def test_opening_a_sheet_twice_at_once_makes_one() -> None:
    stage = opened()
    member = stage.people.thanh_vien_1
    outcomes = together(*[lambda: open_sheet(stage.item, by=member)] * 4)
    assert len({outcome.pk for outcome in outcomes if isinstance(outcome, Sheet)}) == 1
    assert Line.objects.filter(verb="open_sheet").count() == 1


def test_two_windows_saving_different_scores_lose_nothing_silently() -> None:
    stage = opened()
    member = stage.people.thanh_vien_1
    sheet = stage.sheet(member)
    outcomes = together(
        lambda: save_score(sheet, criterion="1.1", choice=2, edition=sheet.edition, by=member),
        lambda: save_score(sheet, criterion="1.1", choice=3, edition=sheet.edition, by=member),
    )
    assert outcomes.count({"stale"}) == 1


def test_two_members_hand_in_at_once() -> None:
    stage = opened()
    people = [stage.people.thanh_vien_1, stage.people.thanh_vien_2]
    sheets = [complete(stage, "thanh_vien_1"), complete(stage, "thanh_vien_2")]
    outcomes = together(
        *[lambda s=s, p=p: hand_in(s, edition=s.edition, by=p) for s, p in zip(sheets, people, strict=True)]
    )
    assert all(isinstance(outcome, Sheet) for outcome in outcomes)
    assert chain_verdict().whole


def test_closing_twice_at_once_closes_once() -> None:
    stage = opened()
    stage.everyone_scores(scored(HONEY, 80))
    stage.open_all()
    outcomes = together(
        lambda: close_sitting(stage.sitting, by=stage.people.ba_sau),
        lambda: close_sitting(stage.sitting, by=stage.people.thu_ky),
    )
    assert sum(isinstance(outcome, Sitting) for outcome in outcomes) == 1
    assert Result.objects.count() == 1
    assert Line.objects.filter(verb="close_sitting").count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_a_hand_in_during_opening_is_either_counted_or_refused(turn: int) -> None:
    stage = opened()
    for person in (stage.people.ba_sau, *stage.people.members[1:]):
        stage.score(person, scored(HONEY, 80))
    late, member = complete(stage, "thanh_vien_1"), stage.people.thanh_vien_1
    key = stage.key
    handed, opened_item = together(
        lambda: hand_in(late, edition=late.edition, by=member),
        lambda: open_sheets(stage.item, key=key, by=stage.people.ba_sau, end_waiting=True),
    )
    assert isinstance(opened_item, Item)
    close_sitting(stage.sitting, by=stage.people.ba_sau)
    counted = Result.objects.get().sheets
    assert counted == (6 if isinstance(handed, Sheet) else 5)
    assert isinstance(handed, Sheet) or handed == {"wrong_state"}
    assert Sheet.objects.filter(state=lifecycle.OPENED).count() == counted
    assert chain_verdict().whole


def test_a_revision_during_closing_is_either_in_the_result_or_refused() -> None:
    stage = opened()
    stage.everyone_scores(scored(HONEY, 80))
    stage.open_all()
    member = stage.people.thanh_vien_1
    sheet = Sheet.objects.get(seat__person=member)
    revised, _ = together(
        lambda: revise(
            sheet, criterion="1.1", choice=0, reason="Xem lại minh chứng lần nữa", edition=sheet.edition, by=member
        ),
        lambda: close_sitting(stage.sitting, by=stage.people.ba_sau),
    )
    (result,) = Result.objects.all()
    total = sum(int(float(s["points"])) for s in result.detail["sheets"])
    assert total == 480 - (80 - 77 if isinstance(revised, Sheet) else 0)
    assert SheetChange.objects.count() == (1 if isinstance(revised, Sheet) else 0)


def test_a_conflict_declared_while_handing_in_leaves_one_of_the_two() -> None:
    stage = opened()
    sheet, member = complete(stage, "thanh_vien_1"), stage.people.thanh_vien_1
    handed, declared = together(
        lambda: hand_in(sheet, edition=sheet.edition, by=member),
        lambda: declare_conflict(stage.item, cause="Chủ thể là người thân", by=member),
    )
    assert (handed == {"conflict"}) != (declared == {"too_late"})


def test_opening_twice_at_once_opens_once() -> None:
    stage = opened()
    stage.everyone_scores(scored(HONEY, 80))
    key = stage.key
    outcomes = together(
        *[lambda p=p: open_sheets(stage.item, key=key, by=p) for p in (stage.people.ba_sau, stage.people.thu_ky)]
    )
    assert sum(isinstance(outcome, Item) for outcome in outcomes) == 1
    assert {"wrong_state"} in outcomes
    assert Line.objects.filter(verb="open_sheets").count() == 1
