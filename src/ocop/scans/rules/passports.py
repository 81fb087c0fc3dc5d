"""What may stand on a passport: translations, and papers attached in the diary. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ocop.journal.rules import Reason, text_unfit


def translation_unfit(text: str, original: str) -> Iterator[Reason]:
    yield from text_unfit(text, field="text", label="Bản dịch", longest=4000, shortest=1)
    if not original.strip():
        yield Reason("Chưa có nguyên văn để dịch.", "text", "no_original")


# Whom they name and what they pay is no business of buyers; kinds of reference/papers.
_PRIVATE = frozenset({"contract", "labour", "accounts"})


def kept_from_buyers(kind: str) -> Reason | None:
    """Why a paper of this kind is not told on passports."""
    if not kind:
        return Reason("Chưa ghi giấy này là giấy gì, có hạn đến khi nào. Hãy ghi ở kho giấy tờ.", "paper", "untold")
    if kind in _PRIVATE:
        return Reason("Hợp đồng, sổ sách và danh sách lao động không đưa lên trang tem.", "paper", "private")
    return None


def shown_kind(kind: str) -> str:
    """Under which heading of the passport a paper stands."""
    return "test" if kind == "test_report" else "certificate"
