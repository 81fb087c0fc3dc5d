"""Capture jobs and problems in XML (EPCIS 2.0, REST binding): out of JSON, and back into it.

In JSON a capture job is an object of `captureID`, `running`, `success`, `captureErrorBehaviour`, `createdAt`,
`finishedAt` and `errors` (problem bodies of RFC 7807), or `errorFile` where the errors stand elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epcis.errors import Report, shown
from epcis.events import Json
from epcis.limits import DEFAULT, Limits
from epcis.shapes import Check, boolean, list_of, moment, one_of, plain_uri, shape, text
from epcis.xmlnames import Names
from epcis.xmltree import Node, read_root

_NAMESPACE = "urn:epcglobal:epcis:xsd:2"
_ATTRIBUTES = ("running", "success", "captureID")
_ELEMENTS = ("captureErrorBehaviour", "createdAt", "finishedAt", "errors", "errorFile")
_PROBLEM = ("type", "title", "status", "detail", "instance")


def _status(value: Any, at: Any, out: Report) -> None:
    if type(value) is not int:
        out.add(at, "type", "A status is a whole number.")


_problem = shape(
    {"type": plain_uri, "title": text, "status": _status, "detail": text, "instance": plain_uri}, ("type", "title")
)
_fields: dict[str, Check] = {
    "captureID": text, "running": boolean, "success": boolean,
    "captureErrorBehaviour": one_of("rollback", "proceed"), "createdAt": moment, "finishedAt": moment,
    "errors": list_of(_problem), "errorFile": plain_uri, "@context": lambda value, at, out: None,
}  # fmt: skip
_job = shape(_fields, (*_ATTRIBUTES, "captureErrorBehaviour"))


def check_job(job: Any) -> None:
    """Check a capture job in JSON.

    Raises:
        EpcisError: with every reason at once.
    """
    out = Report()
    _job(job, None, out)
    out.raise_if_any()


def parse_xml_job(raw: bytes | str, *, limits: Limits = DEFAULT) -> Json:
    """Read an EPCISCaptureJob in XML as JSON.

    Raises:
        EpcisError: with every reason at once; also those of XML (`xml`, `doctype`, …).
    """
    root = read_root(raw, limits)
    out = Report()
    if root.name != "EPCISCaptureJob":
        out.add(None, "type", f"{shown(root.name)} is no EPCISCaptureJob.")
        out.raise_if_any()
    job: Json = {name: value for name in _ATTRIBUTES if (value := root.attribute(name)) is not None}
    for name in ("running", "success"):
        if name in job:
            job[name] = {"true": True, "1": True, "false": False, "0": False}.get(job[name], job[name])
    for child in root.children:
        if child.name in _ELEMENTS:
            job[child.name] = [_read_problem(e) for e in child.children] if child.name == "errors" else child.text
    check_job(job)
    return job


def _read_problem(node: Node) -> Json:
    found: Json = {child.name: child.text for child in node.children if child.name in _PROBLEM}
    number = found.get("status", "")
    if number.removeprefix("-").isdecimal() and number.isascii() and len(number) < 9:
        found["status"] = int(number)
    return found


def job_to_xml(job: Json) -> bytes:
    """Write a capture job as XML in UTF-8; an empty list of errors is left out.

    Raises:
        EpcisError: no capture job in JSON, or with characters that XML cannot hold.
    """
    check_job(job)
    out = Report()
    names = Names({}, out)
    said = "".join(f' {name}="{names.text(job[name], (None, name))}"' for name in _ATTRIBUTES)
    inside = "".join(_element(names, name, job[name]) for name in _ELEMENTS if job.get(name))
    out.raise_if_any()
    return _rooted("EPCISCaptureJob", said, inside)


def _element(names: Names, name: str, value: Any) -> str:
    if name != "errors":
        return f"<{name}>{names.text(value, (None, name))}</{name}>"
    written = "".join(f"<error>{_inside(names, problem)}</error>" for problem in value)
    return f"<errors>{written}</errors>"


def _inside(names: Names, problem: Mapping[str, Any]) -> str:
    return "".join(
        f"<{name}>{names.text(problem[name], (None, name))}</{name}>" for name in _PROBLEM if name in problem
    )


def problem_to_xml(problem: Json) -> bytes:
    """Write a problem body (RFC 7807: `type`, `title`, `status`, `detail`, `instance`) as EPCISException in XML.

    Raises:
        EpcisError: no problem body, or with characters that XML cannot hold.
    """
    out = Report()
    _problem(problem, None, out)
    out.raise_if_any()
    inside = _inside(Names({}, out), problem)
    out.raise_if_any()
    return _rooted("EPCISException", "", inside)


def _rooted(tag: str, said: str, inside: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<epcis:{tag} xmlns:epcis="{_NAMESPACE}"{said}>{inside}</epcis:{tag}>\n'.encode()
