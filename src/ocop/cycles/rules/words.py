"""Short written answers: which are missing, and whether somebody else has changed one meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ocop.journal.rules import Reason, text_unfit

LONGEST_ANSWER = 2000
LONGEST_NAME = 200
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a short form."""

    key: str
    text: str
    help: str
    needed: bool
    title: str = ""

    @property
    def short(self) -> str:
        return self.title or self.text


def mark_of(text: str) -> str:
    """What a page remembers of the text it was made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changed_meanwhile(now: str, new: str, seen: str | None) -> Reason | None:
    """Nothing is overwritten silently; the same text sent twice is no change."""
    if seen is None or seen == mark_of(now) or new == now:
        return None
    message = "Người khác vừa sửa câu này. Bài của họ hiện ở dưới; hãy gộp lại rồi lưu lần nữa."
    return Reason(message, "text", "changed_meanwhile")


def answer_unfit(text: str) -> list[Reason]:
    return text_unfit(text, field="text", label="Câu trả lời", longest=LONGEST_ANSWER)


def question_unknown(questions: tuple[Question, ...], key: str) -> Reason | None:
    if any(question.key == key for question in questions):
        return None
    return Reason("Không có câu hỏi này.", "", "unknown_question")


def answers_missing(questions: tuple[Question, ...], answers: Mapping[str, str]) -> list[Reason]:
    return [
        Reason(f"Chưa trả lời: {question.short}", question.key, "answer_missing")
        for question in questions
        if question.needed and not answers.get(question.key)
    ]


def words_missing(words: str, *, field: str, label: str) -> list[Reason]:
    return text_unfit(words, field=field, label=label, longest=LONGEST_WORDS, shortest=10)


def name_unfit(name: str) -> list[Reason]:
    return text_unfit(name, field="name", label="Tên sản phẩm định làm", longest=LONGEST_NAME, shortest=3)
