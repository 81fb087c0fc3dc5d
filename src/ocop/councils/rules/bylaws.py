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
    "chair_votes": "yes",
    "substitutes": True,
    "abstentions": "absent",
    "reason_below_claim": True,
    "spread_rule": "off",
    "spread_points": 10,
    "spread_basis": "",
    "result_round": "last",
    "revisions": "after_opening",
    "consultation_days": 7,
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
    "chair_votes": {
        "yes": "chấm như mọi thành viên",
        "ties": "chỉ tính phiếu khi các phiếu khác ngang nhau",
        "no": "không chấm",
    },
    "abstentions": {
        "absent": "tính như chưa nộp phiếu",
        "excluded": "không tính vào số thành viên của mục ấy",
    },
    "spread_rule": {
        "off": "không áp dụng",
        "discussion": "thảo luận, không buộc chấm lại",
        "second_round": "thảo luận rồi chấm lại vòng hai",
    },
    "result_round": {
        "last": "các phiếu của vòng chấm sau cùng",
        "latest_each": "phiếu mới nhất của từng thành viên",
    },
    "revisions": {"after_opening": "được, có lý do, đến khi phiên kết thúc", "none": "không"},
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
    "chair_votes": "Chủ tịch",
    "substitutes": "Người dự thay được chấm",
    "abstentions": "Phiếu không chấm, có lý do",
    "reason_below_claim": "Cần lý do khi chấm thấp hơn chủ thể tự chấm",
    "spread_rule": "Khi các phiếu chênh lệch lớn",
    "spread_points": "Chênh lệch lớn là hơn (điểm)",
    "spread_basis": "Căn cứ của quy định chênh lệch",
    "result_round": "Kết quả lấy",
    "revisions": "Sửa điểm sau khi mở phiếu",
    "consultation_days": "Số ngày trả lời khi lấy ý kiến bằng văn bản",
    "certificate_before_ministry": "Cấp giấy 4 sao trong lúc chờ Bộ",
    "certificate_number": "Mẫu số giấy chứng nhận",
    "basis": "Căn cứ",
}
_MOST_DECIMALS = 4
_YES_OR_NO = ("advisor_report", "certificate_before_ministry", "substitutes", "reason_below_claim")
_NUMBERS = {"decimals": (0, _MOST_DECIMALS), "spread_points": (1, 100), "consultation_days": (1, 45)}
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
    chair_votes: str
    substitutes: bool
    abstentions: str
    reason_below_claim: bool
    spread_rule: str
    spread_points: int
    spread_basis: str
    result_round: str
    revisions: str
    consultation_days: int
    certificate_before_ministry: bool
    certificate_number: str
    basis: str

    @property
    def _unsaid(self) -> tuple[str, ...]:
        """Rules that say nothing here."""
        off = ("spread_points", "spread_basis", "result_round") if self.spread_rule == "off" else ()
        return off if self.spread_basis else (*off, "spread_basis")

    def in_words(self) -> list[tuple[str, str]]:
        """Label and value of each rule, as minutes and pages print them."""
        yes_no = {True: "có", False: "không"}
        values = {name: getattr(self, name) for name in _LABELS}
        return [
            (label, _CHOICES[name][values[name]] if name in _CHOICES else yes_no.get(values[name], str(values[name]))
             if isinstance(values[name], bool) else str(values[name]))
            for name, label in _LABELS.items() if name not in self._unsaid
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


def sheets_needed(by_laws: ByLaws, seats: int, conflicted: int, abstained: int = 0) -> int:
    """The least number of handed-in sheets for one item."""
    base = seats if by_laws.quorum_base == "seats" else seats - conflicted
    base -= abstained if by_laws.abstentions == "excluded" else 0
    return max(1, ceil(by_laws.quorum * base))


def quorum_missed(
    by_laws: ByLaws, *, seats: int, conflicted: int, handed_in: int, label: str, abstained: int = 0
) -> Reason | None:
    needed = sheets_needed(by_laws, seats, conflicted, abstained)
    return None if handed_in >= needed else quorum_short(label, handed_in, needed)


def quorum_short(label: str, handed_in: int, needed: int) -> Reason:
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
    for name, (least, most) in _NUMBERS.items():
        number = facts[name]
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            reasons.append(Reason(f"{_LABELS[name]}: số nguyên từ {least} đến {most}.", name))
    for name in _YES_OR_NO:
        if not isinstance(facts[name], bool):
            reasons.append(Reason(f"{_LABELS[name]}: chỉ nhận có hoặc không.", name))
    return reasons + _text_faults(facts)


def _text_faults(facts: Mapping[str, Any]) -> list[Reason]:
    reasons = []
    if not _is_number_pattern(facts["certificate_number"]):
        message = "Mẫu số giấy chứng nhận cần {year} và {serial}, chỉ gồm chữ không dấu, số, dấu chấm, gạch nối."
        reasons.append(Reason(message, "certificate_number", "pattern"))
    if not isinstance(facts["spread_basis"], str) or len(facts["spread_basis"]) > 400:
        reasons.append(Reason("Căn cứ của quy định chênh lệch không quá 400 ký tự.", "spread_basis"))
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
