"""Appointing people: accounts, offices, mandates."""

from __future__ import annotations

from datetime import date, datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.places.models import Place

from .models import Mandate, Office, Person
from .rules import Role, login_missing, phone_number


def register_person(
    *, name: str, by: Person | None, phone: str = "", email: str = "", password: str | None = None,
    simulated: bool = False, at: datetime | None = None,
) -> Person:  # fmt: skip
    """Lập tài khoản: an account that signs in by phone or e-mail; without a password it cannot sign in yet."""
    name = clean_text(name)
    number = phone_number(phone) if phone else None
    address = email.strip().lower() or None
    unfit_phone = Reason(f"Số điện thoại “{phone[:20]}” không đúng dạng.", "phone") if phone and not number else None
    Refused.unless_clear(
        text_unfit(name, field="name", label="Họ và tên", longest=120, shortest=2),
        login_missing(number, address),
        unfit_phone,
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
        reasons.append(Reason("Số điện thoại này đã có tài khoản. Hãy đăng nhập.", "phone", "taken"))
    if email and Person.objects.filter(email=email).exists():
        reasons.append(Reason("Thư điện tử này đã có tài khoản. Hãy đăng nhập.", "email", "taken"))
    return reasons


def found_office(
    *, name: str, kind: str, by: Person | None, place: Place | None = None, simulated: bool = False,
    at: datetime | None = None,
) -> Office:  # fmt: skip
    """Lập cơ quan: an office that can give mandates."""
    with act(at) as moment:
        office = Office.objects.create(name=clean_text(name), kind=kind, place=place, simulated=simulated)
        record("found_office", by=by, about=office, at=moment, facts={"kind": kind})
    return office


def appoint(
    *, person: Person, role: Role, office: Office, by: Person | None, starts_on: date, place: Place | None = None,
    ends_on: date | None = None, basis: str = "", at: datetime | None = None,
) -> Mandate:  # fmt: skip
    """Giao nhiệm vụ: a role for an office, in a place (default the office's), from a day to a day."""
    if ends_on is not None and ends_on < starts_on:
        raise Refused(Reason("Ngày kết thúc phải sau ngày bắt đầu.", "ends_on"))
    with act(at) as moment:
        mandate = Mandate.objects.create(
            person=person, role=role, office=office, place=place or office.place, starts_on=starts_on,
            ends_on=ends_on, basis=basis,
        )  # fmt: skip
        record("appoint", by=by, about=mandate, at=moment, facts={"person": person.pk, "role": str(role)})
    person.__dict__.pop("_mandates_in_force", None)
    return mandate


def end_mandate(mandate: Mandate, *, on: date, by: Person, at: datetime | None = None) -> Mandate:
    """Thôi nhiệm vụ: the mandate's last day becomes `on`."""
    with act(at) as moment:
        mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
        if on < mandate.starts_on:
            raise Refused(Reason("Ngày thôi nhiệm vụ không thể trước ngày giao.", "ends_on"))
        mandate.ends_on = on
        mandate.save(update_fields=["ends_on"])
        record("end_mandate", by=by, about=mandate, at=moment, facts={"on": on.isoformat()})
    return mandate
