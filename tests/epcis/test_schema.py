"""Our grammar and the official JSON schema give the same verdict on spoilt examples."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epcis import EpcisError, read
from epcis.formats import is_moment, is_uri
from tests.epcis.fixtures import FOLDER, content, paths

VALUES: list[Any] = [
    None, True, 0, 1.5, "", "x", "x:y", "urn:x:1", [], {}, ["x:y", "x:y"], [{}], {"id": "x:y"}, {"x:y": 1}, "DELETE",
    "2020-01-01T00:00:00Z", "ADD", "OBSERVE", "ObjectEvent", "TransactionEvent", "TransformationEvent", "shipping",
    "AggregationEvent", "AssociationEvent", "EPCISDocument", "EPCISQueryDocument", "+01:00", "KGM", {"set": ["active"]},
]  # fmt: skip
NAMES = "foo x:y ilmd epcList quantityList childEPCs parentID persistentDisposition action id @context".split()  # noqa: SIM905


@cache
def _examples() -> list[Any]:
    files = paths("valid/*/*.json*", "query/*/*.json")
    return [json.loads(content(file).decode("utf-8-sig")) for file in files]


@cache
def _schema() -> jsonschema.Draft7Validator:
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("uri")(lambda value: not isinstance(value, str) or is_uri(value))
    formats.checks("date-time")(lambda value: not isinstance(value, str) or is_moment(value))
    schema = json.loads((FOLDER / "schema/EPCIS-JSON-Schema.json").read_text("utf-8-sig"))
    return jsonschema.Draft7Validator(schema, format_checker=formats)


def _holders(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(entry, dict | list):
            yield from _holders(entry)


def _spoil(document: Any, chance: random.Random) -> None:
    holder, key = chance.choice(list(_holders(document)))
    match chance.randrange(3):
        case 0:
            del holder[key]
        case 1:
            holder[key] = copy.deepcopy(chance.choice(VALUES))
        case _ if isinstance(holder, dict):
            holder[chance.choice(NAMES)] = copy.deepcopy(chance.choice(VALUES))


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_spoilt_example_gets_the_verdict_of_the_official_schema(chance: random.Random) -> None:
    if not FOLDER.exists():
        pytest.skip("the official schema stands in ../shared, which is absent here")
    document = copy.deepcopy(chance.choice(_examples()))
    for _ in range(chance.randint(1, 2)):
        _spoil(document, chance)
    try:
        read(document)
        codes = set()
    except EpcisError as error:
        codes = {problem.code for problem in error.problems}
    # Well-formed keys are our own demand, beyond the schema.
    if not codes or codes - {"epc", "digital_link"}:
        assert _schema().is_valid(document) == (not codes), codes
