"""Handing lots to the national portal: only when somebody asks for it, and only where an adapter was set up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.lots.models import Lot
from ocop.people.models import Person

from ..access import may_inspect
from ..exports.national import lot_document, written
from ..exports.portals import NationalPortal, PortalAway, PortalRefused, Receipt
from ..queries import passport_of

MOST_LOTS = 200


def hand_to_national(
    lots: Iterable[Lot], portal: NationalPortal, *, by: Person, at: datetime | None = None
) -> list[tuple[Lot, Receipt]]:
    """Chuyển cổng quốc gia: each lot is its own delivery; the journal keeps the receipt."""
    chosen = list(lots)
    with act(at) as moment:
        Refused.unless_clear(
            None if may_inspect(by) else Reason("Chỉ cơ quan OCOP tỉnh chuyển dữ liệu cho cổng quốc gia.", code="not_office"),
            None if chosen else Reason("Chưa chọn lô nào.", "lot", "none"),
            Reason(f"Mỗi lần chuyển tối đa {MOST_LOTS} lô.", "lot", "too_many") if len(chosen) > MOST_LOTS else None,
        )  # fmt: skip
        done = []
        for lot in chosen:
            receipt = _delivered(lot, portal, moment)
            facts = {"key": receipt.key, "reference": receipt.reference, "known": receipt.known}
            record("hand_to_national", by=by, about=lot, at=moment, facts=facts)
            done.append((lot, receipt))
    return done


def _delivered(lot: Lot, portal: NationalPortal, moment: datetime) -> Receipt:
    try:
        return portal.deliver(written(lot_document(lot, passport_of(lot), moment)))
    except PortalAway as fault:
        raise Refused(f"Nơi nhận không trả lời: {fault}. Hãy thử lại sau.") from fault
    except PortalRefused as fault:
        raise Refused(f"Nơi nhận không nhận lô {lot.code}: {fault}") from fault
