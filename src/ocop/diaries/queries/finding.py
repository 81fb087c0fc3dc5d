"""Lists for pages: entries with filters, places and households that a person keeps, and what waits on the desk."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from ocop.letters.rules import Doing, Waiting
from ocop.people.models import Person
from ocop.places.models import PRESENT_KINDS, Place
from ocop.producers.models import Producer
from ocop.producers.queries import producers_of

from ..models import Book, Entry, GrowingArea, Keeper, Site
from ..rules import kind_named
from .completeness import lots_lacking
from .seeing import books_seen, desk_of, entries_seen, keeps_a_diary, lots_seen, producers_seen
from .stories import corrections_among

_FEW = 10


def entries_found(person: Person, *, kind: str = "", book: str = "", lot: str = "") -> QuerySet[Entry]:
    """The person's entries, newest first, narrowed by what stands in the address; odd values find nothing."""
    found = entries_seen(person)
    if kind:
        found = found.filter(kind=kind) if kind_named(kind) else found.none()
    if book:
        found = found.filter(book__in=[b.pk for b in books_seen(person) if b.ref == book])
    if lot:
        number = int(lot) if lot.isascii() and lot.isdigit() and len(lot) < 18 else 0
        found = found.filter(Q(lot=number) | Q(items__lot=number)).distinct()
    return found


def corrections_of(entry: Entry) -> list[Entry]:
    """Entries of the same book that correct this one, and those that correct them: the chain to its end, in its order."""
    return sorted(corrections_among({entry.pk: entry}).values(), key=lambda found: found.number)


def corrected_by(entry: Entry) -> Entry | None:
    """The entry that this one corrects."""
    if entry.corrects is None:
        return None
    return Entry.objects.filter(pk=entry.corrects, book=entry.book).first()


def heads_for(person: Person, lot: str = "") -> list[UUID]:
    """What the page has seen when somebody begins to write: the newest entries."""
    return list(entries_found(person, lot=lot).values_list("pk", flat=True)[:5])


def owners_for(person: Person) -> dict[str, Book | Producer]:
    """Whose places the person may keep, by the name a form uses."""
    desk = desk_of(person)
    owners: dict[str, Book | Producer] = {f"p{pk}": producer for pk, producer in desk.led.items()}
    led = Book.objects.filter(producer__in=desk.led, closed_at__isnull=True).exclude(household="")
    return owners | {f"h{b.pk}": b for b in (*led.select_related("producer"), *desk.kept.values())}


def sites_of(person: Person) -> list[Site]:
    return [s for s in _sites(person) if s.book_id is None or s.book_id in _own_books(person)]


def areas_of(person: Person) -> list[GrowingArea]:
    own = _own_books(person)
    found = GrowingArea.objects.filter(producer__in=producers_seen(person)).select_related("place", "book", "producer")
    return [a for a in found if a.book_id is None or a.book_id in own]


def _sites(person: Person) -> QuerySet[Site]:
    return Site.objects.filter(producer__in=producers_seen(person)).select_related("place", "book", "producer")


def _own_books(person: Person) -> set[int]:
    return set(books_seen(person).values_list("pk", flat=True))


def site_kept(person: Person, key: UUID) -> Site | None:
    return next((s for s in sites_of(person) if s.key == key), None)


def area_kept(person: Person, key: UUID) -> GrowingArea | None:
    return next((a for a in areas_of(person) if a.key == key), None)


def households_of(person: Person) -> list[Book]:
    """The households of the producers the person acts for, with keepers, number of entries and the newest one."""
    keepers = Keeper.objects.filter(until__isnull=True).select_related("person").order_by("since")
    found = (
        Book.objects.filter(producer__in=producers_of(person).order_by().values("pk"))
        .exclude(household="")
        .select_related("producer", "place")
        .prefetch_related(Prefetch("keepers", keepers, to_attr="present"))
        .annotate(count=Count("entries", distinct=True), newest=Max("entries__at"))
        .order_by("closed_at", "household")
    )
    return list(found)


def household_led(person: Person, number: int) -> Book | None:
    return next((book for book in households_of(person) if book.pk == number), None)


def keeper_known(person: Person, number: int) -> Keeper | None:
    """A keeper whom the person may release: of a household they lead, or themselves."""
    keeper = Keeper.objects.select_related("book__producer", "person").filter(pk=number, until__isnull=True).first()
    if keeper is None:
        return None
    led = producers_of(person).filter(pk=keeper.book.producer_id).exists()
    return keeper if led or keeper.person_id == person.pk else None


def places_on_map() -> list[Place]:
    """The present units that have a place on the tile map."""
    return list(Place.objects.filter(kind__in=PRESENT_KINDS, longitude__isnull=False))


def waiting_for(person: Person) -> list[Waiting]:
    """Lots whose numbers do not add up, and lots of which something is still to be told."""
    if not producers_of(person).exists() or not lots_seen(person).exists():
        return []
    scores = lots_lacking(person, _FEW)
    found = [
        Waiting(
            f"Lô {s.lot.code} có số không khớp trong nhật ký", "Xem cân đối", f"/nhat-ky-san-xuat/lo/{s.lot.pk}/#can-doi",
            "diaries", str(s.lot.product), urgent=True,
        )
        for s in scores
        if s.over
    ]  # fmt: skip
    lacking = [s for s in scores if s.there < s.asked]
    if lacking:
        title = f"{len(lacking)} lô còn thiếu thông tin truy xuất"
        found.append(Waiting(title, "Xem còn thiếu gì", "/nhat-ky-san-xuat/lo/", "diaries", "TT 02/2024/TT-BKHCN"))
    return found


def doings_of(person: Person) -> list[Doing]:
    """What the person can start in this chapter at any time."""
    if not keeps_a_diary(person):
        return []
    found = [
        Doing("Nhật ký sản xuất", "/nhat-ky-san-xuat/", "ghi và xem: thu hoạch, chăm sóc, đóng gói, kiểm nghiệm …"),
        Doing("Sổ trên điện thoại", "/nhat-ky-san-xuat/so/", "ghi được cả khi không có mạng, có mạng thì tự gửi"),
    ]
    if producers_of(person).exists():
        found.append(Doing("Hộ và người giữ sổ", "/nhat-ky-san-xuat/ho/", "mở sổ cho từng hộ, thêm và bớt người"))
    return found
