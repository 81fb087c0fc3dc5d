"""Questions about scans: those of the gate, and those of the pages behind it."""

from .facts import Issued, Run
from .inspecting import Inspected, inspected, lots_found
from .links import kept_link, links_kept
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
    recalls_so_far,
    tellable_lots,
    waiting_for,
)
from .telling import TOLD_TABLES, told_about

__all__ = [
    "tellable_lots",
    "Inspected", "inspected", "lots_found", "passport_of",
    "OFFICES", "contact_of", "found_about", "lot_known", "lot_to_recall", "open_recall_of", "public_recall", "public_recalls",
    "recall_run_by", "recalls_run_by", "recalls_so_far", "waiting_for",
    "Issued", "Run", "ScanRow", "Suspect", "TOLD_TABLES", "Words", "address_of",
    "doings_of", "exhibit_kept", "exhibit_shown", "exhibits_of",
    "label_of", "network_secret", "newest_reports", "original_text", "own_batches", "passport_kept",
    "passports_kept", "photo_of_report",
    "kept_link", "links_kept", "reports_today", "scan_rows", "suspects_of", "told_about", "words_of",
]  # fmt: skip
