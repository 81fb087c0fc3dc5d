"""Named, dated questions: the figures of the programme as of any day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate

from ocop.certificates.models import Recognition
from ocop.certificates.rules import validity_of_event
from ocop.people.queries import today
from ocop.places.models import PRESENT_KINDS, Place
from ocop.products.models import Product
from ocop.stamps.models import Batch

from .rules import UNKNOWN, EventFact, Figures, ProductFact, Published, count_figures, read_published

Scope = Literal["real", "include", "only"]

DEFINITIONS = {
    "participating": "sản phẩm có ít nhất một sự kiện trong chương trình tính đến ngày hỏi",
    "rated": "sản phẩm có hạng sao mới nhất từ 3 sao trở lên, kể cả khi thời hạn chưa rõ hoặc đã hết",
    "by_stars": "theo hạng sao mới nhất; cộng lại bằng rated",
    "by_group": "theo nhóm sản phẩm; cộng lại bằng rated",
    "by_place": "theo xã, phường, đặc khu hiện nay; cộng lại bằng rated",
    "producers": "chủ thể có sản phẩm tham gia; cộng lại theo loại bằng total",
    "certificates": "của hạng sao mới nhất: còn hiệu lực + hết hạn + bị thu hồi + chưa rõ = rated",
    "expiring_180": "trong số còn hiệu lực, hết hạn trong 180 ngày tới",
    "unknown": "nguồn không đủ để biết",
    "as_of": "sự kiện chỉ biết năm được tính từ ngày cuối năm đó; không rõ ngày thì từ ngày hệ thống ghi nhận",
}
# The words of a definition's key for readers of pages.
TERMS = {
    "participating": "Sản phẩm tham gia",
    "rated": "Sản phẩm có hạng sao",
    "by_stars": "Theo hạng sao",
    "by_group": "Theo nhóm",
    "by_place": "Theo xã, phường, đặc khu",
    "producers": "Chủ thể",
    "certificates": "Thời hạn",
    "expiring_180": "Sắp hết hạn",
    "unknown": "Chưa rõ",
    "as_of": "Tính đến ngày",
    "scope": "Phạm vi",
}
SCOPES = {
    "real": "chỉ sổ đăng ký thật, không tính dữ liệu mô phỏng",
    "include": "gồm cả dữ liệu mô phỏng",
    "only": "chỉ dữ liệu mô phỏng",
}


def _in_scope(scope: Scope) -> Q:
    return {"real": Q(simulated=False), "include": Q(), "only": Q(simulated=True)}[scope]


def product_facts(scope: Scope = "real") -> list[ProductFact]:
    rows = Product.objects.filter(_in_scope(scope)).values_list(
        "id", "group", "place__name", "place__former_district__name", "former_place__name", "producer_id",
        "producer__kind",
    )  # fmt: skip
    return [
        ProductFact(pk, group, place or "", former or heir or "", producer, kind or UNKNOWN)
        for pk, group, place, heir, former, producer, kind in rows
    ]


def event_facts(scope: Scope = "real", until: date | None = None) -> list[EventFact]:
    found = Recognition.objects.filter(**_product_scope(scope))
    if until is not None:
        found = found.filter(Q(decided_on__isnull=True) | Q(decided_on__lte=until))
    rows = found.values_list(
        "product_id", "kind", "star", "level", "decided_on", "precision", "valid_until",
        Coalesce("known_on", TruncDate("recorded_at")), "certificate__revoked_on",
    )  # fmt: skip
    return [EventFact(p, k, s or 0, lv, d, pr, v, known, revoked) for p, k, s, lv, d, pr, v, known, revoked in rows]


def _product_scope(scope: Scope) -> dict[str, bool]:
    return {} if scope == "include" else {"product__simulated": scope == "only"}


def figures_as_of(day: date, scope: Scope = "real") -> Figures:
    return count_figures(product_facts(scope), event_facts(scope, day), day, validity_of_event)


def figures_today(day: date | None = None, scope: Scope = "real") -> Figures:
    return figures_as_of(day or today(), scope)


def stamped_products(day: date, scope: Scope = "real") -> int:
    """Products with at least one batch of stamps drawn by `day`."""
    batches = Batch.objects.filter(drawn_at__date__lte=day, **_product_scope(scope))
    return batches.values("product_id").distinct().count()


def listed_products() -> int:
    """Products on the market floor: none, until stalls join the story."""
    return 0


@dataclass(frozen=True, slots=True)
class YearOfStars:
    """Products by their newest star at the end of a year (or today, for this year)."""

    year: int
    as_of: date
    by_stars: Mapping[str, int]


def stars_by_year(until: date, scope: Scope = "real", years: int = 8) -> list[YearOfStars]:
    products, events = product_facts(scope), event_facts(scope, until)
    first = min((e.decided_on.year for e in events if e.decided_on), default=until.year)
    told = []
    for year in range(max(first, until.year - years + 1), until.year + 1):
        day = min(date(year, 12, 31), until)
        told.append(YearOfStars(year, day, count_figures(products, events, day, validity_of_event).by_stars))
    return told


@dataclass(frozen=True, slots=True)
class UnitTile:
    """A present unit on the tile map with its number of rated products."""

    name: str
    short_name: str
    slug: str
    code: str
    longitude: float
    latitude: float
    count: int


def unit_tiles(figures: Figures) -> list[UnitTile]:
    units = Place.objects.filter(kind__in=PRESENT_KINDS, longitude__isnull=False).order_by("code")
    return [
        UnitTile(u.name, u.short_name, u.slug, u.code, u.longitude or 0.0, u.latitude or 0.0, count)
        for u in units
        for count in [figures.by_place.get(u.name, 0)]
    ]


def newest_recognitions(count: int = 6, scope: Scope = "real") -> list[Recognition]:
    """The newest stars with a known day or year."""
    return list(
        Recognition.objects.filter(star__gte=3, decided_on__isnull=False, **_product_scope(scope))
        .exclude(kind=Recognition.Kind.PROPOSED)
        .select_related("product", "product__producer", "product__place", "product__former_place", "certificate")
        .order_by("-decided_on", "-id")[:count]
    )


def published_figures(scope: str = "QuangNinh") -> list[Published]:
    """What others have printed about the province, oldest first (reference/figures/published.csv)."""
    folder = settings.REFERENCE / "figures"
    names = tomllib.loads((folder / "names.toml").read_text("utf-8"))
    articles = tomllib.loads((settings.REFERENCE / "register" / "sources.toml").read_text("utf-8"))
    cited = {key: article["citation"] for key, article in articles.items()}
    with (folder / "published.csv").open(encoding="utf-8", newline="") as lines:
        rows = [f for f in read_published(lines, names, cited) if f.scope == scope]
    return sorted(rows, key=lambda f: (f.as_of, f.name))
