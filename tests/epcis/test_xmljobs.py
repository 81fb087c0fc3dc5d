"""Capture jobs and problems in XML: the official examples, there and back, valid against the official schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from epcis import EpcisError
from epcis.xmljobs import job_to_xml, parse_xml_job, problem_to_xml
from tests.epcis.fixtures import content, name, paths
from tests.epcis.test_xmlwriting import assert_valid

PROBLEM = {
    "type": "epcisException:ValidationException", "title": "Sai", "status": 400, "detail": "Thiếu <eventTime>",
    "instance": "https://ocop.example.vn/loi/1",
}  # fmt: skip
JOB = {
    "captureID": "a-1", "running": False, "success": False, "captureErrorBehaviour": "rollback",
    "createdAt": "2026-11-01T09:00:00Z", "finishedAt": "2026-11-01T09:00:01Z", "errors": [PROBLEM],
}  # fmt: skip


@pytest.mark.parametrize("file", paths("capture-job-xml/*.xml"), ids=name)
def test_every_published_job_is_read_and_written_the_same(file: Path | None) -> None:
    job = parse_xml_job(content(file))
    assert job["captureID"] and job["captureErrorBehaviour"] in ("proceed", "rollback")
    raw = job_to_xml(job)
    assert_valid(raw)
    assert parse_xml_job(raw) == job


def test_a_job_keeps_its_errors() -> None:
    raw = job_to_xml(JOB)
    assert_valid(raw)
    assert parse_xml_job(raw) == JOB
    assert b"errors" not in job_to_xml({**JOB, "errors": []})
    odd = raw.replace(b"<error>", b"<error><note/>").replace(b"<createdAt>", b"<note/><createdAt>")
    assert parse_xml_job(odd) == JOB


def test_a_problem_is_an_epcis_exception() -> None:
    raw = problem_to_xml(PROBLEM)
    assert_valid(raw)
    assert "Thiếu &lt;eventTime&gt;".encode() in raw


@pytest.mark.parametrize(
    ("changes", "paths_found"),
    [
        ({"captureErrorBehaviour": "ignore", "running": 1}, ["/running", "/captureErrorBehaviour"]),
        ({"createdAt": "hôm qua", "errors": [{"type": "x:y", "status": "400"}]}, ["/createdAt", "/errors/0/status", "/errors/0/title"]),
        ({"captureID": "\x07"}, ["/captureID"]),
        ({"errors": [{**PROBLEM, "detail": "\x07"}]}, ["/detail"]),
    ],
)  # fmt: skip
def test_what_is_no_job_is_refused_with_every_reason(changes: dict[str, Any], paths_found: list[str]) -> None:
    with pytest.raises(EpcisError) as refused:
        job_to_xml({**JOB, **changes})
    assert [problem.path for problem in refused.value.problems] == paths_found


@pytest.mark.parametrize(
    "problem", [{}, {**PROBLEM, "status": True}, {**PROBLEM, "detail": "\x07"}, {**PROBLEM, "type": "x y"}]
)
def test_what_is_no_problem_is_refused(problem: dict[str, Any]) -> None:
    with pytest.raises(EpcisError):
        problem_to_xml(problem)


@pytest.mark.parametrize(
    "raw",
    [
        "<EPCISJob/>", "<EPCISCaptureJob/>", "<!DOCTYPE a><a/>",
        job_to_xml(JOB).replace(b'running="false"', b'running="no"'),
        job_to_xml(JOB).replace(b"<status>400<", b"<status>4.5<"),
        job_to_xml(JOB).replace(b"<status>400<", b"<status>4000000000<"),
    ],
)  # fmt: skip
def test_other_xml_is_refused(raw: bytes | str) -> None:
    with pytest.raises(EpcisError):
        parse_xml_job(raw)
