"""Parties and their tokens, capture jobs, and the events themselves."""

from .events import Context, Event, Identity
from .jobs import CaptureJob
from .parties import Grant, Party, Token

__all__ = ["CaptureJob", "Context", "Event", "Grant", "Identity", "Party", "Token"]
