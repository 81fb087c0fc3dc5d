"""Nouns: epochs, batches with their ranges, rolls, notes from phones, scratched stamps."""

from .batches import Batch, RangeChange, StampRange
from .epochs import Epoch
from .notes import ActivationNote, Phone
from .rolls import Delivery, Roll
from .scratches import Scratch
from .signing import SigningKey

__all__ = [
    "ActivationNote", "Batch", "Delivery", "Epoch", "Phone", "RangeChange", "Roll", "Scratch", "SigningKey",
    "StampRange",
]  # fmt: skip
