"""One product as the register shows it, and the lines under one fixed condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from ocop.design.rules.drawings import DEFAULT, drawing_for
from ocop.people.queries import today
from ocop.places.models import Place
from ocop.places.rules import fold

from .standing import short_words, standing_words

FROM = """
FROM products_product p
LEFT JOIN certificates_standingspan s ON s.product_id = p.id
  AND s.starts_on <= %(day)s AND (s.ends_on IS NULL OR s.ends_on >= %(day)s)
LEFT JOIN producers_producer m ON m.id = p.producer_id
LEFT JOIN places_place u ON u.id = p.place_id
LEFT JOIN places_place f ON f.id = coalesce(p.former_place_id, u.former_district_id)
"""
COLUMNS = """
p.id, p.name, p.slug, p.line, p."group", p.set_no, p.code, p.gtin, p.simulated, p.source, p.certainty, p.note, p.summary,
m.name AS producer, m.slug AS producer_slug, m.kind AS producer_kind,
u.name AS place, u.slug AS place_slug, f.name AS former_place, f.slug AS former_slug,
coalesce(s.state, 'nothing') AS state, s.star, coalesce(s.level, '') AS level, s.expires_from, s.expires_to,
coalesce(s.proposed, false) AS proposed
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One product as the register shows it."""

    id: int
    name: str
    slug: str
    line: str
    group: str
    set_no: int | None
    code: str
    gtin: str | None
    simulated: bool
    source: str
    certainty: str
    note: str
    summary: str
    producer: str | None
    producer_slug: str | None
    producer_kind: str | None
    place: str | None
    place_slug: str | None
    former_place: str | None
    former_slug: str | None
    state: str
    star: int | None
    level: str
    expires_from: date | None
    expires_to: date | None
    proposed: bool

    @property
    def href(self) -> str:
        return f"/san-pham/{self.slug}/"

    @property
    def where(self) -> str:
        return self.place or self.former_place or ""

    @property
    def subject(self) -> str | int:
        """What the drawing shows."""
        return subject_of(self.name, self.set_no, self.group, self.line)

    @property
    def words(self) -> str:
        return standing_words(self.state, self.star, self.expires_from, self.expires_to, self.level, self.proposed)

    @property
    def short(self) -> str:
        exact = self.expires_to is not None and self.expires_from == self.expires_to
        return short_words(self.state, self.star, self.expires_to, exact, self.level)

    @property
    def drawing(self) -> str:
        return {"in_force": "valid", "expired": "expired", "revoked": "void"}.get(self.state, "unknown")


def subject_of(name: str, set_no: int | None, group: str, line: str) -> str | int:
    """What a drawing should show: the first thing the name says, else the set, the group, the line.

    Word by word from the front, because places carry words too: there is no tea in «Rượu ba kích Ba Chẽ».
    """
    words = name.split()
    if fold(name).startswith("thuc pham"):
        return set_no or group or line
    starts = (" ".join(words[:count]) for count in range(1, len(words) + 1))
    return next((start for start in starts if drawing_for(start) != DEFAULT), set_no or group or line)


def at_place(place: Place) -> str:
    if place.kind == Place.Kind.FORMER_DISTRICT:
        return "(p.former_place_id = %(place)s OR (p.former_place_id IS NULL AND u.former_district_id = %(place)s))"
    if place.kind == Place.Kind.FORMER_COMMUNE:
        return "p.place_id IN (SELECT new_id FROM places_succession WHERE old_id = %(place)s)"
    if place.kind == Place.Kind.PROVINCE:
        return "true"
    return "p.place_id = %(place)s"


def lines_where(condition: str, values: dict[str, Any], limit: int = 200, day: date | None = None) -> list[Line]:
    """Products under one fixed condition of this module's own queries (`p`, `m`, `u`, `f`, `s`)."""
    sql = f"SELECT {COLUMNS} {FROM} WHERE {condition} ORDER BY p.sort_key, p.id LIMIT %(limit)s"
    return lines_of(sql, {**values, "day": day or today(), "limit": limit})


def products_of_producer(producer_id: int, day: date | None = None) -> list[Line]:
    return lines_where("p.producer_id = %(producer)s", {"producer": producer_id}, day=day)


def products_at(place: Place, limit: int = 200, day: date | None = None) -> list[Line]:
    return lines_where(at_place(place), {"place": place.pk}, limit, day)


def lines_of(sql: str, values: dict[str, Any]) -> list[Line]:
    return [Line(*row) for row in rows_of(sql, values)]


def rows_of(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
