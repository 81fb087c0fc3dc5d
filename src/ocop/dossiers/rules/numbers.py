"""The numbers a dossier gets when the commune receives it."""

from __future__ import annotations


def receipt_number(serial: int, province: str, commune: str, year: int) -> str:
    """`…/PĐK-(Mã tỉnh)-(Mã xã)-(Năm)` of Mẫu 01 (QĐ 26/2026, Phụ lục III)."""
    return f"{serial:02d}/PĐK-{province}-{commune}-{year}"


def product_code(serial: int, province: str, commune: str, year: int) -> str:
    """`T-X-STT-YYYY` with the unit codes of QĐ 19/2025/QĐ-TTg (QĐ 26/2026, Phụ lục III)."""
    return f"{province}-{commune}-{serial}-{year}"
