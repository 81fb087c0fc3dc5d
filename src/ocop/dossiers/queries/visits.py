"""Site visits as their readers see them."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.people.models import Person

from ..models import Dossier, Visit, VisitPhoto
from ..rules.paperwork import Point, paperwork
from . import authority


@dataclass(frozen=True, slots=True)
class Finding:
    """One point of the form with what was found."""

    point: Point
    answer: str
    note: str
    photos: tuple[VisitPhoto, ...]


def visits_of(dossier: Dossier) -> list[Visit]:
    return list(dossier.visits.select_related("planned_by", "saved_by").order_by("-id"))


def findings_of(visit: Visit) -> list[Finding]:
    photos: dict[str, tuple[VisitPhoto, ...]] = {}
    for photo in visit.photos.select_related("paper"):
        photos[photo.point] = (*photos.get(photo.point, ()), photo)
    return [
        Finding(
            point, visit.findings.get(point.key, {}).get("answer", ""), visit.findings.get(point.key, {}).get("note", ""),
            photos.get(point.key, ()),
        )
        for point in paperwork(visit.dossier.regime).points_of(visit.dossier.set_no)
    ]  # fmt: skip


def other_photos(visit: Visit) -> list[VisitPhoto]:
    keys = {point.key for point in paperwork(visit.dossier.regime).points_of(visit.dossier.set_no)}
    return [photo for photo in visit.photos.select_related("paper") if photo.point not in keys]


def visit_seen_by(person: Person, number: int, visit: int) -> Visit | None:
    """An open form is the visitors' own; a closed one is read by everybody who knows of the dossier."""
    dossier = authority.dossier_seen_by(person, number)
    if dossier is None:
        return None
    found = Visit.objects.select_related("dossier__product__producer", "dossier__commune").filter(
        dossier=dossier, pk=visit
    )
    visit_ = found.first()
    if visit_ is None or not visit_.is_open or authority.examines_for_province(person, dossier.commune):
        return visit_
    return None


def photo_seen_by(person: Person, number: int, visit: int, photo: int) -> VisitPhoto | None:
    found = visit_seen_by(person, number, visit)
    return found.photos.select_related("paper", "visit__dossier__commune").filter(pk=photo).first() if found else None
