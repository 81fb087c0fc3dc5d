"""`/api/v1`: products and producers, open to everybody; nothing private."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from ocop.people.queries import today
from ocop.places.queries import units_of_both_generations
from ocop.producers.models import Producer
from ocop.products.models import Product
from ocop.products.queries import product_by_code

from ..forms.looking import looking_for
from ..queries.lines import Line
from ..queries.pages import event_words, events_in_order, producers_seen, when_words
from ..queries.register import register_page
from ..queries.standing import Standing, events_of, standing_from

router = Router(tags=["sổ sản phẩm"])


class Asked(Schema):
    """Filters of the register; the same words as in the address of the page."""

    q: str = Field("", max_length=300, description="tìm theo tên, chủ thể, địa bàn")
    nhom: str = Field("", max_length=80, description="nhóm, viết như trong địa chỉ trang: che, gia-vi")
    sao: str = Field("", max_length=1, description="1 đến 5")
    noi: str = Field("", max_length=120, description="xã, phường, đặc khu hoặc địa phương cũ: xa-binh-lieu")
    tinh_trang: str = Field("", max_length=20, alias="tinh-trang", description="con-hieu-luc, chua-ro, het-han, …")
    du_lieu: str = Field("", max_length=10, alias="du-lieu", description="that, mo-phong")
    cursor: str = Field("", max_length=20, description="next_cursor của trang trước")
    limit: int = Field(50, ge=1, le=200)


class ProducersAsked(Schema):
    """Filters of the list of producers."""

    q: str = Field("", max_length=300, description="tìm theo tên")
    kind: str = Field("", max_length=20, description="enterprise, cooperative, cooperative_group, household, farm")
    cursor: str = Field("", max_length=16, description="next_cursor của trang trước")
    limit: int = Field(50, ge=1, le=200)


@router.get("/products", summary="Sản phẩm, có lọc và tìm", url_name="products")
def products(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    given = {key: str(value) for key, value in asked.dict(by_alias=True).items()}
    looking = looking_for(given, units_of_both_generations())
    page = register_page(looking.wanted, size=asked.limit)
    return {
        "as_of": today().isoformat(),
        "total": page.total,
        "next_cursor": page.next or None,
        "read_as": page.wording.words,
        "items": [_line(line) for line in page.lines],
    }


@router.get("/products/{code}", summary="Một sản phẩm theo mã, GTIN hoặc địa chỉ", url_name="product")
def product(request: HttpRequest, code: str) -> dict[str, Any]:
    found = product_by_code(code[:220])
    if found is None:
        raise Http404("Không có sản phẩm mang mã này.")
    events = events_of([found])[found.pk]
    standing = standing_from(events, today())
    return {
        **_product(found),
        "standing": _standing(standing),
        "events": [
            {
                "kind": event.kind, "words": event_words(event), "star": event.star, "level": event.level or None,
                "regime": event.regime or None, "when": when_words(event), "precision": event.precision,
                "decided_on": event.decided_on, "valid_until": event.valid_until, "source": event.source,
                "certainty": event.certainty, "note": event.note or None,
            }
            for event in events_in_order(events)
        ],
    }  # fmt: skip


@router.get("/producers", summary="Chủ thể", url_name="producers")
def producers(request: HttpRequest, asked: Query[ProducersAsked]) -> dict[str, Any]:
    after = int(asked.cursor) if asked.cursor.isascii() and asked.cursor.isdigit() else 0
    wanted = asked.kind if asked.kind in Producer.Kind.values else ""
    found, total, following = producers_seen(asked.q, wanted, after, asked.limit)
    return {
        "total": total,
        "next_cursor": str(following) if following else None,
        "items": [_producer(one) for one in found],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.name, "url": settings.ORIGIN + line.href, "slug": line.slug, "code": line.code or None,
        "gtin": line.gtin, "line": line.line or None, "group": line.group or None, "set": line.set_no,
        "producer": line.producer, "place": line.place, "former_place": line.former_place, "star": line.star,
        "state": line.state, "words": line.words, "expires_from": line.expires_from, "expires_to": line.expires_to,
        "simulated": line.simulated, "source": line.source, "certainty": line.certainty or None,
    }  # fmt: skip


def _product(found: Product) -> dict[str, Any]:
    return {
        "name": found.name, "url": settings.ORIGIN + found.get_absolute_url(), "slug": found.slug,
        "code": found.code or None, "gtin": found.gtin, "line": found.line or None, "group": found.group or None,
        "set": found.set_no, "summary": found.summary or None, "simulated": found.simulated, "source": found.source,
        "certainty": found.certainty or None, "note": found.note or None,
        "producer": _producer(found.producer) if found.producer else None,
        "place": found.place.name if found.place else None,
        "former_place": found.former_place.name if found.former_place else None,
    }  # fmt: skip


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "as_of": standing.as_of, "state": standing.state, "is_valid": standing.is_valid, "star": standing.star,
        "level": standing.level or None, "words": standing.words, "expires_on": standing.expires_on,
        "expires_from": standing.expires_from, "expires_to": standing.expires_to, "proposed": standing.proposed,
        "certainty": standing.certainty or None, "logo_and_stars": standing.is_valid,
        "certificate": standing.certificate.number if standing.certificate else None,
    }  # fmt: skip


def _producer(one: Producer) -> dict[str, Any]:
    return {
        "name": one.name, "url": settings.ORIGIN + one.get_absolute_url(), "slug": one.slug, "kind": one.kind,
        "place": one.place.name if one.place else None, "address": one.shown_address or None,
        "phone": one.shown_phone or None, "gln": one.gln or None, "simulated": one.simulated,
        "source": one.source, "certainty": one.certainty or None,
    }  # fmt: skip
