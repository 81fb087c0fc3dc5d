"""Trade partners: a shop that receives the honey and tells so in EPCIS, and a token for visitors to try. All simulated."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import epcis
from ocop.journal.acts import act
from ocop.lots.models import Lot
from ocop.lots.queries import epc_of
from ocop.people.acts import appoint, found_office
from ocop.people.models import Office, Person
from ocop.people.rules import Role
from ocop.traces import acts as traces
from ocop.traces.models import Party
from ocop.traces.queries.viewers import token_of

from .cast import FOUNDED, SINCE, Cast
from .stages import moment

SHOP = "Cửa hàng OCOP Hạ Long (mô phỏng)"
# It has captured nothing and sees nothing but its own, so that whoever tries it finds an empty repository.
VISITOR = "Hệ thống của đối tác dùng thử (mô phỏng)"
_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
_COUNTER = "https://shop.mo-phong.example/loc/quay-1"
_NOTICE = "https://shop.mo-phong.example/bt/PX-MP-20"
# what, on which day, at which hour, how many bottles, further fields
_DOINGS: tuple[tuple[str, date, int, int, dict[str, Any]], ...] = (
    ("receiving", date(2026, 8, 20), 17, 120, {"disposition": "in_progress", "bizTransactionList": [
        {"type": "desadv", "bizTransaction": _NOTICE}]}),
    ("stocking", date(2026, 8, 21), 8, 118, {"disposition": "sellable_accessible"}),
    ("inspecting", date(2026, 8, 21), 9, 2, {"disposition": "damaged"}),
    ("retail_selling", date(2026, 9, 2), 20, 36, {"disposition": "retail_sold"}),
)  # fmt: skip


def tell_partners(cast: Cast, lot: Lot) -> None:
    """The shop and what it did with the first lot; written once."""
    if Office.objects.filter(name=SHOP).exists():
        return
    with act():
        shop = found_office(name=SHOP, kind=Office.Kind.OTHER, by=None, place=cast.province, simulated=True, at=FOUNDED)
        appoint(person=cast.doi_tac, role=Role.TRADE_PARTNER, office=shop, by=None, starts_on=SINCE, basis="mô phỏng",
                at=FOUNDED)  # fmt: skip
        party = traces.party_of_office(shop, by=cast.doi_tac, at=moment(SINCE))
        maker = traces.party_of(cast.producer, by=cast.chi_ba, at=moment(SINCE))
        traces.grant_view(maker, to=party, by=cast.chi_ba, at=moment(date(2026, 8, 19)))
        _say_counter(party)
        for doing in _DOINGS:
            _captured(party, lot, *doing)


def _say_counter(party: Party) -> None:
    """What the shop says of its counter, so that its events can be asked for by name and ward."""
    facts = {"name": "Quầy 1, Cửa hàng OCOP Hạ Long (mô phỏng)", "city": "Phường Hồng Gai", "state": "Tỉnh Quảng Ninh"}
    told = [{"id": f"cbvmda:{name}", "attribute": value} for name, value in facts.items()]
    places = [
        {"type": f"urn:epcglobal:epcis:vtype:{kind}", "vocabularyElementList": [{"id": _COUNTER, "attributes": told}]}
        for kind in ("BusinessLocation", "ReadPoint")
    ]
    document = {
        "@context": _CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-08-19T08:00:00+07:00",
        "epcisHeader": {"epcisMasterData": {"vocabularyList": places}}, "epcisBody": {"eventList": []},
    }  # fmt: skip
    traces.capture(epcis.read(document), party=party, by=None, at=moment(date(2026, 8, 19), 8))


def _captured(party: Party, lot: Lot, step: str, day: date, hour: int, bottles: int, more: dict[str, Any]) -> None:
    told = {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:{uuid5(NAMESPACE_URL, f'ocop-demo/shop/{step}/{day}')}",
        "eventTime": f"{day}T{hour:02d}:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": step,
        "readPoint": {"id": _COUNTER},
        "bizLocation": {"id": _COUNTER},
        "quantityList": [{"epcClass": epc_of(lot), "quantity": bottles}],
        **more,
    }
    document = {"@context": _CONTEXT, **told}
    traces.capture(epcis.read(document), party=party, by=None, at=moment(day, hour))


def visitor_secret(file: Path, by: Person) -> str:
    """The token in `demo.json`: the one written down there while it works, else a new one; it is told only once."""
    secret = _written(file)
    if secret and token_of(secret):
        return secret
    party = Party.objects.filter(name=VISITOR, simulated=True).first() or traces.register_party(
        name=VISITOR, kind=Party.Kind.PARTNER, simulated=True, by=by
    )
    return traces.make_token(party, name="Dùng thử (mô phỏng)", by=by)[1]


def _written(file: Path) -> str:
    try:
        return str(json.loads(file.read_text("utf-8")).get("tokens", {}).get("epcis", ""))
    except (OSError, ValueError, AttributeError):
        return ""
