"""Appointing people: accounts, offices, mandates, passwords."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.places.models import Place

from .models import Mandate, Office, Person
from .rules import (
    Role,
    days_overlap,
    last_day_unfit,
    login_missing,
    login_unfit,
    mandate_days_unfit,
    phone_number,
    readable_password,
)


def register_person(
    *, name: str, by: Person | None, phone: str = "", email: str = "", password: str | None = None,
    simulated: bool = False, at: datetime | None = None,
) -> Person:  # fmt: skip
    """Lập tài khoản: an account that signs in by phone or e-mail; without a password it cannot sign in yet."""
    name = clean_text(name)
    number = phone_number(phone) if phone else None
    address = email.strip().lower() or None
    Refused.unless_clear(
        text_unfit(name, field="name", label="Họ và tên", longest=120, shortest=2),
        login_missing(phone, address),
        login_unfit(phone, address),
        _logins_taken(number, address),
    )
    with act(at) as moment:
        person = Person(name=name, phone=number, email=address, simulated=simulated)
        person.set_password(password)
        person.save()
        record("register_person", by=by, about=person, at=moment, facts={"simulated": simulated})
    return person


def _logins_taken(phone: str | None, email: str | None) -> list[Reason]:
    reasons = []
    if phone and Person.objects.filter(phone=phone).exists():
        reasons.append(Reason("Số điện thoại này đã có tài khoản.", "phone", "taken"))
    if email and Person.objects.filter(email=email).exists():
        reasons.append(Reason("Thư điện tử này đã có tài khoản.", "email", "taken"))
    return reasons


def found_office(
    *, name: str, kind: str, by: Person | None, place: Place | None = None, simulated: bool = False,
    at: datetime | None = None,
) -> Office:  # fmt: skip
    """Lập cơ quan: an office that can give mandates."""
    name = clean_text(name)
    taken = Office.objects.filter(kind=kind, name=name).exists()
    Refused.unless_clear(
        text_unfit(name, field="name", label="Tên cơ quan", longest=200, shortest=3),
        Reason("Cơ quan này đã có trong danh sách.", "name", "taken") if taken else None,
    )
    with act(at) as moment:
        office = Office.objects.create(name=name, kind=kind, place=place, simulated=simulated)
        record("found_office", by=by, about=office, at=moment, facts={"kind": kind})
    return office


def appoint(
    *, person: Person, role: Role, office: Office, by: Person | None, starts_on: date, place: Place | None = None,
    ends_on: date | None = None, basis: str = "", at: datetime | None = None,
) -> Mandate:  # fmt: skip
    """Giao nhiệm vụ: a role for an office, in a place (default the office's), from a day to a day."""
    basis = clean_text(basis)
    where = place or office.place
    with act(at) as moment:
        # The person's row is the lock: two appointments at once must see each other.
        Person.objects.select_for_update().get(pk=person.pk)
        Refused.unless_clear(
            mandate_days_unfit(starts_on, ends_on),
            text_unfit(basis, field="basis", label="Căn cứ", longest=200),
            _mandate_held(person, role, office, where, (starts_on, ends_on)),
        )
        mandate = Mandate.objects.create(
            person=person, role=role, office=office, place=where, starts_on=starts_on, ends_on=ends_on, basis=basis
        )
        record("appoint", by=by, about=mandate, at=moment, facts={"person": person.pk, "role": str(role)})
    person.__dict__.pop("_mandates_in_force", None)
    return mandate


def _mandate_held(
    person: Person, role: Role, office: Office, place: Place | None, days: tuple[date, date | None]
) -> Reason | None:
    for held in Mandate.objects.filter(person=person, role=role, office=office, place=place):
        if days_overlap((held.starts_on, held.ends_on), days):
            return Reason("Người này đang giữ đúng nhiệm vụ ấy trong khoảng ngày đã chọn.", "role", "held")
    return None


def end_mandate(mandate: Mandate, *, on: date, by: Person, at: datetime | None = None) -> Mandate:
    """Thôi nhiệm vụ: the mandate's last day becomes `on`."""
    with act(at) as moment:
        held = list(Mandate.objects.select_for_update().filter(role=mandate.role).order_by("id")) if (
            mandate.role == Role.ADMINISTRATOR
        ) else [Mandate.objects.select_for_update().get(pk=mandate.pk)]  # fmt: skip
        mandate = next(m for m in held if m.pk == mandate.pk)
        Refused.unless_clear(
            last_day_unfit(on, mandate.starts_on, mandate.ends_on),
            _nobody_left_to_appoint(mandate, held),
        )
        mandate.ends_on = on
        mandate.save(update_fields=["ends_on"])
        record("end_mandate", by=by, about=mandate, at=moment, facts={"on": on.isoformat()})
    return mandate


def _nobody_left_to_appoint(mandate: Mandate, held: list[Mandate]) -> Reason | None:
    if mandate.role != Role.ADMINISTRATOR or any(m.pk != mandate.pk and m.ends_on is None for m in held):
        return None
    return Reason("Đây là người quản trị cuối cùng. Hãy giao nhiệm vụ quản trị cho người khác trước.", "on", "last")


def install_administrator(
    *, name: str, office: str, phone: str = "", email: str = "", at: datetime | None = None
) -> tuple[Person, str]:
    """Lập người quản trị đầu tiên: account, office and mandate at once, by whoever holds the machine itself."""
    password = readable_password()
    with act(at) as moment:
        person = register_person(name=name, phone=phone, email=email, password=password, by=None, at=moment)
        kind = Office.Kind.PROVINCE
        where = Office.objects.filter(kind=kind, name=clean_text(office)).first() or found_office(
            name=office, kind=kind, by=None, at=moment
        )
        day = timezone.localdate(moment)
        appoint(person=person, role=Role.ADMINISTRATOR, office=where, by=None, starts_on=day, at=moment)
    return person, password


def change_password(person: Person, password: str, *, by: Person | None, at: datetime | None = None) -> Person:
    """Đổi mật khẩu: the new one ends all sessions; the caller may keep the present one."""
    with act(at) as moment:
        person.set_password(password)
        person.save(update_fields=["password"])
        record("change_password", by=by, about=person, at=moment)
    return person


def give_password(person: Person, *, by: Person, at: datetime | None = None) -> str:
    """Cấp mật khẩu tạm: a readable one, told once to the administrator and kept nowhere."""
    password = readable_password()
    change_password(person, password, by=by, at=at)
    return password


def end_sessions(person: Person, *, by: Person, at: datetime | None = None) -> Person:
    """Đăng xuất mọi nơi: every session of the person ends; the caller may keep the present one."""
    with act(at) as moment:
        Person.objects.filter(pk=person.pk).update(sessions_epoch=F("sessions_epoch") + 1)
        record("end_sessions", by=by, about=person, at=moment)
    person.refresh_from_db(fields=["sessions_epoch"])
    return person


def close_account(person: Person, *, by: Person, at: datetime | None = None) -> Person:
    """Khóa tài khoản: the person can no longer sign in; what they did stays theirs."""
    if person.pk == by.pk:
        raise Refused("Bạn không thể tự khóa tài khoản của mình.")
    return _set_active(person, False, "close_account", by, at)


def reopen_account(person: Person, *, by: Person, at: datetime | None = None) -> Person:
    """Mở lại tài khoản."""
    return _set_active(person, True, "reopen_account", by, at)


def _set_active(person: Person, active: bool, verb: str, by: Person, at: datetime | None) -> Person:
    with act(at) as moment:
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if locked.is_active != active:
            locked.is_active = active
            locked.save(update_fields=["is_active"])
            record(verb, by=by, about=locked, at=moment)
    return locked
