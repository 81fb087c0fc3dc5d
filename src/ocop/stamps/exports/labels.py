"""The labels of a batch as files, with the words of its product and the address of this portal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from ocop.journal.rules import Reason, Refused

from ..models import Batch
from ..queries import NoSigningKey, Signer, kept_mint, mint
from ..rules.scratch import scratch_codes
from .listing import code_list
from .sheets import SHEETS, SheetTooSmall, Words, label_sheet, no_tail
from .signed import signed_batch, tail_of
from .svg import label_page
from .zpl import TooCoarse, label_roll


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file; `largest` stamps in one of them keep it a matter of seconds and of some ten megabytes."""

    key: str
    name: str
    media_type: str
    largest: int

    @property
    def extension(self) -> str:
        return self.key.partition("-")[0]


FORMATS = {
    f.key: f
    for f in (
        Format("pdf", "PDF, cho máy in và nhà in", "application/pdf", 100_000),
        Format("zpl-300", "ZPL, máy in nhiệt 300 dpi", "application/octet-stream", 50_000),
        Format("zpl-203", "ZPL, máy in nhiệt 203 dpi", "application/octet-stream", 50_000),
        Format("svg", "SVG, một trang cho người thiết kế", "image/svg+xml", 1_000),
        Format("csv", "CSV, danh sách mã cho nhà in tự vẽ tem", "text/csv; charset=utf-8", 1_000_000),
    )
}


def head_of(batch: Batch) -> str:
    """Origin and path in capitals: legal, and one or two symbol versions smaller."""
    return (settings.ORIGIN + batch.path).upper()


def words_on(batch: Batch) -> Words:
    producer = batch.product.producer
    return Words(
        batch.product.name,
        producer.name if producer else "",
        "TEM MÔ PHỎNG" if batch.product.simulated else "Quét để kiểm tra",
    )


def batch_labels(batch: Batch, lo: int, hi: int, sheet_key: str, format_key: str) -> Iterable[bytes]:
    """The file of stamps lo … hi-1, in pieces.

    Raises:
        Refused: this paper or printer cannot hold a readable symbol, or the origin has no place in one.
    """
    head, codes = head_of(batch), mint().codes(batch.subject, batch.epoch, batch.number, range(lo, hi))
    tail = _signer(batch, format_key)
    if format_key == "csv":
        return code_list(head, codes, lo + 1, _hidden(batch, lo, hi), tail or no_tail)
    try:
        signing = {"tail": tail, "prepared": signed_batch(head)} if tail else {}
        return (_DRAW[format_key](head, codes, words_on(batch), SHEETS[sheet_key], **signing),)
    except ValueError as error:
        raise Refused(_unprintable(error)) from error


def batch_sheet(batch: Batch, lo: int, hi: int, sheet_key: str) -> bytes:
    """The same labels as one PDF."""
    return b"".join(batch_labels(batch, lo, hi, sheet_key, "pdf"))


_DRAW: dict[str, Callable[..., bytes]] = {
    "pdf": label_sheet, "svg": label_page, "zpl-203": partial(label_roll, dpi=203), "zpl-300": partial(label_roll, dpi=300),
}  # fmt: skip


def _signer(batch: Batch, format_key: str) -> Callable[[str], str] | None:
    """What signs the codes of a signed batch; none for other kinds."""
    if batch.kind != Batch.Kind.SIGNED:
        return None
    if format_key.startswith("zpl"):
        # The printer draws the symbol itself and would choose its own segments: a larger symbol than the label has room for.
        message = "Tem có chữ ký chưa in được bằng ZPL. Hãy chọn PDF, SVG hoặc CSV."
        raise Refused(Reason(message, "format", "not_signed"))
    try:
        return tail_of(Signer(batch.subject))
    except NoSigningKey:
        message = "Máy này không giữ khóa ký tem. Hãy chép lại thư mục keys từ bản sao lưu, hoặc nhờ tỉnh đổi khóa ký."
        raise Refused(Reason(message, "format", "no_signing_key")) from None


def _hidden(batch: Batch, lo: int, hi: int) -> Iterator[str] | None:
    """What a printing house prints under the scratch layer; nothing else ever shows it."""
    if batch.kind != Batch.Kind.PROTECTED:
        return None
    key = kept_mint().scratch_key(batch.epoch)
    return scratch_codes(key, batch.subject, batch.epoch, batch.number, range(lo, hi))


def _unprintable(error: ValueError) -> Reason:
    if isinstance(error, SheetTooSmall | TooCoarse):
        return Reason(f"Giấy này quá nhỏ: {error}. Hãy chọn loại giấy có tem lớn hơn.", "sheet", "too_small")
    message = "Địa chỉ công khai của cổng có ký tự không in được thành mã vuông. Hãy báo người quản trị hệ thống."
    return Reason(message, "sheet", "origin")
