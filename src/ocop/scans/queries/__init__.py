"""Questions about scans: those of the gate, and those of the pages behind it."""

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
from .reading import (
    ScanRow,
    Suspect,
    address_of,
    doings_of,
    network_secret,
    newest_reports,
    own_batches,
    reports_today,
    scan_rows,
    suspects_of,
)
from .telling import TOLD_TABLES, told_about

__all__ = [
    "Issued", "Run", "ScanRow", "Seen", "Subject", "Suspect", "TOLD_TABLES", "WRONG_TODAY", "address_of", "batch_issued",
    "changed_at", "doings_of", "network_secret", "newest_reports", "own_batches", "producer_slug", "product_seen",
    "reports_today", "scan_rows", "stamp_seen", "suspects_of", "told_about",
]  # fmt: skip
