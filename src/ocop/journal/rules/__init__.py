"""What a refusal is, how a line is sealed, which text is acceptable; the tree over the seals and its signed heads."""

from .lines import (
    GENESIS,
    Reason,
    Refused,
    canonical,
    clean_text,
    harmless_cell,
    moment_text,
    plain,
    seal,
    text_unfit,
)

__all__ = [
    "GENESIS",
    "Reason",
    "Refused",
    "canonical",
    "clean_text",
    "harmless_cell",
    "moment_text",
    "plain",
    "seal",
    "text_unfit",
]
