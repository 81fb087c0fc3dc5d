"""Producers from a table: all rows or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ocop.journal.acts import act
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person
from ocop.places.models import PRESENT_KINDS, Place
from ocop.places.rules import WordIndex, fold

from ..queries import names_known
from ..rules import kind_by_name, name_key, variants_among
from .registering import register_producer


@dataclass(slots=True)
class Imported:
    """What an import did, or would do."""

    rows: int = 0
    added: int = 0
    known: int = 0
    hints: list[str] = field(default_factory=list)


class _OnlyTrying(Exception):
    """Ends a dry run, so that the database forgets it."""


def import_producers(
    table: Sequence[Mapping[str, str]], *, by: Person | None, dry_run: bool = False, at: datetime | None = None
) -> Imported:
    """Nhập danh sách chủ thể: a name known already is left as it is; similar names are kept apart and reported."""
    done = Imported(rows=len(table))
    if not table:
        raise Refused(Reason("Tệp không có dòng dữ liệu nào.", "file", "empty"))
    try:
        with act(at) as moment:
            known = _Known()
            reasons = [
                r for number, cells in enumerate(table, 1) for r in _take(number, cells, done, known, by, moment)
            ]
            Refused.unless_clear(reasons)
            if dry_run:
                raise _OnlyTrying
    except _OnlyTrying:
        pass
    return done


class _Known:
    """What is registered already, read once and kept in step with the import."""

    def __init__(self) -> None:
        self.names = names_known()
        self.index = WordIndex(self.names.values())
        units = Place.objects.filter(kind__in=PRESENT_KINDS)
        self.places = {key: unit for unit in units for key in (fold(unit.name), unit.code)}

    def add(self, name: str) -> None:
        self.names[name_key(name)] = name
        self.index.add(name)


def _take(
    number: int, cells: Mapping[str, str], done: Imported, known: _Known, by: Person | None, at: datetime
) -> Sequence[Reason]:
    name = cells.get("name", "") or cells.get("ten_chu_the", "") or cells.get("chu_the", "")
    if name_key(name) in known.names:
        done.known += 1
        return []
    place_name = cells.get("place", "") or cells.get("xa", "")
    place = known.places.get(fold(place_name))
    reasons = [] if place or not place_name else [_no_place(number, place_name)]
    alike = variants_among(name, known.index.sharing(name))
    try:
        register_producer(
            name=name, kind=cells.get("kind", "") or cells.get("loai", "") or kind_by_name(name), by=by, place=place,
            tax_code=cells.get("tax_code", "") or cells.get("ma_so_thue", ""),
            address=cells.get("address", "") or cells.get("dia_chi", ""), distinct=True,
            source=cells.get("source", "") or cells.get("nguon", ""), certainty=_certainty(cells),
            note=cells.get("note", "")[:300], at=at,
        )  # fmt: skip
    except Refused as refused:
        return [
            *reasons,
            *(Reason(f"Dòng {number}: {r.message}", f"row-{number}", r.code, r.law) for r in refused.reasons),
        ]
    done.added += 1
    known.add(name)
    if alike:
        done.hints.append(f"Dòng {number}: “{name}” gần giống “{alike[0]}”: giữ riêng, cần người xem.")
    return reasons


def _certainty(cells: Mapping[str, str]) -> str:
    given = cells.get("certainty", "")
    return given if given in ("high", "medium", "low") else ""


def _no_place(number: int, name: str) -> Reason:
    message = f"Dòng {number}: “{name[:60]}” không phải tên hay mã của 54 xã, phường, đặc khu hiện nay."
    return Reason(message, f"row-{number}", "place")
