"""A short while of fuzzing; `python -m tests.epcis.fuzz SECONDS` goes on as long as wanted."""

from __future__ import annotations

from tests.epcis.fuzz import failures


def test_mutants_of_published_examples_bring_up_nothing_but_our_own_errors() -> None:
    assert list(failures(seconds=4, seed=20261122, trials=1500)) == []
