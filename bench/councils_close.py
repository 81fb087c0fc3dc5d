"""The end of a province's round: 500 items with nine sealed sheets each, opened at once, then closed with minutes."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bench.house import house
from bench.line import Line
from bench.sittings import ALL_SHEETS, _choices, _items, _made

if TYPE_CHECKING:
    from ocop.councils.models import Sitting

ITEMS = 500


def lines() -> Iterator[Line]:
    """Two lines: seconds to open 4 500 sheets, seconds to close; the floor of closing is the arithmetic alone."""
    house()
    with transaction.atomic():
        sitting, key, chair = _sealed()
    from ocop.councils.acts import close_sitting, open_all

    began = perf_counter()
    open_all(sitting, key=key, by=chair)
    yield Line("councils.open_500", perf_counter() - began, "s", "lower")
    floor = _found_once(sitting)
    began = perf_counter()
    close_sitting(sitting, by=chair)
    yield Line("councils.close_500", perf_counter() - began, "s", "lower", floor)


def _sealed() -> tuple[Sitting, bytes, Any]:
    from django.utils import timezone

    from ocop.councils.models import Sheet, Sitting
    from ocop.councils.rules import sheet_seal
    from ocop.councils.rules.sealing import new_key_pair, sealed_box
    from ocop.journal.rules import canonical

    day = _made()
    private, public = new_key_pair()
    now, dice = timezone.now(), random.Random(5)
    sitting = Sitting.objects.create(
        council=day.council, round=day.scoring.round, name="Cả đợt (đo)", held_on=now.date(), state="scoring",
        by_laws={**day.council.by_laws, "quorum": "1/5"}, opened_at=now, public_key=public.hex(),
    )  # fmt: skip
    seats = list(day.council.seats.exclude(role="secretary").order_by("id"))[:ALL_SHEETS]
    sheets = []
    for item in _items(sitting, ITEMS, "scoring"):
        for seat in seats:
            sheet = Sheet(
                item=item, seat=seat, state="handed_in", choices=_choices(item.dossier.set_no, dice), opened_at=now,
                saved_at=now, handed_in_at=now,
            )  # fmt: skip
            salt, content = secrets.token_hex(32), sheet.content()
            sheet.seal = sheet_seal(salt, content)
            sheet.box = sealed_box(public, canonical({"salt": salt, "content": content}), sheet.bound)
            sheet.choices = {}
            sheets.append(sheet)
    Sheet.objects.bulk_create(sheets, batch_size=1000)
    for seat in list(day.council.seats.exclude(role="secretary"))[ALL_SHEETS:]:
        seat.ends_on, seat.end_reason = day.council.founded_on, "không dự (đo)"
        seat.save()
    return sitting, private, day.secretary


def _found_once(sitting: Sitting) -> float:
    from ocop.councils.acts.closing import marks_of
    from ocop.councils.models import Sheet
    from ocop.councils.queries import criteria_of
    from ocop.councils.rules import find

    by_item: dict[int, list[Any]] = {}
    for sheet in Sheet.objects.filter(item__sitting=sitting).select_related("item__dossier", "seat"):
        by_item.setdefault(sheet.item_id, []).append(sheet)
    began = perf_counter()
    for sheets in by_item.values():
        find(criteria_of(sheets[0].item), [marks_of(sheet) for sheet in sheets], sitting.rules)
    return perf_counter() - began
