"""Opening and closing books, and who keeps them: administrative acts, each with its line in the journal."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.places.models import Place
from ocop.producers.models import Producer
from ocop.producers.queries import acts_for

from ..models import Book, Keeper


def open_own_book(producer: Producer, *, by: Person, at: datetime | None = None) -> Book:
    """Mở sổ: the producer's own diary, at its first entry; asking again changes nothing."""
    with act(at) as moment:
        book, new = Book.objects.get_or_create(
            producer=producer, household="",
            defaults={"place": producer.place, "opened_at": moment, "simulated": producer.simulated},
        )  # fmt: skip
        if new:
            record("open_own_book", by=by, about=book, at=moment, facts={"producer": producer.pk})
    return book


def _not_own(producer: Producer, by: Person) -> Reason | None:
    if acts_for(by, producer):
        return None
    return Reason("Chỉ người thay mặt chủ thể mới mở sổ cho hộ và đặt người giữ sổ.", "producer", "not_own")


def open_household(
    producer: Producer, name: str, *, by: Person, place: Place | None = None, at: datetime | None = None
) -> Book:
    """Mở sổ cho hộ: from now on the household's keepers write in a book of their own."""
    name = clean_text(name)
    with act(at) as moment:
        Refused.unless_clear(
            _not_own(producer, by), text_unfit(name, field="household", label="Tên hộ", longest=120, shortest=2)
        )
        try:
            with transaction.atomic():
                book = Book.objects.create(
                    producer=producer, household=name, place=place, opened_at=moment, simulated=producer.simulated
                )
        except IntegrityError:
            message = "Đã có sổ mang tên hộ này. Hãy thêm tên thôn hoặc tên đệm để phân biệt."
            raise Refused(Reason(message, "household", "taken")) from None
        record("open_household", by=by, about=book, at=moment, facts={"producer": producer.pk})
    return book


def close_household(book: Book, *, by: Person, at: datetime | None = None) -> Book:
    """Đóng sổ: nobody writes in it any more; what stands in it stays."""
    with act(at) as moment:
        book = Book.objects.select_for_update(of=("self",)).select_related("producer").get(pk=book.pk)
        own = Reason("Sổ của chính chủ thể không đóng được.", "book", "own") if not book.household else None
        closed = Reason("Sổ này đã đóng từ trước.", "book", "closed") if book.closed_at else None
        Refused.unless_clear(_not_own(book.producer, by), own, closed)
        book.closed_at = moment
        book.save(update_fields=["closed_at"])
        record("close_household", by=by, about=book, at=moment)
    return book


def name_keeper(book: Book, person: Person, *, by: Person, at: datetime | None = None) -> Keeper:
    """Giao sổ: the person reads and writes the book from now on; saying it twice changes nothing."""
    with act(at) as moment:
        own = Reason("Sổ của chủ thể do người đứng tên giữ. Hãy thêm ở trang người đứng tên.", "book", "own")
        closed = Reason("Sổ này đã đóng.", "book", "closed") if book.closed_at else None
        Refused.unless_clear(_not_own(book.producer, by), None if book.household else own, closed)
        keeper, new = Keeper.objects.get_or_create(
            book=book, person=person, until__isnull=True, defaults={"since": moment}
        )
        if new:
            record("name_keeper", by=by, about=book, at=moment, facts={"person": person.pk})
            write(
                to=[person], subject=f"Bạn được giao sổ nhật ký: {book.household}", url="/nhat-ky-san-xuat/", at=moment,
                body=f"{book.producer.name} giao bạn giữ sổ của «{book.household}». Không có mạng vẫn ghi được trên điện thoại.",
            )  # fmt: skip
    return keeper


def end_keeper(keeper: Keeper, *, by: Person, at: datetime | None = None) -> Keeper:
    """Thôi giữ sổ: by the producer's people, or by oneself. What the person wrote stays in the book."""
    with act(at) as moment:
        keeper = Keeper.objects.select_for_update(of=("self",)).select_related("book__producer").get(pk=keeper.pk)
        ended = Reason("Người này đã thôi giữ sổ từ trước.", "keeper", "ended") if keeper.until else None
        mine = keeper.person_id == by.pk
        Refused.unless_clear(None if mine else _not_own(keeper.book.producer, by), ended)
        keeper.until = moment
        keeper.save(update_fields=["until"])
        record("end_keeper", by=by, about=keeper.book, at=moment, facts={"person": keeper.person_id})
    return keeper
