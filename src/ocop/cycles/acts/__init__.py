"""What may happen in the yearly cycle."""

from .calendar import open_cycle, open_round

__all__ = ["open_cycle", "open_round"]
