"""Bringing the register: rows of a file, or of the reference data, as producers, products and events."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person
from ocop.places.models import PRESENT_KINDS, Place
from ocop.places.rules import WordIndex, fold, read_table
from ocop.producers.acts import register_producer
from ocop.producers.models import Producer
from ocop.producers.rules import kind_by_name, name_key, variants_among
from ocop.products.acts import register_product
from ocop.products.models import Product
from ocop.products.queries import product_named
from ocop.products.rules import names_alike

from ..models import Recognition
from ..rules.register import Row, Told, events_told, read_row, upgraded
from .recognitions import known_already, note_recognition

# Names that a locality had during the years of the programme.
_RENAMED = {"thi xa dong trieu": "thanh pho dong trieu"}


@dataclass(slots=True)
class Report:
    """What an import did, or would do; `hints` are things a person should look at, not faults."""

    rows: int = 0
    added: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    hints: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def changed(self) -> bool:
        return bool(self.added)


class _OnlyTrying(Exception):
    """Ends a dry run, so that the database forgets it."""


def load_register(root: Path, at: datetime | None = None) -> Report:
    """Nạp sổ sản phẩm của tỉnh từ dữ liệu tham chiếu. Idempotent."""
    folder = root / "register"
    sources = tomllib.loads((folder / "sources.toml").read_text("utf-8"))
    table = read_table((folder / "quang-ninh.csv").read_bytes())
    for cells in table:
        cells["source"] = sources.get(cells["source"], {}).get("citation", cells["source"])
    return import_register(table, by=None, at=at)


def import_register(
    table: Sequence[Mapping[str, str]], *, by: Person | None, dry_run: bool = False, at: datetime | None = None
) -> Report:
    """Nhập sổ sản phẩm: all rows or none; every fault of every row at once. A dry run changes nothing."""
    rows = _sound_rows(table)
    report = Report(rows=len(rows), dry_run=dry_run)
    try:
        with act(at) as moment:
            _Register(report, by, moment).take(rows)
            if report.changed:
                facts = {"rows": report.rows, **report.added}
                record("import_register", by=by, about="reference:register", at=moment, facts=facts)
            if dry_run:
                raise _OnlyTrying
    except _OnlyTrying:
        pass
    return report


def _sound_rows(table: Sequence[Mapping[str, str]]) -> list[Row]:
    read = [read_row(number, cells) for number, cells in enumerate(table, 1)]
    if not read:
        raise Refused(Reason("Tệp không có dòng dữ liệu nào.", "file", "empty"))
    places = _Places()
    reasons = [reason for row, found in read for reason in (*found, *places.unknown_in(row))]
    Refused.unless_clear(reasons)
    return [row for row, _ in read]


class _Places:
    """The places a register may name, by folded name."""

    def __init__(self) -> None:
        present = Place.objects.filter(kind__in=PRESENT_KINDS)
        former = Place.objects.filter(kind=Place.Kind.FORMER_DISTRICT)
        self.present = {fold(p.name): p for p in present}
        self.former = {fold(p.name): p for p in former}

    def present_named(self, name: str) -> Place | None:
        return self.present.get(fold(name))

    def former_named(self, name: str) -> Place | None:
        return self.former.get(_RENAMED.get(fold(name), fold(name)))

    def unknown_in(self, row: Row) -> list[Reason]:
        found = []
        if row.place and not self.present_named(row.place):
            message = f"Dòng {row.number}: “{row.place[:60]}” không phải tên của 54 xã, phường, đặc khu hiện nay."
            found.append(Reason(message, f"row-{row.number}", "place"))
        if row.former_place and not self.former_named(row.former_place):
            message = f"Dòng {row.number}: “{row.former_place[:60]}” không phải tên của 13 địa phương cũ."
            found.append(Reason(message, f"row-{row.number}", "former_place"))
        return found


class _Register:
    """One import: what is met again is used again, what is new is registered."""

    def __init__(self, report: Report, by: Person | None, at: datetime) -> None:
        self.report, self.by, self.at = report, by, at
        self.places = _Places()
        self.producers: dict[str, Producer] = {p.name_key: p for p in Producer.objects.order_by("-id")}
        self.makers = WordIndex(p.name for p in self.producers.values())
        self.things = WordIndex(Product.objects.values_list("name", flat=True))

    def take(self, rows: Sequence[Row]) -> None:
        for row in rows:
            producer = self._producer(row) if row.producer else None
            product = self._product(row, producer)
            for told in events_told(row):
                self._event(row, product, told)

    def _producer(self, row: Row) -> Producer:
        known = self.producers.get(name_key(row.producer))
        if known is not None:
            self.report.known["producers"] += 1
            return known
        self._hint(row, "chủ thể", row.producer, variants_among(row.producer, self.makers.sharing(row.producer)))
        producer = register_producer(
            name=row.producer, kind=row.producer_kind or kind_by_name(row.producer), by=self.by, distinct=True,
            place=self.places.present_named(row.place), former_place=self.places.former_named(row.former_place),
            source=row.source, certainty=row.certainty, note=row.note, at=self.at,
        )  # fmt: skip
        self.producers[name_key(row.producer)] = producer
        self.makers.add(producer.name)
        self.report.added["producers"] += 1
        return producer

    def _product(self, row: Row, producer: Producer | None) -> Product:
        known = product_named(producer, row.product)
        if known is not None:
            self.report.known["products"] += 1
            return known
        self._hint(row, "sản phẩm", row.product, names_alike(row.product, self.things.sharing(row.product)))
        product = register_product(
            name=row.product, producer=producer, by=self.by, line=row.line, group=row.group, set_no=row.set_no,
            place=self.places.present_named(row.place), former_place=self.places.former_named(row.former_place),
            source=row.source, certainty=row.certainty, note=row.note, distinct=True, at=self.at,
        )  # fmt: skip
        self.things.add(product.name)
        self.report.added["products"] += 1
        return product

    def _event(self, row: Row, product: Product, told: Told) -> None:
        if known_already(product, kind=told.kind, star=told.star, decided_on=told.decided_on, source=row.source):
            self.report.known["events"] += 1
            return
        before = Recognition.objects.filter(product=product, level__in=["province", "ministry"], star__isnull=False)
        lifted = upgraded(told, [star for star in before.values_list("star", flat=True) if star])
        note_recognition(
            product, kind="upgraded" if lifted else told.kind, star=told.star, by=self.by, level=told.level,
            regime=told.regime, decided_on=told.decided_on, precision=told.precision, known_on=told.known_on,
            decision_number=told.decision, source=row.source, certainty=told.certainty, note=told.note, at=self.at,
        )  # fmt: skip
        self.report.added["events"] += 1

    def _hint(self, row: Row, what: str, name: str, alike: Sequence[str]) -> None:
        if alike:
            listed = "; ".join(f"“{other}”" for other in alike[:3])
            self.report.hints.append(
                f"Dòng {row.number}: {what} “{name}” gần giống {listed}: giữ riêng, cần người xem."
            )
