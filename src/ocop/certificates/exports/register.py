"""The register as a file and as linked data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ocop.journal.rules import harmless_cell
from ocop.producers.models import Producer
from ocop.products.models import Product

from ..queries.lines import Line
from ..queries.standing import Standing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_csv(lines: Iterable[Line], as_of: date) -> Iterator[str]:
    """CSV (UTF-8 with mark, for spreadsheets) of exactly the products seen, each with source and certainty."""
    yield "\ufeff" + _row(_titles())
    for line in lines:
        yield _row(_cells(line, as_of))


def register_xlsx(lines: Iterable[Line], as_of: date) -> bytes:
    """The same as a workbook: text stays text, the header stands still, columns can be filtered."""
    # Imported by whoever asks for one: a workbook costs memory that a page view need not carry.
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        sheet, bold = book.add_worksheet(_("Sản phẩm OCOP")[:31]), book.add_format({"bold": True})
        titles, last = _titles(), 0
        sheet.write_row(0, 0, titles, bold)
        for last, line in enumerate(lines, 1):
            sheet.write_row(last, 0, ["" if cell is None else cell for cell in _cells(line, as_of)])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(titles) - 1)
        sheet.set_column(0, len(titles) - 1, 22)
    return out.getvalue()


def _titles() -> list[str]:
    return [
        _("Sản phẩm"), _("Chủ thể"), _("Nhóm"), _("Bộ"), _("Xã, phường, đặc khu"), _("Địa phương cũ"), _("Sao"),
        _("Tình trạng"), _("Tính đến"), _("Mã sản phẩm"), _("Mô phỏng"), _("Nguồn"), _("Độ tin cậy"), _("Ghi chú"),
        _("Địa chỉ trang"),
    ]  # fmt: skip


def _cells(line: Line, as_of: date) -> list[Any]:
    return [
        line.name, line.producer, line.group, line.set_no, line.place, line.former_place, line.star, line.words,
        as_of.isoformat(), line.code, _("mô phỏng") if line.simulated else "", line.source, line.certainty, line.note,
        line.href,
    ]  # fmt: skip


def _row(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(
        ["" if cell is None else harmless_cell(str(cell)) for cell in cells]
    )
    return out.getvalue()


def product_linked_data(product: Product, standing: Standing, origin: str) -> SafeString:
    """schema.org/Product; only what the register knows."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": origin + product.get_absolute_url(),
        "url": origin + product.get_absolute_url(),
        "name": product.name,
        "category": product.group or product.line or None,
        "description": product.summary or None,
        "gtin14": product.gtin or None,
        "productID": product.code or None,
        "manufacturer": _maker(product.producer, origin) if product.producer else None,
    }
    if standing.star:
        facts["award"] = f"OCOP {standing.words} ({standing.as_of.isoformat()})"
    if product.place:
        facts["countryOfOrigin"] = {"@type": "Country", "name": "VN"}
    return as_script({key: value for key, value in facts.items() if value is not None})


def producer_linked_data(producer: Producer, origin: str) -> SafeString:
    """schema.org/Organization; telephone and address only where they are public."""
    facts = {"@context": "https://schema.org", **_maker(producer, origin)}
    if producer.shown_phone:
        facts["telephone"] = producer.shown_phone
    where = ", ".join(filter(None, [producer.shown_address, producer.place.name if producer.place else ""]))
    if where:
        facts["address"] = {
            "@type": "PostalAddress", "streetAddress": where, "addressRegion": "Quảng Ninh", "addressCountry": "VN",
        }  # fmt: skip
    return as_script(facts)


def _maker(producer: Producer, origin: str) -> dict[str, Any]:
    url = origin + producer.get_absolute_url()
    return {"@type": "Organization", "@id": url, "url": url, "name": producer.name}


def as_script(facts: dict[str, Any]) -> SafeString:
    """JSON that may stand inside a script element: no text of it can close the element."""
    text = json.dumps(facts, ensure_ascii=False)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
