"""Our own sites, makers and goods as master data: those that entries name, or all of a producer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from epcis.masterdata import vocabularies_of
from ocop.lots.models import Lot
from ocop.lots.queries import epc_of
from ocop.places.models import Place
from ocop.producers.models import Producer
from ocop.products.models import Product

from ..models import Entry, Site
from ..rules.events import party_uri
from ..rules.masterdata import GOODS, MAKER, PLACE, Told, Whereabouts, elements_of
from ..rules.uris import LINKS
from .telling import gln_of

Json = dict[str, Any]
_SIMULATED = {"simulated": "true"}


def vocabularies_for(entries: Iterable[Entry]) -> list[Json]:
    """Master data of everything that the events of these entries name, as a `vocabularyList`."""
    told: list[Told] = []
    for entry in entries:
        maker = entry.book.producer
        lots = [item.lot for item in entry.items.all() if item.lot] + ([entry.lot] if entry.lot else [])
        told += [
            _maker(maker),
            *(_goods(lot, maker) for lot in lots),
            *([_site(entry.site, maker)] if entry.site else []),
        ]
    return vocabularies_of(elements_of(told, settings.ORIGIN))


def vocabularies_of_producer(producer: Producer) -> list[Json]:
    """The same for everything that the producer has: its sites, and its goods of which there were lots."""
    sites = Site.objects.filter(producer=producer).select_related("place__parent")
    lots = Lot.objects.filter(product__producer=producer).select_related("product").order_by("pk")
    told = [_maker(producer), *(_site(site, producer) for site in sites), *(_goods(lot, producer) for lot in lots)]
    return vocabularies_of(elements_of(told, settings.ORIGIN))


def producers_told() -> Iterable[Producer]:
    """Producers whose events are kept."""
    return Producer.objects.filter(trace_party__isnull=False).select_related("place__parent").order_by("pk")


def _own(producer: Producer, **facts: str) -> dict[str, str]:
    return {**facts, **(_SIMULATED if producer.simulated else {})}


def _where(place: Place | None, street: str = "", spot: tuple[float, float] | None = None) -> dict[str, str]:
    province = place.parent if place and place.parent else None
    return Whereabouts(street, place.name if place else "", province.name if province else "", spot).told()


def _site(site: Site, producer: Producer) -> Told:
    spot = (site.latitude, site.longitude) if site.latitude is not None and site.longitude is not None else None
    return Told(
        site.uri, PLACE, {"name": site.name, **_where(site.place, spot=spot)}, _own(producer, siteKind=site.kind)
    )


def _maker(producer: Producer) -> Told:
    uri = party_uri(settings.ORIGIN, producer.slug, gln_of(producer.gln))
    return Told(uri, MAKER, {"name": producer.name, **_where(producer.place, producer.address)}, _own(producer))


def _goods(lot: Lot, producer: Producer) -> Told:
    """The product under its GTIN; where it has none, under the name of the lot."""
    product, epc = lot.product, epc_of(lot)
    kind = f"{LINKS}/01/{product.gtin}"
    maker = producer.name if product.producer_id == producer.pk else ""
    facts = {
        "descriptionShort": product.name, "functionalName": product.group, "additionalTradeItemDescription": product.summary,
        "manufacturerOfTradeItemPartyName": maker, "countryOfOrigin": "VN",
    }  # fmt: skip
    return Told(kind if product.gtin and epc.startswith(f"{kind}/") else epc, GOODS, facts, _own_goods(product))


def _own_goods(product: Product) -> dict[str, str]:
    return {"productCode": product.code, **(_SIMULATED if product.simulated else {})}
