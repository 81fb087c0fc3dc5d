"""Planting-area and packing-house codes, in both forms met (domain §6; the legal text of the newer form was not found)."""

from __future__ import annotations

import re

# VN-QNOR-0269: VN, the province's sign, OR (orchard) or PH (packing house), number.
_EXPORT = re.compile(r"VN-[A-Z]{2,3}(OR|PH)-\d{3,5}")
# 75-PUC-SR-00001-CHN: province in two digits, PUC or PHC, crop in 2–5 letters or digits, number, importing country.
_NATIONAL = re.compile(r"\d{2}-(PUC|PHC)-[A-Z0-9]{2,5}-\d{5}(-[A-Z]{3})?")


def code_form(code: str) -> str:
    """Which form a code has: export, export_packing, national, national_packing, free; empty for none."""
    if not code:
        return ""
    if found := _EXPORT.fullmatch(code):
        return "export" if found[1] == "OR" else "export_packing"
    if found := _NATIONAL.fullmatch(code):
        return "national" if found[1] == "PUC" else "national_packing"
    return "free"
