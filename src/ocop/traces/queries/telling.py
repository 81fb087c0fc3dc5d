"""What other parties told of somebody's goods, and of what was made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ocop.producers.models import Producer

from ..models import Party
from .lineage import lineage
from .reading import Json, kept_events, marks_of_objects, standing

MOST = 500


class Told(NamedTuple):
    """One event of another party, as it came."""

    party: Party
    json: Json


def told_by_others(epcs: Iterable[str], *, but: Producer | None, seen: Sequence[int] | None) -> list[Told]:
    """Events about these lots, and about what became of them, in order of time; without those of their own producer.

    `seen` are the parties whose events may be told (None: everyone's). What was declared an error stays out.
    """
    names = {name for epc in epcs for name in lineage(epc, "forward", seen=seen).depths}
    found = standing(kept_events(marks_of_objects(names), seen, most=MOST))
    parties = Party.objects.exclude(producer=but) if but else Party.objects.all()
    known = parties.in_bulk({event.party for event in found})
    told = [event for event in found if event.party in known]
    return [Told(known[event.party], event.json) for event in sorted(told, key=lambda e: (e.event_time, e.position))]
