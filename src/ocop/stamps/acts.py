"""Drawing stamps against a lot, and changing the state of a range."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from ocop.certificates.queries import standing_of
from ocop.journal.acts import act, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.lots.models import Lot
from ocop.people.models import Person

from . import lifecycle
from .access import may_change_batch, may_draw_stamps
from .models import Batch, RangeChange, StampRange
from .queries import batch_of, in_use, mint, spans_of, subject_of
from .rules import codes
from .rules.obstacles import amount_unfit, certificate_missing, code_unreadable, lot_closed, state_forbids
from .rules.ranges import Span, painted

_NUMBERS_LOCK = 0x0C0B_0004


def draw_stamps(
    lot: Lot, amount: int, *, by: Person, seen_in_use: int | None = None, at: datetime | None = None
) -> Batch:
    """Cấp tem cho lô: as many codes as asked, never more than the lot has pieces.

    `seen_in_use` is what the form showed as already drawn; a second click or another person's draw changes it.
    """
    with act(at) as moment:
        lot = Lot.objects.select_for_update(of=("self",)).select_related("product").get(pk=lot.pk)
        today = timezone.localdate(moment)
        used = in_use(lot)
        Refused.unless_clear(
            _not_own(may_draw_stamps(by, lot)),
            _drawn_meanwhile(seen_in_use, used),
            amount_unfit(amount, quantity=lot.quantity, in_use=used),
            lot_closed(recalled=lot.recalled_at is not None, best_before=lot.best_before, today=today),
            certificate_missing(standing_of(lot.product, today).is_valid),
        )
        epoch = codes.epoch_of(today.year)
        batch = Batch.objects.create(
            product=lot.product, lot=lot, epoch=epoch, number=_next_number(epoch),
            subject=subject_of(lot.product), size=amount, drawn_by=by, drawn_at=moment,
        )  # fmt: skip
        StampRange.objects.create(batch=batch, lo=0, hi=amount, state=lifecycle.ISSUED)
        told = {"lot": lot.code, "amount": amount, "mark": batch.mark}
        record("draw_stamps", by=by, about=batch, at=moment, facts=told)
        return batch


def _not_own(allowed: bool) -> Reason | None:
    if allowed:
        return None
    return Reason("Chỉ người thay mặt chủ thể của sản phẩm mới làm được việc này.", "product", "not_own")


def _drawn_meanwhile(seen: int | None, used: int) -> Reason | None:
    if seen is None or seen == used:
        return None
    return Reason(
        "Lô này vừa được cấp thêm tem ở một lượt khác (có thể do bấm hai lần). Hãy xem lại số tem rồi làm tiếp.",
        "amount", "drawn_meanwhile",
    )  # fmt: skip


def _next_number(epoch: int) -> int:
    """The next free number of the epoch, under a lock of its own until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_NUMBERS_LOCK, epoch])
    last = Batch.objects.filter(epoch=epoch).aggregate(last=Max("number"))["last"]
    number = 0 if last is None else last + 1
    if number >= codes.BATCHES:
        raise Refused(Reason("Kỳ khóa năm nay đã hết số lượt cấp tem. Hãy báo cơ quan quản lý hệ thống.", code="full"))
    return number


def activate_range(first: str, last: str, *, by: Person, at: datetime | None = None) -> tuple[Batch, Span]:
    """Kích hoạt dải tem: by the first and the last stamp stuck on, in either order."""
    return _change_range(lifecycle.ACTIVATE_RANGE, first, last, by=by, note="", at=at)


def void_range(first: str, last: str, *, by: Person, note: str, at: datetime | None = None) -> tuple[Batch, Span]:
    """Hủy dải tem: spoiled, torn or left over; the lot may draw others for them."""
    return _change_range(lifecycle.VOID_RANGE, first, last, by=by, note=note, at=at)


def report_lost(first: str, last: str, *, by: Person, note: str, at: datetime | None = None) -> tuple[Batch, Span]:
    """Báo mất dải tem: whoever scans one of them is warned; they still count against the lot."""
    return _change_range(lifecycle.REPORT_LOST, first, last, by=by, note=note, at=at)


