"""Stamp codes made and proved, their symbols, their labels, and what ten million of them cost in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from time import process_time

from bench.house import connect_django
from bench.line import Line, per_second
from ocop.stamps.exports import symbols
from ocop.stamps.exports.sheets import SHEETS, Words, label_sheet
from ocop.stamps.rules.codes import ALPHABET, LENGTH, Mint, read

GTIN = "08938500123450"
HEAD = f"HTTPS://OCOP.EXAMPLE.VN/01/{GTIN}/21/"
MINT = Mint(bytes(range(32)))
CODES = list(MINT.codes(GTIN, 1, 5, range(20_000)))
PREPARED = symbols.batch(HEAD, ALPHABET, LENGTH)


def _make(count: int) -> None:
    for _ in MINT.codes(GTIN, 1, 5, range(count)):
        pass


def _verify(count: int) -> None:
    for text in CODES[:count]:
        code = read(text)
        assert code
        assert MINT.proves(code, GTIN)


def _bare_hash(count: int) -> None:
    """The floor of a code: its keyed hash and nothing else."""
    keyed = hashlib.blake2s(b"head", key=bytes(32), digest_size=7)
    for seq in range(count):
        hasher = keyed.copy()
        hasher.update(b"%d" % seq)
        hasher.digest()


def _symbols(count: int) -> None:
    for code in CODES[:count]:
        PREPARED.symbol(HEAD + code)


def _encoder(count: int) -> None:
    """What the same symbols cost from the encoder, one by one."""
    for code in CODES[:count]:
        symbols.encode(HEAD + code)


def _labels(count: int) -> None:
    label_sheet(HEAD, CODES[:count], Words("Mật ong rừng", "Hợp tác xã"), SHEETS["a4-65"])


def _seconds_of_labels(count: int) -> float:
    """Seconds of processor time for one PDF of so many labels."""
    began = process_time()
    label_sheet(HEAD, MINT.codes(GTIN, 1, 5, range(count)), Words("Mật ong rừng", "Hợp tác xã"), SHEETS["a4-65"])
    return process_time() - began


def _bytes_of_ten_million() -> float:
    """A thousand batches of a million, half of each activated, so that half-empty pages do not count; divided by a hundred.

    Inside a transaction that is rolled back.
    """
    from django.db import connection, transaction

    from ocop.people.models import Person
    from ocop.stamps.models import Batch, RangeChange, StampRange

    tables = [model._meta.db_table for model in (Batch, StampRange, RangeChange)]
    lot = Batch.objects.select_related("lot").latest("id").lot
    who, at = Person.objects.latest("id"), lot.recorded_at

    def size() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) t", [tables])
            return int(cursor.fetchone()[0])

    with transaction.atomic():
        before = size()
        common = {"product_id": lot.product_id, "lot": lot, "subject": GTIN, "drawn_by": who, "drawn_at": at}
        batches = Batch.objects.bulk_create(
            Batch(epoch=31, number=number, size=1_000_000, **common) for number in range(1_000)
        )
        halves = ((0, 500_000, "active"), (500_000, 1_000_000, "ordered"))
        StampRange.objects.bulk_create(
            StampRange(batch=b, lo=lo, hi=hi, state=state) for b in batches for lo, hi, state in halves
        )
        RangeChange.objects.bulk_create(
            RangeChange(batch=b, lo=0, hi=500_000, state="active", changed_by=who, changed_at=at) for b in batches
        )
        grown = size() - before
        transaction.set_rollback(True)
    return grown / 100


def lines() -> Iterator[Line]:
    floor = per_second(_bare_hash, 20_000)
    yield Line("stamps.make", per_second(_make, 20_000), "codes/s", "higher", floor)
    yield Line("stamps.verify", per_second(_verify, 20_000), "codes/s", "higher", floor)
    yield Line("stamps.symbols", per_second(_symbols, 20_000), "symbols/s", "higher", per_second(_encoder, 60))
    yield Line("stamps.labels", per_second(_labels, 2_000), "labels/s", "higher")
    yield Line(
        "stamps.labels_100_000", _seconds_of_labels(100_000), "s", "lower", 100_000 / per_second(_symbols, 20_000)
    )
    connect_django()
    yield Line("stamps.database_10_million", _bytes_of_ten_million(), "bytes", "lower")
