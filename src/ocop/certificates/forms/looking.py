"""The filters of the register as they stand in the address, read leniently: what makes no sense is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocop.journal.rules import clean_text
from ocop.places.models import Place
from ocop.places.rules import slug_of
from ocop.products.rules import LONGEST_QUERY

from ..queries.register import DATA_WORDS, STATE_WORDS, Wanted, groups

STATES = {**dict.fromkeys(STATE_WORDS, True), "de-nghi": True}


@dataclass(frozen=True, slots=True)
class Looking:
    """The filters as typed (words of the address) and as meant."""

    wanted: Wanted
    group: str = ""
    star: str = ""
    place: str = ""
    state: str = ""
    data: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.group or self.star or self.place or self.state or self.data)


def looking_for(asked: Mapping[str, str], places: Sequence[Place]) -> Looking:
    """Read `?q=&nhom=&sao=&noi=&tinh-trang=&du-lieu=&cursor=`."""
    named = {slug_of(name): name for name in groups()}
    by_slug = {place.slug: place for place in places}
    group, place = asked.get("nhom", ""), asked.get("noi", "")
    star, state, data = asked.get("sao", ""), asked.get("tinh-trang", ""), asked.get("du-lieu", "")
    star = star if star in ("1", "2", "3", "4", "5") else ""
    wanted = Wanted(
        q=clean_text(asked.get("q", "")[:LONGEST_QUERY]),
        group=named.get(group, ""),
        star=int(star) if star else None,
        place=by_slug.get(place),
        state=state if state in STATES else "",
        data=data if data in DATA_WORDS else "",
        cursor=asked.get("cursor", "")[:20],
    )
    return Looking(
        wanted, group if wanted.group else "", star, place if wanted.place else "", wanted.state, wanted.data
    )
