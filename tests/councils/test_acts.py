"""The acts before a council, one after another, and what each refuses."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from ocop.councils import lifecycle
from ocop.councils.acts import (
    call_sitting,
    close_sitting,
    declare_conflict,
    draw_code,
    found_council,
    hand_in,
    hand_in_report,
    open_sheet,
    open_sitting,
    put_item,
    revise,
    revise_gates,
    save_gates,
    save_report,
    save_score,
    seat_member,
    withdraw_conflict,
)
from ocop.councils.models import Conflict, Result, Seat, Sheet, SheetChange, Sitting
from ocop.councils.queries import results_of, seat_of
from ocop.councils.rules import plain_choices, sheet_seal
from ocop.dossiers import lifecycle as dossier_states
from ocop.journal.models import Line
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused
from ocop.papers.queries import bytes_of
from ocop.people.acts import end_mandate
from ocop.people.models import Person
from ocop.people.rules import Role
from tests import cast

from .sheets import HONEY, best, scored
from .stage import Stage, called, council_of, dossier, filled, opened, report, round_of

pytestmark = pytest.mark.django_db


def reasons(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def opened_sheet(stage: Stage, member: Person) -> Sheet:
    """The member's own sheet after everybody's was opened."""
    stage.everyone_scores()
    stage.open_all()
    return Sheet.objects.get(seat__person=member, item=stage.item)


# Councils and seats


def test_a_council_stands_with_its_decision_by_laws_and_mandates() -> None:
    people = cast.everybody()
    council = council_of(people, quorum="3/4")
    assert council.by_laws["quorum"] == "3/4"
    assert council.by_laws["average"] == "mean"
    chair = seat_of(people.ba_sau, council)
    assert chair is not None
    assert chair.votes
    assert chair.mandate.role == Role.COUNCIL_CHAIR
    assert people.ba_sau.mandates.count() == 1, "the mandate that the chair holds already is used"


def test_only_the_province_founds_councils() -> None:
    people = cast.everybody()
    with pytest.raises(Refused) as refused:
        found_council(name="Hội đồng riêng", decision_number="1/QĐ", founded_on=date(2026, 1, 5), by=people.chi_ba)
    assert "not_allowed" in reasons(refused)


def test_a_seat_is_given_once_and_there_is_one_chair() -> None:
    people = cast.everybody()
    council = council_of(people)
    with pytest.raises(Refused) as refused:
        seat_member(council, person=people.ba_sau, role=Seat.Role.CHAIR, by=people.co_nam)
    assert {reason.field for reason in refused.value.reasons} == {"person", "role"}


def test_a_seat_ends_with_its_mandate() -> None:
    stage = called()
    member = stage.people.members[0]
    end_mandate(member.mandates.get(), on=date(2026, 1, 31), by=stage.people.quan_tri)
    assert seat_of(member, stage.council) is None


def test_a_person_without_mandate_gets_one_with_the_seat() -> None:
    people = cast.everybody()
    council = council_of(people)
    newcomer = cast.stranger()
    seat = seat_member(council, person=newcomer, role=Seat.Role.MEMBER, by=people.co_nam)
    assert seat.mandate.person == newcomer
    assert seat.mandate.office == council.office


# Sittings and agenda


def test_an_accepted_dossier_becomes_an_item_and_stands_before_the_council(prepared: Stage) -> None:
    prepared.item.dossier.refresh_from_db()
    assert prepared.item.dossier.state == dossier_states.BEFORE_COUNCIL
    assert prepared.item.order == 1


def test_a_dossier_of_another_state_or_round_or_by_a_stranger_is_not_put_on_the_agenda(prepared: Stage) -> None:
    people, round_ = prepared.people, round_of(prepared.people)
    forwarded = dossier(people, round_, state=dossier_states.FORWARDED)
    with pytest.raises(Refused):
        put_item(prepared.sitting, dossier=forwarded, by=people.co_nam)
    for someone in (people.thanh_vien_1, people.chi_ba, people.quan_tri):
        with pytest.raises(Refused):
            put_item(prepared.sitting, dossier=dossier(people, round_), by=someone)
    assert prepared.sitting.items.count() == 1


def test_a_sitting_opens_only_with_items_seats_and_reports() -> None:
    people = cast.everybody()
    council = council_of(people)
    sitting = call_sitting(
        council, round=round_of(people), name="Phiên trống", held_on=date(2026, 11, 2), by=people.thu_ky
    )
    with pytest.raises(Refused) as refused:
        open_sitting(sitting, by=people.thu_ky)
    assert reasons(refused) == {"empty", "no_codes"}
    item = put_item(sitting, dossier=dossier(people, round_of(people)), by=people.co_nam)
    with pytest.raises(Refused) as refused:
        open_sitting(sitting, by=people.thu_ky)
    assert reasons(refused) == {"no_report", "no_codes"}
    report(item, people.chu_bay)
    draw_code(sitting, by=people.ba_sau)
    with pytest.raises(Refused) as refused:
        open_sitting(sitting, by=people.thu_ky)
    assert reasons(refused) == {"no_codes"}, "one code opens nothing, so it may not begin with one"
    draw_code(sitting, by=people.thu_ky)
    assert open_sitting(sitting, by=people.thu_ky).state == lifecycle.SCORING


def test_by_laws_are_those_of_the_opening(scoring: Stage) -> None:
    scoring.council.by_laws = {**scoring.council.by_laws, "quorum": "1"}
    scoring.council.save()
    assert Sitting.objects.get(pk=scoring.sitting.pk).rules.quorum.denominator == 3


def test_members_do_not_open_or_close_sittings(prepared: Stage) -> None:
    for someone in (*prepared.people.members, prepared.people.chu_bay, prepared.people.quan_tri):
        with pytest.raises(Refused):
            open_sitting(prepared.sitting, by=someone)
        with pytest.raises(Refused):
            close_sitting(prepared.sitting, by=someone)


# The advisory team


def test_a_report_needs_every_criterion_and_a_remark(prepared: Stage) -> None:
    item = put_item(
        prepared.sitting, dossier=dossier(prepared.people, round_of(prepared.people)), by=prepared.people.co_nam
    )
    save_report(item, by=prepared.people.chu_bay, choices={"1.1": 2})
    with pytest.raises(Refused) as refused:
        hand_in_report(item, by=prepared.people.chu_bay)
    fields = {reason.field for reason in refused.value.reasons}
    assert "remark" in fields
    assert "choices.1.2" in fields
    assert "choices.1.1" not in fields


def test_only_the_advisory_team_reports_and_only_until_hand_in(prepared: Stage) -> None:
    for someone in (prepared.people.ba_sau, prepared.people.thanh_vien_1, prepared.people.thu_ky):
        with pytest.raises(Refused):
            save_report(prepared.item, by=someone, remark="Tôi thấy tốt")
    with pytest.raises(Refused) as refused:
        save_report(prepared.item, by=prepared.people.chu_bay, remark="Sửa lại")
    assert reasons(refused) == {"already_in"}


# Sheets


def test_a_member_scores_criterion_by_criterion_and_hands_in(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = filled(scoring, member, scored(HONEY, 74))
    assert sheet.points is None, "no total stands before opening"
    sheet = hand_in(sheet, edition=sheet.edition, by=member)
    assert (sheet.points, sheet.choices, sheet.salt) == (None, {}, "")
    for person in scoring.voters[:4]:
        if person != member:
            scoring.score(person)
    scoring.open_all()
    sheet.refresh_from_db()
    assert sheet.points == 74
    assert sheet.seal == sheet_seal(sheet.salt, sheet.content())
    assert sheet.is_whole


def test_opening_twice_gives_the_same_sheet(scoring: Stage) -> None:
    assert scoring.sheet(scoring.people.thanh_vien_1).pk == scoring.sheet(scoring.people.thanh_vien_1).pk


def test_a_score_saved_over_a_newer_one_is_refused_but_a_double_click_is_not(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    first = sheet.edition
    save_score(sheet, criterion="1.1", choice=2, edition=first, by=member)
    save_score(sheet, criterion="1.1", choice=2, edition=first, by=member)
    with pytest.raises(Refused) as refused:
        save_score(sheet, criterion="1.1", choice=3, edition=first, by=member)
    assert reasons(refused) == {"stale"}


@pytest.mark.parametrize("choice", [7, -1, "3", None, True, 1.5, {"case": "a", "points": 1}, [1], 10**30])
def test_points_that_no_option_carries_are_refused(scoring: Stage, choice: object) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    with pytest.raises(Refused):
        save_score(sheet, criterion="1.1", choice=choice, edition=sheet.edition, by=member)
    with pytest.raises(Refused):
        save_score(sheet, criterion="99.9", choice=1, edition=sheet.edition, by=member)


def test_taking_the_story_away_takes_its_form_away(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = filled(scoring, member)
    assert "5.2" in sheet.choices
    sheet = save_score(sheet, criterion="5.1", choice=0, edition=sheet.edition, by=member)
    assert "5.2" not in sheet.choices
    hand_in(sheet, edition=sheet.edition, by=member)


def test_an_incomplete_sheet_names_every_criterion_that_is_missing(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    sheet = save_score(sheet, criterion="1.1", choice=2, edition=sheet.edition, by=member)
    with pytest.raises(Refused) as refused:
        hand_in(sheet, edition=sheet.edition, by=member)
    missing = {reason.field for reason in refused.value.reasons}
    assert len(missing) == len([c for c in HONEY.criteria if c.code not in ("1.1", "5.2")])


def test_nobody_writes_on_another_persons_sheet(scoring: Stage) -> None:
    sheet = scoring.sheet(scoring.people.thanh_vien_1)
    for someone in (scoring.people.thanh_vien_2, scoring.people.ba_sau, scoring.people.thu_ky, scoring.people.quan_tri):
        with pytest.raises(Refused):
            save_score(sheet, criterion="1.1", choice=2, edition=sheet.edition, by=someone)
        with pytest.raises(Refused):
            hand_in(sheet, edition=sheet.edition, by=someone)


def test_secretary_and_advisor_have_no_sheet(scoring: Stage) -> None:
    for someone in (scoring.people.thu_ky, scoring.people.chu_bay, scoring.people.co_nam, scoring.people.chi_ba):
        with pytest.raises(Refused):
            open_sheet(scoring.item, by=someone)


def test_a_sheet_cannot_be_opened_before_the_sitting(prepared: Stage) -> None:
    with pytest.raises(Refused) as refused:
        open_sheet(prepared.item, by=prepared.people.thanh_vien_1)
    assert reasons(refused) == {"wrong_state"}


def test_a_gate_must_be_one_of_the_set(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    with pytest.raises(Refused):
        save_gates(sheet, disqualified=["1.2"], edition=sheet.edition, by=member)
    assert save_gates(sheet, disqualified=["6.1", "dossier"], edition=sheet.edition, by=member).disqualified == [
        "6.1", "dossier",
    ]  # fmt: skip


def test_a_handed_in_sheet_changes_only_by_revision(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.score(member)
    with pytest.raises(Refused) as refused:
        save_score(sheet, criterion="1.1", choice=1, edition=sheet.edition, by=member)
    assert reasons(refused) == {"already_in"}
    with pytest.raises(Refused) as refused:
        hand_in(sheet, edition=sheet.edition, by=member)
    assert reasons(refused) == {"already_in"}


def test_a_revision_keeps_the_old_score_and_demands_a_reason(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = opened_sheet(scoring, member)
    before = sheet.seal
    with pytest.raises(Refused):
        revise(sheet, criterion="1.1", choice=1, reason="nhầm", edition=sheet.edition, by=member)
    sheet = revise(
        sheet, criterion="1.1", choice=1, reason="Xem lại tỷ lệ nguyên liệu", edition=sheet.edition, by=member
    )
    change = SheetChange.objects.get()
    assert (change.criterion, change.old, change.new) == ("1.1", 3, 1)
    assert sheet.points == 98
    assert sheet.seal != before
    line = Line.objects.get(verb="revise")
    assert line.facts["before"] == before
    assert set(line.facts) == {"item", "round", "seal", "before", "changes"}


def test_a_revision_that_drops_a_dependent_score_keeps_both(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = opened_sheet(scoring, member)
    revise(sheet, criterion="5.1", choice=0, reason="Không có câu chuyện nào", edition=sheet.edition, by=member)
    assert {change.criterion for change in SheetChange.objects.all()} == {"5.1", "5.2"}


def test_named_gates_are_revised_with_a_reason_and_sealed_again(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = opened_sheet(scoring, member)
    with pytest.raises(Refused) as refused:
        revise_gates(sheet, disqualified=[], reason="Không có gì thay đổi", edition=sheet.edition, by=member)
    assert reasons(refused) == {"same"}
    sheet = revise_gates(
        sheet, disqualified=["6.1"], reason="Thấy tạp chất trong mẫu thứ ba", edition=sheet.edition, by=member
    )
    change = SheetChange.objects.get()
    assert (change.criterion, change.old, change.new) == ("chốt loại", [], ["6.1"])
    assert sheet.is_whole


# Conflicts


def test_a_member_with_a_conflict_cannot_open_the_sheet(prepared: Stage) -> None:
    member = prepared.people.thanh_vien_1
    declare_conflict(prepared.item, cause="Chủ thể là người thân", by=member)
    open_sitting(prepared.sitting, by=prepared.people.thu_ky)
    with pytest.raises(Refused) as refused:
        open_sheet(prepared.item, by=member)
    assert reasons(refused) == {"conflict"}
    with pytest.raises(Refused):
        withdraw_conflict(prepared.item, by=member)


def test_a_conflict_is_withdrawn_only_before_scoring_and_its_trace_stays(prepared: Stage) -> None:
    member = prepared.people.thanh_vien_1
    declare_conflict(prepared.item, cause="Nhầm tên chủ thể", by=member)
    withdraw_conflict(prepared.item, by=member)
    assert Conflict.objects.get().withdrawn_at is not None
    open_sitting(prepared.sitting, by=prepared.people.thu_ky)
    open_sheet(prepared.item, by=member)


def test_an_open_sheet_closes_when_a_conflict_is_declared_and_never_counts(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = filled(scoring, member)
    declare_conflict(scoring.item, cause="Mới biết là người thân", by=member)
    with pytest.raises(Refused) as refused:
        hand_in(sheet, edition=sheet.edition, by=member)
    assert reasons(refused) == {"conflict"}


def test_a_conflict_cannot_be_declared_after_hand_in(scoring: Stage) -> None:
    scoring.score(scoring.people.thanh_vien_1)
    with pytest.raises(Refused) as refused:
        declare_conflict(scoring.item, cause="Giờ mới nhớ ra", by=scoring.people.thanh_vien_1)
    assert reasons(refused) == {"too_late"}


def test_the_cause_of_a_conflict_stays_out_of_the_journal(prepared: Stage) -> None:
    declare_conflict(prepared.item, cause="Em gái tôi là giám đốc", by=prepared.people.thanh_vien_1)
    assert "Em gái" not in str(list(Line.objects.values_list("facts", flat=True)))


# Closing


def test_closing_without_quorum_names_every_item_at_once() -> None:
    stage = opened(items=3)
    for person in (stage.people.ba_sau, *stage.people.members[:3]):
        stage.score(person, item=stage.items[1])
    with pytest.raises(Refused) as refused:
        close_sitting(stage.sitting, by=stage.people.ba_sau)
    assert len(refused.value.reasons) == 3
    assert reasons(refused) == {"no_quorum", "not_opened"}
    assert Result.objects.count() == 0
    stage.sitting.refresh_from_db()
    assert stage.sitting.state == lifecycle.SCORING


def test_closing_finds_results_moves_dossiers_and_keeps_minutes(scoring: Stage) -> None:
    marks = [74, 76, 78, 80, 82, 84]
    for person, points in zip((scoring.people.ba_sau, *scoring.people.members), marks, strict=True):
        scoring.score(person, scored(HONEY, points))
    sitting = scoring.close()
    (result,) = results_of(sitting)
    assert result.average == Decimal(79)
    assert result.sheets == 6
    assert result.spread == 10
    assert result.star == min(4, result.star_by_minimums)
    scoring.item.dossier.refresh_from_db()
    assert scoring.item.dossier.state == dossier_states.RATED
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(bytes_of(sitting.minutes_sha256))).pages)
    for words in (
        "Biên bản phiên họp",
        "100/QĐ-UBND",
        "79,00",
        "Bà Sáu",
        "MÔ PHỎNG",
        scoring.item.dossier.product.name,
    ):
        assert words in text
    assert chain_verdict().whole


def test_a_sheet_that_is_not_in_does_not_count(scoring: Stage) -> None:
    for person in (scoring.people.ba_sau, *scoring.people.members[:3]):
        scoring.score(person, scored(HONEY, 80))
    filled(scoring, scoring.people.thanh_vien_5, scored(HONEY, 10))
    sitting = scoring.close(scoring.people.thu_ky)
    assert results_of(sitting)[0].average == 80
    assert results_of(sitting)[0].sheets == 4


def test_ninety_points_go_to_the_ministry_and_never_become_five_stars(scoring: Stage) -> None:
    scoring.everyone_scores()
    (result,) = results_of(scoring.close())
    assert result.to_ministry
    assert result.star == 4


def test_a_closed_sitting_takes_nothing_any_more(scoring: Stage) -> None:
    scoring.everyone_scores()
    sheet = Sheet.objects.get(seat__person=scoring.people.thanh_vien_1)
    scoring.close()
    with pytest.raises(Refused):
        revise(
            sheet, criterion="1.1", choice=1, reason="Muốn sửa lại sau họp", edition=sheet.edition,
            by=scoring.people.thanh_vien_1,
        )  # fmt: skip
    with pytest.raises(Refused):
        scoring.close()
    with pytest.raises(Refused):
        declare_conflict(scoring.item, cause="Quá muộn rồi", by=scoring.people.thanh_vien_2)


def test_results_are_nobodys_before_the_sitting_is_closed(scoring: Stage) -> None:
    scoring.everyone_scores()
    assert results_of(scoring.sitting) == []


def test_a_sheet_changed_behind_the_acts_stops_the_closing(scoring: Stage) -> None:
    scoring.everyone_scores()
    scoring.open_all()
    Sheet.objects.filter(seat__person=scoring.people.thanh_vien_1).update(choices=plain_choices(scored(HONEY, 12)))
    with pytest.raises(Refused) as refused:
        close_sitting(scoring.sitting, by=scoring.people.ba_sau)
    assert reasons(refused) == {"seal_broken"}
    assert "Thành viên Một" in str(refused.value)
    assert Result.objects.count() == 0


def test_the_same_facts_give_the_same_minutes(scoring: Stage) -> None:
    from ocop.councils.exports import minutes_pdf
    from ocop.councils.queries import minutes_facts

    scoring.everyone_scores()
    sitting = scoring.close()
    assert sitting.closed_at is not None
    facts = minutes_facts(sitting, sitting.closed_at, "0" * 64)
    assert minutes_pdf(facts) == minutes_pdf(facts)


def test_an_act_may_have_happened_earlier_and_says_so(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = open_sheet(scoring.item, by=member, at=scoring.sitting.opened_at)
    assert sheet.opened_at == scoring.sitting.opened_at
    assert plain_choices(best(HONEY))
