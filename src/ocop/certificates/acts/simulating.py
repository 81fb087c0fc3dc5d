"""A large simulated register for benchmarks, told apart by name, flag and source in every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection

from ocop.journal.acts import act, record
from ocop.places.acts import learn_words
from ocop.places.models import Place
from ocop.places.queries import names_for_search, present_units
from ocop.places.rules import add_months, slug_of, sort_key
from ocop.producers.models import Producer
from ocop.producers.rules import name_key
from ocop.products.models import Product
from ocop.products.queries import classification

from ..models import Recognition, StandingSpan
from ..queries.standing import as_event
from ..rules import MONTHS_VALID, spans
from .recognitions import span_row

SOURCE = "mô phỏng hàng loạt để đo tốc độ"
_BATCH = 2000
_THINGS = {
    1: ("Vải chín sớm", "Ổi", "Na dai", "Củ cải", "Rau an toàn", "Khoai lang"), 2: ("Gà Tiên Yên", "Tôm", "Thịt lợn"),
    3: ("Gạo nếp", "Gạo tẻ"), 4: ("Mật ong", "Mật ong hoa"), 6: ("Miến dong", "Bún khô"), 7: ("Măng khô", "Mứt"),
    8: ("Chả mực", "Ruốc hàu", "Cá khô"), 9: ("Nước mắm", "Mắm"), 10: ("Muối", "Tỏi khô"), 11: ("Chè", "Chè xanh"),
    12: ("Trà hoa vàng", "Trà dược liệu"), 14: ("Rượu gạo",), 15: ("Rượu ba kích", "Rượu mơ", "Rượu sim"),
    16: ("Nước khoáng",), 18: ("Viên nang", "Cao ba kích"), 20: ("Tinh dầu quế", "Tinh dầu hồi"), 21: ("Gốm", "Ngọc trai"),
    26: ("Du lịch cộng đồng",),
}  # fmt: skip
_MANNERS = ("đặc biệt", "truyền thống", "rừng", "núi", "biển", "sạch", "hữu cơ", "thượng hạng", "nhà làm", "hảo hạng")
_FORMS = (
    ("HTX", "cooperative"),
    ("Công ty CP", "enterprise"),
    ("Công ty TNHH", "enterprise"),
    ("Hộ kinh doanh", "household"),
)
_NAMES = ("An Phú", "Bình Minh", "Đại Thành", "Hồng Phát", "Minh Tâm", "Phú Quý", "Sơn Hải", "Tân Tiến", "Thành Công")


@dataclass(frozen=True, slots=True)
class _Land:
    unit: Place
    words: str


def load_simulated(size: int, at: datetime | None = None) -> int:
    """Nạp sổ mô phỏng: so many simulated products with producers and events; returns how many were added.

    The same size twice adds nothing; the same numbers always give the same rows.
    """
    with act(at) as moment:
        first = Product.objects.filter(source=SOURCE).count()
        if first >= size:
            return 0
        land = [_Land(unit, names_for_search(unit)) for unit in present_units()]
        makers = _producers(range(first // 3, (size + 2) // 3), land, moment)
        products = _products(range(first, size), makers, first // 3, moment)
        events = _events(products, moment)
        _spans(events)
        learn_words([p.name for p in products] + [m.name for m, _ in makers])
        facts = {"products": len(products), "producers": len(makers), "events": len(events)}
        record("load_simulated", by=None, about="demo:register", at=moment, facts=facts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE products_product, certificates_standingspan, producers_producer, places_word")
    return len(products)


def _producers(numbers: Sequence[int], land: list[_Land], at: datetime) -> list[tuple[Producer, _Land]]:
    rows = [_producer(n, land[Random(n).randrange(len(land))], at) for n in numbers]
    Producer.objects.bulk_create([producer for producer, _ in rows], batch_size=_BATCH)
    return rows


def _producer(n: int, where: _Land, at: datetime) -> tuple[Producer, _Land]:
    form, kind = _FORMS[n % len(_FORMS)]
    name = f"{form} {_NAMES[n % len(_NAMES)]} {where.unit.short_name} {n + 1} (mô phỏng)"
    return Producer(
        name=name, slug=slug_of(name), kind=kind, place=where.unit, simulated=True, source=SOURCE, registered_at=at,
        sort_key=sort_key(name), name_key=name_key(name)[:220],
    ), where  # fmt: skip


def _products(
    numbers: Sequence[int], makers: list[tuple[Producer, _Land]], first_maker: int, at: datetime
) -> list[Product]:
    rows = [_product(n, *makers[n // 3 - first_maker], at) for n in numbers]
    return Product.objects.bulk_create(rows, batch_size=_BATCH)


def _product(n: int, maker: Producer, where: _Land, at: datetime) -> Product:
    luck = Random(n)
    set_no = luck.choice(tuple(_THINGS))
    name = f"{luck.choice(_THINGS[set_no])} {luck.choice(_MANNERS)} {where.unit.short_name} {n + 1} (mô phỏng)"
    group = classification().group_of(set_no)
    assert group is not None
    return Product(
        name=name, slug=slug_of(name), producer=maker, line=group.line, group=group.name, set_no=set_no, place=where.unit,
        simulated=True, source=SOURCE, registered_at=at, sort_key=sort_key(name), maker_words=maker.name,
        place_words=where.words[:600],
    )  # fmt: skip


def _events(products: Sequence[Product], at: datetime) -> list[list[Recognition]]:
    rows = [list(_life(product, n, at)) for n, product in enumerate(products)]
    flat = [event for life in rows for event in life]
    Recognition.objects.bulk_create(flat, batch_size=_BATCH)
    return rows


def _life(product: Product, n: int, at: datetime) -> Iterator[Recognition]:
    """One in ten only takes part; the others got a star between 2021 and today, a third of the old ones again."""
    luck = Random(-n - 1)
    day = date(2021, 1, 4) + timedelta(days=luck.randrange((at.date() - date(2021, 1, 4)).days or 1))
    if luck.random() < 0.1:
        yield _event(product, "participated", None, day, at)
        return
    star = luck.choices((3, 4, 5), (74, 23, 3))[0]
    yield _event(product, "recognised", star, day, at)
    again = add_months(day, MONTHS_VALID - 3)
    if again <= at.date() and luck.random() < 0.5:
        yield _event(product, "renewed", star, again, at)


def _event(product: Product, kind: str, star: int | None, day: date, at: datetime) -> Recognition:
    level = "" if star is None else "ministry" if star == 5 else "province"
    return Recognition(
        product=product, kind=kind, star=star, level=level, decided_on=day, precision="day",
        valid_until=add_months(day, MONTHS_VALID) if star else None, source=SOURCE, certainty="low", recorded_at=at,
    )  # fmt: skip


def _spans(lives: list[list[Recognition]]) -> None:
    rows = [span_row(life[0].product_id, span) for life in lives if life for span in spans([as_event(e) for e in life])]
    StandingSpan.objects.bulk_create(rows, batch_size=_BATCH)
