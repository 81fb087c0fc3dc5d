"""Questions about scans: those of the gate, and those of the pages behind it."""

from .inspecting import Inspected, inspected, lots_found
from .looking import (
    WRONG_TODAY,
    Issued,
    Run,
    Seen,
    Subject,
    batch_issued,
    changed_at,
    producer_slug,
    product_seen,
    stamp_seen,
)
from .passports import (
    Words,
    exhibit_kept,
    exhibit_shown,
    exhibits_of,
    label_of,
    original_text,
    passport_kept,
    passport_of,
    passports_kept,
    words_of,
)
from .reading import (
    ScanRow,
    Suspect,
    address_of,
    doings_of,
    network_secret,
    newest_reports,
    own_batches,
    photo_of_report,
    reports_today,
    scan_rows,
    suspects_of,
)
from .recalling import (
    OFFICES,
    contact_of,
    found_about,
    lot_known,
    lot_to_recall,
    open_recall_of,
    public_recall,
    public_recalls,
    recall_run_by,
    recalls_run_by,
    tellable_lots,
    waiting_for,
)
from .telling import TOLD_TABLES, told_about

__all__ = [
    "Inspected", "inspected", "lots_found", "passport_of", "tellable_lots",
    "OFFICES", "contact_of", "found_about", "lot_known", "lot_to_recall", "open_recall_of", "public_recall", "public_recalls",
    "recall_run_by", "recalls_run_by", "waiting_for",
    "Issued", "Run", "ScanRow", "Seen", "Subject", "Suspect", "TOLD_TABLES", "WRONG_TODAY", "Words", "address_of", "batch_issued",
    "changed_at", "doings_of", "exhibit_kept", "exhibit_shown", "exhibits_of",
    "label_of", "network_secret", "newest_reports", "original_text", "own_batches", "passport_kept",
    "passports_kept", "photo_of_report", "producer_slug", "product_seen",
    "reports_today", "scan_rows", "stamp_seen", "suspects_of", "told_about", "words_of",
]  # fmt: skip
