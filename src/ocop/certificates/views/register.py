"""The public register: products, producers, places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ocop.people.access import public
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.places.models import Place
from ocop.places.queries import former_districts, place_by_slug, present_units, units_of_both_generations
from ocop.places.rules import slug_of, sort_key
from ocop.producers.access import may_edit_producer, may_name_members, may_register_producer
from ocop.producers.models import Producer
from ocop.producers.queries import producer_by_slug, producers_holding
from ocop.products.access import may_edit_product, may_register_product
from ocop.products.queries import product_by_slug

from ..exports.places import place_tiles, scale_legend
from ..exports.register import XLSX, producer_linked_data, product_linked_data, register_csv, register_xlsx
from ..forms.looking import Looking, looking_for
from ..queries.finding import certificates_numbered
from ..queries.lines import products_of_producer
from ..queries.pages import (
    counts_by_former,
    counts_by_place,
    place_page,
    places_named,
    producers_seen,
    product_page,
    site_of,
)
from ..queries.register import Page, groups, register_page, register_rows


@public
def products(request: HttpRequest) -> HttpResponseBase:
    known = units_of_both_generations()
    units, former = [p for p in known if p.is_present], [p for p in known if not p.is_present]
    looking = looking_for(_asked(request), known)
    if request.GET.get("dang") in _FILES:
        return _FILES[request.GET["dang"]](looking)
    page = register_page(looking.wanted)
    words = page.wording.words
    context = {
        "looking": looking, "page": page, "as_of": today(), "table": request.GET.get("xem") == "bang",
        "options": _options(units, former, page), "narrowed": _narrowed(looking, request.GET),
        "producers": list(producers_holding(" ".join(words))[:6]), "places": places_named(words, among=known),
        "certificates": certificates_numbered(looking.wanted.q), "range": _range(page),
        "may_register": isinstance(request.user, Person) and may_register_product(request.user),
    }  # fmt: skip
    return render(request, "certificates/products.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in request.GET}


def _csv(looking: Looking) -> StreamingHttpResponse:
    as_of = today()
    response = StreamingHttpResponse(
        register_csv(register_rows(looking.wanted, as_of), as_of), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="san-pham-ocop-{as_of.isoformat()}.csv"'
    return response


def _xlsx(looking: Looking) -> HttpResponse:
    as_of = today()
    response = HttpResponse(register_xlsx(register_rows(looking.wanted, as_of), as_of), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="san-pham-ocop-{as_of.isoformat()}.xlsx"'
    return response


_FILES: dict[str, Callable[[Looking], HttpResponseBase]] = {"csv": _csv, "xlsx": _xlsx}


def _options(units: list[Place], former: list[Place], page: Page) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen, with the counts of what is seen."""
    states = (
        ("con-hieu-luc", _("còn hiệu lực"), "in_force"), ("chua-ro", _("chưa rõ hiệu lực"), "unknown"),
        ("het-han", _("quá hạn"), "expired"), ("thu-hoi", _("bị thu hồi"), "revoked"),
        ("tham-gia", _("tham gia, chưa rõ sao"), "participating"), ("de-nghi", _("đã đề nghị Bộ xét 5 sao"), ""),
    )  # fmt: skip
    return {
        "groups": [(slug_of(name), name) for name in groups()],
        "stars": [(s, _with_count(_("%(star)s sao") % {"star": s}, page.by_star.get(s))) for s in "543"],
        "states": [(word, _with_count(label, page.by_state.get(key))) for word, label, key in states],
        "units": [(u.slug, u.name) for u in sorted(units, key=lambda u: sort_key(u.short_name))],
        "former": [(f.slug, f.name) for f in former],
        "data": [("that", _("chỉ dữ liệu thật")), ("mo-phong", _("chỉ dữ liệu mô phỏng"))],
    }


def _with_count(label: str, count: int | None) -> str:
    return f"{label} ({count})" if count else label


