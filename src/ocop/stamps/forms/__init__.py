"""What people type about stamps, rolls, keys and scratch codes."""

from .batches import DrawForm, PrintForm, RangeForm, ReasonedRangeForm, Telling
from .epochs import OnceForm, OpenEpochForm, WithdrawEpochForm
from .rolls import DeliveryForm, GoneForm, PrintedForm, RollSizeForm
from .scratching import ScratchForm

__all__ = [
    "DeliveryForm", "DrawForm", "GoneForm", "OnceForm", "OpenEpochForm", "PrintForm", "PrintedForm", "RangeForm",
    "ReasonedRangeForm", "RollSizeForm", "ScratchForm", "Telling", "WithdrawEpochForm",
]  # fmt: skip
