"""What entries name – places, lots, other books – looked up together, and whether their book may name it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from ocop.journal.rules import Reason
from ocop.lots.models import Lot

from ..models import Book, Entry, GrowingArea, Site
from ..rules import Said, Thing


@dataclass(frozen=True, slots=True)
class Named:
    sites: dict[UUID, Site]
    areas: dict[UUID, GrowingArea]
    lots: dict[int, Lot]
    books: dict[str, Book]
    corrected: dict[UUID, int]

    def site(self, one: Said) -> Site | None:
        return self.sites.get(one.site) if one.site else None

    def area(self, one: Said) -> GrowingArea | None:
        return self.areas.get(one.area) if one.area else None

    def lot(self, number: int | None) -> Lot | None:
        return self.lots.get(number) if number else None

    def book(self, thing: Thing, own: Book) -> Book:
        return self.books[thing.book] if thing.book else own

    def obstacles(self, one: Said, book: Book) -> list[Reason]:
        return [
            *self._places(one, book),
            *self._lots(one, book),
            *self._batches(one, book),
            *self._correction(one, book),
        ]

    def _places(self, one: Said, book: Book) -> Iterator[Reason]:
        rows = (("site", one.site, self.site(one), "Địa điểm"), ("area", one.area, self.area(one), "Vùng nguyên liệu"))
        for name, key, found, label in rows:
            if key is None:
                continue
            if found is None or found.producer_id != book.producer_id or not _shared(found.book_id, book):
                yield Reason(f"{label} này không có trong sổ. Hãy chọn lại, hoặc nhờ hợp tác xã lập.", name, "unknown")

    def _lots(self, one: Said, book: Book) -> Iterator[Reason]:
        things = [("inputs", t) for t in one.inputs] + [("outputs", t) for t in one.outputs]
        wanted = [("lot", one.lot)] + [(f"{name}.{i}", thing.lot) for i, (name, thing) in enumerate(things)]
        for name, number in wanted:
            lot = self.lot(number)
            if number is not None and (lot is None or lot.product.producer_id != book.producer_id):
                yield Reason("Lô này không có ở chủ thể của sổ. Hãy chọn lại lô.", name, "unknown")

    def _batches(self, one: Said, book: Book) -> Iterator[Reason]:
        for thing in one.inputs:
            other = self.books.get(thing.book) if thing.book else book
            if other is None or other.producer_id != book.producer_id:
                yield Reason(f"Mẻ {thing.batch} thuộc một sổ khác chủ thể. Hãy chọn lại mẻ.", "inputs", "unknown")
        for thing in one.outputs:
            if thing.book and thing.book != book.ref:
                yield Reason("Mẻ mới làm ra luôn thuộc sổ đang ghi.", "outputs", "other_book")

    def _correction(self, one: Said, book: Book) -> Iterator[Reason]:
        """Each household's words are its own: others write a note beside them."""
        if one.corrects and self.corrected.get(one.corrects, book.pk) != book.pk:
            message = "Chỉ người giữ sổ đó mới chữa được ghi chép này. Bạn có thể viết một ghi chú cạnh nó."
            yield Reason(message, "corrects", "not_own")


def _shared(owner: int | None, book: Book) -> bool:
    """A household names its own places and its cooperative's; the cooperative names all of them."""
    return owner is None or owner == book.pk or not book.household


def named_by(placed: Sequence[tuple[Said, Book]]) -> Named:
    """Everything that these entries name, in five statements."""
    said = [one for one, _ in placed]
    things = [thing for one in said for thing in (*one.inputs, *one.outputs)]
    sites = Site.objects.filter(key__in={one.site for one in said if one.site})
    areas = GrowingArea.objects.filter(key__in={one.area for one in said if one.area})
    numbers = {one.lot for one in said if one.lot} | {thing.lot for thing in things if thing.lot}
    lots = Lot.objects.filter(pk__in=numbers).select_related("product")
    corrected = Entry.objects.filter(pk__in={one.corrects for one in said if one.corrects})
    return Named(
        {site.key: site for site in sites}, {area.key: area for area in areas}, {lot.pk: lot for lot in lots},
        _books({thing.book for thing in things if thing.book}), dict(corrected.values_list("pk", "book_id")),
    )  # fmt: skip


def _books(refs: set[str]) -> dict[str, Book]:
    own = [int(ref[1:]) for ref in refs if ref.startswith("p")]
    households = [int(ref[1:]) for ref in refs if ref.startswith("h")]
    found = [*Book.objects.filter(producer__in=own, household=""), *Book.objects.filter(pk__in=households)]
    return {book.ref: book for book in found}
