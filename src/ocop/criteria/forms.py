"""A self-assessment as it stands in an address: nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from .queries import Board, PartSheet, Wording, board, choices_in, gates_in, sheet
from .rules import CriteriaSet, spelled


@dataclass(frozen=True)
class SelfAssessment:
    criteria_set: CriteriaSet
    given: Mapping[str, object]
    named: tuple[str, ...]

    @classmethod
    def read(cls, criteria_set: CriteriaSet, query: QueryDict) -> SelfAssessment:
        given = choices_in(criteria_set, query.dict())  # type: ignore[arg-type]
        return cls(criteria_set, given, gates_in(criteria_set, query.getlist("gate")))

    @cached_property
    def board(self) -> Board:
        return board(self.criteria_set, self.given, self.named)

    @property
    def address(self) -> str:
        """The answers as a query string: what a person shares, and what leads back to the form."""
        pairs = [(code, spelled(choice)) for code, choice in self.board.rating.choices.items()]
        return urlencode(pairs + [("gate", name) for name in self.named])

    def sheet(self, wording: Wording) -> tuple[PartSheet, ...]:
        found = self.board
        return sheet(self.criteria_set, found.rating.choices, named=self.named, reasons=found.reasons, wording=wording)
