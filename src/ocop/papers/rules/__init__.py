"""Which files are kept: judged by their structure, never by their name or by what the browser says."""

from .contents import (
    DOCX,
    JPEG,
    LARGEST_IMAGE,
    LONGEST_NAME,
    PDF,
    PNG,
    WEBP,
    XLSX,
    Judged,
    file_name,
    judge,
)
from .details import (
    KindList,
    PaperKind,
    details_unfit,
    has_lapsed,
    kind_label,
    kinds_on,
    reminder_due,
)

__all__ = [
    "KindList", "PaperKind", "details_unfit", "has_lapsed", "kind_label", "kinds_on", "reminder_due",
    "DOCX", "JPEG", "LARGEST_IMAGE", "LONGEST_NAME", "PDF", "PNG", "WEBP", "XLSX", "Judged", "file_name", "judge",
]  # fmt: skip
