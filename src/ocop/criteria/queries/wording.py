"""The official words, where an office has loaded them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ocop.criteria.models import OfficialWording


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts of one set by (criterion, case, option); option 0 is the criterion's own."""

    texts: Mapping[tuple[str, str, int], str] = field(default_factory=dict)
    source: str = ""

    def of(self, criterion: str, case: str = "", option: int = 0) -> str:
        return self.texts.get((criterion, case, option), "")


def wording_of(regime: str, set_no: int) -> Wording:
    """The newest loading of each text of a set."""
    rows = OfficialWording.objects.filter(regime=regime, set_no=set_no).order_by("loaded_at")
    texts = {(row.criterion, row.case, row.option): row for row in rows}
    latest = max(texts.values(), key=lambda row: row.loaded_at, default=None)
    return Wording({key: row.text for key, row in texts.items()}, latest.source if latest else "")
