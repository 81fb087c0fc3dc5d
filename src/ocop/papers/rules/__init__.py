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

__all__ = [
    "DOCX", "JPEG", "LARGEST_IMAGE", "LONGEST_NAME", "PDF", "PNG", "WEBP", "XLSX", "Judged", "file_name", "judge",
]  # fmt: skip
