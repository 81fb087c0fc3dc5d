"""Conformance statements of the GS1 resolver, one by one: each is shown by a request, or says why none can show it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gs1.compression import compress
from gs1.digitallink import KEYS, parse
from gs1.linktypes import VOCABULARY, term
from ocop.scans.acts import add_link
from ocop.scans.api.gate import Desk
from ocop.scans.rules.resolving import KINDS, MEDIA_TYPES
from tests.scans.phone import Phone
from tests.scans.test_api import Jar, jar
from tests.stamps.cast import GTIN

STATEMENTS = Path(__file__).parents[3] / "shared/fixtures/digitallink/conformance-statements-resolver-1.0.txt"
LINKSET = "application/linkset+json"
GLN = "8938500123450"
TARGET = "https://hoptacxa.vn/dung?a=1"
HEADINGS = ("Compression:", "Linksets:", "Resolver Description File:")


class World:
    """A phone at the gate, a jar of honey with its stamp, and the links that a statement needs."""

    def __init__(self, phone: Phone, honey: Jar, client: Client) -> None:
        self.phone, self.honey, self.client = phone, honey, client
        self.item = f"/01/{GTIN}"
        self.lot = f"{self.item}/10/{honey.lot.code}"
        self.stamp = f"{self.item}/21/{honey.code()}"
        honey.who.producer.gln = GLN
        honey.who.producer.save()
        self.add("instructions", TARGET)
        self.add("recipeInfo", "https://hoptacxa.vn/vi", language="vi")
        self.add("recipeInfo", "https://hoptacxa.vn/en", language="en")
        self.add("recipeInfo", "https://hoptacxa.vn/en.pdf", language="en", media_type="application/pdf")

    def add(self, kind: str, href: str, **more: Any) -> None:
        add_link(self.honey.who.product, kind=kind, title="Cách dùng mật", href=href, by=self.honey.who.ba, **more)

    def linkset(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.phone.get(path, accept=LINKSET).body)["linkset"]
        return found

    def links(self, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for context in self.linkset(path):
            for kind, links in context.items():
                if kind.startswith("http"):
                    yield from ((kind, link) for link in links)

    def packed(self, path: str) -> str:
        return compress(parse(f"https://id.example{path}"), "")


def _qualifiers(w: World) -> None:
    for tail in ("/22/2A", "/235/TPX1", "/22/2A/10/A/21/B", f"/10/{w.honey.lot.code}"):
        assert w.phone.get(w.item + tail).status in (200, 404), tail
    assert w.phone.get(w.item + "/22/2A").status == 200
    for tail in ("/254/KHO-1", "/7040/1ABC"):
        assert w.phone.get(f"/414/{GLN}{tail}").status == 307
    described = w.client.get("/.well-known/gs1resolver").json()["supportedPrimaryKeys"]
    assert {q for key in described for way in KEYS[key] for q in way} == {"22", "10", "21", "235", "254", "7040"}


def _methods(w: World) -> None:
    assert [w.phone.get(w.item, method=m).status for m in ("GET", "HEAD", "OPTIONS", "POST")] == [200, 200, 204, 405]
    assert w.phone.get(w.item, method="HEAD").body == b""


def _cors(w: World) -> None:
    for path, query in ((w.item, ""), (w.item, "linkType=gs1:instructions"), ("/01/1", ""), ("/01/09521234543213", "")):
        assert w.phone.get(path, query=query).headers["Access-Control-Allow-Origin"] == "*"
    assert "Link" in w.phone.get(w.item).headers["Access-Control-Expose-Headers"]


def _validated(w: World) -> None:
    for path, query in (
        ("/01/08938500123451", ""), (f"{w.item}/99/1", ""), (w.item, "17=301331"), (w.item, "3103=000195&3102=000195"),
        (w.item, "37=2"), (f"/414/{GLN}", "17=301231"), ("/AQnYUc1gmh", ""),
    ):  # fmt: skip
        assert w.phone.get(path, query=query).status == 400, (path, query)


def _no_false_ok(w: World) -> None:
    wrong = w.stamp[:-1] + ("0" if w.stamp[-1] != "0" else "1")
    for path, query in (("/01/1", ""), ("/01/09521234543213", ""), (wrong, ""), (w.item, "linkType=gs1:epil")):
        for accept in ("", LINKSET, "application/json"):
            assert w.phone.get(path, query=query, accept=accept).status in (400, 404)


def _decompresses(w: World) -> None:
    for path in (w.item, w.lot, w.stamp):
        assert w.phone.get(w.packed(path)).band == w.phone.get(path).band


def _no_redirect_to_the_uncompressed(w: World) -> None:
    for path in (w.item, w.lot, w.stamp):
        assert (w.phone.get(w.packed(path)).status, "Location" in w.phone.get(w.packed(path)).headers) == (200, False)


def _same_as(w: World) -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        assert re.search(
            rf'<[^>]*{w.lot}>; rel="owl:sameAs"', w.phone.get(w.packed(w.lot), method=method).headers["Link"]
        )
    assert "owl:sameAs" not in w.phone.get(w.lot).headers["Link"]


def _linkset_is_given(w: World) -> None:
    expected = w.linkset(w.item)
    for query, accept in (("linkType=linkset", "text/html"), ("linkType=linkset", ""), ("", LINKSET)):
        reply = w.phone.get(w.item, query=query, accept=accept)
        assert (reply.status, reply.headers["Content-Type"], json.loads(reply.body)["linkset"]) == (
            200,
            LINKSET,
            expected,
        )


def _every_level(w: World) -> None:
    anchors = [context["anchor"] for context in w.linkset(f"{w.lot}/21/{w.honey.code()}")]
    assert [a.rsplit(GTIN, 1)[1].count("/") for a in anchors] == [4, 2, 0]
    assert all(VOCABULARY + "instructions" in context for context in w.linkset(w.lot))


def _anchors_in_the_open(w: World) -> None:
    assert [c["anchor"] for c in w.linkset(w.packed(w.lot))] == [c["anchor"] for c in w.linkset(w.lot)]


def _links_are_whole(w: World) -> None:
    found = list(w.links(w.stamp)) + list(w.links(f"/414/{GLN}"))
    assert found
    for kind, link in found:
        assert term(kind) and link["href"].startswith("http") and link["title"], link
        assert link.get("hreflang") or term(kind) in ("defaultLink", "instructions")  # that one was registered without


def _media_types(w: World) -> None:
    for _kind, link in w.links(w.stamp):
        assert re.fullmatch(r"(text|application|image|video)/[a-z0-9.+-]+", link.get("type", "text/html"))
    assert all(re.fullmatch(r"(text|application|image|video)/[a-z0-9]+", name) for name in MEDIA_TYPES)


def _default_is_described(w: World) -> None:
    for context in w.linkset(w.stamp):
        typed = {link["href"] for kind, links in context.items() if kind.startswith("http") for link in links
                 if term(kind) != "defaultLink"}  # fmt: skip
        assert {link["href"] for link in context[VOCABULARY + "defaultLink"]} <= typed


def _json_ld_context(w: World) -> None:
    link = w.phone.get(w.item, accept=LINKSET).headers["Link"]
    found = re.search(r'<([^>]*)>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld\+json"', link)
    assert found
    assert w.client.get("/" + found[1].split("/", 3)[3])["Content-Type"] == "application/ld+json"


def _one_default(w: World) -> None:
    for path in (w.item, w.lot, w.stamp, f"/414/{GLN}"):
        for context in w.linkset(path):
            (default,) = context[VOCABULARY + "defaultLink"]
            assert set(default) == {"href", "title"}  # no language, no media type


def _default_is_given(w: World) -> None:
    """Our default is the passport at the very address: giving it at once spares the buyer a redirect to where they are."""
    for path in (w.item, w.lot, w.stamp):
        (default,) = w.linkset(path)[0][VOCABULARY + "defaultLink"]
        assert (w.phone.get(path).status, w.phone.get(path, query="linkType=gs1:defaultLink").status) == (200, 200)
        assert "/01/" in default["href"]
    reply, (default,) = w.phone.get(f"/414/{GLN}"), w.linkset(f"/414/{GLN}")[0][VOCABULARY + "defaultLink"]
    assert (reply.status, default["href"].endswith(reply.headers["Location"])) == (307, True)


def _default_up_the_tree(w: World) -> None:
    for tail in ("", "/22/2A", f"/10/{w.honey.lot.code}", f"/22/2A/10/{w.honey.lot.code}", "/235/T1"):
        assert w.phone.get(w.item + tail).status == 200, tail
        assert all(VOCABULARY + "defaultLink" in context for context in w.linkset(w.item + tail))


def _requested_type(w: World) -> None:
    for kind in ("gs1:instructions", "https://ref.gs1.org/voc/instructions", "https://gs1.org/voc/instructions"):
        reply = w.phone.get(w.stamp, query=f"linkType={kind}")
        assert (reply.status, reply.headers["Location"]) == (307, TARGET)


def _missing_type(w: World) -> None:
    for path in (w.item, w.lot, w.stamp, f"/414/{GLN}"):
        for kind in ("gs1:epil", "gs1:noSuchTerm", "schema:video"):
            assert w.phone.get(path, query=f"linkType={kind}").status == 404


def _query_is_passed_on(w: World) -> None:
    reply = w.phone.get(w.item, query="linkType=gs1:instructions&17=301231&utm=x%2Fy&b=")
    assert reply.headers["Location"] == TARGET + "&17=301231&utm=x%2Fy&b="


def _disambiguated(w: World) -> None:
    for language, accept, end in (
        ("vi", "", "/vi"),
        ("en-US,vi;q=0.1", "text/html", "/en"),
        ("en", "application/pdf", ".pdf"),
    ):
        reply = w.phone.get(w.item, query="linkType=gs1:recipeInfo", accept_language=language, accept=accept)
        assert reply.headers["Location"].endswith(end)


def _described(w: World) -> None:
    reply = w.client.get("/.well-known/gs1resolver")
    assert (reply.status_code, reply["Content-Type"].split(";")[0]) == (200, "application/json")
    assert reply.json()["resolverRoot"].startswith("http")


def _keys_are_listed(w: World) -> None:
    assert set(w.client.get("/.well-known/gs1resolver").json()["supportedPrimaryKeys"]) == {"01", "414"}


def _context_is_declared(w: World) -> None:
    place = w.client.get("/.well-known/gs1resolver").json()["jsonLdContextLocation"]
    assert "@context" in w.client.get("/" + place.split("/", 3)[3]).json()


def _trailing_slash(w: World) -> None:
    for path in (w.item, w.lot, w.stamp, w.packed(w.lot)):
        assert w.phone.get(path + "/").band == w.phone.get(path).band
    assert w.phone.get(w.item + "/", query="linkType=gs1:instructions").status == 307


def _linkset_is_exposed(w: World) -> None:
    for path, query in ((w.item, ""), (w.item, "linkType=gs1:instructions"), (f"/414/{GLN}", "")):
        assert (
            f'{path}?linkType=linkset>; rel="linkset"; type="{LINKSET}"'
            in w.phone.get(path, query=query).headers["Link"]
        )


def _vocabulary(w: World) -> None:
    (named,) = w.client.get("/.well-known/gs1resolver").json()["supportedLinkType"]
    assert named == {"namespace": VOCABULARY, "prefix": "gs1:"}
    assert all(term(kind) for kind in KINDS)  # nothing of our own doubles a term of theirs


NOT_HERE_TLS = "TLS ends at the proxy in front of the portal; no request to the gate can show it"
NOT_HERE_OTHER = "this resolver never hands a request on to another resolver"
Shown = Callable[[World], None]
TABLE: dict[str, Shown | str] = {
    "For primary keys that have key qualifiers, all key qualifiers": _qualifiers,
    "SHALL support HTTP 1.1 (or higher) GET, HEAD and OPTIONS": _methods,
    "SHALL support HTTP Over TLS": NOT_HERE_TLS,
    "SHALL support CORS": _cors,
    "SHALL extract and syntactically validate the URI": _validated,
    "SHALL NOT use a 200 OK response code": _no_false_ok,
    "- A resolver SHALL be able to decompress a URI": _decompresses,
    "- A resolver SHOULD NOT redirect to the equivalent uncompressed": _no_redirect_to_the_uncompressed,
    "- It SHALL expose the uncompressed URI in the Link response header": _same_as,
    "- If redirecting to an alternative resolver": NOT_HERE_OTHER,
    "- SHALL respond to a query parameter of linkType set to linkset": _linkset_is_given,
    "- If the request GS1 Digital Link URI includes one or more key qualifiers": _every_level,
    "- The URI used as the subject of facts presented SHALL be the uncompressed": _anchors_in_the_open,
    "- All links in the linkset SHALL include": _links_are_whole,
    "- If a media type is defined for a link": _media_types,
    "- Links that are typed gs1:defaultLink": _default_is_described,
    "- the resolver SHOULD include an HTTP Link header pointing to a JSON-LD": _json_ld_context,
    "- The resolver SHALL recognise one available link as the default": _one_default,
    "The resolver SHALL redirect to the default link unless": _default_is_given,
    "For any request URI, no matter how granular": _default_up_the_tree,
    "SHALL redirect to the requested type of link": _requested_type,
    "SHALL return a 404 Not Found message if a link of the requested type": _missing_type,
    "By default, SHALL pass on all key=value pairs": _query_is_passed_on,
    "SHOULD support use of the Accept-Language": _disambiguated,
    "- The resolver SHALL provide a resolver description file": _described,
    "- The list of supported primary identifiers": _keys_are_listed,
    "- A context file that can be used to render the linkset": _context_is_declared,
    "If supporting redirection based on an MO": NOT_HERE_OTHER,
    "SHOULD tolerate trailing slashes": _trailing_slash,
    "SHOULD expose link to the linkset in an HTTP Link header": _linkset_is_exposed,
    "SHALL recognise one available link as the default": _one_default,
    "All links exposed SHALL include": _links_are_whole,
    "SHALL redirect to the default link unless": _default_is_given,
    "SHALL redirect to the requested linkType": _requested_type,
    "SHALL provide a resolver description file": _described,
    "If supporting multiple links per identified item": _vocabulary,
}


@pytest.fixture
def world(client: Client) -> Iterator[World]:
    Desk._one = None
    yield World(Phone(), jar(), client)
    Desk.open().close()
    Desk._one = None


@pytest.mark.django_db(transaction=True)
def test_the_resolver_does_what_each_statement_says(world: World) -> None:
    failed = {}
    for words, check in TABLE.items():
        if callable(check):
            try:
                check(world)
            except (AssertionError, KeyError, ValueError) as error:
                failed[words] = repr(error)[:500]
    assert failed == {}


def test_every_statement_of_the_official_file_has_its_row() -> None:
    if not STATEMENTS.exists():
        pytest.skip("the official statements stand in ../shared, which is absent here")
    lines = [line.strip() for line in STATEMENTS.read_text("utf-8").splitlines() if line.strip()]
    stated = [line for line in lines if line not in HEADINGS]
    assert len(stated) > 35
    assert [line for line in stated if not any(line.startswith(words) for words in TABLE)] == []
    assert [words for words in TABLE if not any(line.startswith(words) for line in stated)] == []
