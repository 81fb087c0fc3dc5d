"""The quick way says what the slow way says, byte for byte, counts what it counts and logs what it logs."""

from __future__ import annotations

import gzip
import random
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ocop.lots.models import Lot
from ocop.scans.acts.counting import Line
from ocop.scans.api import AtOnce
from ocop.scans.api.gate import Desk
from ocop.scans.api.memory import Memory, Stamp
from ocop.scans.api.ready import Ready
from ocop.scans.exports import words
from ocop.scans.exports.moulds import Mould, gap
from ocop.scans.exports.pieces import piece
from ocop.scans.models import Scan, ScannedStamp, ScanTally
from ocop.scans.queries.facts import Issued, Row
from ocop.scans.rules.verdicts import COPY_RULE, Scanned
from ocop.stamps.acts import void_range
from tests.scans.phone import Phone, Reply, hear_everything
from tests.scans.test_api import jar
from tests.stamps.cast import restand

ACCEPTS = ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", None)
LANGUAGES = ("vi", "en-US,en;q=0.9", "zh-CN,zh;q=0.9", "fr", "", None, "x" * 4_000)
ENCODINGS = ("gzip, deflate, br", "identity", "gzip;q=0, *", None)
COOKIES = (None, "ngon_ngu=en; vung=22", "a=1; ngon_ngu=zh-hans", "ngon_ngu=xx", "vung=79; " + "b" * 5_000)
# What granian or the server adds on its own stands in neither.
OWN = {"content-length"}


