"""Registering producers, and who acts for them."""

from __future__ import annotations

from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.models import Person
from ocop.people.rules import phone_number
from ocop.places.acts import hold_register, learn_words
from ocop.places.models import Place
from ocop.places.queries import free_slug
from ocop.places.rules import nfc

from .. import queries
from ..models import Membership, Producer
from ..rules import duplicate_hint, phone_without_consent, registration_unfit


def register_producer(
    *, name: str, kind: str, by: Person | None, place: Place | None = None, former_place: Place | None = None,
    tax_code: str = "", address: str = "", about: str = "", distinct: bool = False, simulated: bool = False,
    source: str = "", certainty: str = "", note: str = "", at: datetime | None = None,
) -> Producer:  # fmt: skip
    """Đăng ký chủ thể: refuses an equal name, and a similar one until it is said to be `distinct`."""
    name, address, about = nfc(name), clean_text(address), clean_text(about)
    unfit = registration_unfit(
        name=name, kind=kind, kinds=Producer.Kind.values, tax_code=tax_code, address=address, about=about
    )
    with act(at) as moment:
        hold_register()
        same = queries.named(name, place)
        alike = [] if distinct else queries.variants_of(name, place)
        Refused.unless_clear(unfit, duplicate_hint(name, same.name if same else "", alike, distinct))
        producer = Producer.objects.create(
            name=name, slug=free_slug(Producer.objects.all(), name), kind=kind, place=place, former_place=former_place,
            tax_code=tax_code, address=address, about=about, simulated=simulated, source=source,
            certainty=certainty, note=note, registered_at=moment,
        )  # fmt: skip
        learn_words([name])
        record("register_producer", by=by, about=producer, at=moment, facts={"name": name, "kind": kind})
    return producer


def add_member(
    *, producer: Producer, person: Person, by: Person | None, role: str = Membership.Role.MANAGER,
    at: datetime | None = None,
) -> Membership:  # fmt: skip
    """Giao người đứng tên: from now on the person acts for the producer; a second call changes nothing."""
    with act(at) as moment:
        member, new = Membership.objects.get_or_create(
            producer=producer, person=person, defaults={"role": role, "since": moment}
        )
        if new or member.until is not None or member.role != role:
            member.role, member.until = role, None
            member.save(update_fields=["role", "until"])
            facts = {"person": person.pk, "role": str(role)}
            record("add_member", by=by, about=producer, at=moment, facts=facts)
    return member


def end_membership(membership: Membership, *, by: Person, at: datetime | None = None) -> Membership:
    """Thôi đứng tên: the person no longer acts for the producer."""
    with act(at) as moment:
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        if membership.until is not None:
            raise Refused(Reason("Người này đã thôi đứng tên từ trước.", "person", "ended"))
        membership.until = moment
        membership.save(update_fields=["until"])
        facts = {"person": membership.person_id}
        record("end_membership", by=by, about=membership.producer, at=moment, facts=facts)
    return membership


def update_producer(
    producer: Producer, *, by: Person, about: str, address: str, public_phone: str = "", consent: bool = False,
    tax_code: str | None = None, at: datetime | None = None,
) -> Producer:  # fmt: skip
    """Cập nhật chủ thể: what the producer tells about itself; a phone number is public only with consent."""
    about, address = clean_text(about), clean_text(address)
    tax = producer.tax_code if tax_code is None else tax_code.strip()
    number = phone_number(public_phone) if public_phone.strip() else ""
    unfit = Reason("Số điện thoại không đúng dạng. Ví dụ: 0203 123 4567.", "public_phone") if number is None else None
    Refused.unless_clear(
        registration_unfit(
            name=producer.name, kind=producer.kind, kinds=Producer.Kind.values, tax_code=tax, address=address,
            about=about,
        ),
        unfit,
        phone_without_consent(public_phone.strip(), consent),
    )  # fmt: skip
    with act(at) as moment:
        producer = Producer.objects.select_for_update().get(pk=producer.pk)
        changed = _changes(
            producer, {"about": about, "address": address, "public_phone": number or "", "tax_code": tax}
        )
        producer.phone_consent_at = (producer.phone_consent_at or moment) if number else None
        producer.save()
        if changed:
            record("update_producer", by=by, about=producer, at=moment, facts={"fields": changed})
    return producer


def _changes(producer: Producer, facts: dict[str, str]) -> list[str]:
    """Set the facts; which of them differ."""
    changed = [name for name, value in facts.items() if getattr(producer, name) != value]
    for name in changed:
        setattr(producer, name, facts[name])
    return changed
