"""Founding a council and seating its members."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.acts import appoint
from ocop.people.models import Mandate, Office, Person
from ocop.people.rules import Role

from ..access import may_found_councils, may_seat_members
from ..models import Council, Seat
from ..queries import SEAT_ROLES
from ..rules import DEFAULT_BY_LAWS, read_by_laws


def found_council(
    *, name: str, decision_number: str, founded_on: date, by: Person, office: Office | None = None,
    by_laws: Mapping[str, Any] | None = None, simulated: bool = False, at: datetime | None = None,
) -> Council:  # fmt: skip
    """Thành lập Hội đồng: its founding decision, and its by-laws over the defaults."""
    name, number = clean_text(name), clean_text(decision_number)
    laws = {**DEFAULT_BY_LAWS, **(by_laws or {})}
    read_by_laws(laws)
    Refused.unless_clear(
        text_unfit(name, field="name", label="Tên Hội đồng", longest=200, shortest=4),
        text_unfit(number, field="decision_number", label="Số quyết định thành lập", longest=60, shortest=2),
    )
    with act(at) as moment:
        day = timezone.localdate(moment)
        Refused.unless_clear(
            None if may_found_councils(by, day=day) else Reason("Chỉ cơ quan tỉnh lập Hội đồng.", code="not_allowed"),
            Reason("Ngày thành lập không thể ở sau hôm nay.", "founded_on") if founded_on > day else None,
        )
        home = Office.objects.select_for_update().get(pk=(office or _office_named(name, simulated)).pk)
        if Council.objects.filter(office=home).exists():
            raise Refused(Reason("Đã có Hội đồng của cơ quan này.", "name", "taken"))
        council = Council.objects.create(
            office=home, name=name, decision_number=number, founded_on=founded_on, by_laws=laws, simulated=simulated
        )
        facts = {"decision": number, "founded_on": founded_on.isoformat(), "by_laws": laws}
        record("found_council", by=by, about=council, at=moment, facts=facts)
    return council


def seat_member(
    council: Council, *, person: Person, role: str, by: Person, organisation: str = "", at: datetime | None = None
) -> Seat:
    """Cử thành viên: a seat, and the mandate that goes with it if the person does not hold it yet."""
    organisation = clean_text(organisation)
    Refused.unless_clear(text_unfit(organisation, field="organisation", label="Cơ quan", longest=200))
    with act(at) as moment:
        council = Council.objects.select_for_update().get(pk=council.pk)
        day = timezone.localdate(moment)
        Refused.unless_clear(_seat_unfit(council, person, role, by, day))
        mandate = mandate_for(council, person, SEAT_ROLES[Seat.Role(role)], by, day, moment)
        seat = Seat.objects.create(
            council=council, person=person, mandate=mandate, role=role, organisation=organisation
        )
        record("seat_member", by=by, about=council, at=moment, facts={"person": person.pk, "role": role})
    return seat


def amend_by_laws(
    council: Council, *, by_laws: Mapping[str, Any], by: Person, at: datetime | None = None
) -> Council:  # fmt: skip
    """Sửa Quy chế: for sittings that open from now on; each sitting keeps what stood when it opened."""
    with act(at) as moment:
        council = Council.objects.select_for_update().get(pk=council.pk)
        laws = {**DEFAULT_BY_LAWS, **council.by_laws, **by_laws}
        read_by_laws(laws)
        Refused.unless_clear(
            None if may_found_councils(by, day=timezone.localdate(moment)) else Reason(
                "Chỉ cơ quan tỉnh sửa Quy chế của Hội đồng.", code="not_allowed"
            )
        )  # fmt: skip
        before = {**DEFAULT_BY_LAWS, **council.by_laws}
        changed = {name: [before[name], laws[name]] for name in laws if laws[name] != before[name]}
        if changed:
            council.by_laws = laws
            council.save(update_fields=["by_laws"])
            record("amend_by_laws", by=by, about=council, at=moment, facts={"changed": changed})
    return council


def _office_named(name: str, simulated: bool) -> Office:
    found, _ = Office.objects.get_or_create(kind=Office.Kind.COUNCIL, name=name, defaults={"simulated": simulated})
    return found


def _seat_unfit(council: Council, person: Person, role: str, by: Person, day: date) -> list[Reason]:
    reasons = []
    if not may_seat_members(by, council, day=day):
        reasons.append(Reason("Chỉ cơ quan tỉnh cử thành viên Hội đồng.", code="not_allowed"))
    if role not in Seat.Role.values:
        reasons.append(Reason("Vai trò trong Hội đồng không có trong danh sách.", "role", "unknown"))
    if council.seats.filter(person=person, end_reason="").exists():
        reasons.append(Reason("Người này đã có ghế trong Hội đồng.", "person", "taken"))
    chairs = council.seats.filter(role=Seat.Role.CHAIR, end_reason="", stands_for__isnull=True)
    if role == Seat.Role.CHAIR and chairs.exists():
        reasons.append(Reason("Hội đồng đã có Chủ tịch.", "role", "taken"))
    return reasons


def mandate_for(council: Council, person: Person, role: Role, by: Person, day: date, moment: datetime) -> Mandate:
    held = person.mandates.filter(role=role, office=council.office).order_by("-starts_on")
    found = next((m for m in held if m.holds_on(day)), None)
    if found is not None:
        return found
    return appoint(
        person=person, role=role, office=council.office, by=by, starts_on=day, basis=council.decision_number, at=moment
    )
