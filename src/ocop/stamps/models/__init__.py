"""Nouns: epochs, batches with their ranges, rolls, notes from phones, scratched stamps."""

from .batches import Batch, RangeChange, StampRange
from .epochs import Epoch
from .kinds import CopyNote, KindDemand
from .notes import ActivationNote, Phone
from .rolls import Delivery, Roll
from .scratches import Scratch
from .signing import SigningKey

__all__ = [
    "ActivationNote", "Batch", "CopyNote", "Delivery", "Epoch", "KindDemand", "Phone", "RangeChange", "Roll", "Scratch",
    "SigningKey", "StampRange",
]  # fmt: skip
