"""Entries told as EPCIS events, in the transaction that keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

import epcis
from ocop.people.models import Person
from ocop.traces.acts import capture, party_of

from ..models import Entry
from ..queries.masterdata import producers_told, vocabularies_for, vocabularies_of_producer
from ..queries.telling import event_for, with_everything
from ..rules import declaration_of, document_of

WITHDRAWAL = "correction"


def tell_events(added: Sequence[Entry], *, by: Person, at: datetime) -> None:
    """Ghi sự kiện: each new entry under its producer's party; what it corrects, or what corrects it, declared wrong.

    A correction and what it corrects may come in either order: whichever is second declares.
    """
    if not added:
        return
    entries = with_everything(entry.pk for entry in added)
    pairs = _corrections(entries)
    by_producer: dict[int, list[dict[str, Any]]] = {}
    for entry in entries:
        if entry.kind != WITHDRAWAL:
            by_producer.setdefault(entry.book.producer_id, []).append(event_for(entry))
    for wrong, right in pairs:
        instead = [] if right.kind == WITHDRAWAL else [right.pk]
        declared = declaration_of(event_for(wrong), right.received_at, instead)
        by_producer.setdefault(wrong.book.producer_id, []).append(declared)
    producers = {entry.book.producer_id: entry.book.producer for entry in entries}
    for producer, events in sorted(by_producer.items()):
        named = vocabularies_for(entry for entry in entries if entry.book.producer_id == producer)
        document = epcis.read(document_of(events, settings.ORIGIN, at, named))
        capture(document, party=party_of(producers[producer], by=by, at=at), by=by, at=at)


def tell_master_data(*, at: datetime | None = None) -> int:
    """Nói dữ liệu gốc: what producers' events name, as it is today; how many producers were told of.

    Events bring it along as they are told. This is for names that changed since, and for events told before.
    """
    moment, count = at or timezone.now(), 0
    for producer in producers_told():
        document = document_of([], settings.ORIGIN, moment, vocabularies_of_producer(producer))
        capture(epcis.read(document), party=party_of(producer, by=None, at=moment), by=None, at=moment)
        count += 1
    return count


def _corrections(entries: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Each pair of a wrong entry and its correction that has one of these entries in it, when both are there."""
    new = {entry.pk: entry for entry in entries}
    earlier = Entry.objects.filter(corrects__in=new).exclude(pk__in=new)
    wanted = {entry.corrects for entry in entries if entry.corrects} | {e.pk for e in earlier}
    known = new | {entry.pk: entry for entry in with_everything(wanted - new.keys())}
    return [
        (known[right.corrects], right)
        for right in known.values()
        if right.corrects in known
        and known[right.corrects].book_id == right.book_id
        and known[right.corrects].kind != WITHDRAWAL
        and (right.pk in new or right.corrects in new)
    ]
