"""Questions in XML: the Poll of an EPCISQueryDocument, read as a named query in JSON is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from epcis.errors import EpcisError, Problem
from epcis.events import Json
from epcis.limits import DEFAULT, Limits
from epcis.queries import Query, parse_query
from epcis.xmltree import XSI, Node, read_root


@dataclass(frozen=True)
class Poll:
    """A question: the name of the query to ask, and its parameters, checked as those of SimpleEventQuery."""

    query_name: str
    query: Query


def parse_xml_poll(raw: bytes | str, *, limits: Limits = DEFAULT) -> Poll:
    """Read and check a Poll. Numbers and moments are texts in XML, and are read as such.

    Raises:
        EpcisError: `required` (no Poll, no name, a parameter without name or value), `repeated`, and as `parse_query`,
            its paths being names of parameters; also those of XML (`xml`, `doctype`, …).
    """
    root = read_root(raw, limits)
    body = root.child("EPCISBody") or root
    poll = body if body.name == "Poll" else body.child("Poll")
    if poll is None:
        raise EpcisError([Problem("/epcisBody/poll", "required", "The document holds no Poll.")])
    problems: list[Problem] = []
    named = poll.child("queryName")
    if named is None or not named.text:
        problems.append(Problem("/epcisBody/poll/queryName", "required", "A Poll names its query."))
    query = _query(_parameters(poll, problems), problems)
    if problems or query is None or named is None:
        raise EpcisError(problems)
    return Poll(named.text, query)


def _query(parameters: Json, problems: list[Problem]) -> Query | None:
    try:
        return parse_query(parameters)
    except EpcisError as error:
        problems += error.problems
    return None


def _parameters(poll: Node, problems: list[Problem]) -> Json:
    listed = poll.child("params")
    found: Json = {}
    for i, node in enumerate(listed.children if listed is not None else ()):
        path = f"/epcisBody/poll/params/{i}"
        name, value = node.child("name"), node.child("value")
        if name is None or value is None or not name.text:
            problems.append(Problem(path, "required", "A parameter has a name and a value."))
        elif name.text in found:
            problems.append(Problem(path, "repeated", "A parameter stands twice."))
        else:
            found[name.text] = _value(value)
    return found


def _value(node: Node) -> Any:
    """A list where members are inside or the type says so (ArrayOfString, VoidHolder); else the text."""
    kind = next((value for name, space, _, value in node.attributes if (name, space) == ("type", XSI)), "")
    if node.children or kind.endswith("ArrayOfString"):
        return [child.text for child in node.children]
    return node.text
