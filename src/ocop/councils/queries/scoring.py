"""A sheet laid out for its own member: criteria with the dossier's claim, its papers and the advisors' word beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ocop.criteria.queries import Board, Question, board, sheet, wording_of
from ocop.criteria.rules import CriteriaSet, sift
from ocop.dossiers.models import CommuneOpinion, Dossier, Evidence
from ocop.dossiers.queries import Row as Claim
from ocop.dossiers.queries import form_of
from ocop.people.models import Person

from ..models import AdvisorReport, Item, Sheet
from ..rules import points_in
from .seats import item_seen_by, sheet_of
from .sheets import criteria_of


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: what the member chose, what the producer claims, what the advisors found."""

    code: str
    question: Question
    claim: Claim | None
    advised: int | None
    remark: str

    @property
    def points(self) -> int | None:
        return None if self.question.chosen is None else self._points(self.question.chosen)

    @staticmethod
    def _points(choice: Any) -> int:
        return int(choice if isinstance(choice, int) else choice[1])


@dataclass(frozen=True, slots=True)
class PartLines:
    code: str
    title: str
    max: int
    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        return sum(line.question.answered for line in self.lines)


@dataclass(frozen=True, slots=True)
class Layout:
    item: Item
    criteria_set: CriteriaSet
    parts: tuple[PartLines, ...]
    board: Board
    opinion: CommuneOpinion | None
    report: AdvisorReport | None

    @property
    def dossier(self) -> Dossier:
        return self.item.dossier

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for part in self.parts for line in part.lines)

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.code == code), None)

    def neighbours(self, code: str) -> tuple[str, str]:
        codes = [line.code for line in self.lines]
        place = codes.index(code)
        return codes[place - 1] if place else "", codes[place + 1] if place + 1 < len(codes) else ""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One criterion of one's own sheet."""

    sheet: Sheet
    layout: Layout
    line: Line


def layout_of(item: Item, choices: dict[str, Any], remarks: dict[str, str], named: list[str]) -> Layout:
    """The item's criteria with these choices; nobody else's scores are read for it."""
    criteria = criteria_of(item)
    claims = {row.code: row for row in form_of(item.dossier).rows}
    report = AdvisorReport.objects.filter(item=item, handed_in_at__isnull=False).first()
    advised = report.choices if report else {}
    sifted = sift(criteria, choices)
    wording = wording_of(item.dossier.regime, item.dossier.set_no)
    parts = tuple(
        PartLines(
            part.code, part.title, part.max,
            tuple(
                Line(
                    question.criterion.code, question, claims.get(question.criterion.code),
                    points_in(advised.get(question.criterion.code)), remarks.get(question.criterion.code, ""),
                )
                for question in part.questions
            ),
        )
        for part in sheet(criteria, sifted.choices, named=named, wording=wording)
    )  # fmt: skip
    opinion = CommuneOpinion.objects.filter(dossier=item.dossier).first()
    return Layout(item, criteria, parts, board(criteria, choices, named), opinion, report)


def sheet_layout(own: Sheet) -> Layout:
    return layout_of(own.item, own.choices, own.remarks, own.disqualified)


def sheet_page(person: Person, pk: int, code: str) -> SheetPage | None:
    """One criterion of the person's own sheet; another's sheet does not exist here."""
    own = sheet_of(person, pk)
    layout = sheet_layout(own) if own else None
    line = layout.line(code) if layout else None
    return SheetPage(own, layout, line) if own and layout and line else None


def evidence_of(person: Person, pk: int, evidence: int) -> tuple[Item, Evidence] | None:
    """A paper of an item's dossier, for those who know of the item."""
    item = item_seen_by(person, pk)
    if item is None:
        return None
    found = Evidence.objects.filter(dossier=item.dossier, pk=evidence, removed_at__isnull=True).select_related("paper")
    paper = found.first()
    return (item, paper) if paper else None
