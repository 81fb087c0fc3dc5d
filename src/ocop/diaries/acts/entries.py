"""Taking entries from devices: in any order, any number of times, each once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from epcis import EpcisError
from ocop.journal.acts import act
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person
from ocop.producers.models import Producer

from ..models import Attachment, Book, Entry, Item
from ..queries.naming import Named, named_by
from ..queries.seeing import Desk, book_for, desk_of
from ..rules import Said, digest_of, read_entry, seal_of
from .books import open_own_book
from .telling import tell_events

logger = logging.getLogger(__name__)

_NOT_YOURS = "Bạn không giữ sổ này (hoặc đã thôi giữ). Hãy chọn sổ khác, hoặc nhờ hợp tác xã thêm lại."
_WHICH = "Bạn giữ nhiều sổ. Hãy chọn ghi vào sổ nào."
_NO_EVENT = "Ghi chép này chưa chuyển được thành sự kiện truy xuất. Hãy báo người quản trị; máy vẫn giữ ghi chép."
_OTHER = "Mã này đã thuộc về một ghi chép khác. Hãy chép lại thành ghi chép mới."


@dataclass
class Synced:
    """What became of each entry sent: kept (now or before), or refused with all its reasons."""

    taken: list[UUID] = field(default_factory=list)
    refused: list[tuple[str, tuple[Reason, ...]]] = field(default_factory=list)
    added: list[Entry] = field(default_factory=list)


def note_entry(raw: dict[str, Any], *, by: Person, at: datetime | None = None) -> Entry:
    """Ghi một việc: one entry from a page of ours; `Refused` when it cannot be kept."""
    synced = take_entries([raw], by=by, at=at)
    if synced.refused:
        raise Refused(*synced.refused[0][1])
    return Entry.objects.get(pk=synced.taken[0])


def take_entries(
    raws: Sequence[object], *, by: Person, device: UUID | None = None, sent_at: datetime | None = None,
    at: datetime | None = None,
) -> Synced:  # fmt: skip
    """Nhận ghi chép: keeps what is sound and new, knows what came before, and says of the rest why not."""
    try:
        return _take(raws, by, device, sent_at, at)
    except IntegrityError:
        # Two requests brought one entry at the same moment; now the other has committed, and this one knows it.
        return _take(raws, by, device, sent_at, at)
    except EpcisError:
        return _one_by_one(raws, by, device, sent_at, at)


def _one_by_one(
    raws: Sequence[object], by: Person, device: UUID | None, sent_at: datetime | None, at: datetime | None
) -> Synced:
    """One entry that cannot be told as an event must not hold back the others."""
    whole = Synced()
    for raw in raws:
        try:
            synced = _take([raw], by, device, sent_at, at)
        except EpcisError as fault:
            logger.exception("an entry that rules let pass is no sound event", exc_info=fault)
            key = str(raw.get("id"))[:80] if isinstance(raw, dict) else ""
            whole.refused.append((key, (Reason(_NO_EVENT, "", "event"),)))
            continue
        whole.taken += synced.taken
        whole.refused += synced.refused
        whole.added += synced.added
    return whole


def _take(
    raws: Sequence[object], by: Person, device: UUID | None, sent_at: datetime | None, at: datetime | None
) -> Synced:
    synced = Synced()
    with act(at) as moment:
        skew = round((sent_at - moment).total_seconds()) if sent_at else None
        said = _read(raws, moment, synced)
        placed = _placed(said, desk_of(by), by, moment, synced)
        books = _held(placed)
        known = dict(Entry.objects.filter(pk__in=[s.id for s, _ in placed]).values_list("pk", "digest"))
        names = named_by(placed)
        for one, book in placed:
            digest = digest_of(one.payload)
            reasons = _obstacles(one, book, known.get(one.id), digest, names)
            if reasons:
                synced.refused.append((str(one.id), tuple(reasons)))
                continue
            if one.id not in known:
                synced.added.append(_added(one, books[book.pk], digest, by, device, moment, skew, names))
                known[one.id] = digest
            synced.taken.append(one.id)
        Book.objects.bulk_update(books.values(), ["last_number", "head"])
        tell_events(synced.added, by=by, at=moment)
    return synced


def _read(raws: Sequence[object], now: datetime, synced: Synced) -> list[Said]:
    found = []
    for raw in raws:
        said = read_entry(raw, now)
        if isinstance(said, Said):
            found.append(said)
        else:
            key = raw.get("id") if isinstance(raw, dict) else None
            synced.refused.append((str(key)[:80] if isinstance(key, str) else "", tuple(said)))
    return found


def _placed(said: Iterable[Said], desk: Desk, by: Person, moment: datetime, synced: Synced) -> list[tuple[Said, Book]]:
    """Each entry with the book it is for."""
    opened: dict[int, Book] = {}
    found = []
    for one in said:
        book = book_for(desk, one.book)
        if book is None:
            message, code = (_NOT_YOURS, "not_yours") if one.book or not desk.refs else (_WHICH, "which_book")
            synced.refused.append((str(one.id), (Reason(message, "book", code),)))
            continue
        if isinstance(book, Producer):
            if book.pk not in opened:
                opened[book.pk] = open_own_book(book, by=by, at=moment)
            book = opened[book.pk]
        found.append((one, book))
    return found


def _held(placed: list[tuple[Said, Book]]) -> dict[int, Book]:
    """The books, locked in one order, so that numbers follow commits and two devices never wait in a ring."""
    wanted = {book.pk for _, book in placed}
    return {book.pk: book for book in Book.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}


def _obstacles(one: Said, book: Book, known: str | None, digest: str, names: Named) -> list[Reason]:
    if known is not None:
        return [] if known == digest else [Reason(_OTHER, "id", "conflict")]
    return names.obstacles(one, book)


def _added(
    one: Said,
    book: Book,
    digest: str,
    by: Person,
    device: UUID | None,
    moment: datetime,
    skew: int | None,
    names: Named,
) -> Entry:
    """The entry as the next of its book, sealed to the one before."""
    number, previous = book.last_number + 1, book.head
    seal = seal_of(previous, number, by.pk, moment, digest)
    lat, lon, accuracy = one.spot or (None, None, None)
    entry = Entry.objects.create(
        id=one.id, book=book, number=number, kind=one.kind, author=by, device=device, at=one.at, offset=one.offset,
        received_at=moment, skew=skew, site=names.site(one), area=names.area(one), lot=names.lot(one.lot),
        latitude=lat, longitude=lon, accuracy=accuracy, corrects=one.corrects, after=list(one.after), note=one.note,
        payload=one.payload, digest=digest, previous=previous, seal=seal,
    )  # fmt: skip
    Item.objects.bulk_create(_items(one, entry, book, names))
    Attachment.objects.bulk_create(
        Attachment(entry=entry, position=i, sha256=f.sha256, kind=f.kind, caption=f.caption)
        for i, f in enumerate(one.files)
    )
    book.last_number, book.head = number, seal
    return entry


def _items(one: Said, entry: Entry, book: Book, names: Named) -> list[Item]:
    rows = [(Item.Direction.IN, i, t) for i, t in enumerate(one.inputs)]
    rows += [(Item.Direction.OUT, i, t) for i, t in enumerate(one.outputs)]
    return [
        Item(
            entry=entry, direction=direction, position=i, batch=thing.batch, lot=names.lot(thing.lot), name=thing.name,
            book=names.book(thing, book) if thing.batch else None, quantity=thing.quantity, unit=thing.unit,
        )
        for direction, i, thing in rows
    ]  # fmt: skip
