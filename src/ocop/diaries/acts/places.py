"""Sites and growing areas: administrative acts, each with its line in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person
from ocop.places.models import Place
from ocop.producers.models import Producer
from ocop.producers.queries import acts_for

from ..models import Book, GrowingArea, Site
from ..queries.seeing import desk_of
from ..rules import code_form
from ..rules.places import NOWHERE, Spot, area_unfit, gln_of, spot_unfit


@dataclass(frozen=True, slots=True)
class SiteFacts:
    name: str
    kind: str
    gln: str = ""
    place: Place | None = None
    spot: Spot = NOWHERE


@dataclass(frozen=True, slots=True)
class AreaFacts:
    name: str
    crop: str
    code: str = ""
    area_ha: Decimal | None = None
    place: Place | None = None
    site: Site | None = None
    spot: Spot = NOWHERE


def _not_own(producer: Producer, book: Book | None, by: Person) -> Reason | None:
    """The producer's people keep its places and its households'; a household's keeper keeps the household's."""
    if acts_for(by, producer) or (book is not None and book.pk in desk_of(by).kept):
        return None
    return Reason("Chỉ người của chủ thể, hoặc người giữ sổ của hộ, mới lập được địa điểm.", "producer", "not_own")


def add_site(
    producer: Producer, facts: SiteFacts, *, by: Person, book: Book | None = None, at: datetime | None = None
) -> Site:
    """Lập địa điểm: a field, workshop, store or shop of the producer or of one household."""
    name, gln = clean_text(facts.name), gln_of(facts.gln)
    with act(at) as moment:
        Refused.unless_clear(
            _not_own(producer, book, by),
            text_unfit(name, field="name", label="Tên gọi", longest=120, shortest=2),
            None if facts.kind in Site.Kind.values else Reason("Hãy chọn loại địa điểm.", "kind", "required"),
            gln if isinstance(gln, Reason) else _taken(gln),
            spot_unfit(facts.spot),
        )
        assert isinstance(gln, str)
        site = Site.objects.create(
            producer=producer, book=book, kind=facts.kind, name=name, gln=gln or None, place=facts.place,
            latitude=facts.spot.latitude, longitude=facts.spot.longitude, opened_at=moment,
        )  # fmt: skip
        record("add_site", by=by, about=site, at=moment, facts={"producer": producer.pk, "kind": site.kind})
    return site


def _taken(gln: str) -> Reason | None:
    if not gln or not Site.objects.filter(gln=gln).exists():
        return None
    return Reason("GLN này đã gắn với một địa điểm khác. Mỗi địa điểm có một GLN riêng.", "gln", "taken")


def add_area(
    producer: Producer, facts: AreaFacts, *, by: Person, book: Book | None = None, at: datetime | None = None
) -> GrowingArea:
    """Lập vùng nguyên liệu; a planting-area code of an unknown form is kept and flagged, not refused."""
    name, crop, code = clean_text(facts.name), clean_text(facts.crop), clean_text(facts.code).upper()
    with act(at) as moment:
        Refused.unless_clear(
            _not_own(producer, book, by), area_unfit(name, crop, code, facts.area_ha), spot_unfit(facts.spot)
        )
        area = GrowingArea.objects.create(
            producer=producer, book=book, site=facts.site, name=name, crop=crop, area_ha=facts.area_ha, code=code,
            code_form=code_form(code), place=facts.place, latitude=facts.spot.latitude, longitude=facts.spot.longitude,
            opened_at=moment,
        )  # fmt: skip
        record("add_growing_area", by=by, about=area, at=moment, facts={"producer": producer.pk, "code": code})
    return area


def close_place(place: Site | GrowingArea, *, by: Person, at: datetime | None = None) -> Site | GrowingArea:
    """Thôi dùng: new entries no longer name it; old ones keep it."""
    with act(at) as moment:
        place = type(place).objects.select_for_update(of=("self",)).get(pk=place.pk)
        already = Reason("Nơi này đã thôi dùng từ trước.", "place", "closed") if place.closed_at else None
        Refused.unless_clear(_not_own(place.producer, place.book, by), already)
        place.closed_at = moment
        place.save(update_fields=["closed_at"])
        record("close_diary_place", by=by, about=place, at=moment)
    return place
