"""Biên bản: the minutes of a closed sitting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ocop.papers.exports import typeset

TEMPLATE = Path(__file__).parents[1] / "templates" / "councils" / "minutes.typ"
# The paper's own date stands in its text; a fixed moment in the file keeps its bytes the same.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def minutes_pdf(facts: Mapping[str, Any]) -> bytes:
    return typeset(TEMPLATE, facts, at=_NO_DATE)
