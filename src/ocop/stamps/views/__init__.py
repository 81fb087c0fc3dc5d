"""Pages of stamps: lots and batches, rolls and deliveries, the ledger, epochs, activation on a phone, scratch codes."""

from .batches import activate, batch, labels, lost, lot, recall, void

__all__ = ["activate", "batch", "labels", "lost", "lot", "recall", "void"]
