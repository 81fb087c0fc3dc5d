"""Many devices at once: nothing is lost, nothing is doubled, and no entry becomes visible behind a cursor."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from ocop.diaries.acts import take_entries
from ocop.diaries.models import Book, Entry
from ocop.diaries.queries import news_for
from ocop.diaries.rules import GENESIS, digest_of, seal_of
from ocop.people.models import Person
from ocop.traces.models import Event
from tests.diaries.cast import entry, village

pytestmark = pytest.mark.django_db(transaction=True)


def _in_threads(jobs: list[Callable[[], Any]]) -> list[Any]:
    def alone(job: Callable[[], Any]) -> Any:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result() for future in [pool.submit(alone, job) for job in jobs]]


def test_two_devices_that_send_the_same_entries_at_once_keep_each_once() -> None:
    people = village()
    entries = [entry("harvest", outputs=[{"batch": f"B{i}", "quantity": 1, "unit": "kg"}]) for i in range(20)]

    def send() -> Any:
        mine = random.sample(entries, len(entries))
        return {key for i in range(0, 20, 4) for key in take_entries(mine[i : i + 4], by=people.in_).taken}

    sent = _in_threads([send] * 4)
    assert all(taken == {UUID(e["id"]) for e in entries} for taken in sent)
    assert sorted(Entry.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert Event.objects.count() == 20


def test_one_id_in_two_books_at_once_is_kept_in_one_and_refused_in_the_other() -> None:
    people = village()
    said = entry()
    answers = _in_threads(
        [lambda: take_entries([{**said, "book": people.household.ref}], by=people.in_),
         lambda: take_entries([{**said, "book": people.other.ref}], by=people.out)]
    )  # fmt: skip
    assert sorted(len(a.taken) for a in answers) == [0, 1]
    assert Entry.objects.count() == 1


def test_a_reader_that_asks_all_the_while_sees_every_entry() -> None:
    people = village()
    done, seen = threading.Event(), []

    def write(by: Person) -> Callable[[], None]:
        def work() -> None:
            for _ in range(15):
                take_entries([entry()], by=by)

        return work

    def read() -> None:
        cursor = ""
        while True:
            last = done.is_set()
            news = news_for(people.ba, cursor, most=3)
            seen.extend(told["id"] for told in news.entries)
            cursor = news.cursor
            if last and not news.more:
                return

    def writers() -> None:
        try:
            _in_threads([write(people.in_), write(people.in_), write(people.out)])
        finally:
            done.set()

    _in_threads([read, writers])
    assert len(seen) == len(set(seen)) == Entry.objects.count() == 45


def test_the_chain_of_a_book_can_be_recomputed_from_its_entries() -> None:
    people = village()
    take_entries([entry(note=f"việc {i}") for i in range(6)], by=people.in_)
    previous = GENESIS
    for kept in Entry.objects.order_by("number"):
        assert kept.digest == digest_of(kept.payload)
        previous = seal_of(previous, kept.number, kept.author_id, kept.received_at, kept.digest)
        assert kept.seal == previous
    assert Book.objects.get(pk=people.household.pk).head == previous
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_line WHERE verb LIKE '%%entr%%'")
        assert cursor.fetchone() == (0,)
