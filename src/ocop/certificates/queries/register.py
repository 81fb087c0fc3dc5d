"""The register as people look through it: filtered, counted, in pages; every row with its standing on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from ocop.design.rules.drawings import DEFAULT, drawing_for
from ocop.people.queries import today
from ocop.places.models import Place
from ocop.places.rules import fold
from ocop.products.queries import BEST_FIRST, best_values, classification, understood
from ocop.products.rules import Wording

from ..rules import State
from .standing import short_words, standing_words

PAGE = 24
STATE_WORDS = {
    "con-hieu-luc": State.IN_FORCE,
    "chua-ro": State.UNKNOWN,
    "het-han": State.EXPIRED,
    "thu-hoi": State.REVOKED,
    "tham-gia": State.PARTICIPATING,
}
DATA_WORDS = {"that": False, "mo-phong": True}

_FROM = """
FROM products_product p
LEFT JOIN certificates_standingspan s ON s.product_id = p.id
  AND s.starts_on <= %(day)s AND (s.ends_on IS NULL OR s.ends_on >= %(day)s)
LEFT JOIN producers_producer m ON m.id = p.producer_id
LEFT JOIN places_place u ON u.id = p.place_id
LEFT JOIN places_place f ON f.id = coalesce(p.former_place_id, u.former_district_id)
"""
_COLUMNS = """
p.id, p.name, p.slug, p.line, p."group", p.set_no, p.code, p.gtin, p.simulated, p.source, p.certainty, p.note, p.summary,
m.name AS producer, m.slug AS producer_slug, m.kind AS producer_kind,
u.name AS place, u.slug AS place_slug, f.name AS former_place, f.slug AS former_slug,
coalesce(s.state, 'nothing') AS state, s.star, coalesce(s.level, '') AS level, s.expires_from, s.expires_to,
coalesce(s.proposed, false) AS proposed
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty fields do not filter."""

    q: str = ""
    group: str = ""
    star: int | None = None
    place: Place | None = None
    state: str = ""
    data: str = ""
    cursor: str = ""


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


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the register with the counts of everything that fits."""

    lines: list[Line]
    total: int
    by_state: Mapping[str, int]
    by_star: Mapping[str, int]
    next: str = ""
    previous: str = ""
    first: int = 1
    wording: Wording = field(default_factory=Wording)
    relaxed: bool = False


def register_page(wanted: Wanted, day: date | None = None, size: int = PAGE) -> Page:
    """The products that fit, best or alphabetically first, `size` at a time."""
    on = day or today()
    wording = understood(wanted.q)
    page = _page(wanted, wording, " & ", on, size)
    if page.total == 0 and len(wording.words) > 1:
        # Nothing holds every word: show what holds some, and say so.
        looser = _page(wanted, wording, " | ", on, size)
        return looser if looser.total == 0 else _relaxed(looser)
    return page


def _relaxed(page: Page) -> Page:
    return Page(
        page.lines, page.total, page.by_state, page.by_star, page.next, page.previous, page.first, page.wording, True
    )


def _page(wanted: Wanted, wording: Wording, joined: str, day: date, size: int) -> Page:
    where, values = _where(wanted, wording, joined, day)
    total, by_state, by_star = _counts(where, values)
    if total == 0:
        return Page([], 0, by_state, by_star, wording=wording)
    if wording.typed:
        return _ranked(wanted, wording, where, values, size, total, by_state, by_star)
    return _alphabetical(wanted, where, values, size, total, by_state, by_star)


def _where(wanted: Wanted, wording: Wording, joined: str, day: date) -> tuple[str, dict[str, Any]]:
    """Conditions, all of fixed text, and their values."""
    values: dict[str, Any] = {"day": day, **best_values(wording, joined)}
    tests = ["true"]
    if wanted.q and not wording.typed:
        tests.append("false")
    if wording.typed:
        tests.append("p.search @@ to_tsquery('pg_catalog.simple', %(query)s)")
    for name, test in (("group", 'p."group" = %(group)s'), ("star", "s.star = %(star)s")):
        if getattr(wanted, name):
            tests.append(test)
            values[name] = getattr(wanted, name)
    if wanted.state:
        tests.append("s.proposed" if wanted.state == "de-nghi" else "coalesce(s.state, 'nothing') = %(state)s")
        values["state"] = STATE_WORDS.get(wanted.state, wanted.state)
    if wanted.data:
        tests.append("p.simulated = %(simulated)s")
        values["simulated"] = DATA_WORDS.get(wanted.data, False)
    if wanted.place is not None:
        tests.append(_at_place(wanted.place))
        values["place"] = wanted.place.pk
    return " AND ".join(tests), values


