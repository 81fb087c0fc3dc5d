"""Entries are a ledger that the database itself keeps."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import InternalError, transaction
from django.db.utils import ProgrammingError

from ocop.diaries.models import Attachment, Entry, Item
from tests.diaries.cast import as_, entry, sync, village

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Entry, Item, Attachment])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_nothing_noted_is_ever_changed_or_removed(model: type, verb: str) -> None:
    people = village()
    told = entry(
        "harvest", outputs=[{"name": "mật", "quantity": 1, "unit": "kg"}], files=[{"sha256": "b" * 64, "kind": "voice"}]
    )
    sync(as_(people.in_), told)
    rows = model.objects.all()  # type: ignore[attr-defined]
    changed = {"note": "khác"} if model is Entry else {"position": 9}
    meddle = partial(rows._raw_delete, rows.db) if verb == "delete" else partial(rows.update, **changed)
    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        meddle()
    assert rows.count() == 1
