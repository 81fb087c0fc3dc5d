"""Entries as they are shown: in time order, side by side where two had not seen each other, gaps between them told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from ocop.papers.models import Paper

from ..models import Attachment, Entry, Item
from ..rules import DETAILS, RESULTS, Kind, kind_named
from ..rules.standing import Link, overruled, side_by_side, standing
from .completeness import silent_days
from .files import arrived
from .stories import Story

# The way of a lot in six pictures; what is bought counts as a beginning like what is harvested.
_WAY = ("harvest", "processing", "packing", "lab", "storage", "dispatch")
_BEGINNINGS = {"harvest": ("harvest", "input")}
# Notes further apart than this are two moments, whoever had seen what.
_TOGETHER = timedelta(hours=12)
_LATE = timedelta(days=2)
_SKEWED = 300


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of an entry, and the paper once its bytes have come."""

    attachment: Attachment
    paper: Paper | None

    @property
    def is_image(self) -> bool:
        return self.paper is not None and self.paper.is_image

    @property
    def is_sound(self) -> bool:
        return self.paper is not None and self.paper.media_type.startswith("audio/")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it is shown."""

    entry: Entry
    stands: bool
    corrected_by: Sequence[UUID] = ()
    files: Sequence[FileRow] = ()

    @property
    def ins(self) -> list[Item]:
        return [i for i in self.entry.items.all() if i.direction == Item.Direction.IN]

    @property
    def outs(self) -> list[Item]:
        return [i for i in self.entry.items.all() if i.direction == Item.Direction.OUT]

    @property
    def details(self) -> list[tuple[str, Any]]:
        """What belongs to its kind, in words."""
        kind, told = kind_named(self.entry.kind), self.entry.details
        names = [name for name in (kind.details if kind else ()) if told.get(name) not in (None, "")]
        return [(DETAILS[name], _worded(name, told[name])) for name in names]

    @property
    def extras(self) -> list[tuple[str, Any]]:
        """The details without the work itself, which stands in the heading."""
        return [pair for pair in self.details if pair[0] != DETAILS["work"]]

    @property
    def day(self) -> date:
        return timezone.localtime(self.entry.at).date()

    @property
    def clock(self) -> str:
        """What is odd about the clock of the device, in words; nothing is set right silently."""
        entry = self.entry
        if entry.skew is not None and abs(entry.skew) > _SKEWED:
            way = "nhanh" if entry.skew > 0 else "chậm"
            return f"Đồng hồ máy {way} {_long(abs(entry.skew))} so với máy chủ."
        if entry.at > entry.received_at + timedelta(hours=1):
            return "Giờ ghi ở sau lúc máy chủ nhận."
        return ""

    @property
    def late(self) -> str:
        """How much later it came than it happened: offline work, told as such."""
        waited = self.entry.received_at - self.entry.at
        return f"gửi về sau {waited.days} ngày" if waited > _LATE else ""


@dataclass
class Moment:
    """Entries that stand side by side (usually one), and how many days nobody wrote before them."""

    rows: list[Row] = field(default_factory=list)
    silent: int = 0

    @property
    def several(self) -> bool:
        return len(self.rows) > 1


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a lot's way: when it was last noted, or that nobody has noted it."""

    kind: Kind
    last: datetime | None = None


def way_of(story: Story) -> list[Stage]:
    """The lot's way as a line of steps, told or not."""
    found = []
    for key in _WAY:
        kind = kind_named(key)
        assert kind is not None
        noted = story.holding(*_BEGINNINGS.get(key, (key,)))
        found.append(Stage(kind, noted[-1].at if noted else None))
    return found


def _worded(name: str, value: Any) -> Any:
    if name == "result":
        return RESULTS.get(value, value)
    if name == "best_before" and (day := _day(value)):
        return day
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else value


def _day(text: object) -> str:
    try:
        return f"{date.fromisoformat(str(text)):%d/%m/%Y}"
    except ValueError:
        return ""


def _long(seconds: int) -> str:
    if seconds >= 86_400:
        return f"{seconds // 86_400} ngày"
    return f"{seconds // 3600} giờ" if seconds >= 3600 else f"{seconds // 60} phút"


def rows_of(entries: Sequence[Entry], others: Iterable[Entry] = ()) -> list[Row]:
    """Rows for these entries; `others` are known besides, so that corrections among them count."""
    everyone = {e.pk: e for e in (*others, *entries)}
    links = [Link(e.pk, e.book_id, e.corrects, tuple(e.after)) for e in everyone.values()]
    stands, wrong = standing(links), overruled(links)
    papers = arrived(a.sha256 for e in entries for a in e.attachments.all())
    return [_row(e, stands, wrong, papers) for e in entries]


def _row(entry: Entry, stands: set[UUID], wrong: Mapping[UUID, list[UUID]], papers: Mapping[str, Paper]) -> Row:
    files = [FileRow(a, papers.get(a.sha256)) for a in entry.attachments.all()]
    return Row(entry, entry.pk in stands, wrong.get(entry.pk, ()), files)


def timeline_of(entries: Sequence[Entry], others: Iterable[Entry] = ()) -> list[Moment]:
    """The entries in the order in which they happened, with neighbours that had not seen each other side by side."""
    rows = rows_of(entries, others)
    pairs = side_by_side(Link(e.pk, e.book_id, e.corrects, tuple(e.after)) for e in entries)
    silent = silent_days(entries)
    moments: list[Moment] = []
    for row in rows:
        if moments and _together(moments[-1].rows, row, pairs):
            moments[-1].rows.append(row)
        else:
            moments.append(Moment([row], silent.get(row.entry.pk, 0)))
    return moments


def _together(group: Sequence[Row], row: Row, pairs: set[frozenset[UUID]]) -> bool:
    """Two people's words on the same lot, at about the same time, neither knowing of the other."""
    return all(
        frozenset((other.entry.pk, row.entry.pk)) in pairs
        and other.entry.author_id != row.entry.author_id
        and row.entry.lot_id is not None
        and other.entry.lot_id == row.entry.lot_id
        and row.entry.at - other.entry.at <= _TOGETHER
        for other in group
    )
