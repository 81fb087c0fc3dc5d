"""Compressed Digital Links at the gate: the same answers as in the open, and nothing hostile gets further than 400."""

from __future__ import annotations

import json
import time

import pytest
from django.test import Client

from gs1.compression import compress, decompress_path
from gs1.digitallink import DigitalLink, parse
from gs1.keys import Gs1Error
from ocop.journal.rules import Refused
from ocop.scans.acts import add_link
from ocop.scans.api.asking import WrongAddress, is_ours, target_of
from tests.scans.phone import Phone, Reply
from tests.scans.test_api import Jar, jar
from tests.stamps.cast import GTIN

LINKSET = "application/linkset+json"
OPEN = "https://id.example"

with_database = pytest.mark.django_db(transaction=True)


@pytest.fixture
def honey() -> Jar:
    return jar()


def _packed(path: str, query: str = "", others: tuple[tuple[str, str], ...] = (), *, partly: bool = False) -> str:
    link = parse(f"{OPEN}{path}" + (f"?{query}" if query else ""))
    return compress(link, "", others, partly=partly)


def _same(one: Reply, other: Reply) -> None:
    assert (one.status, one.headers["Content-Type"]) == (other.status, other.headers["Content-Type"])
    assert one.headers.get("Location") == other.headers.get("Location")
    if one.headers["Content-Type"].startswith("text/html") and one.body:
        assert one.band == other.band
    else:
        assert one.body == other.body


@with_database
class TestAnswers:
    def test_a_stamp_is_answered_as_in_the_open_and_counted_as_that_stamp(self, phone: Phone, honey: Jar) -> None:
        path = f"/01/{GTIN}/21/{honey.code()}"
        assert phone.get(path).band.startswith("ok")
        for partly in (False, True):
            packed = _packed(path, partly=partly)
            assert packed != path and honey.code() not in packed
            reply = phone.get(packed)
            _same(reply, phone.get(path))
            assert "Location" not in reply.headers  # never a redirect to ourselves
            assert f'<{_origin(reply)}{path}>; rel="owl:sameAs"' in reply.headers["Link"]
            assert f'{path}?linkType=linkset>; rel="linkset"' in reply.headers["Link"]

    def test_a_product_a_lot_and_a_place_are_answered_as_in_the_open(self, phone: Phone, honey: Jar) -> None:
        honey.who.producer.gln = "8938500123450"
        honey.who.producer.save()
        for path in (f"/01/{GTIN}", f"/01/{GTIN}/10/{honey.lot.code}", "/414/8938500123450", "/01/09521234543213"):
            for accept in ("", LINKSET):
                _same(phone.get(_packed(path), accept=accept), phone.get(path, accept=accept))
        assert phone.get(_packed("/414/8938500123450")).headers["Location"] == f"/chu-the/{honey.who.producer.slug}/"

    def test_a_linkset_speaks_of_the_uncompressed_address(self, phone: Phone, honey: Jar) -> None:
        path = f"/01/{GTIN}/10/{honey.lot.code}"
        for method in ("GET", "HEAD"):
            reply = phone.get(_packed(path), accept=LINKSET, method=method)
            assert 'rel="owl:sameAs"' in reply.headers["Link"]
        (whole, item) = json.loads(phone.get(_packed(path), query="linkType=all").body)["linkset"]
        assert (whole["anchor"].endswith(path), item["anchor"].endswith(f"/01/{GTIN}")) == (True, True)
        assert 'rel="owl:sameAs"' in phone.get(_packed(path), method="OPTIONS").headers["Link"]

    def test_what_was_packed_is_passed_on_with_a_redirect(self, phone: Phone, honey: Jar) -> None:
        add_link(
            honey.who.product, kind="instructions", title="Cách dùng", href="https://hoptacxa.vn/dung", by=honey.who.ba
        )
        packed = _packed(f"/01/{GTIN}/10/{honey.lot.code}", "17=301231", (("utm", "a b"),))
        reply = phone.get(packed, query="linkType=gs1:instructions&x=1")
        assert reply.headers["Location"] == "https://hoptacxa.vn/dung?17=301231&utm=a%20b&x=1"
        assert f'/10/{honey.lot.code}?17=301231&utm=a%20b>; rel="owl:sameAs"' in reply.headers["Link"]
        inside = _packed(f"/01/{GTIN}", "", (("linkType", "gs1:instructions"),))
        assert phone.get(inside).headers["Location"] == "https://hoptacxa.vn/dung"

    def test_a_forged_code_costs_and_says_the_same_in_either_form(self, phone: Phone, honey: Jar) -> None:
        wrong = honey.code()[:-1] + ("0" if honey.code()[-1] != "0" else "1")
        path = f"/01/{GTIN}/21/{wrong}"
        _same(phone.get(_packed(path), address="198.51.100.1"), phone.get(path, address="198.51.100.2"))

    def test_the_same_answers_come_from_behind_django(self, client: Client, phone: Phone, honey: Jar) -> None:
        path = f"/01/{GTIN}"
        reply = client.get(_packed(path))
        assert (reply.status_code, b"<h1>" in reply.content) == (200, True)
        assert client.get("/Thong-Ke-2026").status_code == 404
        assert client.get("/AQnYUc1gmh").status_code == 400


