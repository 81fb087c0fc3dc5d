"""A dossier laid out for its readers: criteria with answers and papers, the rating beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ocop.criteria.queries import Board, Question, board, sheet, wording_of
from ocop.criteria.rules import CriteriaSet, sift
from ocop.journal.rules import Reason
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.people.queries import today

from .. import rules
from ..models import Answer, CompletionRequest, Dossier, Evidence, Reply
from .authority import dossier_seen_by
from .basis import kind_reasons
from .content import choices_of, set_of
from .replies import replies_of
from .vault import details_of, vault_papers

# The three states of a row in the overview, as words and signs.
TODO, DONE, ASKED = "todo", "done", "asked"


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion (or place for general papers) of the form."""

    code: str
    title: str
    question: Question | None
    answer: Answer | None
    papers: tuple[Evidence, ...]
    ask: CompletionRequest | None
    locked: bool
    wants_paper: bool
    replies: tuple[Reply, ...] = ()

    @property
    def state(self) -> str:
        if self.ask is not None and self.ask.answered_at is None:
            return ASKED
        if self.question is None:
            return DONE if self.papers else TODO
        return DONE if self.question.answered else TODO

    @property
    def note(self) -> str:
        return self.answer.note if self.answer else ""

    @property
    def edition(self) -> int:
        return self.answer.edition if self.answer else 0

    @property
    def points(self) -> int | None:
        return self.answer.points if self.answer else None

    @property
    def option(self) -> str:
        """The words of what is chosen."""
        if self.question is None:
            return ""
        for group in self.question.answers:
            for card in group.cards:
                if card.checked:
                    return card.label
        return self.question.none.label if self.question.none and self.question.none.checked else ""


