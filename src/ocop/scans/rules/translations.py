"""Which words of the producer are shown in which language; an original that changed makes its translation silent. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """A text as the reader gets it, with the language it is really in."""

    text: str
    language: str
    translated: bool

    def __bool__(self) -> bool:
        return bool(self.text)


def mark_of(original: str) -> str:
    """The mark of an original, by which a translation knows that it is still its own."""
    return hashlib.sha256(original.strip().encode()).hexdigest()[:16]


def said(told: Mapping[str, Any], language: str, fields: Iterable[str]) -> dict[str, Said]:
    """Each field in the reader's language where somebody approved a translation of this very original."""
    known = {(f, text_language): (text, mark) for f, text_language, text, mark in told.get("translations") or ()}
    return {field: _said(told, field, language, known.get((field, language))) for field in fields}


def _said(told: Mapping[str, Any], field: str, language: str, found: tuple[str, str] | None) -> Said:
    original = told.get("product" if field == "name" else field) or ""
    if language != "vi" and found is not None and original and found[1] == mark_of(original):
        return Said(found[0], language, True)
    return Said(original, "vi", False)
