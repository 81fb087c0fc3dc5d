"""How much is made in a year: declared with the honey's dossier, asked for later for the liquor. All simulated."""

from __future__ import annotations

from datetime import date, datetime

from ocop.certificates.acts import ask_output, confirm_output
from ocop.certificates.models import Certificate, OutputChange
from ocop.people.models import Person
from ocop.products.acts import declare_output
from ocop.products.models import Product

from .cast import Cast
from .stages import moment

_DECLARED = {"Mật ong hoa sú Bình Liêu (mô phỏng)": (6_000, "chai 500 ml")}


def declared(product: Product, *, by: Person, at: datetime) -> Product:
    """What the product's dossier will freeze; nothing where the story says nothing."""
    said = _DECLARED.get(product.name)
    if said is None or product.yearly_output is not None:
        return product
    return declare_output(product, *said, by=by, at=at)


def tell_outputs(cast: Cast, honey: Certificate, liquor: Certificate) -> None:
    """The honey grew by a hundred hives and the commune confirmed it; the liquor's first declaration waits for it."""
    if OutputChange.objects.filter(certificate__in=(honey, liquor)).exists():
        return
    grown = ask_output(
        honey, quantity=7_500, unit="chai 500 ml", by=cast.chi_ba, at=moment(date(2026, 8, 4)),
        reason="Thêm 100 đàn ong từ tháng 8, đã ghi vào sổ của hợp tác xã (mô phỏng).",
    )  # fmt: skip
    confirm_output(grown, words="Đã đếm đàn tại ba hộ (mô phỏng).", by=cast.anh_tu, at=moment(date(2026, 8, 6)))
    ask_output(
        liquor, quantity=1_500, unit="chai 500 ml", by=cast.chi_ba, at=moment(date(2026, 11, 12)),
        reason="Hồ sơ cũ chưa hỏi sản lượng; mỗi tháng nấu bốn mẻ, mỗi mẻ khoảng 30 chai (mô phỏng).",
    )  # fmt: skip
