"""The office beside the cast of the stamp tests: who prints, who keeps the keys."""

from __future__ import annotations

from datetime import date

from ocop.lots.models import Lot
from ocop.people.models import Mandate, Office, Person
from ocop.people.rules import Role
from ocop.stamps import lifecycle
from ocop.stamps.acts import draw_stamps
from ocop.stamps.models import Batch
from ocop.stamps.queries import history_of, mint, spans_of
from ocop.stamps.rules.ledger import DRAWN, Move, balances
from ocop.stamps.rules.scratch import scratch_codes
from tests.stamps.cast import Cast, cast, certify, lot


def officer() -> Person:
    """Cô Năm, who prints for the producers and may withdraw keys; her own number, which no numbered person gets."""
    known = Person.objects.filter(phone="+84911000001").first()
    if known is not None:
        return known
    nam = Person.objects.create(name="Cô Năm", phone="+84911000001", simulated=True)
    office, _ = Office.objects.get_or_create(name="Cơ quan tham mưu OCOP tỉnh", kind=Office.Kind.PROVINCE)
    Mandate.objects.create(person=nam, role=Role.PROVINCE_OFFICER, office=office, starts_on=date(2026, 1, 5))
    return nam


def ready(gtin: str | None = None, **changed: object) -> tuple[Cast, Lot]:
    ba = cast(gtin)
    certify(ba.product)
    return ba, lot(ba, **changed)


def ordered(amount: int = 100, **chosen: str) -> tuple[Cast, Batch]:
    """Chị Ba's batch, printed by the office unless said otherwise."""
    ba, made = ready(quantity=max(amount, 1_000))
    return ba, draw_stamps(made, amount, by=ba.ba, **{"printing": "office", **chosen})


def code(batch: Batch, seq: int) -> str:
    return mint().code(batch.subject, batch.epoch, batch.number, seq)


def secret(batch: Batch, seq: int) -> str:
    key = mint().scratch_key(batch.epoch)
    return next(scratch_codes(key, batch.subject, batch.epoch, batch.number, (seq,)))


def balances_of(batch: Batch) -> dict[str, int]:
    """The balance of a batch from its history alone; states that hold nothing left out."""
    moves = [Move(change.was, change.state, change.hi - change.lo) for change in history_of(batch)]
    found = balances([Move(DRAWN, lifecycle.ORDERED, batch.size), *moves])
    return {state: size for state, size in found.items() if size}


def states(batch: Batch) -> list[tuple[int, int, str]]:
    return [tuple(span) for span in spans_of(batch)]
