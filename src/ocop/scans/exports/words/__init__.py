"""Every word of the scan page: the sentences of its first band, and what stands below in three languages."""

from .opening import (
    around_count,
    opening,
    product_explanation,
    product_sentence,
    scanned_before,
    sentence,
    star_words,
    unreadable,
)

__all__ = [
    "around_count", "opening", "product_explanation", "product_sentence", "scanned_before", "sentence", "star_words",
    "unreadable",
]  # fmt: skip
