"""Moving a range of a locked batch from its states to another: the one place that writes ranges and their history."""

from __future__ import annotations

from datetime import datetime

from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from ..access import may_change_batch
from ..models import Batch, RangeChange, StampRange
from ..queries import batch_of, mint, spans_of
from ..rules import codes
from ..rules.obstacles import code_unreadable, not_delivered
from ..rules.ranges import Span, painted, within
from ..rules.signing import bare


def locked(batch: Batch) -> Batch:
    """The batch's row is the lock: ranges are replaced, so they cannot be locked themselves."""
    return Batch.objects.select_for_update(of=("self",)).select_related("product", "lot").get(pk=batch.pk)


def moved(batch: Batch, lo: int, hi: int, step: Step, *, by: Person, note: str, at: datetime) -> int:
    """Move what the step may take of [lo, hi); the rest stays as it is. Returns how many stamps moved."""
    before = after = spans_of(batch)
    taken = [span for span in within(before, lo, hi) if step.leaves(span.state)]
    for span in taken:
        after = painted(after, span.lo, span.hi, step.target)
    _store(batch, before, after)
    RangeChange.objects.bulk_create(
        RangeChange(
            batch=batch, lo=s.lo, hi=s.hi, was=s.state, state=step.target, note=note, changed_by=by, changed_at=at
        )
        for s in taken
    )
    return sum(span.size for span in taken)


def _store(batch: Batch, before: tuple[Span, ...], after: tuple[Span, ...]) -> None:
    """Write only what differs, so that a batch with many ranges stays cheap to change."""
    old, new = set(before), set(after)
    gone = [span.lo for span in old - new]
    StampRange.objects.filter(batch=batch, lo__in=gone).delete()
    StampRange.objects.bulk_create(StampRange(batch=batch, lo=s.lo, hi=s.hi, state=s.state) for s in sorted(new - old))


def still_with_printer(batch: Batch, spans: tuple[Span, ...], lo: int, hi: int) -> list[Reason]:
    """Stamps that the office prints are nobody's to use before they were handed over."""
    return not_delivered(spans, lo, hi) if batch.printing == Batch.Printing.OFFICE else []


def range_named(first: str, last: str, by: Person) -> tuple[Batch, int, int]:
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
    typed = bare(typed)  # a scanner types the whole address
    unreadable = code_unreadable(typed, field, label)
    code = codes.read(typed)
    if unreadable or code is None:
        return unreadable or Reason(f"{label}: không đọc được mã.", field, "unreadable")
    batch = batch_of(code)
    if batch is None or not mint().proves(code, batch.subject) or not may_change_batch(by, batch):
        # One sentence for all three, so that nobody can probe for the stamps of others.
        return Reason(f"{label}: không phải tem của chủ thể này.", field, "foreign")
    return batch, code.seq
