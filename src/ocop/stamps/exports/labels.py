"""The labels of a batch, with the words of its product and the address of this portal."""

from __future__ import annotations

from django.conf import settings

from ocop.journal.rules import Reason, Refused

from ..models import Batch
from ..queries import mint
from .sheets import SHEETS, SheetTooSmall, Words, label_sheet


def head_of(batch: Batch) -> str:
    """Origin and path in capitals: legal, and one or two symbol versions smaller."""
    return (settings.ORIGIN + batch.path).upper()


def batch_sheet(batch: Batch, lo: int, hi: int, sheet_key: str) -> bytes:
    """Draw the labels of stamps lo … hi-1."""
    codes = mint().codes(batch.subject, batch.epoch, batch.number, range(lo, hi))
    producer = batch.product.producer
    words = Words(
        batch.product.name,
        producer.name if producer else "",
        "TEM MÔ PHỎNG" if batch.product.simulated else "Quét để kiểm tra",
    )
    try:
        return label_sheet(head_of(batch), codes, words, SHEETS[sheet_key])
    except ValueError as error:
        raise Refused(_unprintable(error)) from error


def _unprintable(error: ValueError) -> Reason:
    if isinstance(error, SheetTooSmall):
        return Reason(f"Giấy này quá nhỏ: {error}. Hãy chọn loại giấy có tem lớn hơn.", "sheet", "too_small")
    message = "Địa chỉ công khai của cổng có ký tự không in được thành mã vuông. Hãy báo người quản trị hệ thống."
    return Reason(message, "sheet", "origin")
