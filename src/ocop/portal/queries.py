"""What every page needs to know, what stands on the first page, and what stands on a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from ocop.certificates import queries as certificates
from ocop.certificates.models import Recognition
from ocop.certificates.queries import Standing
from ocop.certificates.queries.lines import subject_of
from ocop.councils import queries as councils
from ocop.cycles import queries as cycles
from ocop.diaries import queries as diaries
from ocop.dossiers import queries as dossiers
from ocop.letters.models import Letter
from ocop.letters.queries import letters_of
from ocop.letters.rules import Doing, Waiting
from ocop.lots import queries as lots
from ocop.people.access import may_appoint, may_read_journal
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.producers import queries as producers
from ocop.products import queries as products
from ocop.reports.exports import tile_drawing
from ocop.reports.queries import UnitTile, figures_as_of, newest_recognitions, unit_tiles
from ocop.reports.rules import Figures
from ocop.scans import queries as scans
from ocop.scans.queries import cases as scan_cases
from ocop.scans.queries import homes as scan_homes
from ocop.scans.queries import keeping as scan_keeping
from ocop.scans.queries import thanks as scan_thanks
from ocop.scans.queries import visits as scan_visits
from ocop.stamps import queries as stamps
from ocop.traces.queries import seats as traces


def page_context(request: HttpRequest) -> dict[str, Any]:
    person = request.user if isinstance(getattr(request, "user", None), Person) else None
    return {"demo": settings.OCOP_DEMO, "origin": settings.ORIGIN, "person": person}


@dataclass(frozen=True, slots=True)
class NewStar:
    """A recent recognition and where its product stands today."""

    event: Recognition
    standing: Standing

    @property
    def producer(self) -> str:
        return str(self.event.product.producer or "")

    @property
    def where(self) -> str:
        return str(self.event.product.place or self.event.product.former_place or "")

    @property
    def subject(self) -> str | int:
        product = self.event.product
        return subject_of(product.name, product.set_no, product.group, product.line)


@dataclass(frozen=True, slots=True)
class FrontPage:
    figures: Figures
    tiles: list[UnitTile]
    tile_drawing: str
    newest: list[NewStar]


_FRONT_SECONDS = 60


def front_page(day: date | None = None) -> FrontPage:
    """Figures of the day (kept a minute: they change by acts, not by visits) and the newest stars."""
    on = day or today()
    key, cache = f"front:{on}", caches["memory"]
    figures, tiles = cache.get(key) or (None, None)
    if figures is None or tiles is None:
        figures = figures_as_of(on)
        tiles = unit_tiles(figures)
        cache.set(key, (figures, tiles), _FRONT_SECONDS)
    newest = newest_recognitions()
    now = certificates.standings([event.product for event in newest], on)
    return FrontPage(figures, tiles, tile_drawing(tiles), [NewStar(event, now[event.product_id]) for event in newest])


@dataclass(frozen=True, slots=True)
class Desk:
    waiting: list[Waiting]
    doings: list[Doing]
    letters: list[Letter]


def administration_of(person: Person) -> list[Doing]:
    """Pages that belong to no step of the story: accounts and the journal."""
    found = []
    if may_appoint(person):
        found.append(
            Doing("Người dùng và nhiệm vụ", "/quan-tri/nguoi/", "Lập tài khoản, giao và thôi nhiệm vụ, cấp mật khẩu")
        )
    if may_read_journal(person):
        found.append(Doing("Sổ nhật ký", "/nhat-ky/", "Xem từng việc đã làm và kiểm tra niêm phong"))
    return found


# The order of the story: who waits first is settled by deadline, then by this order.
_WAITING: tuple[Callable[[Person], list[Waiting]], ...] = (
    cycles.waiting_for,
    dossiers.waiting_for,
    councils.waiting_for,
    certificates.waiting_for,
    diaries.waiting_for,
    stamps.waiting_for,
    scan_cases.waiting_for,
    scan_visits.waiting_for,
    scans.waiting_for,
    scan_keeping.alarms_waiting,
)
_DOINGS: tuple[Callable[[Person], list[Doing]], ...] = (
    producers.doings_of,
    products.doings_of,
    cycles.doings_of,
    dossiers.doings_of,
    councils.doings_of,
    certificates.doings_of,
    lots.doings_of,
    diaries.doings_of,
    scan_homes.doings_of,
    scan_thanks.doings_of,
    traces.doings_of,
    stamps.doings_of,
    scans.doings_of,
    administration_of,
)


def desk_of(person: Person) -> Desk:
    """What waits for this person, by deadline; what they may begin; what they were told and have not read."""
    waiting = [task for ask in _WAITING for task in ask(person)]
    waiting.sort(key=lambda task: (task.due_on is None, task.due_on or date.max))
    return Desk(
        waiting,
        [doing for ask in _DOINGS for doing in ask(person)],
        [letter for letter in letters_of(person, count=6) if letter.read_at is None],
    )
