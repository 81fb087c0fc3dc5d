"""The self-test of digital maturity and the next steps that follow from it: dated data, defaults of the software."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ocop.journal.rules import Reason

from .reference import in_force

TOP = 3
_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+")
LONGEST_LINK = 300


@dataclass(frozen=True, slots=True)
class NextStep:
    """What lifts one question from `level` to the next."""

    question: str
    area: str
    level: int
    text: str
    days: int
    proof: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what each level looks like, and the step that leaves it."""

    key: str
    area: str
    text: str
    levels: tuple[str, ...]
    steps: tuple[NextStep, ...]


@dataclass(frozen=True, slots=True)
class SelfTest:
    """The whole test as it stands in the reference."""

    source: str
    areas: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    next_steps: int
    most_in_one_area: int


def self_test(day: date) -> SelfTest:
    facts = in_force("digital", day)
    return SelfTest(
        source=facts["source"],
        areas=tuple((row["key"], row["name"]) for row in facts["areas"]),
        questions=tuple(_question(row) for row in facts["questions"]),
        next_steps=facts["next_steps"],
        most_in_one_area=facts["most_in_one_area"],
    )


def _question(row: Mapping[str, object]) -> Question:
    key, area = str(row["key"]), str(row["area"])
    levels, steps = row["levels"], row["steps"]
    assert isinstance(levels, list)
    assert isinstance(steps, list)
    ways = (NextStep(key, area, n, s["text"], s["days"], s["proof"]) for n, s in enumerate(steps))
    return Question(key, area, str(row["text"]), tuple(levels), tuple(ways))


@dataclass(frozen=True, slots=True)
class AreaLevel:
    """An area's mean level: exact, and as the whole number that is shown as a word."""

    key: str
    name: str
    mean: Fraction

    @property
    def share(self) -> int:
        """Hundredths of the top level."""
        return int(self.mean * 100 / TOP)

    @property
    def word(self) -> str:
        return ("chưa bắt đầu", "mới bắt đầu", "đang làm", "làm tốt")[int(self.mean)]


def area_levels(test: SelfTest, answers: Mapping[str, int]) -> list[AreaLevel]:
    found = []
    for key, name in test.areas:
        held = [answers.get(q.key, 0) for q in test.questions if q.area == key]
        found.append(AreaLevel(key, name, Fraction(sum(held), len(held))))
    return found


def next_steps(test: SelfTest, answers: Mapping[str, int], begun: frozenset[str] = frozenset()) -> list[NextStep]:
    """The next steps: lowest level first, then the weakest area, then the quickest; at most some of one area.

    Only where too few areas have work left does an area give more. `begun` are keys (`question:level`) of steps that
    are under way: they stay in front, so that a new test takes nobody's work away.
    """
    mean = {area.key: area.mean for area in area_levels(test, answers)}
    open_steps = [q.steps[answers.get(q.key, 0)] for q in test.questions if answers.get(q.key, 0) < TOP]
    order = {q.key: place for place, q in enumerate(test.questions)}
    open_steps.sort(
        key=lambda step: (step_key(step) not in begun, step.level, mean[step.area], step.days, order[step.question])
    )
    chosen: list[NextStep] = []
    taken: Counter[str] = Counter()
    for step in open_steps:
        if taken[step.area] < test.most_in_one_area:
            chosen.append(step)
            taken[step.area] += 1
    chosen += [step for step in open_steps if step not in chosen]
    return chosen[: test.next_steps]


def step_key(step: NextStep) -> str:
    return f"{step.question}:{step.level}"


def due_on(step: NextStep, day: date) -> date:
    return day + timedelta(days=step.days)


def answers_unfit(test: SelfTest, answers: Mapping[str, int]) -> list[Reason]:
    return [
        Reason(f"Hãy chọn một mức: {question.text}", question.key, "unanswered")
        for question in test.questions
        if not 0 <= answers.get(question.key, -1) <= TOP
    ]


def proof_unfit(link: str, has_paper: bool, note: str, done_on: date, tested_on: date, today: date) -> list[Reason]:
    """A step counts with a paper, an address or some words of its own, and a day that has come."""
    reasons = []
    if link and (len(link) > LONGEST_LINK or not _LINK.fullmatch(link)):
        reasons.append(Reason("Đường dẫn cần bắt đầu bằng http:// hoặc https:// và không có dấu cách.", "link", "link"))
    if not link and not has_paper and len(note) < 10:
        reasons.append(Reason("Hãy đưa một tệp, một đường dẫn hoặc ghi vài dòng làm minh chứng.", "link", "no_proof"))
    if done_on > today:
        reasons.append(Reason("Ngày làm xong không thể sau hôm nay.", "done_on", "future"))
    if done_on < tested_on:
        message = f"Bước này có từ lần tự đánh giá ngày {tested_on:%d/%m/%Y}; ngày xong phải từ ngày đó."
        reasons.append(Reason(message, "done_on", "before_test"))
    return reasons