@dataclass(frozen=True, slots=True)
class PartRows:
    code: str
    title: str
    max: int
    points: int
    rows: tuple[Row, ...]

    @property
    def done(self) -> int:
        return sum(row.question.answered for row in self.rows if row.question)

    @property
    def asked(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Form:
    """The whole dossier as its readers see it."""

    dossier: Dossier
    criteria_set: CriteriaSet
    parts: tuple[PartRows, ...]
    general: tuple[Row, ...]
    board: Board
    asks: tuple[CompletionRequest, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row in the order of the form, general papers last."""
        return (*(row for part in self.parts for row in part.rows), *self.general)

    def row(self, code: str) -> Row | None:
        return next((row for row in self.rows if row.code == code), None)

    @property
    def next_open(self) -> Row | None:
        """Where to go on: the first criterion that may be answered and is not yet."""
        return next((row for row in self.rows if row.question and not row.locked and row.state != DONE), None)

    def neighbours(self, code: str) -> tuple[str, str]:
        """The codes before and after, empty at the ends; while completion is asked for, among the asked ones."""
        codes = [row.code for row in self.rows if not row.locked] or [row.code for row in self.rows]
        place = codes.index(code) if code in codes else 0
        before = codes[place - 1] if place else ""
        return before, codes[place + 1] if place + 1 < len(codes) else ""

    @property
    def answered(self) -> int:
        return sum(row.question.answered for part in self.parts for row in part.rows if row.question)

    @property
    def paper_count(self) -> int:
        return sum(len(row.papers) for row in self.rows)

    @property
    def changes_asked(self) -> bool:
        return any(ask.criterion == rules.CHANGES and ask.answered_at is None for ask in self.asks)

    @property
    def obstacles(self) -> list[Reason]:
        """What would stop a submission now, the round aside."""
        needs, producer = rules.requirements(self.dossier.regime), self.dossier.product.producer
        kind = rules.producer_kind_not_allowed(needs, producer.kind if producer else "", self.dossier.set_no)
        return [
            *([kind] if kind else []),
            *rules.answers_missing(self.criteria_set, self._choices),
            *rules.papers_missing(needs, self._bound),
            *kind_reasons(self.dossier),
        ]

    @property
    def wishes(self) -> list[Reason]:
        """What a reader will miss, though nothing stops the submission."""
        needs = rules.requirements(self.dossier.regime)
        return rules.papers_wanted(needs, self.criteria_set, self._choices, self._bound)

    @property
    def lapsed(self) -> list[Reason]:
        """Bound papers whose last good day has passed."""
        known = [(row.code, e.paper.name, details_of(e.paper)) for row in self.rows for e in row.papers]
        return rules.lapsed_papers([(code, name, d.expires_on) for code, name, d in known if d], today())

    @property
    def _choices(self) -> dict[str, object]:
        return {row.code: row.answer.choice for row in self.rows if row.answer and row.answer.choice is not None}

    @property
    def _bound(self) -> set[str]:
        return {row.code for row in self.rows if row.papers}


def form_of(dossier: Dossier) -> Form:
    """The working copy, in four queries."""
    asked = set_of(dossier)
    answers = {a.criterion: a for a in dossier.answers.all()}
    papers = _papers(dossier)
    asks = tuple(dossier.completion_requests.order_by("id"))
    by_code = {ask.criterion: ask for ask in asks}
    choices = {code: a.choice for code, a in answers.items() if a.choice is not None}
    sifted = sift(asked, choices)
    open_codes = {a.criterion for a in asks if a.answered_at is None}
    samples = rules.requirements(dossier.regime).judged_on_samples
    replies = replies_of(dossier)

    def row(question: Question, section: str) -> Row:
        code = question.criterion.code
        locked = rules.criterion_locked(dossier.state, code, open_codes) is not None
        return Row(
            code, question.criterion.title, question, answers.get(code), papers.get(code, ()), by_code.get(code),
            locked, section not in samples, tuple(replies.get(code, ())),
        )  # fmt: skip

    parts = tuple(
        PartRows(p.code, p.title, p.max, p.points, tuple(row(q, s.title) for s in p.sections for q in s.questions))
        for p in sheet(
            asked, sifted.choices, reasons=sifted.reasons, wording=wording_of(dossier.regime, dossier.set_no)
        )
    )
    general = tuple(_general(dossier, papers, by_code, open_codes))
    return Form(dossier, asked, parts, general, board(asked, choices), asks)


def _papers(dossier: Dossier) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, tuple[Evidence, ...]] = {}
    for row in dossier.evidence.filter(removed_at__isnull=True).select_related("paper__details").order_by("id"):
        found[row.criterion] = (*found.get(row.criterion, ()), row)
    return found


def _general(
    dossier: Dossier,
    papers: Mapping[str, tuple[Evidence, ...]],
    asks: Mapping[str, CompletionRequest],
    open_codes: set[str],
) -> Iterator[Row]:
    for slot in rules.requirements(dossier.regime).papers:
        locked = rules.criterion_locked(dossier.state, slot.key, open_codes) is not None
        yield Row(slot.key, slot.label, None, None, papers.get(slot.key, ()), asks.get(slot.key), locked, True)


@dataclass(frozen=True, slots=True)
class Page:
    """One row of the form as a page of its own."""

    form: Form
    row: Row

    @property
    def dossier(self) -> Dossier:
        return self.form.dossier


def page_of(person: Person, number: int, code: str) -> Page | None:
    """The page of one criterion or place for papers, of a dossier that the person may know of."""
    dossier = dossier_seen_by(person, number)
    form = form_of(dossier) if dossier else None
    row = form.row(code) if form else None
    return Page(form, row) if form and row else None


def board_of(dossier: Dossier) -> Board:
    """The rating of the working copy alone, for the bar after a save."""
    return board(set_of(dossier), choices_of(dossier))


def papers_at_hand(dossier: Dossier, code: str) -> list[Paper]:
    """The producer's vault without what is bound here already and what was replaced: to be used again."""
    producer = dossier.product.producer
    if producer is None:
        return []
    here = Evidence.objects.filter(dossier=dossier, criterion=code, removed_at__isnull=True)
    papers = vault_papers([producer]).exclude(pk__in=here.values("paper_id"))
    return list(papers.filter(details__successor__isnull=True).order_by("-id")[:40])


def removed_papers(dossier: Dossier, code: str) -> list[Evidence]:
    """Papers that were taken off here and can be put back."""
    here = Evidence.objects.filter(dossier=dossier, criterion=code)
    bound = here.filter(removed_at__isnull=True).values("paper_id")
    removed = here.filter(removed_at__isnull=False).exclude(paper_id__in=bound).select_related("paper", "dossier")
    newest = {row.paper_id: row for row in removed.order_by("removed_at")}
    return sorted(newest.values(), key=lambda row: row.pk)[-5:]


def due_of(form: Form) -> date | None:
    """The earliest day by which something must be completed."""
    return min((ask.due_on for ask in form.asks if ask.answered_at is None), default=None)
