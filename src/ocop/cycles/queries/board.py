"""The year as people look at it: six steps, the rounds, what is open today, and what comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from ..models import Cycle, Round
from ..rules import Window
from ..rules.band import Bar, bars, place_of
from .calendar import Line, calendar
from .campaigns import default_year, windows_of

# The words of the reference that the public page translates: here so that the catalogues find them.
WORDS = (
    gettext_noop("Tuyên truyền, hướng dẫn"),
    gettext_noop("Xã, phường, đặc khu giới thiệu chương trình, hướng dẫn cách tham gia."),
    gettext_noop("Nhận ý tưởng sản phẩm"),
    gettext_noop("Chủ thể trả lời năm câu về điều kiện rồi gửi ý tưởng ngắn cho xã."),
    gettext_noop("Nhận phương án sản xuất, kinh doanh"),
    gettext_noop("Ý tưởng được chọn thì lập phương án: làm gì, bán cho ai, vốn, giá, lãi."),
    gettext_noop("Triển khai phương án"),
    gettext_noop("Làm theo phương án đã duyệt, ghi nhật ký; tập huấn, tư vấn tại chỗ, vay vốn."),
    gettext_noop("Đánh giá, phân hạng"),
    gettext_noop("Nộp hồ sơ cho xã, xã đề nghị, Hội đồng tỉnh chấm theo từng đợt."),
    gettext_noop("Xúc tiến thương mại"),
    gettext_noop("Hội chợ, điểm bán, kết nối; tập trung vào Hội chợ Xuân và Hè."),
)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One of the six steps in the picture of the year."""

    window: Window
    phase: str
    days_left: int | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round in the picture: while communes propose, and while the council is at work."""

    line: Line
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class YearBoard:
    """A year in one picture."""

    year: int
    cycle: Cycle | None
    years: tuple[int, ...]
    steps: tuple[StepRow, ...]
    rounds: tuple[RoundRow, ...]
    today: int | None

    @property
    def open_now(self) -> list[StepRow]:
        """What can be done today, the nearest end first; steps that last all year come last."""
        found = [row for row in self.steps if row.phase in ("open", "late")]
        return sorted(found, key=lambda row: (row.days_left is None, row.days_left or 0))

    @property
    def all_year(self) -> list[StepRow]:
        """Steps that simply last from January to December."""
        return [row for row in self.steps if row.window.whole_year and row.phase == "open"]

    @property
    def taking(self) -> Round | None:
        """The provincial round that takes proposals and closes first."""
        found = [row.line.round for row in self.rounds if row.line.phase == "open" and row.line.round.is_provincial]
        return min(found, key=lambda row: row.proposals_until, default=None)


def year_board(year: int | None, day: date) -> YearBoard:
    """The asked year, else this one if its cycle is open, else the newest that is."""
    cycles = {cycle.year: (cycle, lines) for cycle, lines in calendar(day)}
    shown = year if year in cycles else day.year if day.year in cycles or not cycles else max(cycles)
    cycle, lines = cycles.get(shown, (None, []))
    windows = windows_of(cycle) if cycle else default_year(shown)
    return YearBoard(
        year=shown, cycle=cycle, years=tuple(sorted(cycles, reverse=True)),
        steps=tuple(_step(window, shown, day) for window in windows),
        rounds=tuple(_round(line, shown) for line in lines), today=place_of(day, shown),
    )  # fmt: skip


def _step(window: Window, year: int, day: date) -> StepRow:
    quiet = window.focus or window.continuous
    spans = [(window.opens_on, window.closes_on, "fill-2" if quiet else "fill-4")]
    spans += [(first, last, "fill-4") for first, last in window.focus]
    if window.late_days:
        spans.append((window.closes_on, window.late_until, "fill-honey"))
    return StepRow(window, window.phase_on(day), window.days_left(day), bars(spans, year))


def _round(line: Line, year: int) -> RoundRow:
    row = line.round
    spans = [(row.opens_on, row.proposals_until, "fill-4"), (row.proposals_until, row.ends_on, "fill-2")]
    return RoundRow(line, bars(spans, year))
