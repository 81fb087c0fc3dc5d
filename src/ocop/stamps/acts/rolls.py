"""Rolls that the office prints, hands over, and that may get lost or come back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role
from ocop.producers.queries import people_of

from .. import lifecycle
from ..access import may_change_batch, may_print_for_others
from ..models import Batch, Delivery, Roll
from ..queries import spans_of
from ..rules.obstacles import dotted, nothing_left, roll_size_unfit, rolls_unfit, sequence_shown
from ..rules.ranges import cut, within
from .moving import locked, moved


def print_rolls(batch: Batch, roll_size: int, *, by: Person, at: datetime | None = None) -> list[Roll]:
    """In thành cuộn: everything of the batch that is not printed yet, cut into numbered rolls."""
    with act(at) as moment:
        batch = locked(batch)
        waiting = [span for span in spans_of(batch) if span.state == lifecycle.ORDERED]
        Refused.unless_clear(
            _not_office(by),
            roll_size_unfit(roll_size),
            nothing_left(waiting, "Lượt cấp này không còn tem nào chờ in."),
        )
        first = Roll.objects.filter(batch=batch).count() + 1
        pieces = [piece for span in waiting for piece in cut(span.lo, span.hi, roll_size)]
        rolls = Roll.objects.bulk_create(
            Roll(batch=batch, number=first + place, lo=lo, hi=hi, printed_at=moment, printed_by=by)
            for place, (lo, hi) in enumerate(pieces)
        )
        for span in waiting:
            moved(batch, span.lo, span.hi, lifecycle.PRINT_RANGE, by=by, note="", at=moment)
        facts = {"rolls": len(rolls), "stamps": sum(span.size for span in waiting)}
        record("print_rolls", by=by, about=batch, at=moment, facts=facts)
        return rolls


def deliver_rolls(
    rolls: Iterable[Roll], *, by: Person, receiver: str, note: str = "", at: datetime | None = None
) -> Delivery:
    """Giao cuộn tem: printed rolls of one producer, with a note that the receiver confirms."""
    with act(at) as moment:
        batches = {pk: locked(Batch(pk=pk)) for pk in sorted({roll.batch_id for roll in rolls})}
        chosen = list(
            Roll.objects.filter(pk__in=[roll.pk for roll in rolls]).select_related("batch__product__producer")
        )
        producers = {roll.batch.product.producer for roll in chosen}
        Refused.unless_clear(
            _not_office(by),
            rolls_unfit(count=len(chosen), producers=len(producers), gone=[r.mark for r in chosen if _has_left(r)]),
            text_unfit(receiver, field="receiver", label="Người nhận", longest=120, shortest=3),
            text_unfit(note, field="note", label="Ghi chú", longest=300),
        )
        producer = producers.pop()
        assert producer is not None
        delivery = Delivery.objects.create(
            producer=producer, receiver=receiver, note=note, delivered_by=by, delivered_at=moment
        )
        Roll.objects.filter(pk__in=[roll.pk for roll in chosen]).update(delivery=delivery)
        words, step = f"phiếu {delivery.number}", lifecycle.DELIVER_ROLLS
        stamps = sum(moved(batches[r.batch_id], r.lo, r.hi, step, by=by, note=words, at=moment) for r in chosen)
        facts = {"rolls": [roll.mark for roll in chosen], "stamps": stamps, "receiver": receiver}
        record("deliver_rolls", by=by, about=delivery, at=moment, facts=facts)
        _tell_delivered(delivery, chosen, stamps, at=moment)
        return delivery


def _has_left(roll: Roll) -> bool:
    return roll.delivery_id is not None or roll.lost_at is not None or roll.returned_at is not None


def _tell_delivered(delivery: Delivery, rolls: list[Roll], stamps: int, *, at: datetime) -> None:
    marks = ", ".join(roll.mark for roll in rolls)
    write(
        to=people_of(delivery.producer),
        subject=f"Đã giao {len(rolls)} cuộn, {dotted(stamps)} tem: {delivery.number}",
        body=f"Người nhận: {delivery.receiver}. Các cuộn: {marks}. Đếm đủ cuộn rồi hãy xác nhận đã nhận.",
        url=f"/tem/phieu-giao/{delivery.pk}/", at=at,
    )  # fmt: skip


def receive_delivery(delivery: Delivery, *, by: Person, at: datetime | None = None) -> Delivery:
    """Xác nhận đã nhận tem: the producer's people, once."""
    with act(at) as moment:
        delivery = Delivery.objects.select_for_update(of=("self",)).select_related("producer").get(pk=delivery.pk)
        mine = people_of(delivery.producer).filter(pk=by.pk).exists()
        Refused.unless_clear(
            None if mine else Reason("Chỉ người của chủ thể nhận tem mới xác nhận được.", "delivery", "not_own"),
            _received_already(delivery),
        )
        delivery.received_by, delivery.received_at = by, moment
        delivery.save(update_fields=["received_by", "received_at"])
        record("receive_delivery", by=by, about=delivery, at=moment, facts={"number": delivery.number})
        subject = f"{delivery.producer} đã nhận đủ {delivery.number}"
        write(to=[delivery.delivered_by], subject=subject, url=f"/tem/phieu-giao/{delivery.pk}/", at=moment)
        return delivery


