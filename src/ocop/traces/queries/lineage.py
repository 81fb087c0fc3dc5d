"""Where a lot came from, and what became of it: one question per level, however many lots a level has.

A transformation leads from its outputs back to its inputs, an aggregation from its parent to its children; forward it
is the other way round. Events that share a transformation id are one transformation told in parts. What was seen
before is not followed again, so that a circle ends; what was declared an error leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from ..rules.marks import SALTS, canonical_id, hash64
from .reading import Json, Kept, Run, declared_among, kept_events, marks_of_objects, standing

Direction = Literal["back", "forward"]
DEPTH = 10
_DEEPEST = 50
# Of a tree that is larger only this much is told, and that it is larger.
MOST_STEPS = 5_000


class Part(NamedTuple):
    """An object or class with its amount, as an event names it; `id` is canonical."""

    id: str
    quantity: float | None = None
    uom: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One event that made something of something, `depth` levels from the root."""

    depth: int
    position: int
    event_time: datetime
    event: Json
    inputs: tuple[Part, ...]
    outputs: tuple[Part, ...]

    @property
    def place(self) -> str:
        """Where it happened: the location of business, else the read point."""
        where = self.event.get("bizLocation") or self.event.get("readPoint") or {}
        return str(where.get("id", ""))


@dataclass(frozen=True, slots=True)
class Tree:
    """What was found: `steps` by depth and time, `births` the events that first named a lot, with its master data."""

    root: str
    direction: Direction
    steps: tuple[Step, ...]
    births: tuple[Step, ...]
    depths: dict[str, int]
    is_larger: bool

    def steps_from(self, name: str) -> list[Step]:
        """The steps that lead on from a lot: those that made it (back), or that used it (forward)."""
        near = _near(self.direction)
        return [step for step in self.steps if any(part.id == name for part in near(step))]

    @property
    def ends(self) -> list[str]:
        """What nothing leads on from: the first materials (back), or the last products (forward)."""
        near = _near(self.direction)
        passed = {part.id for step in self.steps for part in near(step)}
        return [name for name in self.depths if name not in passed]


def lineage(
    epc: str, direction: Direction = "back", depth: int = DEPTH, *, seen: Sequence[int] | None = None,
    beside: Iterable[str] = (), run: Run | None = None,
) -> Tree:  # fmt: skip
    """The tree of a lot or object in any spelling; `seen` are the parties whose events may be told (None: all).

    `beside` are further roots; `run` asks by a connection of the asker's own.
    """
    start = (epc, direction, depth, seen, tuple(beside), run)
    walk = _walked(*start, frozenset())
    # Errors are rare: one question after the walk costs less than one on each level, and then it is walked once more.
    if wrong := declared_among(walk.keys, run=run):
        walk = _walked(*start, wrong)
    births = walk.births()
    return Tree(walk.root, direction, tuple(walk.steps), births, walk.depths, walk.is_larger)


def _walked(
    epc: str, direction: Direction, depth: int, seen: Sequence[int] | None, beside: Iterable[str], run: Run | None,
    wrong: Collection[str],
) -> _Walk:  # fmt: skip
    walk = _Walk(canonical_id(epc), map(canonical_id, beside), direction, seen, run, wrong)
    for level in range(1, min(depth, _DEEPEST) + 1):
        if not walk.go(level):
            break
    return walk


# Told by kind and action in SQL: aggregations that took something out lead nowhere.
_LEADS = "AND kind IN (2, 4, 5) AND action <> 3"
_BIRTH = "AND kind = 1 AND action = 2"
# The fields in which the known end of a step stands, by direction.
_ROLES: dict[Direction, tuple[str, ...]] = {
    "back": ("outputEPC", "outputEPCClass", "parentID"),
    "forward": ("inputEPC", "inputEPCClass", "epc", "epcClass"),
}


def _near(direction: Direction) -> Callable[[Step], tuple[Part, ...]]:
    return (lambda step: step.outputs) if direction == "back" else (lambda step: step.inputs)


