"""One sheet: a choice saved, a sheet complete, a sheet sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ocop.criteria.rules import Choice, CriteriaSet, Criterion, points_of, rate, sift
from ocop.journal.rules import Reason, Refused, canonical


@dataclass(frozen=True, slots=True)
class Saved:
    """A sheet's choices after one was saved; `dropped` no longer apply because of it."""

    choices: dict[str, Any]
    dropped: tuple[str, ...]


def save_choice(criteria_set: CriteriaSet, kept: Mapping[str, Any], code: str, value: object) -> Saved:
    """Put one choice among the kept ones; raises `Refused` when it cannot be chosen."""
    sifted = sift(criteria_set, {**kept, code: value})
    Refused.unless_clear(reason for reason in sifted.reasons if reason.field == f"choices.{code}")
    if code not in sifted.choices:
        raise Refused(*sifted.reasons)
    return Saved(plain_choices(sifted.choices), tuple(c for c in kept if c not in sifted.choices))


def plain_choices(choices: Mapping[str, Choice]) -> dict[str, Any]:
    """As JSON: a case beside its points."""
    return {c: v if isinstance(v, int) else {"case": v[0], "points": v[1]} for c, v in choices.items()}


def case_of(choice: object) -> str:
    return str(choice["case"]) if isinstance(choice, Mapping) else ""


def points_in(choice: object) -> int | None:
    """Points of a choice as stored; None when nothing is chosen."""
    if isinstance(choice, Mapping):
        return int(choice["points"])
    return choice if isinstance(choice, int) else None


def total_of(criteria_set: CriteriaSet, choices: Mapping[str, Any]) -> int:
    return rate(criteria_set, choices).points


def missing_criteria(criteria_set: CriteriaSet, choices: Mapping[str, Any]) -> list[Criterion]:
    """Criteria that apply and have no choice yet."""
    kept = sift(criteria_set, choices).choices
    return [c for c in criteria_set.criteria if c.code not in kept and _applies(c, kept)]


def sheet_incomplete(criteria_set: CriteriaSet, choices: Mapping[str, Any]) -> list[Reason]:
    return [
        Reason(f"Tiêu chí {c.code} ({c.title}) chưa chấm. Hãy chọn một mức, kể cả 0.", f"choices.{c.code}", "missing")
        for c in missing_criteria(criteria_set, choices)
    ]


SHORTEST_REASON = 5


def reasons_missing(
    criteria_set: CriteriaSet, choices: Mapping[str, Any], claims: Mapping[str, int], remarks: Mapping[str, str]
) -> list[Reason]:
    """One reason for each criterion scored below what the producer claims, without a word of why."""
    kept = sift(criteria_set, choices).choices
    return [
        Reason(
            f"Tiêu chí {c.code} ({c.title}): bạn chấm {points_of(kept[c.code])}, chủ thể tự chấm {claims[c.code]}. "
            "Hãy ghi lý do ngắn ở ô nhận xét.",
            f"choices.{c.code}", "no_reason",
        )
        for c in criteria_set.criteria
        if c.code in kept and points_of(kept[c.code]) < claims.get(c.code, 0)
        and len(remarks.get(c.code, "").strip()) < SHORTEST_REASON
    ]  # fmt: skip


def stale_edition(seen: int, stored: int) -> Reason | None:
    if seen == stored:
        return None
    return Reason(
        "Phiếu đã được lưu ở một cửa sổ khác sau khi bạn mở trang này. Hãy tải lại để thấy bản mới nhất rồi chọn lại.",
        "edition", "stale",
    )  # fmt: skip


def sheet_seal(salt: str, content: Mapping[str, Any]) -> str:
    """SHA-256 of a sheet with its secret salt: few options make an unsalted hash guessable."""
    return hashlib.sha256(salt.encode() + canonical(content)).hexdigest()


def _applies(criterion: Criterion, choices: Mapping[str, Choice]) -> bool:
    condition = criterion.applies_if
    return condition is None or points_of(choices.get(condition.code, 0)) > condition.above


def changed_codes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Sequence[str]:
    """Codes whose choice differs."""
    return sorted(code for code in old.keys() | new.keys() if old.get(code) != new.get(code))
