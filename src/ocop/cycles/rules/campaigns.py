"""The six steps of the year as dated campaigns, and what a day means to them. No database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ocop.journal.rules import Reason, text_unfit

from .reference import in_force

ANNOUNCEMENT, IDEAS, PLANS = "announcement", "ideas", "plans"
IMPLEMENTATION, RATING, PROMOTION = "implementation", "rating", "promotion"
LONGEST_GRACE = 60


@dataclass(frozen=True, slots=True)
class Window:
    """One step of one year: its first and last day, the days in between that matter most, and the days of grace."""

    key: str
    number: int
    name: str
    what: str
    who: str
    opens_on: date
    closes_on: date
    focus: tuple[tuple[date, date], ...] = ()
    late_days: int = 0
    continuous: bool = False
    source: str = ""
    adjusted: bool = False

    @property
    def late_until(self) -> date:
        return self.closes_on + timedelta(days=self.late_days)

    @property
    def whole_year(self) -> bool:
        return (self.closes_on - self.opens_on).days >= 364

    def phase_on(self, day: date) -> str:
        """upcoming | open | late | over."""
        if day < self.opens_on:
            return "upcoming"
        if day <= self.closes_on:
            return "open"
        return "late" if day <= self.late_until else "over"

    def days_left(self, day: date) -> int | None:
        """Calendar days until the last one, while it is open and does not simply last all year."""
        if self.phase_on(day) != "open" or self.whole_year:
            return None
        return (self.closes_on - day).days

    def moved(self, opens_on: date, closes_on: date, late_days: int, source: str) -> Window:
        """The same step on other days; the focus of the source holds no longer."""
        return replace(
            self, opens_on=opens_on, closes_on=closes_on, late_days=late_days, source=source, adjusted=True, focus=()
        )


def default_windows(year: int) -> tuple[Window, ...]:
    """The six steps of `year`, by the reference in force when it begins."""
    facts = in_force("campaigns", date(year, 12, 31))
    source = f"{facts['document']}"
    return tuple(
        Window(
            key=row["key"], number=row["number"], name=row["name"], what=row["what"], who=row["who"],
            opens_on=_on(row["opens"], year), closes_on=_on(row["closes"], year),
            focus=tuple((_on(first, year), _on(last, year)) for first, last in row.get("focus", [])),
            late_days=row.get("late_days", 0), continuous=row.get("continuous", False), source=source,
        )
        for row in facts["steps"]
    )  # fmt: skip


def follows_rounds(year: int) -> bool:
    """Whether step 5 has no dates of its own any more, but those of the legal rounds."""
    found: date = in_force("campaigns", date(year, 12, 31))["rounds_from"]
    return date(year, 12, 31) >= found


def rounds_law(year: int) -> str:
    return str(in_force("campaigns", date(year, 12, 31))["rounds_law"])


def resubmit_by(returned_on: date) -> date:
    """The last day on which something that was returned is taken again in the same campaign."""
    days: int = in_force("campaigns", returned_on)["resubmit_days"]
    return returned_on + timedelta(days=days)


def review_working_days(day: date) -> int:
    """In how many working days a commune or the province should answer."""
    days: int = in_force("campaigns", day)["review_working_days"]
    return days


def _on(month_and_day: str, year: int) -> date:
    return date.fromisoformat(f"{year}-{month_and_day}")


def out_of_time(window: Window, day: date, again_by: date | None = None) -> Reason | None:
    """Why nothing is taken today; what was returned may come back until `again_by`, whatever the campaign says."""
    if again_by is not None and day <= again_by:
        return None
    phase = window.phase_on(day)
    if phase in ("open", "late"):
        return None
    name = f"Bước “{window.name}” năm {window.opens_on.year}"
    if phase == "upcoming":
        message = f"{name} mở ngày {window.opens_on:%d/%m/%Y}. Bài viết được giữ; hãy gửi từ ngày đó."
        return Reason(message, "", "too_early")
    message = (
        f"{name} đã khép ngày {window.closes_on:%d/%m/%Y} (nhận trễ đến {window.late_until:%d/%m/%Y}). "
        "Bài viết được giữ đến chiến dịch năm sau; cơ quan tham mưu tỉnh có thể kéo dài bước này."
    )
    return Reason(message, "", "too_late")


def is_late(window: Window, day: date, again_by: date | None = None) -> bool:
    """Whether it is taken only by grace; what comes back in time after a return is not late."""
    if again_by is not None and day <= again_by:
        return False
    return window.phase_on(day) == "late"


def window_unfit(year: int, opens_on: date, closes_on: date, late_days: int) -> list[Reason]:
    reasons = []
    if closes_on < opens_on:
        reasons.append(Reason("Ngày khép phải từ ngày mở trở đi.", "closes_on", "order"))
    if opens_on.year != year:
        reasons.append(Reason(f"Ngày mở phải trong năm {year} của chu trình.", "opens_on", "year"))
    if closes_on > date(year + 1, 3, 31):
        reasons.append(Reason(f"Ngày khép không quá 31/03/{year + 1}.", "closes_on", "year"))
    if not 0 <= late_days <= LONGEST_GRACE:
        reasons.append(Reason(f"Số ngày nhận trễ từ 0 đến {LONGEST_GRACE}.", "late_days", "grace"))
    return reasons


def grounds_missing(basis: str) -> list[Reason]:
    return text_unfit(basis, field="basis", label="Căn cứ chỉnh lịch", longest=200, shortest=5)


def step_fixed(year: int, key: str) -> Reason | None:
    """Step 5 follows the rounds, and the rounds follow the law: an extra round is the only way to more time."""
    if key == RATING and follows_rounds(year):
        message = "Bước đánh giá theo các đợt đã định trong văn bản. Muốn thêm thời gian, hãy mở đợt bổ sung."
        return Reason(message, "", "follows_rounds", rounds_law(year))
    return None
