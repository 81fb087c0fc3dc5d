"""Polls in XML: the published ones accepted and refused as their publishers say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from epcis import EpcisError
from epcis.queries import parse_query
from epcis.xmlqueries import parse_xml_poll
from tests.epcis.fixtures import content, name, paths

BAD = paths("xml-named-query-invalid/*/*.xml", "xml-query-invalid/*/QueryDocument_with_missing_value.xml")


@pytest.mark.parametrize("file", paths("xml-named-query/*/*.xml"), ids=name)
def test_every_published_poll_is_read(file: Path | None) -> None:
    poll = parse_xml_poll(content(file))
    assert poll.query_name == "SimpleEventQuery"
    assert {condition.name for condition in poll.query.conditions} == {
        "eventType", "GE_eventTime", "LT_eventTime", "EQ_bizStep", "EQ_bizLocation", "MATCH_epc",
    }  # fmt: skip


@pytest.mark.parametrize("file", BAD, ids=name)
def test_every_published_bad_poll_is_refused_with_its_place(file: Path | None) -> None:
    with pytest.raises(EpcisError) as refused:
        parse_xml_poll(content(file))
    assert [(problem.code, bool(problem.path)) for problem in refused.value.problems] == [("required", True)]


@pytest.mark.parametrize("file", paths("named-query/*/*.json"), ids=name)
def test_every_published_named_query_in_json_is_read(file: Path | None) -> None:
    query = parse_query(json.loads(content(file)))
    assert len(query.conditions) == 10 and query.event_count_limit == 100


def _poll(params: str, head: str = "<queryName>q</queryName>") -> str:
    return (
        '<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:2" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        f"<EPCISBody><q:Poll>{head}<params>{params}</params></q:Poll></EPCISBody></q:EPCISQueryDocument>"
    )


def test_values_are_lists_texts_and_numbers() -> None:
    asked = parse_xml_poll(
        _poll(
            "<param><name>EQ_action</name><value i:type='q:ArrayOfString'><string>ADD</string></value></param>"
            "<param><name>GE_quantity</name><value>1.5</value></param>"
        )
    )
    assert asked.query_name == "q"
    assert [(c.name, c.values) for c in asked.query.conditions] == [("EQ_action", ("ADD",)), ("GE_quantity", (1.5,))]
    assert parse_xml_poll("<Poll><queryName>q</queryName></Poll>").query.conditions == ()


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("<EPCISQueryDocument/>", ["required"]),
        (_poll("", "<queryName> </queryName>"), ["required"]),
        (_poll("<param><name/><value>1</value></param>", ""), ["required", "required"]),
        (_poll("<param><name>a</name></param>"), ["required"]),
        (_poll("<param><name>EQ_x</name><value>1</value></param>", ""), ["required", "parameter"]),
        (_poll("<param><name>EQ_action</name><value>ADD</value></param>" * 2), ["repeated"]),
        (_poll("<param><name>EQ_action</name><value i:type='q:ArrayOfString'/></param>"), ["value"]),
        ("<!DOCTYPE a><a/>", ["doctype"]),
    ],
)
def test_what_is_no_poll_is_refused_with_every_reason(raw: str, codes: list[str]) -> None:
    with pytest.raises(EpcisError) as refused:
        parse_xml_poll(raw)
    assert [problem.code for problem in refused.value.problems] == codes
