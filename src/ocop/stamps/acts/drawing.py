"""Drawing stamps against a lot: how many, of which kind, printed by whom, under which epoch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from ocop.certificates.models import Certificate
from ocop.certificates.queries import certificate_in_force, standing_of
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.lots.models import Lot
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_draw_stamps
from ..models import Batch, Epoch, StampRange
from ..queries import in_use, kind_for, quota_of, subject_of
from ..queries.ordering import kind_demanded
from ..queries.yearly import year_for
from ..rules import codes
from ..rules.kinds import kind_refused
from ..rules.obstacles import amount_unfit, certificate_missing, lot_closed, price_unfit
from ..rules.yearly import year_exceeded
from .epochs import epoch_for
from .signing import signing_key_for


def draw_stamps(
    lot: Lot, amount: int, *, by: Person, seen_in_use: int | None = None, kind: str = "",
    printing: str = Batch.Printing.OWN, price: int | None = None, at: datetime | None = None,
) -> Batch:  # fmt: skip
    """Cấp tem cho lô: as many codes as asked, never more than the lot has pieces or the diary's notes allow.

    `seen_in_use` is what the form showed as already drawn; a second click or another person's draw changes it.
    Without a kind, the one that the office requires or the data proposes for this product.
    """
    with act(at) as moment:
        lot = Lot.objects.select_for_update(of=("self",)).select_related("product").get(pk=lot.pk)
        today, demand = timezone.localdate(moment), kind_demanded(lot.product)
        used = in_use(lot)
        Refused.unless_clear(
            _not_own(may_draw_stamps(by, lot)),
            _drawn_meanwhile(seen_in_use, used),
            amount_unfit(amount, quota=quota_of(lot), in_use=used),
            year_exceeded(year_for(lot, today, _held(lot, today)), amount),
            lot_closed(recalled=lot.recalled_at is not None, best_before=lot.best_before, today=today),
            certificate_missing(standing_of(lot.product, today).is_valid),
            _unknown_choice(kind, printing),
            kind_refused(demand.kind, demand.reason, kind) if demand else None,
            price_unfit(price),
        )
        proposal = kind_for(lot.product, today, price)
        chosen = kind or (demand.kind if demand else proposal.kind)
        if chosen == Batch.Kind.SIGNED:
            signing_key_for(by=by, at=moment)
        epoch, number = _next_number(today.year, by=by, at=moment)
        batch = Batch.objects.create(
            product=lot.product, lot=lot, epoch=epoch.symbol, number=number, subject=subject_of(lot.product), size=amount,
            kind=chosen, printing=printing, price=price, proposed=proposal.kind, proposed_why=proposal.why[:600],
            drawn_by=by, drawn_at=moment,
        )  # fmt: skip
        StampRange.objects.create(batch=batch, lo=0, hi=amount, state=lifecycle.ORDERED)
        told = {"lot": lot.code, "amount": amount, "mark": batch.mark, "kind": batch.kind, "printing": batch.printing}
        if batch.proposed != batch.kind:
            told["proposed"] = batch.proposed
        record("draw_stamps", by=by, about=batch, at=moment, facts=told)
        return batch


def _held(lot: Lot, day: date) -> Certificate | None:
    """The certificate in force, locked: two lots of one product must not both take the last stamps of its year."""
    found = certificate_in_force(lot.product, day)
    return Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk) if found else None


def _not_own(allowed: bool) -> Reason | None:
    if allowed:
        return None
    return Reason("Chỉ người thay mặt chủ thể của sản phẩm mới làm được việc này.", "product", "not_own")


def _drawn_meanwhile(seen: int | None, used: int) -> Reason | None:
    if seen is None or seen == used:
        return None
    return Reason(
        "Lô này vừa được cấp thêm tem ở một lượt khác (có thể do bấm hai lần). Hãy xem lại số tem rồi làm tiếp.",
        "amount", "drawn_meanwhile",
    )  # fmt: skip


def _unknown_choice(kind: str, printing: str) -> list[Reason]:
    reasons = []
    if kind and kind not in Batch.Kind.values:
        reasons.append(Reason("Hãy chọn một trong các loại tem được nêu.", "kind", "required"))
    if printing not in Batch.Printing.values:
        reasons.append(Reason("Hãy chọn ai in tem.", "printing", "required"))
    return reasons


def _next_number(year: int, *, by: Person, at: datetime) -> tuple[Epoch, int]:
    """An open epoch of the year and its next free number; a full one is closed and another opened."""
    epoch = epoch_for(year, by=by, at=at)
    last = Batch.objects.filter(epoch=epoch.symbol).aggregate(last=Max("number"))["last"]
    number = 0 if last is None else last + 1
    if number < codes.BATCHES:
        return epoch, number
    return epoch_for(year, by=by, at=at, full=epoch), 0


def load_simulated(lots: Iterable[Lot], *, by: Person, at: datetime | None = None) -> int:
    """Nạp tem mô phỏng: one batch as large as each simulated lot, for benchmarks; returns how many stamps."""
    with act(at) as moment:
        epoch, number = _next_number(timezone.localdate(moment).year, by=by, at=moment)
        batches = Batch.objects.bulk_create(
            Batch(
                product=lot.product, lot=lot, epoch=epoch.symbol, number=number + place, subject=subject_of(lot.product),
                size=lot.quantity, drawn_by=by, drawn_at=moment,
            )
            for place, lot in enumerate(lots)
            if lot.product.simulated
        )  # fmt: skip
        StampRange.objects.bulk_create(
            StampRange(batch=batch, lo=0, hi=batch.size, state=lifecycle.ORDERED) for batch in batches
        )
        issued = sum(batch.size for batch in batches)
        record("load_simulated_stamps", by=by, about="demo:stamps", at=moment, facts={"stamps": issued})
    return issued
