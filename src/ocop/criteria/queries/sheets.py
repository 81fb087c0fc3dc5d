"""One set as questions with their answers: what the self-assessment, the dossier and the score sheet show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ocop.criteria.rules import (
    DOSSIER,
    Blocker,
    Case,
    Choice,
    CriteriaSet,
    Criterion,
    NextStar,
    Option,
    Part,
    Rating,
    next_star_obstacles,
    points_of,
    rate,
    read_spelled,
    sift,
    spelled,
)
from ocop.journal.rules import Reason

from .wording import Wording

NONE_APPLIES = "Chưa đạt mức nào"


@dataclass(frozen=True, slots=True)
class Answer:
    """One radio card; `star`: this much at least for that star."""

    value: str
    label: str
    points: int
    star: int | None
    checked: bool
    official: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """The cards of a criterion, or of one of its two cases."""

    case: str
    title: str
    cards: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion to be answered. `name` is the field's name, `anchor` the id that reasons and obstacles link to."""

    criterion: Criterion
    name: str
    anchor: str
    answers: tuple[Answers, ...]
    none: Answer | None
    chosen: Choice | None
    error: str
    gate_named: bool
    official: str

    @property
    def answered(self) -> bool:
        return self.chosen is not None


@dataclass(frozen=True, slots=True)
class SectionSheet:
    code: str
    title: str
    max: int
    questions: tuple[Question, ...]

    @property
    def alone(self) -> bool:
        """The section is itself the criterion."""
        return len(self.questions) == 1 and self.questions[0].criterion.code == self.code


@dataclass(frozen=True, slots=True)
class PartSheet:
    code: str
    title: str
    max: int
    points: int
    sections: tuple[SectionSheet, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def answered(self) -> int:
        return sum(question.answered for question in self.questions)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A minimum that is missed, with the words for a link to it."""

    anchor: str
    code: str
    title: str
    star: int
    have: int
    need: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the bar shows: the rating of what can be rated, and what is missing for the next star."""

    rating: Rating
    ahead: NextStar | None
    missing: tuple[Shortfall, ...]
    reasons: tuple[Reason, ...]
    answered: int
    questions: int


def choices_in(criteria_set: CriteriaSet, given: Mapping[str, str], prefix: str = "") -> dict[str, object]:
    """The answers among the fields of a form or an address; fields of other names are left alone."""
    return {
        code: read_spelled(given[prefix + code]) for code in criteria_set.by_code if given.get(prefix + code, "") != ""
    }


def gates_in(criteria_set: CriteriaSet, named: Iterable[str]) -> tuple[str, ...]:
    """The gates of this set among the ticked ones."""
    known = {DOSSIER, *criteria_set.gates, *(f"{DOSSIER}:{d.key}" for d in criteria_set.disqualifiers)}
    return tuple(dict.fromkeys(name for name in named if name in known))


def board(criteria_set: CriteriaSet, raw: Mapping[str, object], named: Iterable[str] = (), prefix: str = "") -> Board:
    """Rate what can be rated; what cannot be is left out and named in `reasons`."""
    sifted = sift(criteria_set, raw)
    rating = rate(criteria_set, sifted.choices, gates_in(criteria_set, named))
    ahead = next_star_obstacles(rating)
    missing = tuple(
        Shortfall(
            anchor_of(b.criterion, prefix), b.criterion, criteria_set.by_code[b.criterion].title,
            b.star, b.have, b.need,
        )
        for b in _hardest(ahead)
    )  # fmt: skip
    return Board(rating, ahead, missing, sifted.reasons, len(sifted.choices), len(criteria_set.criteria))


def sheet(
    criteria_set: CriteriaSet,
    choices: Mapping[str, Choice],
    *,
    named: Iterable[str] = (),
    reasons: Iterable[Reason] = (),
    wording: Wording | None = None,
    prefix: str = "",
) -> tuple[PartSheet, ...]:
    """The whole set as questions, with what is chosen, named and wrong."""
    errors = {reason.field: reason.message for reason in reasons}
    words, ticked = wording or Wording(), set(named)

    def question(criterion: Criterion) -> Question:
        code = criterion.code
        chosen = choices.get(code)
        return Question(
            criterion, prefix + code, anchor_of(code, prefix), _answers(criterion, chosen, words), _none(criterion, chosen),
            chosen, errors.get(f"choices.{code}", ""), code in ticked, words.of(code),
        )  # fmt: skip

    return tuple(
        PartSheet(
            part.code, part.title, part.max, _points(part, choices),
            tuple(SectionSheet(s.code, s.title, s.max, tuple(map(question, s.criteria))) for s in part.sections),
        )
        for part in criteria_set.parts
    )  # fmt: skip


def anchor_of(code: str, prefix: str = "") -> str:
    return f"id_{prefix}choices.{code}"


def _points(part: Part, choices: Mapping[str, Choice]) -> int:
    return sum(points_of(choices.get(criterion.code, 0)) for criterion in part.criteria)


def _hardest(ahead: NextStar | None) -> list[Blocker]:
    """Where a criterion misses two stars on the way, only the greater need."""
    needs = {blocker.criterion: blocker for blocker in (ahead.blockers if ahead else ())}
    return list(needs.values())


def _answers(criterion: Criterion, chosen: Choice | None, words: Wording) -> tuple[Answers, ...]:
    cases: Iterable[Case | None] = criterion.cases or (None,)
    return tuple(
        Answers(
            case.key if case else "",
            case.title if case else "",
            tuple(
                _answer(
                    option, case.key if case else "", chosen, words.of(criterion.code, case.key if case else "", place)
                )
                for place, option in enumerate(case.options if case else criterion.options, start=1)
            ),
        )
        for case in cases
    )


def _answer(option: Option, case: str, chosen: Choice | None, official: str) -> Answer:
    mine: Choice = (case, option.points) if case else option.points
    return Answer(spelled(mine), option.label, option.points, option.star, chosen == mine, official)


def _none(criterion: Criterion, chosen: Choice | None) -> Answer | None:
    """The 0 that may always be chosen, where the law lists none."""
    if any(option.points == 0 for option in criterion.every_option):
        return None
    checked = chosen is not None and points_of(chosen) == 0
    return Answer("0", NONE_APPLIES, 0, None, checked)
