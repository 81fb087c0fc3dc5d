"""What a paper may say of itself: its kind from a dated list, and dates that fit together. No clock."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ocop.journal.rules import Reason, text_unfit

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "papers"
LONGEST_NUMBER = 80
LONGEST_ISSUER = 200


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper; `expires`: such papers usually have a last day."""

    key: str
    label: str
    expires: bool = False


@dataclass(frozen=True, slots=True)
class KindList:
    """The kinds known from a day on, with the law they come from."""

    starts: date
    law: str
    kinds: tuple[PaperKind, ...]

    def __contains__(self, key: str) -> bool:
        return any(kind.key == key for kind in self.kinds)


@cache
def kind_lists() -> tuple[KindList, ...]:
    """Every dated list, the oldest first; read once."""
    found = [parse(tomllib.loads(path.read_text("utf-8"))) for path in FOLDER.glob("*.toml")]
    return tuple(sorted(found, key=lambda each: each.starts))


def parse(facts: Mapping[str, Any]) -> KindList:
    return KindList(facts["from"], facts["law"], tuple(PaperKind(**row) for row in facts["kinds"]))


def kinds_on(day: date) -> KindList:
    """The list in force on `day`; before the first, the first."""
    known = kind_lists()
    return next((each for each in reversed(known) if each.starts <= day), known[0])


def kind_label(key: str) -> str:
    """The words for a kind of any list, the newest wording first."""
    for each in reversed(kind_lists()):
        for kind in each.kinds:
            if kind.key == key:
                return kind.label
    return key


def details_unfit(
    *, kind: str, number: str, issuer: str, issued_on: date | None, expires_on: date | None, day: date
) -> list[Reason]:
    """Every reason why a paper cannot be described so."""
    reasons = text_unfit(number, field="number", label="Số giấy", longest=LONGEST_NUMBER)
    reasons += text_unfit(issuer, field="issuer", label="Nơi cấp", longest=LONGEST_ISSUER)
    if kind not in kinds_on(day):
        reasons.append(Reason("Hãy chọn loại giấy tờ trong danh sách.", "kind", "kind_unknown"))
    if issued_on and issued_on > day:
        reasons.append(Reason("Ngày cấp không thể sau hôm nay. Hãy xem lại trên giấy.", "issued_on", "issued_later"))
    if issued_on and expires_on and expires_on < issued_on:
        message = "Ngày hết hạn đứng trước ngày cấp. Hãy xem lại hai ngày trên giấy."
        reasons.append(Reason(message, "expires_on", "expires_before_issue"))
    return reasons


def has_lapsed(expires_on: date | None, day: date) -> bool:
    """`expires_on` is the last good day; a paper without one does not lapse."""
    return expires_on is not None and expires_on < day


def reminder_due(expires_on: date, day: date, steps: Sequence[int]) -> int | None:
    """The step to remind of on `day`: the nearest that is reached. A step that was slept through is not told later."""
    left = (expires_on - day).days
    return min((step for step in steps if 0 <= left <= step), default=None)
