"""Pure counting: our own figures from events, and what published figures say of each other."""

from .figures import UNKNOWN, EventFact, Figures, ProductFact, count_figures, counts_from, last_day_of_period
from .published import Contradiction, Published, contradictions, read_published

__all__ = [
    "UNKNOWN", "Contradiction", "EventFact", "Figures", "ProductFact", "Published", "contradictions", "count_figures",
    "counts_from", "last_day_of_period", "read_published",
]  # fmt: skip
