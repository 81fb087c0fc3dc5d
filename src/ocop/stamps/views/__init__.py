"""Pages of stamps: lots and batches, rolls and deliveries, the ledger, epochs, activation on a phone, scratch codes."""

from . import batches, epochs, ledger, notes, ranges, rolls, scratching

__all__ = ["batches", "epochs", "ledger", "notes", "ranges", "rolls", "scratching"]
