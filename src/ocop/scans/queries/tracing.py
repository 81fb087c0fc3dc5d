"""What the event repository tells everyone of a lot: its steps, who said them, what it was made of and where it went.

The producer's own events are told as far as the diary was ever told in public: kind, day, commune, the name of a workshop. A
partner's are told when both sides want it (`traces.Voice`), under its name. See docs/decisions/a passport reads the events.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from ocop.traces.queries.lineage import Tree, lineage
from ocop.traces.queries.reading import Kept, events_named, kept_events, marks_of_objects, standing
from ocop.traces.rules.marks import canonical_id, sight
from ocop.traces.rules.telling import names_in

from ..rules.steps import entry_of, folded, is_day, kind_of, step_of

Run = Callable[[str, Mapping[str, Any]], Any]
Json = dict[str, Any]
# A lot has some twenty events; a partner that sends thousands about one lot must not push the producer's own aside.
MOST_OWN, MOST_OTHERS = 600, 200

_NOWHERE: Json = {"diary": [], "ways": {}, "trace": frozenset(), "party": frozenset(), "entries": []}


def traced(run: Run, told: Mapping[str, Any]) -> Json:
    """`diary`: the steps; `ways`: one step back and forward; `entries`: what its producer noted; `trace` and `party`: what this
    answer depends on.
    """
    own, voices = told["own"], {int(pk): name for pk, name in (told["voices"] or {}).items()}
    parties = frozenset({own, *voices} - {None})
    if not told["epc"]:
        return _NOWHERE | {"party": parties}
    root = canonical_id(told["epc"])
    noted = _noted(run, own, told["noted"] or ())
    tree = _tree(run, own, root, noted)
    names = {*tree.depths, *(canonical_id(name) for event in noted for name in names_in(event.json))}
    made = _own_events(run, own, tree, noted)
    steps = _steps(run, made + _others(run, voices, names), voices)
    return {
        "best_before": told["best_before"] or _best_before(tree), "diary": steps, "ways": _ways(run, tree, own, steps),
        "trace": frozenset(sight(name).own for name in names), "party": parties,
        "entries": sorted({entry_of(event.json) for event in made} - {""}),
    }  # fmt: skip


def _noted(run: Run, own: int | None, entries: Collection[str]) -> list[Kept]:
    if own is None or not entries:
        return []
    return standing(events_named(own, (f"urn:uuid:{key}" for key in entries), run=run), run=run)


def _tree(run: Run, own: int | None, root: str, noted: Iterable[Kept]) -> Tree:
    """What the producer's own events say it was made of; nobody else can lengthen this walk."""
    if own is None:
        return Tree(root, "back", (), (), {root: 0}, is_larger=False)
    beside = {name for event in noted for name in _material(event.json)}
    return lineage(root, seen=[own], beside=sorted(beside), run=run)


def _material(event: Json) -> Iterable[str]:
    """What an entry for the lot worked on: what it took, or the batches it is about; never another lot."""
    if event["type"] == "TransformationEvent":
        return [*event.get("inputEPCList", ()), *(q["epcClass"] for q in event.get("inputQuantityList", ()))]
    return [name for name in names_in(event) if name.startswith(f"{settings.ORIGIN}/class/so")]


def _own_events(run: Run, own: int | None, tree: Tree, noted: Sequence[Kept]) -> list[Kept]:
    """The lot's own events, and of what went into it those that brought it into being; each once."""
    if own is None:
        return []
    about = standing(kept_events(marks_of_objects(tree.depths), [own], most=MOST_OWN, run=run), run=run)
    leading = {step.position for step in tree.steps}
    wanted = [e for e in about if e.position in leading or _is_told(e.json, tree)]
    return list({event.position: event for event in (*wanted, *noted)}.values())


def _is_told(event: Json, tree: Tree) -> bool:
    if event["type"] not in ("ObjectEvent", "TransactionEvent"):
        return False
    named = {canonical_id(name) for name in names_in(event)}
    born = event.get("action") == "ADD" or event.get("ocop:kind") == "input"
    return tree.root in named or (born and not named.isdisjoint(tree.depths))


def _best_before(tree: Tree) -> str | None:
    """Until when it is good, as whoever packed it last noted; the lot itself may have been recorded without a date."""
    told = [str(step.event.get("ilmd", {}).get("cbvmda:bestBeforeDate", "")) for step in tree.steps_from(tree.root)]
    return next((text for text in reversed(told) if is_day(text)), None)


def _others(run: Run, voices: Mapping[int, str], names: Collection[str]) -> list[Kept]:
    if not voices:
        return []
    marks = marks_of_objects(sorted(names))
    return standing(kept_events(marks, sorted(voices), most=MOST_OTHERS, run=run), run=run)


