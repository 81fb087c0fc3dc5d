"""Substitutes, ended seats, delegations, by-laws amended, hints of conflicts; and opinions in writing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ocop.councils import lifecycle
from ocop.councils.acts import (
    amend_by_laws,
    answer,
    arrange_item,
    call_consultation,
    close_consultation,
    declare_interests,
    declare_tie,
    delegate_chair,
    end_seat,
    name_leader,
    open_sitting,
    put_item,
    seat_member,
    seat_substitute,
)
from ocop.councils.models import Item, Result, Seat, Sitting
from ocop.councils.queries import decide_by, hints_for, results_of, seat_of, voting_seats
from ocop.dossiers import lifecycle as dossier_states
from ocop.dossiers.models import Dossier
from ocop.journal.rules import Refused
from tests import cast

from .stage import Stage, called, dossier, opened, report, round_of

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def seat(stage: Stage, key: str) -> Seat:
    found = seat_of(stage.people.people[key], stage.council)
    assert found is not None
    return found


def test_a_substitute_scores_while_the_seat_rests_and_quorum_counts_one() -> None:
    stage = opened()
    other = cast.stranger()
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=3), "document": "12/CV (mô phỏng)"}
    with pytest.raises(Refused):
        seat_substitute(seat(stage, "thanh_vien_1"), person=other, by=stage.people.ba_sau, **days)  # type: ignore[arg-type]
    seat_substitute(seat(stage, "thanh_vien_1"), person=other, by=stage.people.co_nam, **days)  # type: ignore[arg-type]
    assert len(voting_seats(stage.council)) == 6
    declare_interests(stage.sitting, conflicts={}, by=other)
    stage.score(other)
    with pytest.raises(Refused) as refused:
        stage.sheet(stage.people.thanh_vien_1)
    assert {reason.code for reason in refused.value.reasons} == {"not_allowed"}
    later = today() + timedelta(days=4)
    assert other not in [found.person for found in voting_seats(stage.council, later)]
    assert stage.people.thanh_vien_1 in [found.person for found in voting_seats(stage.council, later)]


def test_an_ended_seat_keeps_its_sheets_and_its_reason_and_the_chair_can_be_followed() -> None:
    stage = opened()
    sheet = stage.score(stage.people.ba_sau)
    end_seat(
        seat(stage, "ba_sau"), reason="Nghỉ hưu theo quyết định", on=today() - timedelta(days=1), by=stage.people.co_nam
    )
    sheet.seat.refresh_from_db()
    assert sheet.seat.end_reason
    assert seat_of(stage.people.ba_sau, stage.council) is None

    seat_member(stage.council, person=cast.stranger(), role=Seat.Role.CHAIR, by=stage.people.co_nam)
    assert stage.council.seats.filter(role="chair").count() == 2


def test_the_chair_delegates_and_the_delegate_opens_the_sitting() -> None:
    stage = called()
    with pytest.raises(Refused):
        open_sitting(stage.sitting, by=stage.people.thanh_vien_1)
    delegate_chair(
        seat(stage, "thanh_vien_1"),
        document="5/UQ (mô phỏng)",
        starts_on=today(),
        ends_on=today(),
        by=stage.people.ba_sau,
    )
    assert open_sitting(stage.sitting, by=stage.people.thanh_vien_1).state == lifecycle.SCORING


def test_by_laws_are_amended_for_later_sittings_and_say_every_fault() -> None:
    stage = opened()
    amend_by_laws(stage.council, by_laws={"spread_rule": "second_round"}, by=stage.people.co_nam)
    stage.council.refresh_from_db()
    assert stage.council.by_laws["spread_rule"] == "second_round"
    assert Sitting.objects.get(pk=stage.sitting.pk).rules.spread_rule == "off"
    with pytest.raises(Refused) as refused:
        amend_by_laws(stage.council, by_laws={"spread_points": 0, "quorum": "2"}, by=stage.people.co_nam)
    assert len(refused.value.reasons) == 2
    with pytest.raises(Refused):
        amend_by_laws(stage.council, by_laws={"decimals": 1}, by=stage.people.ba_sau)


def test_one_leads_the_advisory_team_and_the_agenda_has_an_order() -> None:
    stage = called(items=3)
    assert name_leader(seat(stage, "chu_bay"), by=stage.people.co_nam).leads
    with pytest.raises(Refused):
        name_leader(seat(stage, "thanh_vien_1"), by=stage.people.co_nam)
    arrange_item(stage.items[2], order=1, presenter="Chú Bảy", by=stage.people.thu_ky)
    assert [item.pk for item in stage.sitting.items.all()] == [stage.items[i].pk for i in (2, 0, 1)]


def test_conflicts_are_hinted_with_their_source_and_never_declared_for_anybody() -> None:
    stage = called()
    items = list(Item.objects.select_related("dossier__product__producer", "dossier__commune"))
    assert hints_for(seat(stage, "thanh_vien_2"), items) == {}
    declare_tie(stage.people.producer, kind="kin", by=stage.people.thanh_vien_1)
    Dossier.objects.update(opened_by=stage.people.thanh_vien_3)
    (hint,) = hints_for(seat(stage, "thanh_vien_1"), items)[stage.item.pk]
    assert ("người thân" in hint.why, hint.source) == (True, "quan hệ tự khai")
    items = list(Item.objects.select_related("dossier__product__producer", "dossier__commune"))
    assert "giúp lập hồ sơ" in hints_for(seat(stage, "thanh_vien_3"), items)[stage.item.pk][0].why
    assert stage.item.conflicts.count() == 0


# In writing


def asked(stage: Stage) -> tuple[Sitting, Item]:
    """A consultation that was sent, with one re-rating on it."""
    people = stage.people
    sitting = call_consultation(stage.council, round=round_of(people), name="Lấy ý kiến (mô phỏng)", by=people.thu_ky)
    rerate = dossier(people, round_of(people))
    Dossier.objects.filter(pk=rerate.pk).update(kind=Dossier.Kind.RERATE)
    rerate.refresh_from_db()
    item = put_item(sitting, dossier=rerate, by=people.co_nam)
    report(item, people.chu_bay)
    for person in stage.voters:
        declare_interests(sitting, conflicts={}, by=person)
    sitting = open_sitting(sitting, by=people.thu_ky)
    return sitting, Item.objects.select_related("sitting", "dossier").get(pk=item.pk)


def test_only_ratings_after_36_months_are_settled_in_writing() -> None:
    stage = called()
    sitting = call_consultation(stage.council, round=round_of(stage.people), name="Lấy ý kiến", by=stage.people.thu_ky)
    with pytest.raises(Refused) as refused:
        put_item(sitting, dossier=dossier(stage.people, round_of(stage.people)), by=stage.people.co_nam)
    assert {reason.code for reason in refused.value.reasons} == {"not_rerate"}


def test_agreed_in_writing_the_dossier_is_rated_as_proposed_and_has_its_minutes() -> None:
    stage = called()
    sitting, item = asked(stage)
    assert decide_by(item.dossier) == timezone.localdate(item.dossier.accepted_at) + timedelta(days=45)  # type: ignore[arg-type]
    for person in stage.voters[:3]:
        answer(item, agrees=True, by=person)
    with pytest.raises(Refused) as refused:
        close_consultation(sitting, by=stage.people.ba_sau)
    assert {reason.code for reason in refused.value.reasons} == {"no_quorum"}
    for person in stage.voters[3:]:
        answer(item, agrees=True, by=person)
    sitting = close_consultation(sitting, by=stage.people.ba_sau)
    (result,) = results_of(sitting)
    assert (result.star, result.average) == (4, 100)
    item.dossier.refresh_from_db()
    assert item.dossier.state == dossier_states.RATED
    assert sitting.minutes_sha256


def test_one_objection_with_a_reason_calls_a_meeting() -> None:
    stage = called()
    sitting, item = asked(stage)
    with pytest.raises(Refused):
        answer(item, agrees=False, by=stage.voters[1])
    answer(item, agrees=False, reason="Giấy kiểm nghiệm đã quá hạn", by=stage.voters[1])
    close_consultation(sitting, by=stage.people.ba_sau)
    item.refresh_from_db()
    assert item.state == lifecycle.POSTPONED
    assert Result.objects.count() == 0
    assert "Thành viên Một" in item.postponements.get().reason
