"""Whose word stands on the honey's passport beside its producer's: a laboratory and the shop. All simulated."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, uuid5

import epcis
from ocop.journal.acts import act
from ocop.lots.models import Lot
from ocop.lots.queries import epc_of
from ocop.traces import acts as traces
from ocop.traces.models import Party, Voice

from .cast import Cast
from .partners import SHOP
from .stages import moment

LABORATORY = "Phòng kiểm nghiệm Hồng Gai (mô phỏng)"
CARRIER = "Xe lạnh Hạ Long (mô phỏng)"
_TESTED, _SENT = date(2026, 8, 18), date(2026, 8, 20)
_ASKED, _TAKEN = date(2026, 8, 22), date(2026, 8, 23)


def tell_voices(cast: Cast, lot: Lot) -> None:
    """Told once; the carrier still waits for an answer, so that a visitor may give it."""
    if Voice.objects.filter(producer=cast.producer).exists():
        return
    with act():
        laboratory, carrier = _party(LABORATORY), _party(CARRIER)
        _captured(laboratory, lot, "inspecting", _TESTED, 15, "conformant")
        _captured(carrier, lot, "transporting", _SENT, 16, "in_transit")
        for party in (laboratory, carrier, *Party.objects.filter(name=SHOP)):
            voice = traces.offer_voice(party, to=cast.producer, by=None, at=moment(_ASKED))
            if party != carrier:
                traces.accept_voice(voice, by=cast.chi_ba, at=moment(_TAKEN))


def _party(name: str) -> Party:
    found = Party.objects.filter(name=name, simulated=True).first()
    return found or traces.register_party(
        name=name, kind=Party.Kind.PARTNER, simulated=True, by=None, at=moment(_TESTED)
    )


def _captured(party: Party, lot: Lot, step: str, day: date, hour: int, disposition: str) -> None:
    told = {
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "ObjectEvent",
        "eventID": f"urn:uuid:{uuid5(NAMESPACE_URL, f'ocop-demo/{party.name}/{step}/{day}')}",
        "eventTime": f"{day}T{hour:02d}:00:00+07:00", "eventTimeZoneOffset": "+07:00", "action": "OBSERVE",
        "bizStep": step, "disposition": disposition, "quantityList": [{"epcClass": epc_of(lot)}],
    }  # fmt: skip
    traces.capture(epcis.read(told), party=party, by=None, at=moment(day, hour))
