"""Bringing the dated reference files of places and holidays into the database."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from ocop.journal.acts import act, record

from .models import Holiday, Place, Succession, Word
from .rules import slug_of, spelled_words

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Synced:
    """What a load changed; all zero when the database already says what the files say."""

    added: int = 0
    changed: int = 0

    def __add__(self, other: Synced) -> Synced:
        return Synced(self.added + other.added, self.changed + other.changed)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)


def load_reference(root: Path, at: datetime | None = None) -> Synced:
    """Nạp dữ liệu tham chiếu của chương này: places, then holidays."""
    return load_places(root, at) + load_holidays(root, at)


def load_places(root: Path, at: datetime | None = None) -> Synced:
    """Nạp địa bàn: the province, its former and present units, and which became which. Idempotent."""
    folder = root / "places"
    reform = tomllib.loads((folder / "quang-ninh-2025.toml").read_text("utf-8"))
    with act(at) as moment:
        done = _province(reform)
        province = Place.objects.get(kind=Place.Kind.PROVINCE, code=reform["province"]["code"])
        done += _former_districts(reform, province)
        done += _present_units(_rows(folder / "quang-ninh-2025.csv"), reform, province)
        done += _former_communes(_rows(folder / "quang-ninh-2025-succession.csv"), reform)
        if done:
            learn_words(Place.objects.order_by("id").values_list("name", flat=True))
            facts = {"added": done.added, "changed": done.changed, "source": reform["source"]}
            record("load_places", by=None, about="reference:places", at=moment, facts=facts)
    return done


def load_holidays(root: Path, at: datetime | None = None) -> Synced:
    """Nạp ngày nghỉ lễ: days off and swapped working days of every file. Idempotent."""
    with act(at) as moment:
        done = Synced()
        for file in sorted((root / "holidays").glob("*.toml")):
            done += _holidays(tomllib.loads(file.read_text("utf-8")))
        if done:
            facts = {"added": done.added, "changed": done.changed}
            record("load_holidays", by=None, about="reference:holidays", at=moment, facts=facts)
    return done


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _sync(model: type[M], rows: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> Synced:
    """Make each row (key, facts) true; count what had to be added or changed."""
    wanted = [(_plain(key), _plain(facts)) for key, facts in rows]
    names = tuple(wanted[0][0])
    known = {tuple(getattr(thing, name) for name in names): thing for thing in model._default_manager.all()}
    added = [model(**key, **facts) for key, facts in wanted if tuple(key.values()) not in known]
    pairs = [(known[tuple(key.values())], facts) for key, facts in wanted if tuple(key.values()) in known]
    changed = [thing for thing, facts in pairs if _put_right(thing, facts)]
    model._default_manager.bulk_create(added)
    for thing in changed:
        thing.save()
    return Synced(len(added), len(changed))


def _put_right(thing: Model, facts: dict[str, Any]) -> bool:
    """Set the facts; whether any of them differed."""
    differing = {name: value for name, value in facts.items() if getattr(thing, name) != value}
    for name, value in differing.items():
        setattr(thing, name, value)
    return bool(differing)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Objects as their keys, so that comparing costs no question."""
    return {f"{n}_id" if isinstance(v, Model) else n: v.pk if isinstance(v, Model) else v for n, v in values.items()}


def _province(reform: dict[str, Any]) -> Synced:
    row = reform["province"]
    facts = {"name": row["name"], "slug": slug_of(row["name"].removeprefix("Tỉnh ")), "source": reform["source"]}
    return _sync(Place, [({"kind": Place.Kind.PROVINCE, "code": row["code"]}, facts)])


def _former_districts(reform: dict[str, Any], province: Place) -> Synced:
    def facts(name: str) -> dict[str, Any]:
        return {"name": name, "parent": province, "ends_on": reform["former_until"], "source": reform["source"]}

    kind = Place.Kind.FORMER_DISTRICT
    return _sync(Place, (({"kind": kind, "slug": slug_of(n)}, facts(n)) for n in reform["former_districts"]))


def _present_units(rows: list[dict[str, str]], reform: dict[str, Any], province: Place) -> Synced:
    districts = {p.name: p for p in Place.objects.filter(kind=Place.Kind.FORMER_DISTRICT)}

    def facts(row: dict[str, str]) -> dict[str, Any]:
        return {
            "name": row["name"], "slug": slug_of(row["name"]), "parent": province,
            "former_district": districts[row["former_district"]], "starts_on": reform["from"],
            "area_km2": Decimal(row["area_km2"]).quantize(Decimal("0.01")),
            "longitude": float(row["longitude"]), "latitude": float(row["latitude"]), "source": reform["source"],
        }  # fmt: skip

    return _sync(Place, (({"kind": row["kind"], "code": row["code"]}, facts(row)) for row in rows))


def _former_communes(rows: list[dict[str, str]], reform: dict[str, Any]) -> Synced:
    districts = {p.name: p for p in Place.objects.filter(kind=Place.Kind.FORMER_DISTRICT)}
    kind = Place.Kind.FORMER_COMMUNE

    def facts(row: dict[str, str]) -> dict[str, Any]:
        return {
            "name": row["old_name"], "slug": f"{slug_of(row['old_name'])}-cu-{row['old_code']}",
            "parent": districts[row["old_district"]], "ends_on": reform["former_until"], "source": reform["source"],
        }  # fmt: skip

    once = {row["old_code"]: row for row in rows}
    done = _sync(Place, (({"kind": kind, "code": code}, facts(row)) for code, row in once.items()))
    old = _by_code(lambda p: p.kind == kind)
    new = _by_code(lambda p: p.is_present)
    links = (({"old": old[r["old_code"]], "new": new[r["new_code"]]}, _part(r)) for r in rows)
    return done + _sync(Succession, links)


def _by_code(wanted: Callable[[Place], bool]) -> dict[str, Place]:
    return {p.code: p for p in Place.objects.exclude(code="") if wanted(p)}


def _part(row: dict[str, str]) -> dict[str, bool]:
    return {"partial": row["part"] == "một phần", "is_default": row["default"] == "có"}


def _holidays(year: dict[str, Any]) -> Synced:
    def facts(row: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": row["name"], "is_worked": row.get("worked", False), "certain": row.get("certain", True),
            "source": row.get("source", year["source"]),
        }  # fmt: skip

    days: list[tuple[date, dict[str, Any]]] = [(day, facts(row)) for row in year["days"] for day in row["on"]]
    return _sync(Holiday, (({"day": day}, found) for day, found in days))


def learn_words(names: Iterable[str]) -> None:
    """Học chữ: words of names join the lexicon that mends typing errors; no journal line, for nothing is decided."""
    counts: dict[str, Counter[str]] = {}
    for name in names:
        for word, spelling in spelled_words(name):
            counts.setdefault(word, Counter())[spelling] += 1
    # In one order, so that two learners at once cannot wait for each other.
    rows = [Word(word=w, spelling=c.most_common(1)[0][0], frequency=c.total()) for w, c in sorted(counts.items())]
    Word.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


# Registering is rare; two people with the same new name must not pass the look for duplicates together.
_REGISTER_LOCK = 0x0C0B_0005


def hold_register() -> None:
    """Giữ sổ: until this transaction ends nobody else registers a producer or a product."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_REGISTER_LOCK])