# Where entries were made, and which of our sites an event names; a name is shown only of places of work, never of a home.
_PLACES = """
WITH at_site AS (
  SELECT s.kind, s.name, s.key::text AS key, s.gln, pl.name AS place, pl.longitude AS lon, pl.latitude AS lat
  FROM diaries_site s LEFT JOIN places_place pl ON pl.id = s.place_id
  WHERE s.key = ANY(%(keys)s::uuid[]) OR s.gln = ANY(%(glns)s::text[])
), at_entry AS (
  SELECT e.id::text AS id, coalesce(s.kind, '') AS kind, s.name, pl.name AS place, pl.longitude AS lon, pl.latitude AS lat
  FROM diaries_entry e JOIN diaries_book b ON b.id = e.book_id
  LEFT JOIN diaries_site s ON s.id = e.site_id LEFT JOIN diaries_growingarea a ON a.id = e.area_id
  LEFT JOIN places_place pl ON pl.id = coalesce(s.place_id, a.place_id, b.place_id)
  WHERE e.id = ANY(%(entries)s::uuid[])
)
SELECT json_build_object(
  'sites', (SELECT json_object_agg(coalesce(gln, key), json_build_array(kind, name, place, lon, lat)) FROM at_site),
  'entries', (SELECT json_object_agg(id, json_build_array(kind, name, place, lon, lat)) FROM at_entry))
"""


def _steps(run: Run, found: Sequence[Kept], voices: Mapping[int, str]) -> list[Json]:
    shown = [event for event in found if kind_of(event.json) != "note"]
    at = _places(run, shown)
    ordered = sorted(shown, key=lambda event: (event.event_time, event.position))
    return folded(step_of(e.json, e.event_time, voices.get(e.party, ""), at(e.json)) for e in ordered)


def _places(run: Run, events: Sequence[Kept]) -> Callable[[Json], Sequence[Any]]:
    """Site kind, its name, commune, longitude and latitude of an event, as far as we know them."""
    named = {_site_key(event.json) for event in events} - {""}
    entries = {entry_of(event.json) for event in events} - {""}
    if not named and not entries:
        return lambda event: ("", "", "", None, None)
    given = {
        "keys": _array(key for key in named if len(key) == 36), "glns": _array(key for key in named if len(key) == 13),
        "entries": _array(entries),
    }  # fmt: skip
    known = run(_PLACES, given)
    sites, made = known["sites"] or {}, known["entries"] or {}

    def at(event: Json) -> Sequence[Any]:
        return sites.get(_site_key(event)) or made.get(entry_of(event)) or ("", "", "", None, None)

    return at


def _site_key(event: Json) -> str:
    """The key or GLN of a site of the diaries; empty for any other place."""
    where = canonical_id(str((event.get("bizLocation") or event.get("readPoint") or {}).get("id", "")))
    own = where.removeprefix(f"{settings.ORIGIN}/loc/")
    if own != where:
        return own.lower() if entry_of({"eventID": f"urn:uuid:{own}"}) else ""
    gln = where.removeprefix("https://id.gs1.org/414/")[:13]
    return gln if gln != where[:13] and gln.isascii() and gln.isdigit() and len(gln) == 13 else ""


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


_LOTS = """
SELECT coalesce(json_agg(json_build_array(l.epc, l.code, p.name, p.slug) ORDER BY l.made_on, l.id), '[]')
FROM lots_lot l JOIN products_product p ON p.id = l.product_id WHERE l.epc = ANY(%(epcs)s::text[])
"""


def _ways(run: Run, tree: Tree, own: int | None, steps: Sequence[Json]) -> Json:
    """One step back and forward: registered lots by their names, raw batches only counted, buyers never named."""
    if own is None:
        return {}
    ahead = lineage(tree.root, "forward", 1, seen=[own], run=run)
    back = {part.id for step in tree.steps_from(tree.root) for part in step.inputs}
    into = {part.id for step in ahead.steps for part in step.outputs} - {tree.root}
    rows = run(_LOTS, {"epcs": _quoted(sorted(back | into))}) if back or into else []
    lots = {row[0]: row[1:] for row in rows}
    return {
        "from": [lots[name] for name in lots if name in back], "batches": len(back - lots.keys()),
        "into": [lots[name] for name in lots if name in into],
        "sent": sum(step["times"] for step in steps if step["kind"] == "dispatch" and not step["by"]),
    }  # fmt: skip


def _quoted(values: Iterable[str]) -> str:
    escaped = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in escaped) + "}"
