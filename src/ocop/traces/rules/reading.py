"""Reading what was handed in: as a whole or, for `proceed`, whatever in it is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from epcis import Document, EpcisError, parse, parse_xml, read
from epcis.errors import Problem, refuse
from epcis.reading import load_json
from epcis.xmlreading import load_xml

from .limits import LIMITS, TOO_MUCH, too_many_values

Json = dict[str, Any]
_PLACE = re.compile(r"/epcisBody/(?:queryResults/resultsBody/)?eventList/([0-9]+)(?:/|$)", re.ASCII)
# Each round drops at least one event and at most a thousand problems' worth.
_ROUNDS = 200


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
        source = load_xml(raw, limits=LIMITS)[0] if kind == "xml" else load_json(raw, max_bytes=LIMITS.size)
        return _rightful(source, error)
    return Read(document, range(len(document.objects)), [])


def _rightful(source: Json, error: EpcisError) -> Read:
    """Drop what is wrong, again and again, until the rest is right."""
    events, put = _events(source, error)
    places = list(range(len(events)))
    found: list[Problem] = []
    for _ in range(_ROUNDS):
        wrong = _wrong(error)
        found += [_moved(problem, places) for problem in error.problems]
        places = [place for i, place in enumerate(places) if i not in wrong]
        try:
            document = read(put([events[place] for place in places]), limits=LIMITS)
        except EpcisError as again:
            error = again
        else:
            return Read(document, places, [error_of(problem) for problem in found])
    raise error


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


def _wrong(error: EpcisError) -> set[int]:
    """The places of the wrong events; what is wrong elsewhere cannot be dropped."""
    found = [_PLACE.match(problem.path) for problem in error.problems]
    if None in found:
        raise error
    return {int(match[1]) for match in found if match}


def _moved(problem: Problem, places: Sequence[int]) -> Problem:
    """The same problem, at the place its event had at first."""
    match = _PLACE.match(problem.path)
    if match is None:
        return problem
    path = problem.path[: match.start(1)] + str(places[int(match[1])]) + problem.path[match.end(1) :]
    return problem._replace(path=path)


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
