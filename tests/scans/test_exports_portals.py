"""The same contract for every way to the national portal: a folder, and a real HTTP server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

import epcis
from ocop.journal.rules import Refused
from ocop.lots.acts import tell_label
from ocop.scans.acts import hand_to_national
from ocop.scans.exports.national import lot_document, written
from ocop.scans.exports.portals import HttpPortal, NationalPortal, OutboxPortal, PortalAway, PortalRefused, key_of
from ocop.scans.queries import passport_of
from tests.scans.test_recalls import officer, story
from tests.stamps.cast import cast, lot

SCHEMA = Path("src/ocop/scans/static/scans/national-portal.schema.json")


_facts = st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3)


class Ministry(HTTPServer):
    """Keeps documents by their key, as an idempotent service does; `moods` are the statuses it answers with first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.kept: dict[str, bytes] = {}
        self.moods: list[int] = []
        self.asked = 0


class _Clerk(BaseHTTPRequestHandler):
    server: Ministry

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        key = self.headers["Idempotency-Key"]
        if self.server.moods:
            return self._answer(self.server.moods.pop(0), {"detail": "not now"})
        if len(body) > 5000:
            return self._answer(413, {"detail": "too large"})
        known = key in self.server.kept
        self.server.kept.setdefault(key, body)
        return self._answer(200 if known else 201, {"reference": f"TX-{len(self.server.kept)}"})

    def _answer(self, status: int, told: dict[str, str]) -> None:
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def ministry() -> Iterator[Ministry]:
    server = Ministry()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture(params=["outbox", "http"])
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[NationalPortal, Callable[[], int]]:
    """An adapter, and how many documents the other side has."""
    if request.param == "outbox":
        return OutboxPortal(tmp_path / "out", longest=5000), lambda: len(list((tmp_path / "out").glob("*.json")))
    server: Ministry = request.getfixturevalue("ministry")
    return _http(server), lambda: len(server.kept)


def _http(server: Ministry) -> HttpPortal:
    return HttpPortal(f"http://127.0.0.1:{server.server_port}/lo", "token", wait=lambda _: None)


def _document(**told: Any) -> bytes:
    return written({"format": "ocop-truy-xuat/1", "generatedAt": "2026-11-22T10:00:00+07:00", **told})


class TestContract:
    def test_a_document_is_delivered_once_however_often_it_is_sent(self, portal: Any) -> None:
        adapter, count = portal
        first, again = adapter.deliver(_document(lot="L1")), adapter.deliver(_document(lot="L1"))
        assert (first.known, again.known, count()) == (False, True, 1)
        assert first.key == again.key
        assert first.reference

    def test_the_same_facts_written_later_are_the_same_delivery(self, portal: Any) -> None:
        adapter, count = portal
        adapter.deliver(_document(lot="L1"))
        assert adapter.deliver(_document(lot="L1", generatedAt="2027-01-01T00:00:00+07:00")).known
        assert not adapter.deliver(_document(lot="L2")).known
        assert count() == 2

    def test_what_is_refused_is_refused_with_a_reason(self, portal: Any) -> None:
        adapter, count = portal
        with pytest.raises(PortalRefused):
            adapter.deliver(_document(lot="x" * 6000))
        assert count() == 0


class TestHttp:
    def test_a_passing_fault_is_tried_again(self, ministry: Ministry) -> None:
        ministry.moods = [503, 429]
        assert not _http(ministry).deliver(_document()).known
        assert ministry.asked == 3

    def test_a_lasting_fault_is_told_as_away(self, ministry: Ministry) -> None:
        ministry.moods = [500] * 9
        with pytest.raises(PortalAway):
            _http(ministry).deliver(_document())
        assert ministry.asked == 3

    def test_a_refusal_is_not_tried_again_and_a_redirect_not_followed(self, ministry: Ministry) -> None:
        for mood in (400, 302):
            ministry.moods, ministry.asked = [mood], 0
            with pytest.raises(PortalRefused, match=str(mood)):
                _http(ministry).deliver(_document())
            assert ministry.asked == 1

    def test_nobody_there(self) -> None:
        with pytest.raises(PortalAway):
            HttpPortal("http://127.0.0.1:9/", wait=lambda _: None).deliver(_document())

    def test_only_https_beyond_this_machine(self) -> None:
        with pytest.raises(ValueError, match="https"):
            HttpPortal("http://example.vn/")


@pytest.mark.django_db
class TestDocument:
    def test_it_keeps_to_the_published_schema_full_or_empty(self) -> None:
        who, first, _, _ = story()
        schema = json.loads(SCHEMA.read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        full = lot_document(first, passport_of(first))
        bare = cast(None)
        made = lot(bare, best_before=None, steps=[], materials="")
        for document in (full, lot_document(made, passport_of(made))):
            jsonschema.validate(json.loads(written(document)), schema, cls=jsonschema.Draft202012Validator)
        assert full["items"]["brand"] == {"present": False, "value": None}
        tell_label(who.product, by=who.ba, facts={"brand": "Mật Ngàn", "standards": "", "warnings": "", "storage": ""})
        assert lot_document(first, passport_of(first))["items"]["brand"] == {"present": True, "value": "Mật Ngàn"}
        assert full["simulated"] is True

    def test_its_events_are_a_whole_epcis_document(self) -> None:
        _, first, _, _ = story()
        document = lot_document(first, passport_of(first))["epcis"]
        events = epcis.read(document)
        assert len(document["epcisBody"]["eventList"]) >= 4
        assert events is not None

    def test_only_the_office_hands_over_and_the_journal_keeps_the_receipt(self, tmp_path: Path) -> None:
        who, first, second, _ = story()
        outbox = OutboxPortal(tmp_path)
        with pytest.raises(Refused, match="Chỉ cơ quan"):
            hand_to_national([first], outbox, by=who.ba)
        done = hand_to_national([first, second], outbox, by=officer("province_officer"), at=timezone.now())
        assert [receipt.known for _, receipt in done] == [False, False]
        assert len(list(tmp_path.glob("*.json"))) == 2

    def test_the_page_is_honest_and_the_files_are_for_those_who_own_the_lots(self, client: Client) -> None:
        who, first, second, _ = story()
        page = client.get("/truy-xuat/cong-quoc-gia/").content.decode()
        assert "không tìm thấy đặc tả công khai" in page
        assert client.get(f"/truy-xuat/cong-quoc-gia/lo/{first.pk}.json").status_code == 302
        client.force_login(who.ba)
        answer = client.get(f"/truy-xuat/cong-quoc-gia/lo/{first.pk}.json")
        assert answer.json()["passport"]["lot"] == "L1"
        both = client.get("/truy-xuat/cong-quoc-gia/nhieu-lo.zip", {"lo": [first.pk, second.pk]})
        assert both.content.startswith(b"PK")
        client.force_login(cast(None).ba)
        assert client.get(f"/truy-xuat/cong-quoc-gia/lo/{first.pk}.json").status_code == 404


@given(one=_facts, other=_facts)
def test_a_key_tells_content_from_content(one: dict[str, str], other: dict[str, str]) -> None:
    assert (key_of(_document(facts=one)) == key_of(_document(facts=other))) == (one == other)
