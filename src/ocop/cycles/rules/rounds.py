"""The rounds that the law names for each year, and what makes an extra one acceptable. No database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ocop.journal.rules import Reason, text_unfit

from .reference import files

LONGEST_ROUND = timedelta(days=366)
FIRST_YEAR, LAST_YEAR = 2019, 2100


@dataclass(frozen=True, slots=True)
class RoundDates:
    """One round of one year; communes may propose on `proposals_until` still."""

    name: str
    level: str
    opens_on: date
    proposals_until: date
    ends_on: date
    law: str


def legal_rounds(year: int) -> list[RoundDates]:
    """The rounds of `year` by the regulation in force at its end, without those whose window closed before it began."""
    for facts in files("."):
        if facts["from"] <= date(year, 12, 31):
            rounds = [_dates(row, year, facts["law"]) for row in facts["rounds"]]
            return [r for r in rounds if r.proposals_until >= facts["from"]]
    return []


def _dates(row: dict[str, str], year: int, law: str) -> RoundDates:
    """ "Trước ngày 30/4" leaves 29/4 as the last day."""
    day = timedelta(days=1)
    return RoundDates(
        name=row["name"],
        level=row["level"],
        opens_on=_on(row["opens"], year),
        proposals_until=_on(row["proposals_before"], year) - day,
        ends_on=_on(row["ends_before"], year) - day,
        law=law,
    )


def _on(month_and_day: str, year: int) -> date:
    return date.fromisoformat(f"{year}-{month_and_day}")


def year_unfit(year: int) -> Reason | None:
    if FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Reason(f"Năm của chu trình phải từ {FIRST_YEAR} đến {LAST_YEAR}.", "year", "year")


def round_unfit(name: str, opens_on: date, proposals_until: date, ends_on: date) -> list[Reason]:
    """Reasons why these dates are no round."""
    reasons = text_unfit(name, field="name", label="Tên đợt", longest=120, shortest=3)
    if proposals_until < opens_on:
        reasons.append(Reason("Hạn xã đề nghị phải từ ngày mở đợt trở đi.", "proposals_until", "order"))
    if ends_on < proposals_until:
        reasons.append(Reason("Ngày kết thúc phải từ hạn xã đề nghị trở đi.", "ends_on", "order"))
    if ends_on - opens_on > LONGEST_ROUND:
        reasons.append(Reason("Một đợt không kéo dài quá một năm. Hãy xem lại các ngày.", "ends_on", "too_long"))
    return reasons


def basis_missing(basis: str) -> list[Reason]:
    """An extra round stands on the council's by-laws and the year's plan (QĐ 26/2026, Điều 5)."""
    reasons = text_unfit(basis, field="basis", label="Căn cứ mở đợt bổ sung", longest=200, shortest=5)
    law = "QĐ 26/2026, Điều 5: thêm đợt khi Quy chế và kế hoạch có nêu"
    return [Reason(r.message, r.field, r.code, law) for r in reasons]


def not_province_office(holds: bool) -> Reason | None:
    if holds:
        return None
    return Reason("Chỉ cơ quan tham mưu OCOP tỉnh mở chu trình và đợt đánh giá.", "", "not_province_office")
