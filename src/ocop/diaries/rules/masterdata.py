"""What our own events name, told as master data in the words of CBV 2.0 (9): places, makers, goods.

Coordinates are rounded as in events, so that no hive can be found by them; households stay nameless.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from epcis.masterdata import CBV_ATTRIBUTES, Element

_VTYPE = "urn:epcglobal:epcis:vtype:"
# A site may be where something was read, where it stays, and where it came from or went to.
PLACE, MAKER, GOODS = ("ReadPoint", "BusinessLocation", "SourceDest"), ("SourceDest",), ("EPCClass",)
_COUNTRY = "VN"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """An address as far as it is known: street, commune, province, a spot in degrees."""

    street: str = ""
    commune: str = ""
    province: str = ""
    spot: tuple[float, float] | None = None

    def told(self) -> dict[str, str]:
        latitude, longitude = (f"{degrees:.3f}" for degrees in self.spot) if self.spot else ("", "")
        return {
            "streetAddressOne": self.street, "city": self.commune, "state": self.province, "countryCode": _COUNTRY,
            "latitude": latitude, "longitude": longitude,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Something of ours that has a name; `own` are facts beside the CBV's, by their names in our namespace."""

    uri: str
    kinds: tuple[str, ...]
    facts: Mapping[str, str]
    own: Mapping[str, str] = field(default_factory=dict)


def elements_of(told: Iterable[Told], origin: str) -> list[Element]:
    """One element for each vocabulary that a thing belongs to; what is not known is left out."""
    found = {(kind, thing.uri): _attributes(thing, origin) for thing in told for kind in thing.kinds}
    return [Element(_VTYPE + kind, uri, uri, found[kind, uri]) for kind, uri in sorted(found)]


def _attributes(thing: Told, origin: str) -> tuple[tuple[str, str], ...]:
    cbv = ((f"{CBV_ATTRIBUTES}#{name}", value) for name, value in thing.facts.items() if value)
    return (*cbv, *((f"{origin}/voc/{name}", value) for name, value in thing.own.items() if value))
