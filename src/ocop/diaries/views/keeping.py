"""Sites, growing areas, households and those who keep their books."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.people.queries import person_with_login
from ocop.producers.queries import producers_of

from ..access import may_keep_diary, may_keep_place, may_lead_household, may_lead_households, may_release_keeper
from ..acts import add_area, add_site, close_household, close_place, end_keeper, name_keeper, open_household
from ..exports import app_address, app_symbol
from ..forms import AreaForm, HouseholdForm, KeeperForm, SiteForm
from ..models import Book, GrowingArea, Keeper, Site
from ..queries.finding import (
    area_kept,
    household_led,
    households_of,
    keeper_known,
    owners_for,
    site_kept,
    sites_of,
)
from ..queries.harvests import areas_with_harvests
from .syncing import person_of

_PLACES, _HOUSEHOLDS = "/nhat-ky-san-xuat/noi/", "/nhat-ky-san-xuat/ho/"


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_diary)
def places(request: HttpRequest) -> HttpResponse:
    """Địa điểm và vùng nguyên liệu."""
    person = person_of(request)
    owners, wanted = owners_for(person), request.POST.get("them", "")
    site = SiteForm(request.POST if wanted == "site" else None, owners=owners, prefix=None, auto_id="site_%s")
    area = AreaForm(request.POST if wanted == "area" else None, owners=owners, prefix=None, auto_id="area_%s")
    form: SiteForm | AreaForm | None = site if wanted == "site" else area if wanted == "area" else None
    if form is not None and form.is_valid() and _added(form, person):
        messages.success(request, f"Đã lập «{form.cleaned_data['name']}».")
        return redirect(_PLACES)
    sites, areas = sites_of(person), areas_with_harvests(person, timezone.now())
    every: list[Site | GrowingArea] = [*sites, *(area for area, _ in areas)]
    kept = {place.key for place in every if may_keep_place(person, place)}
    context = {
        "site": site, "area": area, "sites": sites, "areas": areas, "owners": owners, "kept": kept,
        "leads": may_lead_households(person),
    }  # fmt: skip
    return render(request, "diaries/places.html", context, status=422 if request.method == "POST" else 200)


def _added(form: SiteForm | AreaForm, person: Person) -> bool:
    try:
        if isinstance(form, SiteForm):
            add_site(form.producer, form.facts, by=person, book=form.book)
        else:
            add_area(form.producer, form.facts, by=person, book=form.book)
    except Refused as refused:
        form.take(refused.reasons)
        return False
    return True


def place_kept(person: Person, kind: str, key: UUID) -> Site | GrowingArea | None:
    return site_kept(person, key) if kind == "diem" else area_kept(person, key)


@require_POST
@guarded(may_keep_place, find=place_kept)
def close(request: HttpRequest, place: Site | GrowingArea) -> HttpResponse:
    """Thôi dùng một nơi."""
    close_place(place, by=person_of(request))
    messages.success(request, f"«{place}» thôi dùng từ nay. Ghi chép cũ vẫn giữ tên nơi này.")
    return redirect(_PLACES)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_lead_households)
def households(request: HttpRequest) -> HttpResponse:
    """Hộ và người giữ sổ."""
    person = person_of(request)
    producers = {str(p.pk): p for p in producers_of(person)}
    form = HouseholdForm(request.POST if request.method == "POST" else None, producers=producers)
    if form.is_valid():
        given = form.cleaned_data
        try:
            book = open_household(producers[given["producer"]], given["household"], by=person, place=given["place"])
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, f"Đã mở sổ cho «{book}». Hãy giao sổ cho người của hộ.")
            return redirect(f"{_HOUSEHOLDS}{book.pk}/")
    found = households_of(person)
    context = {"form": form, "households": found, "unfolded": bool(form.errors) or not found}
    return render(request, "diaries/households.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_lead_household, find=household_led)
def household(request: HttpRequest, book: Book) -> HttpResponse:
    """Một hộ: who keeps its book, and closing it."""
    person = person_of(request)
    form = KeeperForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            name_keeper(book, _person(form.cleaned_data["login"]), by=person)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(reason.field if reason.field in form.fields else None, reason.message)
        else:
            messages.success(request, "Đã giao sổ.")
            return redirect(request.path)
    context = {"book": book, "form": form, "app_symbol": app_symbol(), "app_address": app_address()}
    return render(request, "diaries/household.html", context, status=422 if request.method == "POST" else 200)


def _person(login: str) -> Person:
    found = person_with_login(login)
    if found is None:
        raise Refused(Reason("Chưa có tài khoản dùng số hay thư này. Hãy xem lại, hoặc nhờ cán bộ xã lập.", "login"))
    return found


@require_POST
@guarded(may_release_keeper, find=keeper_known)
def release(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """Thôi giữ sổ."""
    end_keeper(keeper, by=person_of(request))
    messages.success(request, f"{keeper.person.name} thôi giữ sổ. Những gì đã ghi vẫn ở trong sổ.")
    return redirect(
        f"{_HOUSEHOLDS}{keeper.book_id}/" if keeper.person_id != person_of(request).pk else "/ban-lam-viec/"
    )


@require_POST
@guarded(may_lead_household, find=household_led)
def shut(request: HttpRequest, book: Book) -> HttpResponse:
    """Đóng sổ của một hộ."""
    close_household(book, by=person_of(request))
    messages.success(request, f"Đã đóng sổ của «{book}». Sổ vẫn đọc được, không ghi thêm được.")
    return redirect(_HOUSEHOLDS)
