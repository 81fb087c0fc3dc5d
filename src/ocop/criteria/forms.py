"""A self-assessment as it stands in an address: nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from .queries import WORDS, Board, Coach, PartSheet, Wording, board, choices_in, coach_of, gates_in, sheet
from .rules import CriteriaSet, Order, spelled

ORDER_OF: Mapping[str, Order] = {word: order for order, word in WORDS.items()}


def _star(query: QueryDict) -> int | None:
    """The wanted star of the address; anything else there means: the next one."""
    return {"3": 3, "4": 4, "5": 5}.get(query.get("sao", ""))


@dataclass(frozen=True)
class SelfAssessment:
    criteria_set: CriteriaSet
    given: Mapping[str, object]
    named: tuple[str, ...]
    star: int | None = None
    order: Order = "cost"
    keep: tuple[str, ...] = ()

    @classmethod
    def read(cls, criteria_set: CriteriaSet, query: QueryDict) -> SelfAssessment:
        given = choices_in(criteria_set, query.dict())  # type: ignore[arg-type]
        keep = tuple(code for code in query.getlist("giu") if code in criteria_set.by_code)
        named = gates_in(criteria_set, query.getlist("gate"))
        return cls(criteria_set, given, named, _star(query), ORDER_OF.get(query.get("xep", ""), "cost"), keep)

    @cached_property
    def board(self) -> Board:
        return board(self.criteria_set, self.given, self.named)

    @cached_property
    def coach(self) -> Coach | None:
        return coach_of(
            self.criteria_set, self.given, self.named, star=self.star, order=self.order, keep=self.keep
        )  # fmt: skip

    @property
    def address(self) -> str:
        """The answers as a query string: what a person shares, and what leads back to the form."""
        pairs = [(code, spelled(choice)) for code, choice in self.board.rating.choices.items()]
        return urlencode(pairs + [("gate", name) for name in self.named])

    def sheet(self, wording: Wording) -> tuple[PartSheet, ...]:
        found = self.board
        return sheet(self.criteria_set, found.rating.choices, named=self.named, reasons=found.reasons, wording=wording)
