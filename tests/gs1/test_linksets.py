"""Linksets and link types agree with the official schema and vocabulary."""

from __future__ import annotations

import copy
import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gs1.keys import Gs1Error
from gs1.linkset import Context, Link, check, faults, linkset
from gs1.linktypes import DEPRECATED, TERMS, term, uri

FOLDER = Path(__file__).parents[3] / "shared" / "fixtures" / "digitallink"


@cache
def _json(name: str) -> Any:
    file = FOLDER / name
    if not file.exists():
        pytest.skip("the official linksets stand in ../shared, which is absent here")
    return json.loads(file.read_text("utf-8-sig"))


def _is_official(document: Any) -> bool:
    return jsonschema.Draft7Validator(_json("linkset/gs1-linkset-schema.json")).is_valid(document)


@pytest.mark.parametrize("name", ["valid-gs1-example.json", "modelLinkset.json"])
def test_every_valid_linkset_is_accepted(name: str) -> None:
    document = _json(f"linkset/{name}")
    assert _is_official(document)
    check(document)


def test_what_is_valid_by_the_rfc_alone_is_accepted_on_demand() -> None:
    document = _json("linkset/valid-basic-example.json")
    check(document, narrow=False)
    assert not _is_official(document) and faults(document)


def test_every_invalid_linkset_is_refused_with_its_place() -> None:
    assert faults(_json("linkset/invalid-basic-example.json"), narrow=False) == [
        "/linkset/0/prev/0/hrefkkkkk: no member of a link", "/linkset/0/prev/0/href: is missing",
    ]  # fmt: skip
    assert faults(_json("linkset/invalid-gs1-example.json")) == [
        "/linkset/0/itemDescription: the item is described in text",
        "/linkset/0/prev/0/titlekkkkk: no member of a link", "/linkset/0/prev/0/title: is missing",
    ]  # fmt: skip
    with pytest.raises(Gs1Error, match="titlekkkkk"):
        check(_json("linkset/invalid-gs1-example.json"))


VALUES: list[Any] = [
    None, True, 1, "", "x", "vi", "en-GB", "text/html", "https://a.example/x", "ftp://a", [], ["vi"], ["x"], [1], {}, [{}],
    [{"href": "https://a.example/", "title": "a"}], {"href": "https://a.example/", "title": "a"},
]  # fmt: skip
NAMES = [
    "anchor",
    "itemDescription",
    "prev",
    "Prev",
    "a b",
    "https://a.example/x",
    "href",
    "fwqs",
    "public",
    "context",
    "hreflang",
]


def _places(value: Any) -> list[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, entry in pairs:
        found.append((value, key))
        if isinstance(entry, dict | list):
            found += _places(entry)
    return found


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_spoilt_linkset_gets_the_verdict_of_the_official_schema(chance: random.Random) -> None:
    document = copy.deepcopy(_json("linkset/modelLinkset.json"))
    for _ in range(chance.randint(1, 2)):
        holder, key = chance.choice(_places(document) or [({}, "x")])
        if chance.random() < 0.2:
            holder.pop(key, None) if isinstance(holder, dict) else holder.pop()
        elif isinstance(holder, dict) and chance.random() < 0.5:
            holder[chance.choice(NAMES)] = copy.deepcopy(chance.choice(VALUES))
        else:
            holder[key] = copy.deepcopy(chance.choice(VALUES))
    assert _is_official(document) == (faults(document) == []), faults(document)


def test_a_linkset_is_built_of_what_is_known() -> None:
    whole = Link("https://a.example/1", "Một", "text/html", ("vi", "en-GB"), ("VN",), fwqs=False, public=True)
    built = linkset(
        [
            Context(
                "https://id.gs1.org/01/08938500123450",
                "Miến dong",
                {uri("pip"): [whole, Link("https://a.example/2", "Hai")]},
            )
        ]
    )
    assert built == {
        "linkset": [
            {
                "anchor": "https://id.gs1.org/01/08938500123450",
                "itemDescription": "Miến dong",
                "https://ref.gs1.org/voc/pip": [
                    {
                        "href": "https://a.example/1", "title": "Một", "type": "text/html", "hreflang": ["vi", "en-GB"],
                        "context": ["VN"], "fwqs": False, "public": True,
                    },
                    {"href": "https://a.example/2", "title": "Hai"},
                ],
            }
        ]
    }  # fmt: skip
    with pytest.raises(Gs1Error, match="/linkset/0/anchor"):
        linkset([Context("javascript:alert(1)", "x")])


def test_faults_are_bounded() -> None:
    assert len(faults({"linkset": [7] * 100_000})) == 100


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_nothing_but_faults_comes_of_anything(anything: Any) -> None:
    assert all(
        fault.startswith("/")
        for fault in [*faults(anything), *faults({"linkset": [{"anchor": anything, "x": anything}]})]
    )


def test_the_terms_are_those_of_the_web_vocabulary() -> None:
    official = _json("gs1-linktypes.json")
    assert official.keys() == TERMS
    assert {name for name, said in official.items() if said["status"] == "deprecated"} == DEPRECATED


def test_a_term_is_known_by_any_of_its_spellings() -> None:
    for written in ("pip", "gs1:pip", "https://ref.gs1.org/voc/pip", "https://gs1.org/voc/pip"):
        assert term(written) == "pip"
    for written in ("", "Pip", "gs1:", "gs1:gtin", "https://a.example/pip"):
        assert term(written) is None
    with pytest.raises(Gs1Error, match="no link type"):
        uri("gtin")


def test_contexts_relations_and_links_are_told_what_they_are_not() -> None:
    context = {"anchor": "https://a.example/x", "itemDescription": "a"}
    assert faults({"linkset": [{**context, "Prev": [], "next": {}, "prev": [7]}]}) == [
        "/linkset/0/Prev: a relation is a word in small letters or a web address",
        "/linkset/0/next: links stand in a list",
        "/linkset/0/prev/0: a link is an object",
    ]
