"""Quy chế as data: what the law leaves to each council, read once and refused with every fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from ocop.journal.rules import Reason, Refused

# QĐ 26/2026 leaves quorum, averaging and rounding to the by-laws; these stand until an office gives its own.
DEFAULT_BY_LAWS: Mapping[str, Any] = {
    "quorum": "2/3",
    "quorum_base": "seats",
    "average": "mean",
    "decimals": 2,
    "minimums_by": "majority",
    "gates_by": "majority",
    "ministry_by": "points",
    "advisor_report": True,
    "certificate_before_ministry": False,
    "certificate_number": "GCN-{province}-{year}-{serial:04d}",
    "basis": "mặc định của phần mềm: trung bình cộng các phiếu hợp lệ, ít nhất 2/3 số thành viên nộp phiếu",
}

_CHOICES = {
    "quorum_base": {"seats": "mọi thành viên có quyền chấm", "entitled": "thành viên không khai xung đột lợi ích"},
    "average": {
        "mean": "trung bình cộng",
        "median": "trung vị",
        "drop_extremes": "trung bình cộng sau khi bỏ một phiếu cao nhất và một phiếu thấp nhất",
    },
    "minimums_by": {
        "majority": "mức được nhiều thành viên chọn nhất (hòa thì lấy mức thấp hơn)",
        "each": "mọi phiếu hợp lệ đều phải đạt",
        "average": "điểm trung bình của tiêu chí",
    },
    "gates_by": {"majority": "quá nửa số phiếu hợp lệ", "any": "ít nhất một phiếu hợp lệ"},
    "ministry_by": {"points": "điểm trung bình từ 90", "star": "điểm từ 90 và đủ điều kiện tối thiểu 5 sao"},
}
_LABELS = {
    "quorum": "Số phiếu tối thiểu",
    "quorum_base": "Tính trên",
    "average": "Cách tính điểm",
    "decimals": "Số chữ số thập phân",
    "minimums_by": "Điều kiện tối thiểu xét theo",
    "gates_by": "Chốt loại xét theo",
    "ministry_by": "Đề nghị Bộ xét 5 sao khi",
    "advisor_report": "Cần báo cáo Tổ tư vấn trước khi chấm",
    "certificate_before_ministry": "Cấp giấy 4 sao trong lúc chờ Bộ",
    "certificate_number": "Mẫu số giấy chứng nhận",
    "basis": "Căn cứ",
}
_MOST_DECIMALS = 4
# A number stands in an address as it is written: no slash, blank or accent.
_NUMBER_PATTERN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]|\{province\}|\{year\}|\{serial(?::0[1-9]d)?\})*")


@dataclass(frozen=True, slots=True)
class ByLaws:
    quorum: Fraction
    quorum_base: str
    average: str
    decimals: int
    minimums_by: str
    gates_by: str
    ministry_by: str
    advisor_report: bool
    certificate_before_ministry: bool
    certificate_number: str
    basis: str

    def in_words(self) -> list[tuple[str, str]]:
        """Label and value of each rule, as minutes and pages print them."""
        yes_no = {True: "có", False: "không"}
        values = {name: getattr(self, name) for name in _LABELS}
        return [
            (label, _CHOICES[name][values[name]] if name in _CHOICES else yes_no.get(values[name], str(values[name]))
             if isinstance(values[name], bool) else str(values[name]))
            for name, label in _LABELS.items()
        ]  # fmt: skip


def read_by_laws(raw: Mapping[str, Any]) -> ByLaws:
    """By-laws from stored data over the defaults; raises `Refused` with one reason per fault."""
    facts = {**DEFAULT_BY_LAWS, **raw}
    quorum = _fraction(facts["quorum"])
    unknown = [
        Reason(f"Quy chế có mục “{str(name)[:40]}” không dùng đến.", "by_laws", "unknown")
        for name in facts
        if name not in DEFAULT_BY_LAWS
    ]
    Refused.unless_clear(unknown, _faults(facts, quorum))
    assert quorum is not None
    return ByLaws(quorum=quorum, **{name: facts[name] for name in DEFAULT_BY_LAWS if name != "quorum"})


def sheets_needed(by_laws: ByLaws, seats: int, conflicted: int) -> int:
    """The least number of handed-in sheets for one item."""
    base = seats if by_laws.quorum_base == "seats" else seats - conflicted
    return max(1, ceil(by_laws.quorum * base))


def quorum_missed(by_laws: ByLaws, *, seats: int, conflicted: int, handed_in: int, label: str) -> Reason | None:
    needed = sheets_needed(by_laws, seats, conflicted)
    if handed_in >= needed:
        return None
    short = needed - handed_in
    return Reason(
        f"{label}: mới có {handed_in}/{needed} phiếu, còn thiếu {short} phiếu để đủ số tối thiểu theo Quy chế.",
        "items", "no_quorum",
    )  # fmt: skip


def _fraction(value: object) -> Fraction | None:
    try:
        found = Fraction(str(value)) if len(str(value)) <= 12 else None
    except (ValueError, ZeroDivisionError):
        return None
    return found if found is not None and 0 < found <= 1 else None


def _faults(facts: Mapping[str, Any], quorum: Fraction | None) -> list[Reason]:
    reasons = []
    if quorum is None:
        reasons.append(Reason("Số phiếu tối thiểu phải là một phân số lớn hơn 0, không quá 1, ví dụ 2/3.", "quorum"))
    for name, known in _CHOICES.items():
        if facts[name] not in known:
            reasons.append(Reason(f"{_LABELS[name]}: chỉ chọn một trong {', '.join(known)}.", name, "unknown_choice"))
    decimals = facts["decimals"]
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= _MOST_DECIMALS:
        reasons.append(Reason(f"Số chữ số thập phân là số nguyên từ 0 đến {_MOST_DECIMALS}.", "decimals"))
    for name in ("advisor_report", "certificate_before_ministry"):
        if not isinstance(facts[name], bool):
            reasons.append(Reason(f"{_LABELS[name]}: chỉ nhận có hoặc không.", name))
    if not _is_number_pattern(facts["certificate_number"]):
        message = "Mẫu số giấy chứng nhận cần {year} và {serial}, chỉ gồm chữ không dấu, số, dấu chấm, gạch nối."
        reasons.append(Reason(message, "certificate_number", "pattern"))
    if not isinstance(facts["basis"], str) or not 1 <= len(facts["basis"]) <= 400:
        reasons.append(Reason("Căn cứ của Quy chế cần từ 1 đến 400 ký tự.", "basis"))
    return reasons


def _is_number_pattern(value: object) -> bool:
    if not isinstance(value, str) or len(value) > 60 or not _NUMBER_PATTERN.fullmatch(value):
        return False
    return "{year}" in value and "{serial" in value


def choices_of(name: str) -> list[tuple[str, str]]:
    """What a form offers for one rule."""
    return list(_CHOICES[name].items())


def label_of(name: str) -> str:
    return _LABELS[name]
