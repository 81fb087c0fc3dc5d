"""Which stamps of a batch may be put on paper: each once, until they are on goods or given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ocop.journal.rules import Reason

from .. import lifecycle
from .obstacles import dotted, sequence_shown
from .ranges import Span, not_in

# A sheet that came out spoiled may be printed again; what is handed over, on goods or given up may not.
PRINTABLE = (lifecycle.ORDERED, lifecycle.PRINTED)


def waiting_for_print(spans: Iterable[Span]) -> list[Span]:
    return [span for span in spans if span.state == lifecycle.ORDERED]


def next_to_print(spans: Sequence[Span]) -> Span | None:
    """What is not printed yet, else what may be printed again: the first run of it."""
    for state in PRINTABLE:
        for span in spans:
            if span.state == state:
                return span
    return None


def as_counted(span: Span | None, most: int | None = None) -> dict[str, int]:
    """The first and last of a run as people count, from 1; nothing for no run."""
    if span is None:
        return {}
    return {"first": span.lo + 1, "last": span.hi if most is None else min(span.hi, span.lo + most)}


def unprintable(spans: Iterable[Span], lo: int, hi: int) -> list[Reason]:
    """Every part of [lo, hi) of which a second label would be a copy, or a label of a dead stamp."""
    return [
        Reason(
            f"Tem thứ {dotted(s.lo + 1)}–{dotted(s.hi)} ({sequence_shown(s.lo)}–{sequence_shown(s.hi - 1)}): "
            f"{lifecycle.STATE_NAMES[s.state].lower()}. In lại là có hai tem trùng mã. "
            "Tem hỏng thì ghi hủy rồi cấp tem khác thay.",
            "first", f"is_{s.state}",
        )
        for s in not_in(spans, lo, hi, PRINTABLE)
    ]  # fmt: skip


def epoch_dead(withdrawn: bool) -> Reason | None:
    if not withdrawn:
        return None
    message = "Kỳ khóa của lượt này đã thu hồi: ai quét tem cũng được cảnh báo, nên không in nữa. Hãy cấp tem mới."
    return Reason(message, "first", "epoch_withdrawn")


def for_the_office(printed_elsewhere: bool) -> Reason | None:
    """Two printers of the same stamps would make copies; what lies under a scratch layer is the printer's alone."""
    if not printed_elsewhere:
        return None
    return Reason("Lượt cấp này do cơ quan OCOP tỉnh in. Có phiếu giao bạn sẽ được báo.", "first", "office_prints")
