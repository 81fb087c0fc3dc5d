"""The Core Business Vocabulary is as complete as the official schema has it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from epcis.vocabulary import NEW_IN_2_0, VOCABULARIES, short, synonyms, urn, web
from tests.epcis.fixtures import FOLDER

DEFINITIONS = {
    "bizStep": "bizStep", "disposition": "disposition", "bizTransaction": "bizTransaction-type",
    "sourceDest": "source-dest-type", "reason": "error-reason", "component": "component",
    "measurement": "measurementType", "alert": "sensorAlertType",
}  # fmt: skip


def _listed(definition: Any) -> set[str]:
    if isinstance(definition, dict):
        found = set(definition.get("enum", ()))
        return found.union(*(map(_listed, definition.values())), set())
    return set().union(*map(_listed, definition)) if isinstance(definition, list) else set()


@pytest.mark.parametrize("field", VOCABULARIES)
def test_every_word_of_the_official_schema_is_known_and_no_other(field: str) -> None:
    file = FOLDER / "schema/EPCIS-JSON-Schema.json"
    if not file.exists():
        pytest.skip("the official schema stands in ../shared, which is absent here")
    definition = json.loads(file.read_text("utf-8-sig"))["definitions"][DEFINITIONS[field]]
    assert _listed(definition) == VOCABULARIES[field].words


@pytest.mark.parametrize("field", VOCABULARIES)
def test_three_spellings_of_a_word_mean_the_same(field: str) -> None:
    for word in VOCABULARIES[field].words:
        for spelling in synonyms(field, word):
            assert short(field, spelling) == word
            assert web(field, urn(field, short(field, spelling))) == VOCABULARIES[field].web + word
    assert synonyms(field, "urn:x:own") == ("urn:x:own",)


def test_what_is_new_in_2_0_is_a_word() -> None:
    known = frozenset().union(*(vocabulary.words for vocabulary in VOCABULARIES.values()))
    assert known > NEW_IN_2_0
