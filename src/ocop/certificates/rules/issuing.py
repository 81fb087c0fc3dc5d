"""Numbers, days and doubts of certificates: pure arithmetic."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from datetime import date
from typing import Any

from ocop.journal.rules import Reason, text_unfit
from ocop.places.rules import add_months

from .law import newest_law

# The number stands in an address as it is written, so it holds no slash, blank or accent.
_NUMBER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,38}[A-Za-z0-9])?")
_FIELDS = {"province", "year", "serial"}

GROUNDS = {ground.code: ground.name for ground in newest_law().grounds}


def last_valid_day(issued_on: date, months: int) -> date:
    """The corresponding day `months` later, still valid (31/08 + 6 months ends with February)."""
    return add_months(issued_on, months)


def number_of(pattern: str, *, province: str, year: int, serial: int) -> str:
    """The certificate's number by its pattern; raises ValueError for a pattern that cannot stand in an address."""
    fields = {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}
    if fields - _FIELDS or "serial" not in fields or "year" not in fields:
        raise ValueError(f"a number needs year and serial, and knows {sorted(_FIELDS)}: {pattern!r}")
    number = pattern.format(province=province, year=year, serial=serial)
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"not fit for an address: {number!r}")
    return number


def gets_certificate(star: int | None, *, to_ministry: bool, before_ministry: bool) -> bool:
    """Three and four stars are the province's; a result on its way to the ministry waits, unless by-laws differ."""
    return star is not None and star >= 3 and (before_ministry or not to_ministry)


def decision_unfit(number: str) -> list[Reason]:
    return text_unfit(number, field="number", label="Số quyết định", longest=60, shortest=3)


def ground_unknown(ground: str) -> Reason | None:
    if ground in GROUNDS:
        return None
    law = newest_law().revocation_law
    return Reason("Hãy chọn một trong sáu căn cứ thu hồi.", "ground", "unknown", law)


def print_differs(text: str, codes: list[str], draft: Mapping[str, Any]) -> list[Reason]:
    """What a printed certificate, read back, fails to say; an empty list when paper and draft agree."""
    flat = "".join(text.split())
    wanted = {
        "số": draft["number"], "tên sản phẩm": draft["product"], "chủ thể": draft["producer"],
        "số sao": f"{draft['star']} sao", "số quyết định": draft["decision"], "ngày cấp": draft["issued_on"],
        "ngày hết hạn": draft["expires_on"],
    }  # fmt: skip
    if draft.get("signing_note"):
        wanted["ghi chú ký số"] = draft["signing_note"]
    if draft["simulated"]:
        wanted["dấu mô phỏng"] = "MÔ PHỎNG"
    lost = [
        Reason(f"Bản in không đọc lại được {what}: “{value}”.", "print", "lost")
        for what, value in wanted.items()
        if "".join(str(value).split()) not in flat
    ]
    if draft["url"] not in codes:
        lost.append(Reason("Mã QR trên bản in không dẫn về trang của giấy.", "print", "qr"))
    return lost
