"""Commit and reveal: codes, sealed sheets, opening, the spread rule, two rounds, lost codes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ocop.councils import lifecycle
from ocop.councils.acts import (
    abstain,
    call_discussion,
    call_second_round,
    call_sitting,
    close_sitting,
    declare_conflict,
    draw_code,
    end_discussion,
    hand_in,
    lose_codes,
    open_all,
    open_sheets,
    open_sitting,
    postpone_item,
    put_again,
    revise,
    save_score,
    say,
    withdraw_abstention,
)
from ocop.councils.models import Discussion, Item, OpeningCode, Result, Sheet, Statement
from ocop.councils.queries import comparison, minutes_facts, unlocked_key
from ocop.councils.rules import plain_choices
from ocop.councils.rules.sealing import new_key_pair
from ocop.dossiers.models import Answer
from ocop.journal.models import Line
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused

from .sheets import HONEY, scored
from .stage import Stage, called, opened

pytestmark = pytest.mark.django_db
SPREAD: dict[str, Any] = {"spread_rule": "second_round", "spread_points": 10, "spread_basis": "Quy chế (mô phỏng)"}


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def apart(stage: Stage, low: int, high: int) -> Item:
    """Everybody scores `high` but one who scores `low`, and the sheets are opened."""
    first, *others = stage.voters
    stage.score(first, scored(HONEY, low))
    for person in others:
        stage.score(person, scored(HONEY, high))
    return open_sheets(stage.item, key=stage.key, by=stage.people.ba_sau)


def test_a_code_goes_to_its_holder_only_and_a_new_one_voids_the_old() -> None:
    stage = called()
    old = stage.codes["chair"]
    fresh = draw_code(stage.sitting, by=stage.people.ba_sau)
    assert OpeningCode.objects.filter(holder="chair", replaced_at__isnull=True).count() == 1
    for someone in (stage.people.thanh_vien_1, stage.people.chu_bay, stage.people.quan_tri, stage.people.chi_ba):
        with pytest.raises(Refused):
            draw_code(stage.sitting, by=someone)
    stage.sitting = open_sitting(stage.sitting, by=stage.people.thu_ky)
    with pytest.raises(Refused):
        unlocked_key(stage.sitting, old, stage.codes["secretary"])
    assert unlocked_key(stage.sitting, stage.codes["envelope"].lower(), fresh.replace("-", " "))
    with pytest.raises(Refused) as refused:
        draw_code(stage.sitting, by=stage.people.ba_sau)
    assert codes(refused) == {"wrong_state"}
    assert all(code not in str(Line.objects.values_list("facts", flat=True)) for code in (old, fresh))


def test_sheets_open_only_with_quorum_with_everybody_in_and_with_the_key(scoring: Stage) -> None:
    people, key = scoring.people, scoring.key
    for person in scoring.voters[:3]:
        scoring.score(person)
    with pytest.raises(Refused) as refused:
        open_sheets(scoring.item, key=key, by=people.ba_sau, end_waiting=True)
    assert codes(refused) == {"no_quorum"}
    scoring.score(scoring.voters[3])
    with pytest.raises(Refused) as refused:
        open_sheets(scoring.item, key=key, by=people.ba_sau)
    assert codes(refused) == {"waiting"}
    assert "Thành viên Năm" in str(refused.value)
    for someone, wrong in ((people.thanh_vien_1, key), (people.quan_tri, key), (people.ba_sau, new_key_pair()[0])):
        with pytest.raises(Refused):
            open_sheets(scoring.item, key=wrong, by=someone, end_waiting=True)
    item = open_sheets(scoring.item, key=key, by=people.ba_sau, end_waiting=True)
    assert item.state == lifecycle.OPENED
    assert {sheet.points for sheet in Sheet.objects.all()} == {100}
    assert all(sheet.is_whole for sheet in Sheet.objects.all())
    line = Line.objects.get(verb="open_sheets")
    assert line.subject == f"councils.item:{item.pk}"
    assert {row["seal"] for row in line.facts["sheets"]} == set(Sheet.objects.values_list("seal", flat=True))
    with pytest.raises(Refused):
        scoring.sheet(scoring.voters[5])


def test_a_box_that_was_changed_or_swapped_opens_nothing_at_all(scoring: Stage) -> None:
    scoring.everyone_scores()
    one, other = Sheet.objects.order_by("id")[:2]
    Sheet.objects.filter(pk=one.pk).update(box=other.box)
    with pytest.raises(Refused) as refused:
        open_sheets(scoring.item, key=scoring.key, by=scoring.people.ba_sau)
    assert codes(refused) == {"seal_broken"}
    assert Sheet.objects.filter(state=lifecycle.OPENED).count() == 0
    Sheet.objects.filter(pk=one.pk).update(box=one.box, seal="0" * 64)
    with pytest.raises(Refused):
        open_sheets(scoring.item, key=scoring.key, by=scoring.people.ba_sau)


def test_all_ready_items_open_at_once_and_the_others_stay_sealed() -> None:
    stage = opened(items=3)
    for person in stage.voters:
        stage.score(person, scored(HONEY, 80), stage.items[0])
        stage.score(person, scored(HONEY, 70), stage.items[2])
    stage.score(stage.voters[0], item=stage.items[1])
    assert [item.order for item in open_all(stage.sitting, key=stage.key, by=stage.people.thu_ky)] == [1, 3]
    assert list(Item.objects.values_list("state", flat=True)) == ["opened", "scoring", "opened"]
    with pytest.raises(Refused) as refused:
        open_all(stage.sitting, key=stage.key, by=stage.people.thu_ky)
    assert codes(refused) == {"none_ready"}


# The spread rule


@pytest.mark.parametrize(("low", "state"), [(70, lifecycle.OPENED), (69, lifecycle.DISCUSSION)])
def test_ten_points_apart_rest_and_eleven_are_discussed(low: int, state: str) -> None:
    assert apart(opened(**SPREAD), low, 80).state == state


def test_without_the_rule_nothing_is_discussed_and_the_chair_may_call_it() -> None:
    stage = opened()
    item = apart(stage, 40, 80)
    assert item.state == lifecycle.OPENED
    discussion = call_discussion(item, cause="Hai cách hiểu về thị trường", by=stage.people.ba_sau)
    assert not discussion.required
    item = end_discussion(item, summary="Thống nhất giữ điểm", by=stage.people.ba_sau)
    assert item.state == lifecycle.OPENED


def test_a_discussion_names_three_criteria_that_part_the_sheets_and_demands_a_second_round() -> None:
    stage = opened(**SPREAD)
    item = apart(stage, 40, 80)
    discussion = Discussion.objects.get()
    low, high = scored(HONEY, 40), scored(HONEY, 80)
    gaps = sorted((int(high[c]) - int(low[c]) for c in high), reverse=True)  # type: ignore[call-overload, operator]
    named = [int(high[c]) - int(low[c]) for c in discussion.criteria]  # type: ignore[call-overload, operator]
    assert named == gaps[:3]
    assert discussion.required
    with pytest.raises(Refused) as refused:
        end_discussion(item, summary="Thôi khỏi chấm lại", by=stage.people.ba_sau)
    assert codes(refused) == {"second_round"}
    with pytest.raises(Refused):
        close_sitting(stage.sitting, by=stage.people.ba_sau)
    with pytest.raises(Refused):
        say(item, text="Tôi là người ngoài", by=stage.people.chi_ba)
    assert say(item, text="Xem lại mẫu", criterion="1.1", by=stage.people.thanh_vien_2).discussion == discussion


def test_both_rounds_are_kept_and_the_second_decides() -> None:
    stage = opened(**SPREAD)
    item = apart(stage, 40, 80)
    stage.items[0] = item = call_second_round(item, summary="Đã xem lại mẫu và hợp đồng", by=stage.people.ba_sau)
    for person in stage.voters:
        stage.score(person, scored(HONEY, 76), item)
    assert comparison(stage.people.ba_sau, item) is not None
    assert {sheet.round for sheet in comparison(stage.people.ba_sau, item).sheets} == {1}, "the second is sealed"  # type: ignore[union-attr]
    item = open_sheets(item, key=stage.key, by=stage.people.ba_sau)
    assert (item.state, item.round, item.spread) == (lifecycle.OPENED, 2, 0)
    sitting = close_sitting(stage.sitting, by=stage.people.ba_sau)
    assert Result.objects.get().average == 76
    assert Sheet.objects.filter(state=lifecycle.OPENED).count() == 12
    facts = minutes_facts(sitting, sitting.closed_at, "0" * 64)  # type: ignore[arg-type]
    assert [len(found["sheets"]) for found in facts["items"][0]["rounds"]] == [6, 6]
    assert facts["items"][0]["rounds"][0]["spread"] == 40
    assert facts["seals"] == 12
    assert chain_verdict().whole


def test_there_is_no_third_round_and_the_first_sheets_are_not_revised() -> None:
    stage = opened(**SPREAD)
    item = apart(stage, 40, 80)
    first = Sheet.objects.get(seat__person=stage.people.ba_sau)
    item = call_second_round(item, summary="Đã xem lại mẫu và hợp đồng", by=stage.people.ba_sau)
    with pytest.raises(Refused) as refused:
        revise(
            first, criterion="1.1", choice=0, reason="Muốn sửa phiếu vòng một", edition=first.edition,
            by=stage.people.ba_sau,
        )  # fmt: skip
    assert codes(refused) == {"other_round"}
    for person in stage.voters[:5]:
        stage.score(person, scored(HONEY, 80), item)
    stage.score(stage.voters[5], scored(HONEY, 40), item)
    item = open_sheets(item, key=stage.key, by=stage.people.ba_sau)
    assert item.state == lifecycle.OPENED, "far apart again, the result stands: the by-laws know two rounds"
    call_discussion(item, cause="Vẫn còn cách xa", by=stage.people.ba_sau)
    with pytest.raises(Refused) as refused:
        call_second_round(item, summary="Chấm lần nữa", by=stage.people.ba_sau)
    assert codes(refused) == {"twice"}


def test_the_latest_sheet_of_each_counts_where_the_by_laws_say_so() -> None:
    stage = opened(**SPREAD, result_round="latest_each")
    item = apart(stage, 40, 80)
    item = call_second_round(item, summary="Đã xem lại mẫu và hợp đồng", by=stage.people.ba_sau)
    for person in stage.voters[:4]:
        stage.score(person, scored(HONEY, 70), item)
    open_sheets(item, key=stage.key, by=stage.people.ba_sau, end_waiting=True)
    close_sitting(stage.sitting, by=stage.people.ba_sau)
    result = Result.objects.get()
    assert result.sheets == 6
    assert float(result.average) == pytest.approx((4 * 70 + 2 * 80) / 6, abs=0.01)


def test_by_laws_may_forbid_revisions() -> None:
    stage = opened(revisions="none")
    stage.everyone_scores()
    stage.open_all()
    sheet = Sheet.objects.get(seat__person=stage.people.thanh_vien_1)
    with pytest.raises(Refused) as refused:
        revise(
            sheet, criterion="1.1", choice=1, reason="Xem lại tỷ lệ nguyên liệu", edition=sheet.edition,
            by=stage.people.thanh_vien_1,
        )  # fmt: skip
    assert codes(refused) == {"by_laws"}


# Abstention, reasons, postponement, lost codes


def test_who_abstains_with_a_cause_is_not_waited_for_and_may_come_back(scoring: Stage) -> None:
    silent = scoring.voters[5]
    abstain(scoring.item, cause="Không đủ chuyên môn về mật ong", by=silent)
    with pytest.raises(Refused) as refused:
        scoring.sheet(silent)
    assert codes(refused) == {"abstained"}
    withdraw_abstention(scoring.item, by=silent)
    scoring.sheet(silent)
    abstain(scoring.item, cause="Không đủ chuyên môn về mật ong", by=silent)
    for person in scoring.voters[:5]:
        scoring.score(person)
    open_sheets(scoring.item, key=scoring.key, by=scoring.people.ba_sau)
    sitting = close_sitting(scoring.sitting, by=scoring.people.ba_sau)
    facts = minutes_facts(sitting, sitting.closed_at, "0" * 64)  # type: ignore[arg-type]
    assert "Không đủ chuyên môn" in facts["items"][0]["abstained"][0]


def test_a_score_below_the_claim_needs_a_word_and_all_are_named_at_once(scoring: Stage) -> None:
    member, dossier = scoring.people.thanh_vien_1, scoring.item.dossier
    for code in ("1.1", "1.2"):
        Answer.objects.create(
            dossier=dossier,
            criterion=code,
            points=3,
            saved_at=scoring.sitting.opened_at,
            saved_by=scoring.people.chi_ba,
        )
    sheet = scoring.sheet(member)
    low = scored(HONEY, 100) | {"1.1": 1, "1.2": 0}
    Sheet.objects.filter(pk=sheet.pk).update(choices=plain_choices(low))
    sheet.refresh_from_db()
    with pytest.raises(Refused) as refused:
        hand_in(sheet, edition=sheet.edition, by=member)
    assert [reason.field for reason in refused.value.reasons] == ["choices.1.1", "choices.1.2"]
    for code in ("1.1", "1.2"):
        sheet = save_score(
            sheet, criterion=code, choice=low[code], edition=sheet.edition, by=member, remark="Thiếu hợp đồng"
        )
    assert hand_in(sheet, edition=sheet.edition, by=member).is_sealed


def test_a_postponed_item_leaves_without_a_result_and_is_scored_anew_elsewhere() -> None:
    stage = opened(items=2)
    stage.everyone_scores(scored(HONEY, 80))
    postpone_item(stage.items[1], reason="Chưa có mẫu để nếm", by=stage.people.ba_sau)
    stage.open_all()
    close_sitting(stage.sitting, by=stage.people.ba_sau)
    assert Result.objects.count() == 1
    assert Sheet.objects.filter(item=stage.items[1], state=lifecycle.VOID).count() == 6
    next_sitting = call_sitting(
        stage.council, round=stage.sitting.round, name="Phiên sau", held_on=date(2026, 12, 1), by=stage.people.thu_ky
    )
    item = put_again(stage.items[1], next_sitting, by=stage.people.co_nam)
    assert (item.state, item.sitting_id, item.round) == (lifecycle.LISTED, next_sitting.pk, 1)


def test_lost_codes_cost_the_sealed_sheets_and_nothing_else() -> None:
    stage = opened(items=2)
    for person in stage.voters:
        stage.score(person, scored(HONEY, 80), stage.items[0])
    open_all(stage.sitting, key=stage.key, by=stage.people.ba_sau)
    stage.score(stage.voters[0], scored(HONEY, 70), stage.items[1])
    old = stage.key
    lose_codes(stage.sitting, reason="Chủ tịch và Thư ký cùng mất giấy ghi mã", by=stage.people.thu_ky)
    stage.sitting.refresh_from_db()
    assert (stage.sitting.state, stage.sitting.public_key) == (lifecycle.PLANNED, "")
    stage.draw_codes()
    stage.sitting = open_sitting(stage.sitting, by=stage.people.thu_ky)
    assert list(Item.objects.values_list("state", flat=True)) == ["opened", "scoring"]
    for person in stage.voters:
        stage.score(person, scored(HONEY, 72), stage.items[1])
    with pytest.raises(Refused):
        open_sheets(stage.items[1], key=old, by=stage.people.ba_sau)
    stage.open_all()
    close_sitting(stage.sitting, by=stage.people.ba_sau)
    assert sorted(map(float, Result.objects.values_list("average", flat=True))) == [72, 80]
    assert Sheet.objects.filter(state=lifecycle.VOID).count() == 1


def test_conflict_is_stated_before_scoring() -> None:
    stage = opened()
    Statement.objects.all().delete()
    with pytest.raises(Refused) as refused:
        stage.sheet(stage.people.thanh_vien_1)
    assert codes(refused) == {"not_stated"}
    declare_conflict(stage.item, cause="Chủ thể là người thân", by=stage.people.thanh_vien_1)
    with pytest.raises(Refused) as refused:
        stage.sheet(stage.people.thanh_vien_1)
    assert codes(refused) == {"conflict"}
