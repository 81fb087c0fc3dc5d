"""No more stamps in a certificate's year than the output it was given for. Pure; the way of counting is dated data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from typing import Any

from ocop.diaries.rules.units import Amount, kilograms, pieces
from ocop.journal.rules import Reason
from ocop.products.rules import YearlyOutput

from .kinds import FOLDER

CERTIFICATE, CALENDAR = "certificate", "calendar"


@dataclass(frozen=True, slots=True)
class Way:
    """How years begin and which states do not count, by which authority."""

    year: str
    not_counted: frozenset[str]
    basis: str


@cache
def _files() -> tuple[dict[str, Any], ...]:
    """All dated files, the newest first."""
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("yearly*.toml")]
    return tuple(sorted(found, key=lambda facts: facts["from"], reverse=True))


def way_on(day: date) -> Way:
    facts = next((f for f in _files() if f["from"] <= day), _files()[-1])
    return Way(facts["year"], frozenset(facts["not_counted"]), facts["basis"])


def year_of(issued_on: date, day: date, way: str = CERTIFICATE) -> tuple[date, date]:
    """First and last day of the year in which `day` falls; a certificate of 29 February has its years from 1 March."""
    if way == CALENDAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = anniversary(issued_on, day.year)
    if first > day:
        return anniversary(issued_on, day.year - 1), first - timedelta(days=1)
    return first, anniversary(issued_on, day.year + 1) - timedelta(days=1)


def anniversary(of: date, year: int) -> date:
    try:
        return of.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def in_units(count: int, unit: str, wanted: str, density: Decimal | None) -> Decimal | None:
    """So many pieces of a lot, in the unit of the declared output; None where nothing defines how many."""
    whole = Amount(Decimal(count), unit)
    direct = pieces(whole, wanted)
    if direct is not None:
        return direct
    one, mass = kilograms(Amount(Decimal(1), wanted), density), kilograms(whole, density)
    return mass / one if one and mass is not None else None


@dataclass(frozen=True, slots=True)
class Drawn:
    """Stamps drawn this year for lots of one unit."""

    unit: str
    stamps: int


@dataclass(frozen=True, slots=True)
class Year:
    """A certificate's year: how much it was given for, what was drawn, what a lot of one unit may still have.

    `output` None: nobody declared one, so there is no cap, and it is said. `uncounted`: stamps of lots whose unit cannot
    be compared. `each`: one piece of the lot asked about, in the unit of the output; None where that is unknown.
    """

    first: date
    last: date
    output: YearlyOutput | None
    used: Decimal = Decimal()
    uncounted: int = 0
    unit: str = ""
    each: Decimal | None = None
    basis: str = ""
    certificate: str = ""
    density: Decimal | None = None

    @property
    def known(self) -> bool:
        return self.output is not None

    @property
    def shown_used(self) -> int:
        """Whole units, rounded up: what is begun is used."""
        return int(self.used.to_integral_value(ROUND_CEILING))

    @property
    def bar(self) -> int:
        """Where the bar stands: never past its end."""
        return min(self.shown_used, self.output.quantity) if self.output else 0

    @property
    def left(self) -> int | None:
        """Whole pieces of the lot that still fit; None where there is no cap, or none that could be told."""
        if self.output is None or not self.each:
            return None
        free = max(Decimal(), self.output.quantity - self.used)
        return int((free / self.each).to_integral_value(ROUND_FLOOR))

    @property
    def words(self) -> str:
        days = f"{self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"
        if self.output is None:
            return f"Năm của giấy {days}: chưa khai sản lượng năm nên không tính được mức"
        used = f"{self.shown_used:,}".replace(",", ".")
        return f"Năm của giấy {days}: được {self.output.words}, đã cấp tem cho {used} {self.output.unit}"


def counted(year: Year, drawn: Iterable[Drawn]) -> Year:
    """The year with what was drawn in it, added up in the unit of the output."""
    used, uncounted = Decimal(), 0
    for one in drawn:
        part = in_units(one.stamps, one.unit, year.output.unit, year.density) if year.output else None
        if part is None:
            uncounted += one.stamps
        else:
            used += part
    each = in_units(1, year.unit, year.output.unit, year.density) if year.output and year.unit else None
    return Year(
        year.first, year.last, year.output, used, uncounted if year.output else 0, year.unit, each, year.basis,
        year.certificate, year.density,
    )  # fmt: skip


def year_exceeded(year: Year | None, amount: int) -> Reason | None:
    """More than the certificate was given for in a year; a unit that cannot be compared is refused as well."""
    if year is None or year.output is None or amount < 1:
        return None
    way_out = f"Sản lượng đã tăng thì đề nghị điều chỉnh ở giấy {year.certificate}, xã hoặc tỉnh xác nhận."
    if year.left is None:
        message = (
            f"Lô tính bằng “{year.unit}”, sản lượng năm khai bằng “{year.output.unit}”: không quy đổi được nên chưa cấp "
            f"tem được. Hãy đề nghị ghi lại sản lượng theo đơn vị của lô ở giấy {year.certificate}."
        )
        return Reason(message, "amount", "year_unit")
    if amount <= year.left:
        return None
    left = f"{year.left:,}".replace(",", ".")
    return Reason(f"{year.words}, nên năm nay chỉ cấp thêm được {left} tem. {way_out}", "amount", "over_year")
