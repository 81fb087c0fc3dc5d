"""What happens to seats: substitutes, ends with a reason, the advisers' leader, the chair's delegation, declared ties."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.producers.models import Producer

from ..access import may_seat_members
from ..models import VOTING, ChairDelegation, Council, Seat, Tie
from ..queries import SEAT_ROLES, seats_of_person
from .councils import mandate_for


def seat_substitute(
    seat: Seat, *, person: Person, starts_on: date, ends_on: date, document: str, by: Person,
    paper: Paper | None = None, organisation: str = "", at: datetime | None = None,
) -> Seat:  # fmt: skip
    """Cử người dự thay: for one seat, some days, by a document; the seat it stands for rests meanwhile."""
    document, organisation = clean_text(document), clean_text(organisation)
    Refused.unless_clear(
        text_unfit(document, field="document", label="Văn bản cử", longest=200, shortest=2),
        text_unfit(organisation, field="organisation", label="Cơ quan", longest=200),
        _dates_unfit(starts_on, ends_on),
    )
    with act(at) as moment:
        council = Council.objects.select_for_update().get(pk=seat.council_id)
        day = timezone.localdate(moment)
        Refused.unless_clear(_not_for_office(council, by, day), _substitute_unfit(council, seat, person, ends_on, day))
        role = SEAT_ROLES[Seat.Role(seat.role)]
        mandate = mandate_for(council, person, role, by, min(starts_on, day), moment)
        made = Seat.objects.create(
            council=council, person=person, mandate=mandate, role=seat.role, stands_for=seat, document=document,
            organisation=organisation or seat.organisation, paper=paper, starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
        facts = {
            "seat": made.pk, "stands_for": seat.pk, "from": starts_on.isoformat(), "until": ends_on.isoformat(),
            "document": document,
        }  # fmt: skip
        record("seat_substitute", by=by, about=council, at=moment, facts=facts)
    return made


def end_seat(seat: Seat, *, reason: str, on: date, by: Person, at: datetime | None = None) -> Seat:
    """Thôi giữ ghế: with a reason and the last day; what the seat has done stays as it is."""
    reason = clean_text(reason)
    Refused.unless_clear(text_unfit(reason, field="reason", label="Lý do", longest=300, shortest=5))
    with act(at) as moment:
        council = Council.objects.select_for_update().get(pk=seat.council_id)
        seat = Seat.objects.select_for_update(of=("self",)).select_related("mandate").get(pk=seat.pk)
        Refused.unless_clear(
            _not_for_office(council, by, timezone.localdate(moment)),
            Reason("Ghế này đã kết thúc.", "reason", "wrong_state") if seat.end_reason else None,
            Reason("Ngày thôi không thể trước ngày bắt đầu.", "on") if on < seat.first_day else None,
        )
        seat.ends_on, seat.end_reason, seat.leads = on, reason, False
        seat.save(update_fields=["ends_on", "end_reason", "leads"])
        facts = {"seat": seat.pk, "on": on.isoformat(), "reason": reason}
        record("end_seat", by=by, about=council, at=moment, facts=facts)
    return seat


def name_leader(seat: Seat, *, by: Person, at: datetime | None = None) -> Seat:
    """Cử Tổ trưởng Tổ tư vấn: one at a time."""
    with act(at) as moment:
        council = Council.objects.select_for_update().get(pk=seat.council_id)
        Refused.unless_clear(
            _not_for_office(council, by, timezone.localdate(moment)),
            None if seat.role == Seat.Role.ADVISOR and not seat.end_reason else Reason(
                "Tổ trưởng phải là người đang trong Tổ tư vấn.", code="not_advisor"
            ),
        )  # fmt: skip
        Seat.objects.filter(council=council, leads=True).update(leads=False)
        Seat.objects.filter(pk=seat.pk).update(leads=True)
        seat.leads = True
        record("name_leader", by=by, about=council, at=moment, facts={"seat": seat.pk})
    return seat


def delegate_chair(
    seat: Seat, *, document: str, starts_on: date, ends_on: date, by: Person, at: datetime | None = None
) -> ChairDelegation:
    """Chủ tịch ủy quyền: another voting seat presides for some days; the chair answers for it all the same."""
    document = clean_text(document)
    Refused.unless_clear(
        text_unfit(document, field="document", label="Văn bản ủy quyền", longest=200, shortest=2),
        _dates_unfit(starts_on, ends_on),
    )
    with act(at) as moment:
        council = Council.objects.select_for_update().get(pk=seat.council_id)
        day = timezone.localdate(moment)
        chairs = any(s.council_id == council.pk and s.role == Seat.Role.CHAIR for s in seats_of_person(by))
        Refused.unless_clear(
            None if chairs or may_seat_members(by, council, day=day) else Reason(
                "Chỉ Chủ tịch Hội đồng hoặc cơ quan tỉnh ghi ủy quyền.", code="not_allowed"
            ),
            None if seat.role == Seat.Role.MEMBER and not seat.end_reason else Reason(
                "Chỉ ủy quyền được cho một thành viên đang giữ ghế.", "seat", "not_member"
            ),
        )  # fmt: skip
        made = ChairDelegation.objects.create(
            council=council, seat=seat, document=document, starts_on=starts_on, ends_on=ends_on, given_by=by,
            given_at=moment,
        )  # fmt: skip
        facts = {"seat": seat.pk, "document": document, "from": starts_on.isoformat(), "until": ends_on.isoformat()}
        record("delegate_chair", by=by, about=council, at=moment, facts=facts)
    return made


def declare_tie(
    producer: Producer, *, kind: str, by: Person, note: str = "", at: datetime | None = None
) -> Tie:  # fmt: skip
    """Khai quan hệ với một chủ thể: it stands until ended, and hints at a conflict whenever the producer comes up."""
    note = clean_text(note)
    Refused.unless_clear(text_unfit(note, field="note", label="Ghi chú", longest=300))
    with act(at) as moment:
        Refused.unless_clear(
            None
            if seats_of_person(by)
            else Reason("Chỉ người có ghế trong Hội đồng khai quan hệ.", code="not_allowed"),
            None if kind in Tie.Kind.values else Reason("Chọn một loại quan hệ trong danh sách.", "kind", "unknown"),
        )
        tie, new = Tie.objects.get_or_create(
            person=by, producer=producer, kind=kind, ended_at=None, defaults={"note": note, "declared_at": moment}
        )
        if new:
            record("declare_tie", by=by, about=by, at=moment, facts={"tie": tie.pk})
    return tie


def end_tie(tie: Tie, *, by: Person, at: datetime | None = None) -> Tie:
    """Quan hệ không còn: what was hinted at earlier stays as it was."""
    with act(at) as moment:
        Refused.unless_clear(
            None if tie.person_id == by.pk else Reason("Chỉ người đã khai bỏ khai báo của mình.", code="not_allowed")
        )
        if Tie.objects.filter(pk=tie.pk, ended_at__isnull=True).update(ended_at=moment):
            record("end_tie", by=by, about=by, at=moment, facts={"tie": tie.pk})
        tie.ended_at = moment
    return tie


def _dates_unfit(starts_on: date, ends_on: date) -> Reason | None:
    if ends_on >= starts_on:
        return None
    return Reason("Ngày cuối không thể trước ngày đầu.", "ends_on", "dates")


def _not_for_office(council: Council, by: Person, day: date) -> Reason | None:
    if may_seat_members(by, council, day=day):
        return None
    return Reason("Chỉ cơ quan tỉnh cử và cho thôi thành viên Hội đồng.", code="not_allowed")


def _substitute_unfit(council: Council, seat: Seat, person: Person, ends_on: date, day: date) -> list[Reason]:
    reasons = []
    if seat.role not in VOTING or seat.stands_for_id or seat.end_reason:
        reasons.append(Reason("Chỉ cử người dự thay cho Chủ tịch hoặc thành viên đang giữ ghế.", code="wrong_seat"))
    if ends_on < day:
        reasons.append(Reason("Thời gian dự thay đã qua.", "ends_on", "past"))
    taken = council.seats.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), end_reason="")
    if taken.filter(person=person).exists():
        reasons.append(Reason("Người này đã có ghế trong Hội đồng nên không dự thay được.", "person", "taken"))
    return reasons
