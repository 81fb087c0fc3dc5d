"""The cast of the diary tests: Chị Ba's cooperative, three households of it, and a neighbour. All simulated."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from ocop.diaries.models import Book, Keeper
from ocop.people.models import Person
from tests.stamps.cast import GTIN, Cast, cast, person

SYNC = "/nhat-ky-san-xuat/dong-bo/"
REFERENCE = "/nhat-ky-san-xuat/du-lieu-nen/"


@dataclass
class Village:
    """The cooperative with its manager, and two households, each with its keeper."""

    coop: Cast
    in_: Person
    out: Person
    household: Book
    other: Book

    @property
    def ba(self) -> Person:
        return self.coop.ba

    @property
    def own_ref(self) -> str:
        return f"p{self.coop.producer.pk}"


def village(gtin: str | None = GTIN) -> Village:
    coop = cast(gtin)
    since = timezone.now() - timedelta(days=300)
    keepers = [person("Anh Páo (mô phỏng)"), person("Chị Mẩy (mô phỏng)")]
    books = [
        Book.objects.create(producer=coop.producer, household=f"Hộ {name}", opened_at=since, simulated=True)
        for name in ("Páo", "Mẩy")
    ]
    for book, keeper in zip(books, keepers, strict=True):
        Keeper.objects.create(book=book, person=keeper, since=since)
    return Village(coop, *keepers, *books)


def entry(kind: str = "note", **told: Any) -> dict[str, Any]:
    """An entry as a device writes it."""
    at = told.pop("at", None) or datetime.now(tz=timezone.get_current_timezone()).isoformat(timespec="seconds")
    usual: dict[str, Any] = {"note": "trời nắng, ong đi làm đều"} if kind == "note" else {}
    return {"id": str(uuid4()), "kind": kind, "at": at, **usual, **told}


def sync(client: Client, *entries: Any, have: str = "", **more: Any) -> dict[str, Any]:
    body = {"device": str(uuid4()), "entries": list(entries), "have": have, **more}
    answer = client.post(SYNC, json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def as_(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client
