"""The whole way of a dossier, and what stops it."""

from __future__ import annotations

import pytest

from ocop.dossiers import acts, lifecycle
from ocop.dossiers.models import Dossier
from ocop.journal.models import Line
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused
from tests.cast import Cast
from tests.dossiers.conftest import NOW, forward


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_dossier_walks_from_draft_to_decision_and_the_journal_is_whole(filled: Dossier, cast: Cast) -> None:
    row = acts.submit(filled, by=cast.chi_ba, at=NOW)
    assert (row.state, row.receipt_number, row.product_code) == ("submitted", "01/PĐK-22-06838-2026", "22-06838-1-2026")
    row = acts.accept(forward(row, cast), by=cast.co_nam, at=NOW)
    for step in (acts.put_before_council, acts.conclude, acts.decide):
        row = step(row, by=cast.co_nam, at=NOW)
    assert row.state == lifecycle.DECIDED
    assert chain_verdict().whole
    verbs = list(Line.objects.filter(subject=f"dossiers.dossier:{row.pk}").values_list("verb", flat=True))
    assert verbs[0] == "open_dossier"
    assert verbs[-6:] == ["submit", "forward", "accept", "put_before_council", "conclude", "decide"]
