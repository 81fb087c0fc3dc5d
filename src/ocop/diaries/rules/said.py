"""An entry as its device tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Thing:
    """A quantity of a batch (of a book), of a lot, or of something that has only a name."""

    batch: str = ""
    book: str = ""
    lot: int | None = None
    name: str = ""
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class File:
    sha256: str
    kind: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An entry as its device tells it; `payload` is the whole of it in one spelling."""

    id: UUID
    kind: str
    at: datetime
    offset: str
    payload: str
    book: str = ""
    site: UUID | None = None
    area: UUID | None = None
    lot: int | None = None
    spot: tuple[float, float, float | None] | None = None
    inputs: tuple[Thing, ...] = ()
    outputs: tuple[Thing, ...] = ()
    files: tuple[File, ...] = ()
    after: tuple[UUID, ...] = ()
    corrects: UUID | None = None
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)
