"""A season of forest honey in the diaries of three simulated households and their cooperative, up to a lot that is sold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ocop.diaries import acts as diaries
from ocop.diaries.models import Book, GrowingArea, Site
from ocop.diaries.rules.places import Spot
from ocop.journal.acts import act
from ocop.lots import acts as lots
from ocop.lots.models import Lot
from ocop.lots.rules import LotFacts
from ocop.people.acts import register_person
from ocop.people.models import Person
from ocop.people.queries import person_with_login

from .cast import FOUNDED, PASSWORD, Cast
from .stages import moment

# household, keeper, phone, the hives' place on earth, kilograms of the season, batch
HOUSEHOLDS = (
    ("Hộ anh Páo (mô phỏng)", "Anh Páo (mô phỏng)", "0900000041", Spot(21.531, 107.402), 96, "PAO-0808"),
    ("Hộ chị Mẩy (mô phỏng)", "Chị Mẩy (mô phỏng)", "0900000042", Spot(21.547, 107.388), 120, "MAY-0809"),
    ("Hộ ông Sáng (mô phỏng)", "Ông Sáng (mô phỏng)", "0900000043", Spot(21.519, 107.421), 84, "SANG-0809"),
)
_START, _HARVEST, _PACKED = date(2026, 6, 20), date(2026, 8, 8), date(2026, 8, 15)
_SHORT_LOT = "L2026-09C"


def tell_diaries(cast: Cast, lot: Lot, today: date) -> None:
    """Written once; visitors go on from there."""
    if Book.objects.filter(producer=cast.producer).exists():
        return
    with act():
        workshop, store = _sites(cast)
        books = [_household(cast, *row[:4]) for row in HOUSEHOLDS]
        for (book, keeper, area), (_, _, _, spot, kilograms, batch) in zip(books, HOUSEHOLDS, strict=True):
            _season_of(book, keeper, area, spot, kilograms, batch, today)
        _mistake(*books[1])
        _workshop(cast, lot, [book for book, _, _ in books], workshop, store)
        _side_by_side(cast, lot, books[0])
        _short_of_honey(cast, lot, books[2][0], workshop)


def keepers() -> list[Person]:
    """Who keeps a household's book in the demonstration, if it has been told."""
    return [keeper for row in HOUSEHOLDS if (keeper := person_with_login(row[2])) is not None]


def _entry(by: Person, kind: str, day: date, hour: int, name: str = "", **told: Any) -> None:
    """One entry, made on the day and received an hour later; its id follows from its words, so that it is always the same."""
    at = moment(day, hour)
    key = uuid5(NAMESPACE_URL, f"ocop-demo/{kind}/{day}/{hour}/{by.name}/{name}")
    said = {"id": str(told.pop("id", key)), "kind": kind, "at": f"{day}T{hour:02d}:00:00+07:00", **told}
    diaries.note_entry(said, by=by, at=at + timedelta(hours=1))


def _sites(cast: Cast) -> tuple[Site, Site]:
    at = moment(_START)
    workshop = diaries.SiteFacts("Xưởng lọc, đóng chai của hợp tác xã (mô phỏng)", "workshop", place=cast.commune)
    store = diaries.SiteFacts("Kho mát của hợp tác xã (mô phỏng)", "warehouse", place=cast.commune)
    by = cast.chi_ba
    return diaries.add_site(cast.producer, workshop, by=by, at=at), diaries.add_site(cast.producer, store, by=by, at=at)


def _household(cast: Cast, name: str, keeper: str, phone: str, spot: Spot) -> tuple[Book, Person, GrowingArea]:
    at, by = moment(_START), cast.chi_ba
    someone = person_with_login(phone) or register_person(
        name=keeper, phone=phone, password=PASSWORD, simulated=True, by=None, at=FOUNDED
    )
    book = diaries.open_household(cast.producer, name, by=by, place=cast.commune, at=at)
    diaries.name_keeper(book, someone, by=by, at=at)
    facts = diaries.AreaFacts(f"Bãi ong {name.removeprefix('Hộ ')}", "ong nội", place=cast.commune, spot=spot)
    return book, someone, diaries.add_area(cast.producer, facts, by=by, book=book, at=at)


def _season_of(
    book: Book, keeper: Person, area: GrowingArea, spot: Spot, kilograms: int, batch: str, today: date
) -> None:
    where: dict[str, Any] = {
        "area": str(area.key),
        "gps": {"lat": spot.latitude, "lon": spot.longitude, "accuracy": 14},
    }
    for week in range(0, 42, 14):
        day = _START + timedelta(days=week)
        _entry(keeper, "care", day, 7, **where, details={"work": "kiểm tra cầu, dọn tổ"}, note="Đàn khỏe (mô phỏng).")
    day = _HARVEST + timedelta(days=0 if "0808" in batch else 1)
    honey = {"batch": batch, "name": "mật thô", "quantity": kilograms, "unit": "kg"}
    _entry(keeper, "harvest", day, 8, **where, outputs=[honey], note="Quay tại bãi, mật sánh (mô phỏng).")
    _entry(keeper, "dispatch", day, 15, inputs=[honey], details={"partner": "HTX Mật ong rừng Bình Liêu (mô phỏng)"})
    recent = max(_PACKED + timedelta(days=30), today - timedelta(days=4))
    _entry(keeper, "care", recent, 7, **where, details={"work": "cho ong ăn thêm, che gió"})


