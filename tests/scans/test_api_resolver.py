"""The resolver in front of Django: every conformance statement that a request can show, on a real database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import jsonschema
import pytest
from django.test import Client

from gs1.digitallink import KEYS
from gs1.keys import check_digit
from ocop.journal.rules import Refused
from ocop.scans.acts import add_link, remove_link
from ocop.scans.api.asking import WrongAddress, target_of
from ocop.scans.rules.resolving import KINDS, Choice, href_unfit, narrowed, with_query
from tests.scans.test_api import Jar, Phone, jar
from tests.stamps.cast import GTIN, person

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "digitallink"
with_fixtures = pytest.mark.skipif(
    not FIXTURES.exists(), reason="the official files stand in ../shared, which is absent here"
)
LINKSET = "application/linkset+json"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def honey() -> Jar:
    return jar()


def _linkset(phone: Phone, path: str, **headers: str) -> list[dict[str, Any]]:
    reply = phone.get(path, accept=LINKSET, **headers)
    assert (reply.status, reply.headers["Content-Type"]) == (200, LINKSET)
    found: list[dict[str, Any]] = json.loads(reply.body)["linkset"]
    return found


def _add(honey: Jar, kind: str = "instructions", href: str = "https://hoptacxa.vn/dung", **more: Any) -> Any:
    return add_link(honey.who.product, kind=kind, title="Cách dùng mật", href=href, by=honey.who.ba, **more)


class TestRedirects:
    def test_a_registered_link_is_redirected_to_with_the_query_passed_on(self, phone: Phone, honey: Jar) -> None:
        _add(honey, href="https://hoptacxa.vn/dung?a=1")
        for path in (honey.path(), f"/01/{GTIN}", f"/01/{GTIN}/10/{honey.lot.code}", f"/01/{GTIN}/"):
            for kind in ("gs1:instructions", quote("https://ref.gs1.org/voc/instructions", safe="")):
                reply = phone.get(path, query=f"linkType={kind}&utm=x%2F1&17=301231")
                assert reply.status == 307
                assert reply.headers["Location"] == "https://hoptacxa.vn/dung?a=1&utm=x%2F1&17=301231"
                assert 'rel="linkset"' in reply.headers["Link"]
                assert reply.headers["Access-Control-Allow-Origin"] == "*"

    def test_a_link_that_does_not_want_the_query_does_not_get_it(self, phone: Phone, honey: Jar) -> None:
        _add(honey, passes_query=False)
        reply = phone.get(honey.path(), query="linkType=gs1:instructions&utm=x")
        assert reply.headers["Location"] == "https://hoptacxa.vn/dung"

    def test_nothing_but_registered_targets_is_ever_redirected_to(self, phone: Phone, honey: Jar) -> None:
        for query in (
            "url=https://evil.vn",
            "linkType=https://evil.vn/",
            "linkType=gs1:pip&redirect=//evil.vn",
            "linkType=//evil.vn",
        ):
            reply = phone.get(honey.path(), query=query)
            assert not reply.headers.get("Location", "/").startswith(("http", "//"))

    def test_a_link_taken_down_is_gone_at_once(self, phone: Phone, honey: Jar) -> None:
        link = _add(honey)
        assert phone.get(honey.path(), query="linkType=gs1:instructions").status == 307
        remove_link(link, by=honey.who.ba)
        reply = phone.get(honey.path(), query="linkType=gs1:instructions")
        assert (reply.status, "Location" in reply.headers) == (404, False)
        assert "không có liên kết loại đó" in reply.text

    def test_a_link_of_one_lot_is_no_link_of_the_product(self, phone: Phone, honey: Jar) -> None:
        _add(honey, lot=honey.lot)
        assert phone.get(f"/01/{GTIN}", query="linkType=gs1:instructions").status == 404
        assert phone.get(f"/01/{GTIN}/10/{honey.lot.code}", query="linkType=gs1:instructions").status == 307
        assert phone.get(honey.path(), query="linkType=gs1:instructions").status == 307

    def test_the_passport_itself_is_shown_and_never_redirected_to_in_a_circle(self, phone: Phone, honey: Jar) -> None:
        for kind in ("gs1:defaultLink", "gs1:traceability"):
            assert phone.get(honey.path(), query=f"linkType={kind}").band.startswith("ok")
            assert phone.get(f"/01/{GTIN}", query=f"linkType={kind}").status == 200

    def test_a_forged_stamp_has_no_links(self, phone: Phone, honey: Jar) -> None:
        wrong = honey.path()[:-1] + ("0" if honey.path()[-1] != "0" else "1")
        for query, accept in (("linkType=gs1:pip", ""), ("", LINKSET)):
            assert phone.get(wrong, query=query, accept=accept).status == 404


class TestChoices:
    def test_the_language_of_the_reader_decides_between_links_of_one_kind(self, phone: Phone, honey: Jar) -> None:
        for language in ("vi", "en", "zh"):
            _add(honey, href=f"https://hoptacxa.vn/{language}", language=language)
        for header, language in (("en-GB,en;q=0.9", "en"), ("zh-CN", "zh"), ("fr;q=1, vi;q=0.5", "vi")):
            reply = phone.get(honey.path(), query="linkType=gs1:instructions", accept_language=header)
            assert (reply.status, reply.headers["Location"]) == (307, f"https://hoptacxa.vn/{language}")

    def test_the_media_type_decides_where_the_language_does_not(self, phone: Phone, honey: Jar) -> None:
        _add(honey, href="https://hoptacxa.vn/a")
        _add(honey, href="https://hoptacxa.vn/a.pdf", media_type="application/pdf")
        for accept, href in (("application/pdf", "/a.pdf"), ("text/html,*/*;q=0.1", "/a")):
            reply = phone.get(honey.path(), query="linkType=gs1:instructions", accept=accept)
            assert reply.headers["Location"] == f"https://hoptacxa.vn{href}"

    def test_several_that_fit_are_offered_with_300(self, phone: Phone, honey: Jar) -> None:
        _add(honey, href="https://hoptacxa.vn/a")
        _add(honey, href="https://hoptacxa.vn/b")
        page = phone.get(honey.path(), query="linkType=gs1:instructions&utm=x")
        assert page.status == 300
        assert "https://hoptacxa.vn/a?utm=x" in page.text
        assert "https://hoptacxa.vn/b?utm=x" in page.text
        listed = phone.get(honey.path(), query="linkType=gs1:instructions", accept=LINKSET)
        (context,) = json.loads(listed.body)["linkset"]
        assert listed.status == 300
        assert len(context["https://ref.gs1.org/voc/instructions"]) == 2


class TestLinksets:
    @with_fixtures
    def test_a_linkset_is_valid_by_the_schema_of_gs1_and_names_every_level(self, phone: Phone, honey: Jar) -> None:
        _add(honey, language="vi")
        schema = json.loads((FIXTURES / "linkset/gs1-linkset-schema.json").read_text())
        path = f"/01/{GTIN}/10/{honey.lot.code}/21/{honey.code()}"
        for asked in (path, honey.path(), f"/01/{GTIN}"):
            found = _linkset(phone, asked)
            jsonschema.validate({"linkset": found}, schema)
            for context in found:
                (default,) = context["https://ref.gs1.org/voc/defaultLink"]
                assert set(default) == {"href", "title"}
                typed = [
                    link["href"] for kind, links in context.items() if kind.endswith("traceability") for link in links
                ]
                assert default["href"] in typed  # also described by a kind of its own
        assert len(_linkset(phone, path)) == 3

    def test_every_way_of_asking_gives_the_same_linkset(self, phone: Phone, honey: Jar) -> None:
        expected = _linkset(phone, honey.path())
        for query in ("linkType=linkset", "linkType=all"):
            assert json.loads(phone.get(honey.path(), query=query, accept="text/html").body)["linkset"] == expected
        assert json.loads(phone.get(honey.path(), accept="application/json").body)["linkset"] == expected
        assert json.loads(phone.get(honey.path(), accept=f"{LINKSET.upper()}, text/html").body)["linkset"] == expected
        for accept in (
            f"text/html, {LINKSET};q=0.5",
            f"text/html, {LINKSET};q=0",
            f"{LINKSET};q=0",
            "application/json;q=0",
        ):
            assert phone.get(honey.path(), accept=accept).band.startswith("ok"), accept
        assert phone.get(honey.path(), accept="text/html,application/json").band.startswith("ok")

    def test_head_and_options_tell_where_the_linkset_is(self, phone: Phone, honey: Jar) -> None:
        for method in ("GET", "HEAD", "OPTIONS"):
            reply = phone.get(honey.path(), method=method)
            assert f'{honey.path()}?linkType=linkset>; rel="linkset"; type="{LINKSET}"' in reply.headers["Link"]
        assert phone.get(honey.path(), method="HEAD", accept=LINKSET).body == b""
        assert "http://www.w3.org/ns/json-ld#context" in phone.get(honey.path(), accept=LINKSET).headers["Link"]

    def test_no_link_that_we_answer_for_can_be_taken_over(self, phone: Phone, honey: Jar) -> None:
        for kind in ("certificationInfo", "traceability", "recallStatus", "defaultLink", "linkset"):
            with pytest.raises(Refused):
                _add(honey, kind=kind)
        _add(honey, kind="pip")
        (pip,) = _linkset(phone, f"/01/{GTIN}")[0]["https://ref.gs1.org/voc/pip"]
        assert pip["href"] == "https://hoptacxa.vn/dung"

    def test_a_place_has_a_linkset_too(self, phone: Phone, honey: Jar) -> None:
        honey.who.producer.gln = "8938500123450"
        honey.who.producer.save()
        for path in ("/414/8938500123450", "/414/8938500123450/254/KHO-1"):
            assert phone.get(path).headers["Location"] == f"/chu-the/{honey.who.producer.slug}/"
        assert "https://ref.gs1.org/voc/locationInfo" in _linkset(phone, "/414/8938500123450")[0]


class TestAddresses:
    @with_fixtures
    def test_the_description_is_valid_by_its_schema_and_says_what_is_supported(self, client: Client) -> None:
        described = client.get("/.well-known/gs1resolver")
        schema = json.loads((FIXTURES / "resolver-description.schema.json").read_text())
        jsonschema.validate(described.json(), schema)
        assert set(described.json()["supportedPrimaryKeys"]) == {"01", "414"}
        assert described["Access-Control-Allow-Origin"] == "*"
        asked = client.options("/.well-known/gs1resolver")
        assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
        context = client.get("/.well-known/gs1-linkset-context.jsonld")
        assert (context.status_code, context["Content-Type"]) == (200, "application/ld+json")

    @with_fixtures
    def test_every_uri_of_the_fixtures_gets_the_verdict_of_its_file(self) -> None:
        """Those without a stem before the key, as a server hands them on: the path decoded, the query not."""
        checked = 0
        for name in ("dl_uri_cases.tsv", "vn_uri_cases.tsv"):
            for line in (FIXTURES / name).read_text().splitlines():
                uri, verdict, *_rest = (*line.split("\t"), "")
                parts = urlsplit(uri) if uri.startswith("http") and "[" not in uri else None
                if parts is None or not parts.path.startswith(tuple(f"/{ai}/" for ai in KEYS)) or "%" in parts.path:
                    continue
                try:
                    target_of(unquote(parts.path), parts.query)
                    found = "valid"
                except WrongAddress:
                    found = "invalid"
                if parts.netloc and "(" not in parts.netloc:
                    checked += 1
                    assert found == verdict, uri
        assert checked > 20

    def test_a_sound_key_that_we_do_not_know_is_404_and_a_malformed_one_400(self, phone: Phone) -> None:
        for path in (
            "/00/095201234567891235",
            "/8004/9520121",
            f"/253/952132140001{check_digit('952132140001')}ABC",
            f"/8018/95201234567890123{check_digit('95201234567890123')}",
            "/01/09521234543213/22/2A",
        ):
            assert phone.get(path).status == 404, path
            assert phone.get(path, accept=LINKSET).headers["Content-Type"] == "application/problem+json"
        for path in (
            "/00/095201234567891234",
            "/8004/",
            "/00/x",
            "/253/1",
            "/01/09521234543213/99/1",
            "/01/09521234543213/254/1",
        ):
            assert phone.get(path).status == 400, path

    def test_attributes_in_the_query_are_checked_as_the_path_is(self, phone: Phone, honey: Jar) -> None:
        assert phone.get(f"/01/{GTIN}", query="17=301231&utm=x").status == 200
        for query in ("17=301331", "17=", "10=A", "3103=12", "17=301231&17=301231"):
            assert phone.get(f"/01/{GTIN}", query=query).status == 400, query

    def test_an_escaped_slash_stays_within_its_value(self) -> None:
        for lot in ("A/B", "A/B/C", "A/10/B", "A/99"):
            assert target_of(f"/01/{GTIN}/10/{lot}").lot == lot
            both = target_of(f"/01/{GTIN}/10/{lot}/21/X/1")
            assert (both.lot, both.code) == (lot, "X/1")
            assert both.path == f"/01/{GTIN}/10/{quote(lot, safe='')}/21/X%2F1"

    def test_odd_addresses_never_break_anything(self, phone: Phone, honey: Jar) -> None:
        for path in (
            "/01/" + "9" * 390,
            "/01/" + "/10" * 100,
            "/414/" + "/" * 300,
            "/8003/" + "%2F" * 90,
            f"/01/{GTIN}/10/" + "A/21/" * 60,
        ):
            assert phone.get(path).status in (400, 404), path
        for query in (
            "linkType=" + "x" * 1900,
            "&" * 1900,
            "=",
            "linkType=%FF%00",
            "linkType=gs1:pip&" + "a=b&" * 400,
            "x" * 5000,
        ):
            assert phone.get(honey.path(), query=query).status in (200, 307, 400, 404), query[:40]


class TestKeepingLinks:
    def test_a_producer_adds_and_takes_down_links_on_its_page(self, client: Client, honey: Jar) -> None:
        client.force_login(honey.who.ba)
        page = f"/ho-chieu/{honey.who.product.pk}/lien-ket/"
        assert "Chưa có liên kết nào" in client.get(page).content.decode()
        given = {
            "kind": "recipeInfo",
            "title": "Nước mật chanh",
            "href": "https://hoptacxa.vn/chanh",
            "media_type": "text/html",
            "language": "",
        }
        assert client.post(page, given).status_code == 302
        shown = client.get(page).content.decode()
        assert "https://hoptacxa.vn/chanh" in shown
        assert client.post(page, given).status_code == 422  # already there
        assert client.post(page, {**given, "href": "http://hoptacxa.vn/"}).status_code == 422
        link = honey.who.product.resolver_links.get()
        assert client.post(f"/ho-chieu/lien-ket/{link.pk}/go/").status_code == 302
        assert "https://hoptacxa.vn/chanh" not in client.get(page).content.decode()

    def test_nobody_else_may(self, client: Client, honey: Jar) -> None:
        client.force_login(person("Người lạ"))
        assert client.get(f"/ho-chieu/{honey.who.product.pk}/lien-ket/").status_code in (403, 404)
        with pytest.raises(Refused):
            add_link(honey.who.product, kind="pip", title="Của tôi", href="https://ke-xau.vn/", by=person("Kẻ xấu"))


class TestRules:
    def test_only_public_https_addresses_that_lead_out_may_be_targets(self) -> None:
        for href in (
            "http://a.vn/", "https://", "https://a", "https://user@a.vn/", "https://127.0.0.1/", "https://[::1]/", "https://a.vn:8443/",
            "javascript:alert(1)", "//a.vn", "https://a.vn/\r\nSet-Cookie: x", "https://a.vn/ b", "https://may.local/", "https://à.vn/",
            "https://ocop.vn/01/08938500123450", "https://id.gs1.org/01/08938500123450", "https://ocop.vn/t/ABC", "https://2130706433/",
        ):  # fmt: skip
            assert href_unfit(href, "https://ocop.vn", ("/t/", "/01/")), href
        for href in ("https://a.vn/", "https://ocop.vn/san-pham/mat-ong/", "https://a.vn/x?y=1#z"):
            assert not href_unfit(href, "https://ocop.vn", ("/t/", "/01/"))

    @with_fixtures
    def test_every_kind_on_offer_is_a_stable_name_of_the_vocabulary(self) -> None:
        known = json.loads((FIXTURES / "gs1-linktypes.json").read_text())
        assert all(known[kind]["status"] == "stable" for kind in KINDS)

    def test_narrowing_never_leaves_nothing(self) -> None:
        choices = [
            Choice("pip", "a", "https://a.vn", ("vi",)),
            Choice("pip", "b", "https://b.vn", ("en",), "application/pdf"),
        ]
        for languages in ("", "fr", "*", "vi;q=0", ";;;", "en;q=x"):
            for media in ("", "*/*", "image/png", "text/*"):
                assert narrowed(choices, languages, media)

    def test_the_query_keeps_its_place_before_a_fragment(self) -> None:
        assert with_query("https://a.vn/x#y", "a=1&linkType=gs1:pip") == "https://a.vn/x?a=1#y"
