"""Reading what was handed in: as a whole or, for `proceed`, whatever in it is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from epcis import Document, EpcisError, grammar, parse, parse_xml, read
from epcis.errors import Place, Problem, Report, refuse
from epcis.reading import load_json
from epcis.xmlreading import load_xml

from .limits import LIMITS, TOO_MUCH, too_many_values

Json = dict[str, Any]
_PLACE = re.compile(r"/epcisBody/(?:queryResults/resultsBody/)?eventList/([0-9]+)(?:/|$)", re.ASCII)
# Every wrong event is named; the first thousand problems are told in full, so that the answer stays bounded.
_TOLD_OF_ONE, _TOLD_FULLY = 20, 1_000


@dataclass(frozen=True)
class Read:
    """A document with only the right events in it, where each stood, and what was wrong with the others."""

    document: Document
    places: Sequence[int]
    errors: list[dict[str, Any]]


def read_document(raw: bytes, kind: str, *, lenient: bool = False) -> Read:
    """Read JSON or XML. Raises EpcisError for everything wrong, or, if lenient, for what is wrong outside the events."""
    if too_many_values(raw):
        raise refuse("too_large", "The document holds more values than are read at once; send it in parts.")
    try:
        document = parse_xml(raw, limits=LIMITS) if kind == "xml" else parse(raw, limits=LIMITS)
    except EpcisError as error:
        if not lenient or error.problems[0].code in TOO_MUCH:
            raise
        source, known = load_xml(raw, limits=LIMITS) if kind == "xml" else (load_json(raw, max_bytes=LIMITS.size), [])
        return _rightful(source, error, known)
    return Read(document, range(len(document.objects)), [])


def _rightful(source: Json, error: EpcisError, known: Sequence[Problem]) -> Read:
    """Judge each event once and leave out the wrong ones; raises what is wrong elsewhere, which cannot be left out.

    `known` are faults that only the XML of the document showed.
    """
    if not all(_PLACE.match(problem.path) for problem in error.problems):
        raise error
    events, put = _events(source, error)
    read(put([]), limits=LIMITS)
    keys = source["type"] != "EPCISQueryDocument"
    at, places, found = _place_of_events(source), list[int](), list(known)
    shown = {int(match[1]) for problem in known if (match := _PLACE.match(problem.path))}
    for place, event in enumerate(events):
        out = Report(_TOLD_OF_ONE if len(found) < _TOLD_FULLY else 1, keys=keys, depth=LIMITS.depth)
        grammar.event(event, (at, place), out)
        found += out.problems
        if not out.problems and place not in shown:
            places.append(place)
    right = [events[place] for place in places]
    return Read(Document(put(right), tuple(right)), places, [error_of(problem) for problem in found])


def _place_of_events(source: Json) -> Place:
    body = (None, "epcisBody")
    inner = ((body, "queryResults"), "resultsBody") if "queryResults" in source["epcisBody"] else body
    return inner, "eventList"


def _events(source: Any, error: EpcisError) -> tuple[list[Any], Callable[[list[Any]], Json]]:
    """The events of a document, and how to make the same document with others."""
    try:
        body = source["epcisBody"]
        if "queryResults" in body:
            results = body["queryResults"]
            inner = results["resultsBody"]
            return list(inner["eventList"]), lambda kept: {
                **source, "epcisBody": {**body, "queryResults": {**results, "resultsBody": {**inner, "eventList": kept}}},
            }  # fmt: skip
        return list(body["eventList"]), lambda kept: {**source, "epcisBody": {**body, "eventList": kept}}
    except (KeyError, TypeError):
        raise error from None


def error_of(problem: Problem) -> dict[str, Any]:
    """A problem as a capture job keeps it."""
    return {
        "type": "epcisException:ValidationException",
        "title": "The event does not follow EPCIS 2.0",
        "status": 400,
        "detail": problem.message,
        "instance": f"#{problem.path}",
        "code": problem.code,
    }
