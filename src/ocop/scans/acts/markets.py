"""Where a lot is sold, as its producer says; the radar reads a scan elsewhere as a sign."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.lots.access import may_record_lot
from ocop.lots.models import Lot
from ocop.people.models import Person

from ..models import DeclaredMarket
from ..rules.regions import regions

_COUNTRY = re.compile(r"[A-Z]{2}")
MOST_MARKETS = 60


def declare_market(lot: Lot, places: Iterable[str], *, by: Person, at: datetime | None = None) -> DeclaredMarket | None:
    """Khai nơi bán: provinces and countries; none takes the declaration back."""
    wanted = list(dict.fromkeys(places))
    with act(at) as moment:
        Refused.unless_clear(
            None if may_record_lot(by, lot.product) else Reason("Chỉ chủ thể của lô mới khai được nơi bán.", "regions"),
            _unknown(wanted),
            Reason(f"Khai nhiều nhất {MOST_MARKETS} nơi.", "regions") if len(wanted) > MOST_MARKETS else None,
        )
        record("declare_market", by=by, about=lot, at=moment, facts={"regions": wanted})
        if not wanted:
            DeclaredMarket.objects.filter(lot=lot).delete()
            return None
        return DeclaredMarket.objects.update_or_create(
            lot=lot, defaults={"regions": wanted, "declared_by": by, "declared_at": moment}
        )[0]


def _unknown(places: list[str]) -> Iterable[Reason]:
    for place in places:
        if place not in regions() and not _COUNTRY.fullmatch(place):
            message = f"«{place[:10]}» không phải mã nước. Mã nước có hai chữ cái, ví dụ CN, JP."
            yield Reason(message, "countries", "unknown_place")