def _origin(reply: Reply) -> str:
    return reply.headers["Link"].split("<", 1)[1].split("/01/", 1)[0]


class TestHostile:
    GARBAGE = (
        "/AQnYUc1gmh", "/AQnYUc1gmgA", "/AAAAAAAAAAAB", "/" + "A" * 390,
        f"/01/{GTIN}/AQnYUc1gmiA", f"/01/{GTIN}/" + "A" * 300, f"/01/{GTIN}/EEarwSL_",
        "/414/8938500123450/EEarwSM", f"/01/{GTIN}/IQuGp9FdOIQuGp9FdO",
    )  # fmt: skip

    WORDS = (
        "/wp-Login", "/Abcdefgh1234567890", "/AAAAAAAA", "/AQnYUc1gm", "/Q" + "_" * 390,
        "/AQ" + "-" * 300,
    )  # fmt: skip

    @with_database
    def test_a_word_that_only_looks_compressed_is_no_link_of_ours_but_a_page_that_is_not_there(
        self, client: Client, phone: Phone
    ) -> None:
        for path in self.WORDS:
            assert client.get(path).status_code == 404, path
            assert phone.get(path).body == b"django", path

    @with_database
    def test_garbage_cuts_and_bombs_get_400_with_the_right_words(self, phone: Phone, honey: Jar) -> None:
        for path in self.GARBAGE:
            reply = phone.get(path)
            assert reply.status == 400, path
            assert "Địa chỉ chưa đúng" in reply.text
            assert "Link" not in reply.headers
        assert phone.get("/AQnYUc1gmg", query="10=A").status == 400  # attributes are judged as in the open
        assert phone.get("/AQnYUc1gmg", query="x" * 3_000).status == 400

    def test_a_refusal_costs_about_as_much_as_a_refusal_in_the_open(self) -> None:
        def cost(path: str) -> float:
            started = time.process_time()
            for n in range(60):
                with pytest.raises(WrongAddress):
                    target_of(f"{path}{n % 10}")
            return (time.process_time() - started) / 60

        # Both stay far below the page that tells of them; neither grows with what was sent.
        costs = [cost(path) for path in ("/01/089385001234x", "/AQnYUc1gmhAQnYUc1gmh", "/01/" + GTIN + "/" + "A" * 340)]
        assert max(costs) < 0.04

    def test_pages_of_ours_are_never_taken_for_links(self) -> None:
        for path in (
            "/", "/san-pham/", "/thong-ke/", "/healthz", "/readyz", "/cho/", "/favicon.ico", "/robots.txt", "/ban-lam-viec/",
            "/truy-xuat/tu-vung/", "/design/", "/San-Pham", "/Thong-Ke-2026/", "/static/AQnYUc1gmg", "/api/v1/docs",
        ):  # fmt: skip
            assert not is_ours(path), path
        assert is_ours("/AQnYUc1gmg")

    @with_database
    def test_no_link_may_lead_back_to_a_code_in_disguise(self, honey: Jar) -> None:
        for href in ("https://id.gs1.org/AQnYUc1gmg", "https://id.gs1.org/AQnYUc1gmg/"):
            with pytest.raises(Refused):
                add_link(honey.who.product, kind="pip", title="Vòng", href=href, by=honey.who.ba)

    def test_the_gate_reads_what_the_library_reads(self) -> None:
        link: DigitalLink = parse(f"{OPEN}/01/{GTIN}/10/A%2FB/21/X1")
        for partly in (False, True):
            packed = compress(link, "", partly=partly)
            assert decompress_path(packed).link == link
            assert (target_of(packed).lot, target_of(packed).same_as) == ("A/B", link.path)
        with pytest.raises(Gs1Error):
            decompress_path(f"/01/{GTIN}")