@dataclass
class Visit:
    """One request as the door sees it."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    query_string: str = ""
    method: str = "GET"


def _heads(accept: str | None, language: str | None, encoding: str | None, cookie: str | None) -> dict[str, str]:
    named = {"accept": accept, "accept_language": language, "accept_encoding": encoding, "cookie": cookie}
    return {name: value for name, value in named.items() if value is not None}


def _same(quick: tuple[int, list[tuple[str, str]], bytes], slow: Reply) -> None:
    status, headers, body = quick
    told = {name.lower(): value for name, value in slow.headers.items() if name.lower() not in OWN}
    assert (status, dict(headers), body) == (slow.status, told, slow.body)
    assert len(dict(headers)) == len(headers)


@pytest.mark.django_db(transaction=True)
class TestSameWords:
    def test_over_headers_verdicts_and_counts(self, phone: Phone) -> None:
        honey, luck, once = jar(), random.Random(2026), AtOnce()
        certificate, today = honey.who.product.certificates.get(), timezone.localdate()
        worlds = (
            lambda: None,
            lambda: Lot.objects.update(best_before=today - timedelta(days=1)),
            lambda: restand(certificate, expires=today - timedelta(days=1)),
            lambda: Lot.objects.update(recalled_at=timezone.now()),
            lambda: void_range(honey.code(3), honey.code(5), by=honey.who.ba, note="Thử đổi trạng thái"),
        )
        everything = list(product(ACCEPTS, LANGUAGES, ENCODINGS, COOKIES))
        answered = 0
        for world in worlds:
            world()
            hear_everything(phone.desk)
            phone.waits = False
            for number, combination in enumerate(luck.sample(everything, 40)):
                heads, path = _heads(*combination), honey.path(number % 3 + 2)
                address = f"198.51.{number % 5}.1"
                slow = phone.get(path, address=address, **heads)
                visit = Visit(path, {name.replace("_", "-"): value for name, value in heads.items()})
                quick = once(visit, address, "")  # the same network within ten minutes: not counted again
                assert quick is not None, combination
                _same(quick, slow)
                answered += 1
            phone.waits = True
        assert answered == 200

    def test_links_are_the_same_too_and_pages_are_never_given_for_them(self, phone: Phone) -> None:
        honey, once = jar(), AtOnce()
        phone.get(honey.path())
        accept = "application/linkset+json"
        for _ in range(2):  # the second time the headers are remembered
            quick = once(Visit(honey.path(), {"accept": accept}), "198.51.1.1", "")
            assert quick is not None
            _same(quick, phone.get(honey.path(), accept=accept))
        assert once(Visit(honey.path(), method="HEAD"), "198.51.1.1", "") is None
        assert once(Visit(honey.path(), query_string="a=1"), "198.51.1.1", "") is None
        assert once(Visit("/tra-cuu/"), "198.51.1.1", "") is None
        assert once(Visit("/t/"), "198.51.1.1", "") is None

    def test_nobody_waits_here_for_the_first_look_at_the_database(self, phone: Phone) -> None:
        honey, once = jar(), AtOnce()
        phone.get(honey.path())
        desk, Desk._one = Desk._one, None
        assert once(Visit(honey.path()), "198.51.1.1", "") is None
        assert Desk._one is None
        Desk._one = desk
        assert once(Visit(honey.path()), "198.51.1.1", "") is not None


@pytest.mark.django_db(transaction=True)
class TestEveryScanCounts:
    def test_the_nth_scan_is_told_counted_and_logged_as_the_nth(self, phone: Phone) -> None:
        honey, once = jar(), AtOnce()
        phone.get(honey.path(), address="198.51.0.1")
        phone.get(honey.path(), address="198.51.0.1", accept_language="en")
        for n in range(2, COPY_RULE.scans):
            visit = Visit(honey.path(), {"cookie": "vung=22", "accept-language": "en" if n % 2 else "vi"})
            quick = once(visit, f"198.51.{n % (COPY_RULE.networks - 1)}.1", "")
            assert quick is not None
            assert re.search(rf"(quét {n} lần|scanned {n} times),", quick[2].decode()), n
            if n % 5 == 0:
                phone.desk.behind.flush()
        began = time.time()
        phone.desk.behind.flush()
        row = ScannedStamp.objects.get()
        assert (row.count, row.suspected_at) == (COPY_RULE.scans - 1, None)
        assert Scan.objects.count() == COPY_RULE.scans - 1
        assert Scan.objects.filter(region="22", language="en").count() == COPY_RULE.scans // 2 - 1
        assert sum(tally.scans for tally in ScanTally.objects.all()) == COPY_RULE.scans - 1
        assert all(abs(scan.at.timestamp() - began) < 60 for scan in Scan.objects.all())

    def test_the_scan_that_makes_a_copy_of_it_is_counted_and_answered_the_slow_way(self, phone: Phone) -> None:
        honey, once = jar(), AtOnce()
        phone.get(honey.path(), address="198.51.0.1")
        answers = [once(Visit(honey.path()), f"198.51.{n % 9}.1", "") for n in range(1, COPY_RULE.scans)]
        assert all(answers[:-1])
        assert answers[-1] is None
        phone.desk.behind.flush()
        assert ScannedStamp.objects.get().count == COPY_RULE.scans
        assert Scan.objects.filter(verdict="copied").count() == 1
        assert "có thể là tem chép lại" in phone.get(honey.path(), address="198.51.99.1").text

    def test_a_network_that_guesses_and_an_epoch_that_is_guessed_at_are_left_to_the_slow_way(
        self, phone: Phone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        honey, once, behind = jar(), AtOnce(), phone.desk.behind
        phone.get(honey.path())
        monkeypatch.setattr("ocop.scans.api.behind.WRONG_A_DAY", 3)
        for _ in range(3):
            behind.note_wrong(phone.desk.answers.network_of("198.51.1.1"), 30_000)
        assert once(Visit(honey.path()), "198.51.1.200", "") is None
        assert once(Visit(honey.path()), "198.51.2.1", "") is not None
        monkeypatch.setattr("ocop.scans.api.behind.WRONG_AN_EPOCH", 1)
        behind.note_wrong(5, honey.batch.epoch)
        assert once(Visit(honey.path()), "198.51.3.1", "") is None

    def test_headers_of_strangers_fill_no_memory(self, phone: Phone) -> None:
        honey, once = jar(), AtOnce()
        phone.get(honey.path())
        for n in range(2_100):
            assert once(Visit(honey.path(), {"cookie": f"a={n}"}), "198.51.1.1", "")
        assert len(once._manners) <= 2_000
        kept = len(once._manners)
        assert once(Visit(honey.path(), {"cookie": "a=" + "b" * 3_000}), "198.51.1.1", "")
        assert len(once._manners) == kept


class TestMerging:
    """The database tells a sum back only when it is not what was expected."""

    def test_a_sum_as_expected_changes_nothing(self) -> None:
        memory, stamp = _counted(3)
        deltas, _ = memory.take_pending()
        assert [d.expected for d in deltas] == [3]
        memory.count_here(stamp, 99, 4_000.0)
        memory.merged(deltas, {})
        assert (stamp.base, stamp.count, stamp.stale) == (3, 4, False)

    def test_a_row_read_before_the_merge_is_asked_again_after_it(self) -> None:
        memory, stamp = _counted(3)
        deltas, _ = memory.take_pending()
        stamp.learn(_row(1))  # somebody looked; the three are under way
        memory.merged(deltas, {})
        assert stamp.stale

    def test_a_row_read_after_the_merge_is_believed(self) -> None:
        memory, stamp = _counted(3)
        deltas, _ = memory.take_pending()
        stamp.learn(_row(4))
        memory.merged(deltas, {})
        assert (stamp.count, stamp.stale) == (4, False)

    def test_what_others_counted_is_added(self) -> None:
        memory, stamp = _counted(3)
        deltas, _ = memory.take_pending()
        memory.count_here(stamp, 99, 4_000.0)
        memory.merged(deltas, {(1, 0): _row(10)})
        assert (stamp.base, stamp.count) == (10, 11)


def _counted(times: int) -> tuple[Memory, Stamp]:
    memory = Memory()
    stamp = memory.stamp(Issued(1, 1, 1, "t:1", 100, 1, 1), 0)
    for network in range(times):
        assert memory.count_here(stamp, network, 1_000.0 + network) == network + 1
    return memory, stamp


def _row(count: int) -> Row:
    return Row(count, 1_000.0, 1_000.0, count, [], None, 5, 1_001.0, True)


class TestPages:
    @given(st.lists(st.text(max_size=300), min_size=1, max_size=5), st.data())
    def test_a_page_filled_from_its_first_gap_on_is_the_page_filled_whole(self, fixed: list[str], data: Any) -> None:
        parts = [part for i, text in enumerate(fixed) for part in (text, gap(f"v{i}"))]
        mould = Mould([piece("".join(parts)), piece("end")])
        values = [data.draw(st.binary(max_size=200)) for _ in fixed]
        assert mould.tail(values[1:]) is None  # too few asked for it to be worth a table
        for _ in range(5):
            whole = mould.gzipped(values)
        tail = mould.tail(values[1:])
        assert tail is not None
        for first in (values[0], b"", b"x" * 999):
            again = mould.gzipped_before(first, tail)
            assert gzip.decompress(again) == mould.plain([first, *values[1:]])
        assert mould.gzipped_before(values[0], tail) == whole

    @given(st.integers(0, 2_000_000), st.floats(1.5e9, 2.5e9), st.sampled_from(["vi", "en", "zh-hans"]), st.booleans())
    def test_the_number_of_scans_is_told_in_the_words_of_the_page(
        self, count: int, first_at: float, language: str, gzipped: bool
    ) -> None:
        stamp = Stamp(Issued(1, 1, 1, "t:1", 100, 1, 1), 0)
        stamp.known, stamp.first_at = True, first_at
        ready, mould = (
            Ready(stamp, "/t/A", "A"),
            Mould([piece(gap("scanned")), piece(gap("shown")), piece(gap("path"))]),
        )
        moment = datetime.fromtimestamp(int(first_at), UTC)
        said = words.scanned_before(Scanned(count, moment, 0, 0, None), language) if count else None
        for _ in range(7):
            page = ready.page(mould, count, language, gzipped)
            text = (gzip.decompress(page) if gzipped else page).decode()
            assert text.endswith("A/t/A")
            if said is not None:
                assert text == f"{said}A/t/A"


def test_a_line_made_quickly_is_a_line() -> None:
    given = (1.0, 2, 3, "genuine", 4, "vi", "22", False)
    assert tuple.__new__(Line, given) == Line(*given)
