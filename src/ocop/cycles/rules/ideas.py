"""Who may take part, and what an idea must say (QĐ 26/2026, Điều 1–2; dated data)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ocop.journal.rules import Reason

from .reference import in_force
from .words import Question, answers_missing


@dataclass(frozen=True, slots=True)
class Eligibility:
    """One question of the check; where `needed` is false a "no" only advises."""

    key: str
    text: str
    help: str
    law: str
    way_out: str
    needed: bool


def eligibility_questions(day: date) -> tuple[Eligibility, ...]:
    return tuple(
        Eligibility(row["key"], row["text"], row["help"], row["law"], row["way_out"], row["needed"])
        for row in in_force("ideas", day)["eligibility"]
    )


def idea_questions(day: date) -> tuple[Question, ...]:
    return tuple(
        Question(row["key"], row["text"], row["help"], row["needed"]) for row in in_force("ideas", day)["questions"]
    )


def form_source(day: date) -> str:
    return str(in_force("ideas", day)["form_source"])


def stumbles(questions: tuple[Eligibility, ...], answers: Mapping[str, bool]) -> list[Eligibility]:
    """Every question that was answered with no, the needed ones first."""
    found = [question for question in questions if not answers.get(question.key, False)]
    return sorted(found, key=lambda question: not question.needed)


def is_eligible(questions: tuple[Eligibility, ...], answers: Mapping[str, bool]) -> bool:
    return not any(question.needed for question in stumbles(questions, answers))


def check_incomplete(questions: tuple[Eligibility, ...], answers: Mapping[str, bool]) -> list[Reason]:
    return [
        Reason(f"Hãy trả lời có hoặc chưa: {question.text}", question.key, "unanswered")
        for question in questions
        if question.key not in answers
    ]


def idea_unready(
    questions: tuple[Question, ...],
    answers: Mapping[str, str],
    checks: tuple[Eligibility, ...],
    said: Mapping[str, bool],
) -> list[Reason]:
    """Why an idea cannot go to the commune yet."""
    held = [
        Reason(f"{q.text} Bạn trả lời chưa. {q.way_out}", q.key, "not_eligible", q.law)
        for q in stumbles(checks, said)
        if q.needed
    ]
    return [*held, *answers_missing(questions, answers)]
