"""Parties and their tokens, capture jobs, the events themselves, master data, and standing questions to them."""

from .events import Context, Event, Identity
from .jobs import CaptureJob
from .masterdata import Element
from .parties import Grant, Party, Token
from .standing import Delivery, Name, NamedQuery, Subscription
from .voices import Voice

__all__ = [
    "CaptureJob", "Context", "Delivery", "Element", "Event", "Grant", "Identity", "Name", "NamedQuery", "Party", "Subscription",
    "Token", "Voice",
]  # fmt: skip