def _mistake(book: Book, keeper: Person, area: GrowingArea) -> None:
    """A slip of the finger and its correction: both stay."""
    del book
    wrong = uuid5(NAMESPACE_URL, "ocop-demo/slip")
    day = _HARVEST + timedelta(days=2)
    _entry(keeper, "care", day, 7, id=wrong, area=str(area.key), details={"work": "thay 30 cầu"})
    _entry(
        keeper, "care", day, 9, area=str(area.key), corrects=str(wrong), after=[str(wrong)], details={"work": "thay 3 cầu"},
        note="Ghi nhầm số cầu (mô phỏng).",
    )  # fmt: skip


def _workshop(cast: Cast, lot: Lot, books: list[Book], workshop: Site, store: Site) -> None:
    """The cooperative receives, filters, bottles, has it tested, stores and sends."""
    by, site = cast.chi_ba, str(workshop.key)
    raw = [
        {"batch": row[5], "book": book.ref, "quantity": row[4], "unit": "kg"}
        for book, row in zip(books, HOUSEHOLDS, strict=True)
    ]
    filtered = {"batch": "LOC-0813", "name": "mật lọc", "quantity": 290, "unit": "kg"}
    _entry(
        by, "receipt", date(2026, 8, 10), 9, site=site, inputs=raw, details={"partner": "Ba hộ thành viên (mô phỏng)"}
    )
    _entry(
        by,
        "processing",
        date(2026, 8, 13),
        9,
        site=site,
        inputs=raw,
        outputs=[filtered],
        details={"work": "lọc, hạ thủy phần"},
    )
    bottled = {"lot": lot.pk, "quantity": lot.quantity, "unit": lot.unit}
    _entry(by, "packing", _PACKED, 9, site=site, lot=lot.pk, inputs=[filtered], outputs=[bottled],
           details={"best_before": str(lot.best_before), "package": "chai thủy tinh, nắp có vòng"})  # fmt: skip
    _entry(
        by,
        "storage",
        date(2026, 8, 16),
        8,
        site=str(store.key),
        lot=lot.pk,
        details={"temperature": 24, "humidity": 58},
    )
    tested = {"laboratory": "Phòng kiểm nghiệm (mô phỏng)", "number": "KN-MP-118", "tested_for": "độ ẩm 19 %, HMF"}
    _entry(by, "lab", date(2026, 8, 18), 10, lot=lot.pk, details={**tested, "result": "pass"})
    _entry(by, "dispatch", date(2026, 8, 20), 14, site=str(store.key), lot=lot.pk,
           inputs=[{"lot": lot.pk, "quantity": 120, "unit": lot.unit}],
           details={"partner": "Cửa hàng OCOP Hạ Long (mô phỏng)", "document": "PX-MP-20"})  # fmt: skip


def _side_by_side(cast: Cast, lot: Lot, household: tuple[Book, Person, GrowingArea]) -> None:
    """Two phones without a network tell of the same hour; neither overwrites the other."""
    day = date(2026, 8, 17)
    _entry(cast.chi_ba, "note", day, 16, lot=lot.pk, note="Đã xếp đủ 400 chai lên kệ, vỡ một chai (mô phỏng).")
    _entry(household[1], "note", day, 17, lot=lot.pk, note="Đếm được 399 chai nguyên trên kệ (mô phỏng).")


def _short_of_honey(cast: Cast, lot: Lot, household: Book, workshop: Site) -> None:
    """A lot whose numbers do not fit, without stamps: the desk says so and nothing is filled in."""
    day = date(2026, 9, 22)
    facts = LotFacts(
        code=_SHORT_LOT, made_on=day, quantity=260, unit="chai 500 ml", best_before=date(2028, 9, 22),
        materials="Mật cuối vụ (mô phỏng).",
    )  # fmt: skip
    short = lots.record_lot(lot.product, facts, by=cast.chi_ba, place=cast.commune, at=moment(day, 10))
    _entry(cast.chi_ba, "packing", day, 11, site=str(workshop.key), lot=short.pk,
           inputs=[{"name": f"mật cuối vụ của {household}", "quantity": 150, "unit": "kg"}],
           outputs=[{"lot": short.pk, "quantity": 260, "unit": "chai"}])  # fmt: skip
