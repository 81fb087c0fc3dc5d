"""What may stand on a passport in other languages. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ocop.journal.rules import Reason, text_unfit


def translation_unfit(text: str, original: str) -> Iterator[Reason]:
    yield from text_unfit(text, field="text", label="Bản dịch", longest=4000, shortest=1)
    if not original.strip():
        yield Reason("Chưa có nguyên văn để dịch.", "text", "no_original")
