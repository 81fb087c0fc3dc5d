"""What a dossier must hold under its regime: read once from `reference/dossiers/`."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ocop.criteria.rules import CriteriaSet, points_of, sift
from ocop.journal.rules import Reason

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "dossiers"
CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """A place for general papers that belong to no criterion."""

    key: str
    label: str
    law: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One of the short questions before any upload; `warning` is what a "no" means."""

    key: str
    text: str
    warning: str


@dataclass(frozen=True, slots=True)
class Requirements:
    law: str
    commune_working_days: int
    clock_stops: bool
    producer_kinds: frozenset[str]
    tourism_kinds: frozenset[str]
    tourism_sets: frozenset[int]
    judged_on_samples: frozenset[str]
    papers: tuple[PaperSlot, ...]
    questions: tuple[Question, ...]

    def slot(self, key: str) -> PaperSlot | None:
        return next((slot for slot in self.papers if slot.key == key), None)


@cache
def requirements(regime: str) -> Requirements:
    """Those of `regime`; an older regime, whose own are not known, takes the newest."""
    named = FOLDER / f"{regime}.toml"
    path = named if named.exists() else max(FOLDER.glob("*.toml"))
    return parse(tomllib.loads(path.read_text(encoding="utf-8")))


def parse(facts: Mapping[str, Any]) -> Requirements:
    return Requirements(
        law=facts["law"],
        commune_working_days=facts["commune_working_days"],
        clock_stops=facts["clock_stops_for_completion"],
        producer_kinds=frozenset(facts["producer_kinds"]),
        tourism_kinds=frozenset(facts["tourism_kinds"]),
        tourism_sets=frozenset(facts["tourism_sets"]),
        judged_on_samples=frozenset(facts["judged_on_samples"]),
        papers=tuple(PaperSlot(**row) for row in facts["papers"]),
        questions=tuple(Question(**row) for row in facts["questions"]),
    )


def answers_missing(criteria_set: CriteriaSet, choices: Mapping[str, object]) -> list[Reason]:
    """Criteria without an answer, and answers that cannot stand; 0 is an answer."""
    sifted = sift(criteria_set, choices)
    refused = {reason.field for reason in sifted.reasons}
    reasons = list(sifted.reasons)
    for criterion in criteria_set.criteria:
        condition = criterion.applies_if
        applies = condition is None or points_of(sifted.choices.get(condition.code, 0)) > condition.above
        field = f"choices.{criterion.code}"
        if applies and criterion.code not in sifted.choices and field not in refused:
            message = f"Tiêu chí {criterion.code} ({criterion.title}) chưa chọn mức nào. Không có gì thì chọn 0 điểm."
            reasons.append(Reason(message, field, "answer_missing", criterion.law))
    return reasons


def papers_missing(needs: Requirements, bound: Collection[str]) -> list[Reason]:
    """General papers that the law lists as required and that nothing was bound to: these stop a submission."""
    return [
        Reason(f"Thiếu giấy tờ bắt buộc: {slot.label}.", slot.key, "paper_required", slot.law)
        for slot in needs.papers
        if slot.required and slot.key not in bound
    ]


def papers_wanted(
    needs: Requirements, criteria_set: CriteriaSet, choices: Mapping[str, object], bound: Collection[str]
) -> list[Reason]:
    """Where a reader will look for a paper and find none: shown before submission, but no obstacle."""
    reasons = [
        Reason(f"Chưa có: {slot.label}.", slot.key, "paper_wanted", slot.law)
        for slot in needs.papers
        if not slot.required and slot.key not in bound
    ]
    claimed = sift(criteria_set, choices).choices
    for part in criteria_set.parts:
        for section in part.sections:
            if section.title in needs.judged_on_samples:
                continue
            for criterion in section.criteria:
                if points_of(claimed.get(criterion.code, 0)) and criterion.code not in bound:
                    message = f"Tiêu chí {criterion.code} ({criterion.title}) có điểm mà chưa có minh chứng."
                    reasons.append(Reason(message, f"choices.{criterion.code}", "paper_wanted", criterion.law))
    return reasons


def changes_missing(kind: str, changes: str) -> Reason | None:
    """An upgrade or a new rating must say what changed since the last recognition (QĐ 26/2026, Điều 6)."""
    if kind == "first" or changes:
        return None
    message = "Nâng hạng hoặc đánh giá lại phải nêu thay đổi so với lần công nhận trước. Hãy viết vào mục Thay đổi."
    return Reason(message, CHANGES, "changes_missing", "QĐ 26/2026, Điều 6")


def producer_kind_not_allowed(needs: Requirements, kind: str, set_no: int) -> Reason | None:
    """QĐ 26/2026, Điều 1–2: who may take part; associations only with tourism."""
    if kind in needs.producer_kinds:
        return None
    if kind in needs.tourism_kinds and set_no in needs.tourism_sets:
        return None
    message = (
        "Loại chủ thể chưa rõ. Hãy nhờ cán bộ xã ghi loại chủ thể trước khi nộp."
        if kind in ("", "unknown")
        else "Hội, hiệp hội, trung tâm điều hành chỉ nộp được sản phẩm du lịch."
    )
    return Reason(message, "producer", "producer_kind", "QĐ 26/2026, Điều 1–2")


def warnings_before(needs: Requirements, eligibility: Mapping[str, object]) -> list[str]:
    """What each "no" of the first questions means."""
    return [question.warning for question in needs.questions if eligibility.get(question.key) is False]
