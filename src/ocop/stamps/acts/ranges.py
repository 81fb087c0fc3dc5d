"""The steps of a range of stamps: printed, activated, voided, lost, returned."""

from __future__ import annotations

from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_change_batch, may_print_for_others
from ..models import Batch
from ..queries import spans_of
from ..rules.obstacles import outside, state_forbids
from ..rules.ranges import Span
from .moving import locked, moved, range_named, still_with_printer


def print_range(batch: Batch, lo: int, hi: int, *, by: Person, at: datetime | None = None) -> tuple[Batch, Span]:
    """Ghi đã in: the stamps [lo, hi) of the batch are on paper now."""
    with act(at) as moment:
        batch = locked(batch)
        Refused.unless_clear(_not_printer(batch, by), outside(lo, hi, batch.size))
        Refused.unless_clear(state_forbids(spans_of(batch), lo, hi, lifecycle.PRINT_RANGE))
        moved(batch, lo, hi, lifecycle.PRINT_RANGE, by=by, note="", at=moment)
        record("print_range", by=by, about=batch, at=moment, facts={"lo": lo, "hi": hi})
        return batch, Span(lo, hi, lifecycle.PRINTED)


def _not_printer(batch: Batch, by: Person) -> Reason | None:
    office = batch.printing == Batch.Printing.OFFICE
    if may_print_for_others(by) if office else may_change_batch(by, batch):
        return None
    who = "cơ quan OCOP tỉnh" if office else "chủ thể"
    return Reason(f"Lượt cấp này do {who} in, nên chỉ {who} ghi đã in được.", "batch", "not_printer")


def activate_range(first: str, last: str, *, by: Person, at: datetime | None = None) -> tuple[Batch, Span]:
    """Kích hoạt dải tem: by the first and the last stamp stuck on, in either order."""
    return _change_range(lifecycle.ACTIVATE_RANGE, first, last, by=by, note="", at=at)


def void_range(first: str, last: str, *, by: Person, note: str, at: datetime | None = None) -> tuple[Batch, Span]:
    """Hủy dải tem: spoiled, torn or left over; the lot may draw others for them."""
    return _change_range(lifecycle.VOID_RANGE, first, last, by=by, note=note, at=at)


def report_lost(first: str, last: str, *, by: Person, note: str, at: datetime | None = None) -> tuple[Batch, Span]:
    """Báo mất dải tem: whoever scans one of them is warned; they still count against the lot."""
    return _change_range(lifecycle.REPORT_LOST, first, last, by=by, note=note, at=at)


def return_range(first: str, last: str, *, by: Person, note: str, at: datetime | None = None) -> tuple[Batch, Span]:
    """Trả lại dải tem: printed and not used, given back; they count against the lot until they are voided."""
    return _change_range(lifecycle.RETURN_RANGE, first, last, by=by, note=note, at=at)


def _change_range(
    step: Step, first: str, last: str, *, by: Person, note: str, at: datetime | None
) -> tuple[Batch, Span]:
    with act(at) as moment:
        batch, lo, hi = range_named(first, last, by)
        batch = locked(batch)
        spans = spans_of(batch)
        activating = step is lifecycle.ACTIVATE_RANGE
        Refused.unless_clear(
            state_forbids(spans, lo, hi, step),
            still_with_printer(batch, spans, lo, hi) if activating else None,
            text_unfit(note, field="note", label="Lý do", longest=300, shortest=0 if activating else 5),
        )
        moved(batch, lo, hi, step, by=by, note=note, at=moment)
        record(step.name, by=by, about=batch, at=moment, facts={"lo": lo, "hi": hi, "note": note})
        return batch, Span(lo, hi, step.target)
