"""The official and published examples, read from ../shared and never copied."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "fixtures" / "epcis"


def paths(*patterns: str) -> list[Path | None]:
    """Every file that fits, or one None that skips the test with its reason."""
    found = [file for pattern in patterns for file in sorted(FOLDER.glob(pattern)) if file.is_file()]
    return [*found] or [None]


def name(file: Path | None) -> str:
    return f"{file.parent.name}/{file.name}" if file else "absent"


def content(file: Path | None) -> bytes:
    if file is None:
        pytest.skip("the published EPCIS examples stand in ../shared, which is absent here")
    return file.read_bytes()