def _far(direction: Direction) -> Callable[[Step], tuple[Part, ...]]:
    return (lambda step: step.inputs) if direction == "back" else (lambda step: step.outputs)


class _Walk:
    """Goes from level to level."""

    def __init__(
        self, root: str, beside: Iterable[str], direction: Direction, seen: Sequence[int] | None, run: Run | None,
        wrong: Collection[str],
    ) -> None:  # fmt: skip
        self.root, self.direction, self.seen, self.run, self.wrong = root, direction, seen, run, wrong
        self.keys: list[str] = []
        self.depths = dict.fromkeys((root, *beside), 0)
        self.edge = list(self.depths)
        self.steps: list[Step] = []
        self.known: set[int] = set()
        self.told: set[str] = set()
        self.is_larger = False

    def go(self, level: int) -> bool:
        """Follow everything at the edge; whether anything new was reached."""
        found = self._new(marks_of_objects(self.edge, _ROLES[self.direction]))
        if together := {event.json["transformationID"] for event in found if "transformationID" in event.json}:
            found += self._new([hash64(canonical_id(name)) ^ SALTS["transformationID"] for name in together])
        steps = [_step(level, event) for event in found]
        steps.sort(key=lambda step: (step.event_time, step.position))
        self.steps += steps
        far = _far(self.direction)
        self.edge = list(dict.fromkeys(p.id for step in steps for p in far(step) if p.id not in self.depths))
        self.depths.update(dict.fromkeys(self.edge, level))
        return bool(self.edge) and not self.is_larger

    def _new(self, marks: Sequence[int]) -> list[Kept]:
        """Events not met before; the same event of two parties counts once."""
        room = MOST_STEPS - len(self.steps)
        found = kept_events(marks, self.seen, _LEADS, room + 1, run=self.run)
        if len(found) > room:
            self.is_larger, found = True, found[:room]
        fresh = [event for event in found if not event.declared and event.position not in self.known]
        fresh = [event for event in fresh if event.key not in self.wrong]
        self.known.update(event.position for event in fresh)
        self.keys += [event.key for event in fresh]
        once = {event.json["eventID"]: event for event in fresh if event.json["eventID"] not in self.told}
        self.told.update(once)
        return list(once.values())

    def births(self) -> tuple[Step, ...]:
        """The events that brought the lots of the tree into being."""
        marks = marks_of_objects(self.depths, ("epc", "epcClass"))
        found = standing(kept_events(marks, self.seen, _BIRTH, MOST_STEPS, run=self.run), run=self.run)
        return tuple(
            sorted(
                (_step(self._depth(event.json), event) for event in found),
                key=lambda step: (step.event_time, step.position),
            )
        )

    def _depth(self, event: Json) -> int:
        return min((self.depths[part.id] for part in _parts(event, "") if part.id in self.depths), default=0)


def _step(depth: int, event: Kept) -> Step:
    inputs, outputs = _ends(event.json)
    return Step(depth, event.position, event.event_time, event.json, tuple(inputs), tuple(outputs))


def _ends(event: Json) -> tuple[Iterable[Part], Iterable[Part]]:
    if event["type"] == "TransformationEvent":
        return _parts(event, "input"), _parts(event, "output")
    if event["type"] == "ObjectEvent":
        return (), _parts(event, "")
    parent = event.get("parentID")
    return _parts(event, "child"), [Part(canonical_id(parent))] if parent else []


_LISTS = {
    "": ("epcList", "quantityList"), "child": ("childEPCs", "childQuantityList"),
    "input": ("inputEPCList", "inputQuantityList"), "output": ("outputEPCList", "outputQuantityList"),
}  # fmt: skip


def _parts(event: dict[str, Any], end: str) -> list[Part]:
    epcs, quantities = _LISTS[end]
    named = [Part(canonical_id(name)) for name in event.get(epcs, ())]
    amounts = event.get(quantities, ())
    return named + [Part(canonical_id(q["epcClass"]), q.get("quantity"), q.get("uom", "")) for q in amounts]
