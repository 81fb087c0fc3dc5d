"""The page of parameters names all that the standard names, and every example on it works."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import html5lib
import pytest
from django.test import Client

from epcis.queries import parse_query_string
from ocop.traces.views.parameters import SECTIONS
from tests.traces.asking import FIXTURES, Asker, party

PAGE = "/ket-noi-epcis/tham-so/"
_QUERY, _OPENAPI = FIXTURES / "schema" / "query-schema.json", FIXTURES / "schema" / "openapi.json"
NAMED = [name for section in SECTIONS for row in section.rows for name in row.names.split()]
EXAMPLES = [row.example for section in SECTIONS for row in section.rows if row.example]
OURS = {"ocop": "https://ocop.example.vn/voc/"}
# What one may put for the star of each kind of name.
_VALUES = {"EXISTS": "true", "GE": "5", "GT": "5", "LE": "5", "LT": "5"}


def _official() -> set[str]:
    """Every name of the query schema, an example for each family, and every parameter of the description."""
    found: set[str] = set()
    for name in re.findall(r'"((?:\^)?[A-Za-z_]+[^"]*)": \{', _QUERY.read_text("utf-8-sig")):
        plain = name.strip("^$")
        if re.match(r"(EQ|GT|GE|LT|LE|EXISTS|HASATTR|MATCH|WD|order|eventT|eventC|maxEvent)", plain):
            family = plain.replace(r"[a-z][a-zA-Z0-9]*\\\\:\\\\w+", "ex:x").replace("[A-Z0-9]{2,4}", "KGM")
            found.add(family.replace("[a-z][a-zA-Z0-9_]+", "po").replace(r"\\\\w+_\\\\w+", "bizLocation_city"))
    parameters = json.loads(_OPENAPI.read_text("utf-8-sig"))["components"]["parameters"].values()
    return found | {
        p["name"] for p in parameters if p["in"] == "query" and not p.get("schema", {}).get("$ref", "").count("Query")
    }


@pytest.mark.skipif(not _QUERY.exists(), reason="the official schemas stand in ../shared, which is absent here")
def test_every_parameter_of_the_standard_stands_on_the_page_and_is_understood() -> None:
    official = _official()
    assert len(official) > 150
    for name in sorted(official):
        assert any(_covers(known, name) for known in NAMED), name
    for name in sorted(official - {"perPage", "nextPageToken", "orderDirection", "eventCountLimit"}):
        value = _value_for(name.replace("HASATTR_ex:x", "HASATTR_bizLocation"))
        parse_query_string([(name, value)], namespaces={"ex": "https://ex.vn/"})


def _covers(known: str, name: str) -> bool:
    """The star of a field stands for `prefix:field`, that of a unit or type for a word."""
    of_fields = re.fullmatch(r"(EQ|GT|GE|LT|LE|EXISTS)_(INNER_)?([A-Z]+_([A-Z]+_)?|readPoint_|bizLocation_)?\*", known)
    star = r"\w+:\w+" if of_fields and "ATTR" not in known else r"[\w:]+"
    return re.fullmatch(re.escape(known).replace(r"\*", star), name) is not None


def _value_for(name: str) -> str:
    op, _, subject = name.partition("_")
    if subject.lower().endswith("time"):
        return "2026-10-01T00:00:00Z"
    usual = {
        "eventType": "ObjectEvent", "EQ_action": "ADD", "EQ_bizStep": "shipping", "orderBy": "eventTime", "maxEventCount": "5",
        "EQ_errorReason": "incorrect_data", "EQ_type": "Temperature", "EQ_booleanValue": "true", "EQ_hexBinaryValue": "af",
    }  # fmt: skip
    if name in usual:
        return usual[name]
    if "isposition" in name:
        return "in_transit"
    if re.search(r"(quantity|Value|value|sDev|percRank|percValue)(_KGM)?$", name) and op in (
        "EQ",
        "GE",
        "GT",
        "LE",
        "LT",
    ):
        return "urn:x:5" if "uri" in name else "5"
    return _VALUES.get(op, "urn:x:5")


@pytest.mark.django_db
def test_every_example_is_answered() -> None:
    asker = Asker(party())
    for example in EXAMPLES:
        pairs = "&".join(
            f"{quote(name)}={quote(value)}" for name, _, value in (each.partition("=") for each in example.split("&"))
        )
        response = asker.get(f"/events?{pairs}", GS1_Extensions="ocop=https://ocop.example.vn/voc/")
        assert response.status_code == 200, (example, response.content)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en", "zh-hans"])
def test_the_page_is_open_to_everybody_and_whole(language: str) -> None:
    response = Client().get(PAGE, headers={"Accept-Language": language})
    assert response.status_code == 200
    page = html5lib.HTMLParser(strict=True).parse(response.content)
    text = "".join(page.itertext()) if hasattr(page, "itertext") else response.content.decode()
    assert all(name in response.content.decode() for name in ("HASATTR_*", "EQATTR_*", "WD_bizLocation")) and text
    assert PAGE in Client().get("/ket-noi-epcis/huong-dan/").content.decode()
