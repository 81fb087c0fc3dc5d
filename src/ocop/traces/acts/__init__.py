"""Capturing events, keeping the tables they go to, and who may do it."""

from .capturing import Captured, capture
from .partitions import open_months

__all__ = ["Captured", "capture", "open_months"]