def _change_range(
    step: Step, first: str, last: str, *, by: Person, note: str, at: datetime | None
) -> tuple[Batch, Span]:
    with act(at) as moment:
        batch, lo, hi = _range_named(first, last, by)
        # The batch's row is the lock: ranges are replaced, so they cannot be locked themselves.
        Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        spans = spans_of(batch)
        needs_note = 5 if step is not lifecycle.ACTIVATE_RANGE else 0
        Refused.unless_clear(
            state_forbids(spans, lo, hi, step),
            text_unfit(note, field="note", label="Lý do", longest=300, shortest=needs_note),
        )
        _store(batch, spans, painted(spans, lo, hi, step.target))
        RangeChange.objects.create(
            batch=batch, lo=lo, hi=hi, state=step.target, note=note, changed_by=by, changed_at=moment
        )
        record(step.name, by=by, about=batch, at=moment, facts={"lo": lo, "hi": hi, "note": note})
        return batch, Span(lo, hi, step.target)


def _range_named(first: str, last: str, by: Person) -> tuple[Batch, int, int]:
    """The batch and range between two codes as typed or scanned; all faults of both at once."""
    reasons: list[Reason] = []
    ends: list[tuple[Batch, int]] = []
    for typed, field, label in ((first, "first", "Tem đầu"), (last, "last", "Tem cuối")):
        found = _own_stamp(typed, field, label, by)
        if isinstance(found, Reason):
            reasons.append(found)
        else:
            ends.append(found)
    if len(ends) == 2 and ends[0][0] != ends[1][0]:
        a, b = ends[0][0].mark, ends[1][0].mark
        message = f"Hai tem thuộc hai lượt cấp khác nhau ({a} và {b}). Hãy làm từng lượt một."
        reasons.append(Reason(message, "last", "two_batches"))
    if reasons:
        raise Refused(*reasons)
    sequences = sorted(sequence for _, sequence in ends)
    return ends[0][0], sequences[0], sequences[1] + 1


def _own_stamp(typed: str, field: str, label: str, by: Person) -> tuple[Batch, int] | Reason:
    typed = typed.strip()[:300].rstrip("/").rpartition("/")[2]  # a scanner types the whole address
    unreadable = code_unreadable(typed, field, label)
    code = codes.read(typed)
    if unreadable or code is None:
        return unreadable or Reason(f"{label}: không đọc được mã.", field, "unreadable")
    batch = batch_of(code)
    if batch is None or not mint().proves(code, batch.subject) or not may_change_batch(by, batch):
        # One sentence for all three, so that nobody can probe for the stamps of others.
        return Reason(f"{label}: không phải tem của chủ thể này.", field, "foreign")
    return batch, code.seq


def _store(batch: Batch, before: tuple[Span, ...], after: tuple[Span, ...]) -> None:
    """Write only what differs, so that a batch with many ranges stays cheap to change."""
    old, new = set(before), set(after)
    gone = [span.lo for span in old - new]
    StampRange.objects.filter(batch=batch, lo__in=gone).delete()
    StampRange.objects.bulk_create(StampRange(batch=batch, lo=s.lo, hi=s.hi, state=s.state) for s in sorted(new - old))


def load_simulated(lots: Iterable[Lot], *, by: Person, at: datetime | None = None) -> int:
    """Nạp tem mô phỏng: one batch as large as each simulated lot, for benchmarks; returns how many stamps."""
    with act(at) as moment:
        epoch = codes.epoch_of(timezone.localdate(moment).year)
        number = _next_number(epoch)
        batches = Batch.objects.bulk_create(
            Batch(
                product=lot.product, lot=lot, epoch=epoch, number=number + place, subject=subject_of(lot.product),
                size=lot.quantity, drawn_by=by, drawn_at=moment,
            )
            for place, lot in enumerate(lots)
            if lot.product.simulated
        )  # fmt: skip
        StampRange.objects.bulk_create(
            StampRange(batch=batch, lo=0, hi=batch.size, state=lifecycle.ISSUED) for batch in batches
        )
        issued = sum(batch.size for batch in batches)
        record("load_simulated_stamps", by=by, about="demo:stamps", at=moment, facts={"stamps": issued})
    return issued