def _at_place(place: Place) -> str:
    if place.kind == Place.Kind.FORMER_DISTRICT:
        return "(p.former_place_id = %(place)s OR (p.former_place_id IS NULL AND u.former_district_id = %(place)s))"
    if place.kind == Place.Kind.FORMER_COMMUNE:
        return "p.place_id IN (SELECT new_id FROM places_succession WHERE old_id = %(place)s)"
    if place.kind == Place.Kind.PROVINCE:
        return "true"
    return "p.place_id = %(place)s"


def _counts(where: str, values: dict[str, Any]) -> tuple[int, dict[str, int], dict[str, int]]:
    sql = f"""SELECT coalesce(s.state, 'nothing'), s.star, grouping(coalesce(s.state, 'nothing')), grouping(s.star),
      count(*) {_FROM} WHERE {where}
      GROUP BY GROUPING SETS ((), (coalesce(s.state, 'nothing')), (s.star))"""
    total, by_state, by_star = 0, {}, {}
    for state, star, no_state, no_star, count in _rows(sql, values):
        if no_state and no_star:
            total = count
        elif no_state:
            by_star[str(star or 0)] = count
        else:
            by_state[state] = count
    return total, by_state, by_star


def _ranked(
    wanted: Wanted, wording: Wording, where: str, values: dict[str, Any], size: int, total: int,
    by_state: dict[str, int], by_star: dict[str, int],
) -> Page:  # fmt: skip
    offset = int(wanted.cursor[1:]) if wanted.cursor[:1] == "n" and wanted.cursor[1:7].isdigit() else 0
    offset = min(offset, total - 1, 100_000)
    sql = f"""SELECT {_COLUMNS} {_FROM} WHERE {where}
      ORDER BY {BEST_FIRST} LIMIT %(size)s OFFSET %(offset)s"""
    lines = _lines(sql, {**values, "size": size, "offset": offset})
    return Page(
        lines, total, by_state, by_star, f"n{offset + size}" if offset + size < total else "",
        f"n{max(offset - size, 0)}" if offset else "", offset + 1, wording,
    )  # fmt: skip


def _alphabetical(
    wanted: Wanted, where: str, values: dict[str, Any], size: int, total: int, by_state: dict[str, int],
    by_star: dict[str, int],
) -> Page:  # fmt: skip
    back, key = _key(wanted.cursor)
    beyond, order = ("<", "DESC") if back else (">", "ASC")
    edge = "(p.sort_key, p.id) {} (SELECT k.sort_key, k.id FROM products_product k WHERE k.id = %(key)s)"
    test = f"{where} AND {edge.format(beyond)}" if key else where
    sql = f"""SELECT {_COLUMNS} {_FROM} WHERE {test} ORDER BY p.sort_key {order}, p.id {order} LIMIT %(more)s"""
    found = _lines(sql, {**values, "key": key, "more": size + 1})
    lines, more = found[:size], len(found) > size
    if back:
        lines.reverse()
    has_next, has_previous = (True, more) if back else (more, bool(key))
    return Page(
        lines, total, by_state, by_star, str(lines[-1].id) if lines and has_next else "",
        f"-{lines[0].id}" if lines and has_previous else "", 0 if key else 1,
    )  # fmt: skip


def _key(cursor: str) -> tuple[bool, int]:
    """(backwards?, product id) of a cursor; 0 when it is none."""
    back, digits = cursor.startswith("-"), cursor.removeprefix("-")
    return back, int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else 0


def register_rows(wanted: Wanted, day: date | None = None) -> Iterator[Line]:
    """Every product that fits, without pages: for a file of exactly what is seen."""
    wording = understood(wanted.q)
    where, values = _where(wanted, wording, " & ", day or today())
    sql = f"SELECT {_COLUMNS} {_FROM} WHERE {where} ORDER BY p.sort_key, p.id"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(1000):
            yield from (Line(*row) for row in rows)


def lines_where(condition: str, values: dict[str, Any], limit: int = 200, day: date | None = None) -> list[Line]:
    """Products under one fixed condition of this module's own queries (`p`, `m`, `u`, `f`, `s`)."""
    sql = f"SELECT {_COLUMNS} {_FROM} WHERE {condition} ORDER BY p.sort_key, p.id LIMIT %(limit)s"
    return _lines(sql, {**values, "day": day or today(), "limit": limit})


def products_of_producer(producer_id: int, day: date | None = None) -> list[Line]:
    return lines_where("p.producer_id = %(producer)s", {"producer": producer_id}, day=day)


def products_at(place: Place, limit: int = 200, day: date | None = None) -> list[Line]:
    return lines_where(_at_place(place), {"place": place.pk}, limit, day)


def groups() -> list[str]:
    """The product groups in the order of Phụ lục I."""
    return [group.name for group in classification().groups]


def _lines(sql: str, values: dict[str, Any]) -> list[Line]:
    return [Line(*row) for row in _rows(sql, values)]


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
