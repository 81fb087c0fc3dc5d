"""Activation from phones that were without a network: signed notes, in any order, each taken once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_keep_stamps
from ..models import ActivationNote, Batch, Phone
from ..queries import activations_over, spans_of
from ..rules.notes import Note, is_signed, public_key_unfit, read_note
from ..rules.obstacles import dotted, sequence_shown, state_forbids
from ..rules.ranges import Span, within
from .moving import locked, moved, range_named, still_with_printer

_MOST_PHONES = 10
_FAST_CLOCK = timedelta(minutes=10)


def register_phone(phone_id: UUID, *, name: str, public_key: bytes, by: Person, at: datetime | None = None) -> Phone:
    """Ghi danh máy: from now on this phone's signature stands for the person; asking twice is harmless."""
    with act(at) as moment:
        Person.objects.select_for_update().get(pk=by.pk)
        known = Phone.objects.filter(pk=phone_id).first()
        if known is not None and known.person_id == by.pk and bytes(known.public_key) == public_key:
            return known
        mine = Phone.objects.filter(person=by, retired_at=None).count()
        Refused.unless_clear(
            None if may_keep_stamps(by) else Reason("Chỉ người của chủ thể mới ghi danh máy được.", code="not_own"),
            Reason("Mã máy này đã có người dùng. Hãy mở lại trang.", code="taken") if known else None,
            _too_many(mine),
            public_key_unfit(public_key),
            text_unfit(name, field="name", label="Tên máy", longest=80),
        )
        phone = Phone.objects.create(id=phone_id, person=by, name=name, public_key=public_key, registered_at=moment)
        record("register_phone", by=by, about=f"stamps.phone:{phone.pk}", at=moment, facts={"name": name})
        return phone


def _too_many(count: int) -> Reason | None:
    if count < _MOST_PHONES:
        return None
    return Reason(f"Mỗi người ghi danh tối đa {_MOST_PHONES} máy. Hãy bỏ bớt máy cũ.", code="too_many")


def retire_phone(phone: Phone, *, by: Person, at: datetime | None = None) -> Phone:
    """Bỏ máy: a phone that was lost or sold signs for nobody any more."""
    with act(at) as moment:
        phone = Phone.objects.select_for_update(of=("self",)).get(pk=phone.pk)
        Refused.unless_clear(
            None if phone.person_id == by.pk else Reason("Đây không phải máy của bạn.", code="not_own"),
            Reason("Máy này đã bỏ rồi.", code="retired") if phone.retired_at else None,
        )
        phone.retired_at = moment
        phone.save(update_fields=["retired_at"])
        record("retire_phone", by=by, about=f"stamps.phone:{phone.pk}", at=moment, facts={"name": phone.name})
        return phone


def take_note(payload: str, signature: bytes, *, by: Person, at: datetime | None = None) -> ActivationNote:
    """Nhận phiếu kích hoạt: does what the phone's owner signed, as far as it can be done, and says what could not.

    Whoever is signed in may send it. A note that was taken before gives the same answer again and changes nothing.
    `Refused` only when it cannot be told from whom it comes; everything else is an outcome that the phone may show.
    """
    note = read_note(payload)
    with act(at) as moment:
        # The phone's row is the lock, so that a note sent twice at once is taken once.
        phone = Phone.objects.select_for_update(of=("self",)).select_related("person").filter(pk=note.phone).first()
        if phone is None or not is_signed(payload, signature, bytes(phone.public_key)):
            raise Refused(
                Reason("Phiếu không mang chữ ký của máy đã ghi danh. Hãy ghi danh lại máy.", code="signature")
            )
        known = ActivationNote.objects.filter(pk=note.id).first()
        if known is not None:
            return _again(known, payload)
        facts = _retired(phone, note) or _done(note, phone.person, moment)
        taken = ActivationNote.objects.create(
            id=note.id, phone=phone, payload=payload, signature=signature, noted_at=note.at, arrived_at=moment, sent_by=by,
            **facts,
        )  # fmt: skip
        told = {"note": str(note.id), "outcome": taken.outcome, "stamps": taken.activated, "phone": str(phone.pk)}
        about = taken.batch or f"stamps.phone:{phone.pk}"
        record("take_note", by=phone.person, about=about, at=moment, facts={**told, "noted_at": note.at.isoformat()})
        return taken


def _again(known: ActivationNote, payload: str) -> ActivationNote:
    if known.payload != payload:
        raise Refused(Reason("Mã phiếu này đã dùng cho một phiếu khác. Hãy ghi phiếu mới.", code="id_reused"))
    return known


def _retired(phone: Phone, note: Note) -> dict[str, Any] | None:
    if phone.retired_at is None:
        return None
    sentence = f"Máy «{phone.name}» đã bỏ lúc {phone.retired_at:%d/%m/%Y}, nên phiếu của máy này không còn giá trị."
    return _outcome(0, [Reason(sentence, code="retired")], refused=True)


def _outcome(activated: int, reasons: list[Reason], *, refused: bool) -> dict[str, Any]:
    kinds = ActivationNote.Outcome
    outcome = kinds.TAKEN if not refused else kinds.PARTLY if activated else kinds.REFUSED
    return {
        "activated": activated, "outcome": outcome, "reasons": [{"code": r.code, "message": r.message} for r in reasons],
    }  # fmt: skip


def _done(note: Note, by: Person, at: datetime) -> dict[str, Any]:
    """Activate what may be; being active already is no fault, whoever was quicker."""
    try:
        batch, lo, hi = range_named(note.first, note.last, by)
    except Refused as refused:
        return _outcome(0, list(refused.reasons), refused=True)
    batch = locked(batch)
    spans = spans_of(batch)
    faults = [r for r in state_forbids(spans, lo, hi, lifecycle.ACTIVATE_RANGE) if r.code != f"is_{lifecycle.ACTIVE}"]
    kept = still_with_printer(batch, spans, lo, hi)
    told = _told_active(batch, spans, lo, hi) + _told_clock(note, at)
    when = f"ghi trên máy lúc {timezone.localtime(note.at):%H:%M %d/%m/%Y}"
    activated = 0
    if not kept:
        activated = moved(batch, lo, hi, lifecycle.ACTIVATE_RANGE, by=by, note=when, at=at)
    facts = _outcome(activated, [*faults, *kept, *told], refused=bool(faults or kept))
    return {"batch": batch, "lo": lo, "hi": hi, **facts}


def _told_active(batch: Batch, spans: tuple[Span, ...], lo: int, hi: int) -> list[Reason]:
    """Which part was active before, and through whom."""
    active = [s for s in within(spans, lo, hi) if s.state == lifecycle.ACTIVE]
    if not active:
        return []
    earlier = activations_over(batch, lo, hi)
    who = (
        f", do {earlier[0].changed_by} lúc {timezone.localtime(earlier[0].changed_at):%H:%M %d/%m/%Y}"
        if earlier
        else ""
    )
    return [
        Reason(
            f"Tem {sequence_shown(s.lo)}–{sequence_shown(s.hi - 1)} ({dotted(s.size)} tem) đã kích hoạt từ trước{who}; "
            "giữ nguyên.",
            "first", "was_active",
        )
        for s in active
    ]  # fmt: skip


def _told_clock(note: Note, at: datetime) -> list[Reason]:
    if note.at <= at + _FAST_CLOCK:
        return []
    return [Reason("Đồng hồ của máy chạy nhanh hơn giờ thật; cổng ghi theo giờ nhận phiếu.", "at", "fast_clock")]