def _narrowed(looking: Looking, asked: QueryDict) -> list[tuple[str, str]]:
    """(address without it, words) of each filter in force."""
    wanted = looking.wanted
    states = {"con-hieu-luc": _("còn hiệu lực"), "chua-ro": _("chưa rõ hiệu lực"), "het-han": _("quá hạn"),
              "thu-hoi": _("bị thu hồi"), "tham-gia": _("chưa rõ sao"), "de-nghi": _("đề nghị 5 sao")}  # fmt: skip
    data = {"that": _("chỉ dữ liệu thật"), "mo-phong": _("chỉ mô phỏng")}
    found = [
        ("nhom", wanted.group),
        ("sao", _("%(star)s sao") % {"star": wanted.star} if wanted.star else ""),
        ("noi", wanted.place.name if wanted.place else ""),
        ("tinh-trang", states.get(wanted.state, "")),
        ("du-lieu", data.get(wanted.data, "")),
    ]
    return [(_without(asked, name), words) for name, words in found if words]


def _without(asked: QueryDict, name: str) -> str:
    rest = asked.copy()
    for gone in (name, "cursor"):
        rest.pop(gone, None)
    return f"/san-pham/?{rest.urlencode()}"


def _range(page: Page) -> str:
    if not page.total:
        return ""
    if not page.first:
        return _("%(total)s sản phẩm") % {"total": page.total}
    last = page.first + len(page.lines) - 1
    return _("%(first)s–%(last)s trong %(total)s sản phẩm") % {
        "first": page.first, "last": last, "total": page.total,
    }  # fmt: skip


@public
def product(request: HttpRequest, slug: str) -> HttpResponse:
    found = product_by_slug(slug)
    if found is None:
        raise Http404
    page = product_page(found)
    context = {
        "page": page, "product": found, "standing": page.standing, "source_name": site_of(found.source),
        "linked_data": product_linked_data(found, page.standing, settings.ORIGIN),
        "may_edit": isinstance(request.user, Person) and may_edit_product(request.user, found),
    }  # fmt: skip
    return render(request, "certificates/product.html", context)


@public
def producers(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    kind = asked.get("loai", "") if asked.get("loai", "") in Producer.Kind.values else ""
    cursor = asked.get("cursor", "")
    after = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 16 else 0
    found, total, following = producers_seen(asked.get("q", ""), kind, after)
    context = {
        "producers": found, "total": total, "next": following, "kind": kind, "q": asked.get("q", "")[:200],
        "kinds": Producer.Kind.choices,
        "may_register": isinstance(request.user, Person) and may_register_producer(request.user),
    }  # fmt: skip
    return render(request, "certificates/producers.html", context)


@public
def producer(request: HttpRequest, slug: str) -> HttpResponse:
    found = producer_by_slug(slug)
    if found is None:
        raise Http404
    context = {
        "producer": found, "lines": products_of_producer(found.pk), "as_of": today(),
        "source_name": site_of(found.source), "linked_data": producer_linked_data(found, settings.ORIGIN),
        "may_edit": isinstance(request.user, Person) and may_edit_producer(request.user, found),
        "may_name": isinstance(request.user, Person) and may_name_members(request.user, found),
    }  # fmt: skip
    return render(request, "certificates/producer.html", context)


@public
def places(request: HttpRequest) -> HttpResponse:
    units, counts = list(present_units()), counts_by_place()
    title = _("Sản phẩm đã biết theo xã, phường, đặc khu")
    by_former: dict[int, list[Place]] = {}
    for unit in units:
        by_former.setdefault(unit.former_district_id or 0, []).append(unit)
    former_counts = counts_by_former()
    former = [(f, former_counts.get(f.pk, 0), by_former.get(f.pk, [])) for f in former_districts()]
    context: dict[str, Any] = {
        "tiles": place_tiles(units, {u.code: counts.get(u.pk, 0) for u in units}, title), "title": title,
        "former": former, "as_of": today(),
        "rows": [(u.name, counts.get(u.pk, 0)) for u in units],
        "scale": scale_legend(max(counts.values(), default=0)),
    }  # fmt: skip
    return render(request, "certificates/places.html", context)


@public
def place(request: HttpRequest, slug: str) -> HttpResponse:
    found = place_by_slug(slug)
    if found is None:
        raise Http404
    context = {"page": place_page(found), "place": found, "as_of": today()}
    if found.kind == Place.Kind.FORMER_DISTRICT:
        context["units"] = present_units().filter(former_district=found)
        context["parts"] = found.parts.order_by("code")
    return render(request, "certificates/place.html", context)