def _received_already(delivery: Delivery) -> Reason | None:
    if delivery.received_at is None:
        return None
    return Reason(f"Phiếu này đã được xác nhận lúc {delivery.received_at:%d/%m/%Y}.", "delivery", "received")


def report_roll_lost(roll: Roll, *, by: Person, note: str, at: datetime | None = None) -> Roll:
    """Báo mất cả cuộn: every stamp of it that could still be used warns whoever scans it."""
    with act(at) as moment:
        roll, stamps = _gone(roll, lifecycle.REPORT_LOST, by=by, note=note, at=moment)
        roll.lost_at = moment
        roll.save(update_fields=["lost_at"])
        record(
            "report_roll_lost", by=by, about=roll, at=moment, facts={"roll": roll.mark, "stamps": stamps, "note": note}
        )
        _tell_lost(roll, stamps, note, by=by, at=moment)
        return roll


def _tell_lost(roll: Roll, stamps: int, note: str, *, by: Person, at: datetime) -> None:
    producer = roll.batch.product.producer
    people = {*people_with_role(Role.PROVINCE_OFFICER), *(people_of(producer) if producer else ())} - {by}
    body = (
        f"{dotted(stamps)} tem, từ {roll.first_shown} đến {roll.last_shown}. Lý do: {note} Ai quét đều được cảnh báo."
    )
    write(to=people, subject=f"Báo mất cuộn tem {roll.mark}", body=body, url=f"/tem/cuon/{roll.pk}/", at=at)


def return_roll(roll: Roll, *, by: Person, note: str, at: datetime | None = None) -> Roll:
    """Trả lại cuộn: what is left of it, not used; the stamps already stuck on stay good."""
    with act(at) as moment:
        roll, stamps = _gone(roll, lifecycle.RETURN_RANGE, by=by, note=note, at=moment)
        roll.returned_at = moment
        roll.save(update_fields=["returned_at"])
        record("return_roll", by=by, about=roll, at=moment, facts={"roll": roll.mark, "stamps": stamps, "note": note})
        subject = f"Trả lại cuộn tem {roll.mark}: {dotted(stamps)} tem"
        write(
            to=people_with_role(Role.PROVINCE_OFFICER),
            subject=subject,
            body=note,
            url=f"/tem/cuon/{roll.pk}/",
            at=moment,
        )
        return roll


def _gone(roll: Roll, step: Step, *, by: Person, note: str, at: datetime) -> tuple[Roll, int]:
    """What being lost and coming back have in common: whatever the step may take of the roll leaves."""
    batch = locked(Batch(pk=roll.batch_id))
    roll = Roll.objects.select_related("batch__product__producer").get(pk=roll.pk)
    left = [span for span in within(spans_of(batch), roll.lo, roll.hi) if step.leaves(span.state)]
    Refused.unless_clear(
        _not_involved(batch, by),
        nothing_left(left, f"Cuộn {roll.mark} không còn tem nào để {_VERBS[step.name]}."),
        text_unfit(note, field="note", label="Lý do", longest=300, shortest=5),
    )
    what = f"cuộn {roll.mark} ({sequence_shown(roll.lo)}–{sequence_shown(roll.hi - 1)}): {note}"
    return roll, moved(batch, roll.lo, roll.hi, step, by=by, note=what[:300], at=at)


_VERBS = {lifecycle.REPORT_LOST.name: "báo mất", lifecycle.RETURN_RANGE.name: "trả lại"}


def _not_office(by: Person) -> Reason | None:
    if may_print_for_others(by):
        return None
    return Reason("Chỉ cán bộ cơ quan OCOP tỉnh mới in và giao cuộn tem.", "batch", "not_office")


def _not_involved(batch: Batch, by: Person) -> Reason | None:
    if may_change_batch(by, batch) or may_print_for_others(by):
        return None
    return Reason("Chỉ chủ thể của tem hoặc cơ quan OCOP tỉnh mới làm được việc này.", "roll", "not_own")
