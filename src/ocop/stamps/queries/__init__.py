"""Questions about stamps: batches and their states, keys, rolls, the ledger, what stands on desks."""

from .batches import (
    Share,
    batch_of,
    batches_of_lot,
    history_of,
    in_use,
    lot_shares,
    own_batch,
    shares_of,
    spans_of,
    state_badge,
    subject_of,
    totals_of,
)
from .desk import doings_of, waiting_for
from .epochs import (
    EpochRow,
    Relabel,
    epoch_numbered,
    epoch_rows,
    free_symbol,
    is_withdrawn,
    open_epoch_of,
    own_ranges_to_relabel,
    ranges_to_relabel,
    relabel_rows,
)
from .keys import kept_mint, later_roots, mint, root_name
from .ledger import Ledger, ledger_of, producers_accounted
from .notes import activations_over, newest_notes, phone_of, phones_of
from .ordering import kind_for, quota_of
from .rolls import (
    batch_to_print,
    batches_to_print,
    deliveries_awaited,
    deliveries_seen_by,
    delivery_seen_by,
    producers_under,
    receives_for,
    roll_history,
    roll_seen_by,
    roll_shares,
    rolls_in_store,
    rolls_of,
    rolls_on,
)
from .signing import (
    NoSigningKey,
    Signer,
    open_signing_key,
    private_half,
    public_half,
    signature_holds,
    signing_key_numbered,
    signing_keys,
)

__all__ = [
    "EpochRow", "Ledger", "NoSigningKey", "Relabel", "Share", "Signer", "activations_over", "batch_of",
    "batch_to_print", "batches_of_lot", "batches_to_print", "deliveries_awaited", "deliveries_seen_by", "delivery_seen_by",
    "doings_of", "epoch_numbered", "epoch_rows", "free_symbol", "history_of", "in_use", "is_withdrawn", "kept_mint",
    "kind_for", "later_roots", "ledger_of", "lot_shares", "mint", "newest_notes", "open_epoch_of",
    "open_signing_key", "own_batch", "own_ranges_to_relabel", "phone_of", "phones_of", "private_half",
    "producers_accounted", "producers_under", "public_half", "quota_of", "ranges_to_relabel", "receives_for",
    "relabel_rows", "roll_history", "roll_seen_by", "roll_shares", "rolls_in_store", "rolls_of", "rolls_on", "root_name",
    "shares_of", "signature_holds", "signing_key_numbered", "signing_keys", "spans_of", "state_badge", "subject_of",
    "totals_of", "waiting_for",
]  # fmt: skip
