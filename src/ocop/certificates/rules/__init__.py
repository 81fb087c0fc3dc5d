"""Pure decisions about stars, certificates and their time."""

from .standing import (
    MONTHS_VALID,
    STATE_NAMES,
    Event,
    Outcome,
    Span,
    State,
    period_of,
    spans,
    standing_on,
    validity_of_event,
)

__all__ = [
    "MONTHS_VALID", "STATE_NAMES", "Event", "Outcome", "Span", "State", "period_of", "spans", "standing_on",
    "validity_of_event",
]  # fmt: skip
