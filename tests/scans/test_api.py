"""The gate in front of Django, on a real database: every verdict, forged codes, hostile addresses, phones at once."""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

import html5lib
import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from ocop.certificates.acts.recognitions import refresh_standing
from ocop.certificates.queries import standing_of
from ocop.lots.acts import recall_lot
from ocop.lots.models import Lot
from ocop.scans.api.gate import Desk
from ocop.scans.models import Scan, ScannedStamp, WrongCode
from ocop.scans.rules.networks import WRONG_A_DAY
from ocop.scans.rules.verdicts import COPY_RULE
from ocop.stamps.acts import activate_range, draw_stamps, report_lost, void_range
from ocop.stamps.models import Batch
from ocop.stamps.queries import mint
from ocop.stamps.rules.codes import check_symbol, grouped
from tests.scans.phone import Phone, forget_counts
from tests.stamps.cast import GTIN, Cast, cast, certify, lot, restand

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Jar:
    """Chị Ba's lot with ten stamps, all stuck on and activated."""

    who: Cast
    lot: Lot
    batch: Batch

    def code(self, seq: int = 3) -> str:
        return mint().code(self.batch.subject, self.batch.epoch, self.batch.number, seq)

    def path(self, seq: int = 3) -> str:
        return self.batch.path + self.code(seq)


def jar(gtin: str | None = GTIN, *, active: bool = True, **changed: object) -> Jar:
    who = cast(gtin)
    certify(who.product)
    made = lot(who, **changed)
    found = Jar(who, made, draw_stamps(made, 10, by=who.ba))
    if active:
        activate_range(found.code(0), found.code(9), by=who.ba)
    return found


def _forged(code: str) -> str:
    changed = code[:8] + ("0" if code[8] != "0" else "1") + code[9:18]
    return changed + check_symbol(changed)


class TestVerdicts:
    def test_a_genuine_stamp_with_a_star_in_force_says_so_first_and_then_who_where_when_from_what(
        self, phone: Phone
    ) -> None:
        honey = jar()
        reply = phone.get(honey.path())
        assert reply.status == 200
        assert reply.band == "ok: Tem thật. Sao còn hiệu lực."
        first_heading = re.search(r"<h\d[^>]*>(.*?)</h\d>", reply.text.split("<main", 1)[1])
        assert first_heading
        assert first_heading[1].startswith("Tem thật")
        for told in (
            "Bạn là người đầu tiên quét tem này.", "Mật ong rừng Bình Liêu", honey.who.producer.name, "Xã Bình Liêu",
            "Lô L20261101A", "Mật của đàn ong", "Thu mật", "Đóng chai", grouped(honey.code()), "mô phỏng",
        ):  # fmt: skip
            assert told in reply.text
        html5lib.HTMLParser(strict=True).parse(reply.text)

    def test_a_product_without_gtin_answers_under_t(self, phone: Phone) -> None:
        honey = jar(gtin=None)
        assert honey.path().startswith("/t/")
        assert phone.get(honey.path()).band.startswith("ok")
        assert phone.get(honey.path().replace("/t/", "/T/")).band.startswith("ok")
        assert phone.get("/t/" + grouped(honey.code()).lower()).band.startswith("ok")
        assert phone.get(honey.path() + "/").band.startswith("ok")

    def test_a_stamp_may_name_its_lot(self, phone: Phone) -> None:
        honey = jar()
        assert phone.get(f"/01/{GTIN}/10/{honey.lot.code}/21/{honey.code()}").band.startswith("ok")

    def test_a_stamp_not_yet_activated(self, phone: Phone) -> None:
        assert phone.get(jar(active=False).path()).band == "soon: Tem này chưa được kích hoạt."

    def test_void_and_lost_stamps_say_since_when(self, phone: Phone) -> None:
        honey = jar()
        void_range(honey.code(1), honey.code(1), by=honey.who.ba, note="In nhòe cả")
        report_lost(honey.code(2), honey.code(2), by=honey.who.ba, note="Rơi ở bến xe")
        today = f"{timezone.localdate():%d/%m/%Y}"
        void, lost = phone.get(honey.path(1)), phone.get(honey.path(2))
        assert (void.band, lost.band) == ("void: Tem này đã bị hủy.", "void: Tem này đã bị báo mất.")
        assert today in void.text
        assert today in lost.text
        assert "Bến xe" not in lost.text

    def test_a_recalled_lot_speaks_before_everything_else(self, phone: Phone) -> None:
        honey = jar()
        phone.get(honey.path())
        recall_lot(honey.lot, by=honey.who.ba, reason="Nắp chai bị hở")
        assert phone.get(honey.path()).band == "void: Lô hàng này đã bị thu hồi. Đừng dùng."

    def test_the_star_is_asked_each_time_and_never_remembered(self, phone: Phone) -> None:
        honey = jar()
        certificate = honey.who.product.certificates.get()
        assert phone.get(honey.path()).band.startswith("ok")
        restand(certificate, expires=timezone.localdate() - timedelta(days=1))
        expired = phone.get(honey.path())
        assert expired.band == f"soon: Tem thật, nhưng sao đã hết hạn từ {timezone.localdate():%d/%m/%Y}."
        assert "nay không còn hiệu lực" in expired.text
        restand(certificate, expires=timezone.localdate(), revoked=timezone.localdate())
        assert (
            phone.get(honey.path()).band
            == f"soon: Tem thật, nhưng sao đã bị thu hồi từ {timezone.localdate():%d/%m/%Y}."
        )
        certificate.recognition_set.all().delete()
        refresh_standing([honey.who.product])
        assert "chưa có sao" in phone.get(honey.path()).band

    def test_a_star_whose_day_nobody_knows_is_not_called_valid(self, phone: Phone) -> None:
        honey = jar()
        honey.who.product.recognitions.update(
            precision="year", valid_until=None, decided_on=timezone.localdate() - timedelta(days=3 * 365)
        )
        refresh_standing([honey.who.product])
        reply = phone.get(honey.path())
        assert reply.band == "soon: Tem thật, nhưng chưa rõ sao còn hiệu lực."
        assert standing_of(honey.who.product).state == "unknown"

    def test_the_scan_agrees_with_the_certificate_chapter(self, phone: Phone) -> None:
        today = timezone.localdate()
        honey = jar()
        certificate = honey.who.product.certificates.get()
        for days, revoked in ((0, None), (-1, None), (300, None), (300, 0), (300, -1), (300, 1)):
            gone = None if revoked is None else today + timedelta(days=revoked)
            restand(certificate, expires=today + timedelta(days=days), revoked=gone)
            valid = phone.get(honey.path()).band.startswith("ok")
            assert valid == certificate.is_valid_on(today) == standing_of(honey.who.product).is_valid

    def test_goods_past_their_date(self, phone: Phone) -> None:
        honey = jar()
        Lot.objects.update(best_before=timezone.localdate() - timedelta(days=1))
        assert "quá hạn dùng" in phone.get(honey.path()).band

    def test_what_is_told_changes_with_the_row_it_came_from(self, phone: Phone) -> None:
        honey = jar()
        phone.get(honey.path())
        honey.who.product.name = "Mật ong <b>rừng</b> đổi tên"
        honey.who.product.save()
        assert "Mật ong &lt;b&gt;rừng&lt;/b&gt; đổi tên" in phone.get(honey.path()).text
        honey.who.producer.name = "HTX đổi tên"
        honey.who.producer.save()
        assert "HTX đổi tên" in phone.get(honey.path()).text

    def test_no_private_address_is_shown(self, phone: Phone) -> None:
        honey = jar()
        assert "Thôn Ngàn Pạt" in phone.get(honey.path()).text
        honey.who.producer.kind = "household"
        honey.who.producer.save()
        assert "Thôn Ngàn Pạt" not in phone.get(honey.path()).text


class TestForgery:
    def test_a_forged_code_is_no_stamp_and_counts_as_a_guess(self, phone: Phone) -> None:
        honey = jar()
        reply = phone.get(honey.batch.path + _forged(honey.code()))
        assert (reply.status, reply.band) == (404, "void: Không có tem này.")
        Desk.open().behind.flush()
        assert WrongCode.objects.get().count == 1
        assert not ScannedStamp.objects.exists()

    def test_a_typing_error_is_told_and_is_no_guess(self, phone: Phone) -> None:
        honey = jar()
        wrong = honey.code()[:-1] + ("0" if honey.code()[-1] != "0" else "1")
        reply = phone.get(honey.batch.path + wrong)
        assert (reply.status, reply.band) == (404, "unknown: Mã tem chưa đúng.")  # a sound serial, but no stamp
        assert "ký tự kiểm tra" in reply.text
        Desk.open().behind.flush()
        assert not WrongCode.objects.exists()

    def test_a_true_tag_in_the_wrong_place_is_no_stamp(self, phone: Phone) -> None:
        honey, other = jar(), jar(gtin=None)
        b = honey.batch
        for path in (
            f"/01/08938500123467/21/{honey.code()}",
            f"/01/{GTIN}/21/{other.code()}",
            b.path + mint().code(b.subject, b.epoch, b.number, 10),
            b.path + mint().code(b.subject, b.epoch, 31_000, 0),
        ):
            assert phone.get(path).status == 404, path

    def test_a_network_that_guesses_too_often_gets_no_answers_others_do(self, phone: Phone) -> None:
        honey = jar()
        bad = honey.batch.path + _forged(honey.code())
        phone.get(bad)
        Desk.open().behind.flush()
        WrongCode.objects.update(count=WRONG_A_DAY - 1)
        phone.get(bad)
        Desk.open().behind.flush()
        assert (phone.get(honey.path()).status, phone.get(bad).status) == (429, 429)
        assert phone.get(honey.path(), address="198.51.100.9").status == 200
        Desk.open().close()
        Desk._one = None  # another process learns it from the table
        phone.get(bad)
        Desk.open().behind.flush()
        assert phone.get(honey.path()).status == 429


class TestCounting:
    def test_the_second_phone_learns_that_it_is_not_the_first(self, phone: Phone) -> None:
        honey = jar()
        phone.get(honey.path())
        second = phone.get(honey.path(), address="198.51.100.9")
        assert "Tem đã được quét 2 lần, lần đầu lúc" in second.text

    def test_reloading_the_page_is_no_new_scan(self, phone: Phone) -> None:
        honey = jar()
        for _ in range(3):
            assert "người đầu tiên" in phone.get(honey.path()).text
        assert ScannedStamp.objects.get().count == 1
        forget_counts()  # another process
        assert "người đầu tiên" in phone.get(honey.path()).text
        ScannedStamp.objects.update(last_at=timezone.now() - timedelta(minutes=COPY_RULE.reload_minutes + 1))
        forget_counts()
        assert "2 lần" in phone.get(honey.path()).text

    def test_looking_without_reading_counts_nothing(self, phone: Phone) -> None:
        honey = jar()
        assert phone.get(honey.path(), method="HEAD").body == b""
        phone.get(honey.path(), accept="application/linkset+json")
        assert not ScannedStamp.objects.exists()

    def test_a_code_on_many_networks_in_a_day_is_called_a_copy_for_good(self, phone: Phone) -> None:
        honey = jar()
        replies = [
            phone.get(honey.path(), address=f"198.51.{i % COPY_RULE.networks}.{i}") for i in range(COPY_RULE.scans)
        ]
        assert all(r.band.startswith("ok") for r in replies[:-1])
        assert replies[-1].band == f"soon: Mã này đã được quét {COPY_RULE.scans} lần: có thể là tem chép lại."
        assert f"ít nhất {COPY_RULE.networks} mạng" in replies[-1].text
        forget_counts()
        ScannedStamp.objects.update(window_at=timezone.now() - timedelta(hours=30))
        assert "chép lại" in phone.get(honey.path(), address="192.0.2.1").band

    def test_a_busy_shelf_is_no_copy(self, phone: Phone) -> None:
        honey = jar()
        for i in range(COPY_RULE.scans + 5):
            reply = phone.get(honey.path(), address=f"198.51.{i % (COPY_RULE.networks - 1)}.1")
        assert reply.band.startswith("ok")

    def test_slow_scans_over_many_days_are_no_copy(self, phone: Phone) -> None:
        honey = jar()
        for i in range(COPY_RULE.scans + 5):
            reply = phone.get(honey.path(), address=f"198.51.{i}.1")
            forget_counts()
            ScannedStamp.objects.update(window_at=timezone.now() - timedelta(hours=COPY_RULE.hours, seconds=1))
        assert reply.band.startswith("ok")

    def test_of_many_phones_at_once_exactly_one_is_the_first(self, phone: Phone) -> None:
        honey = jar()
        texts: list[str] = []
        gate = threading.Barrier(6)

        def scan(i: int) -> None:
            gate.wait(5)
            texts.append(phone.get(honey.path(), address=f"198.51.{i}.1").text)
            Desk.open().store.close()
            connections.close_all()

        threads = [threading.Thread(target=scan, args=(i,)) for i in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert sum("người đầu tiên" in text for text in texts) == 1
        phone.desk.behind.flush()
        assert ScannedStamp.objects.get().count == 6

    def test_the_log_is_written_behind_and_names_nobody(self, phone: Phone) -> None:
        honey = jar()
        phone.get(honey.path(), address="203.0.113.5", accept_language="en")
        phone.get(honey.batch.path + _forged(honey.code()))
        Desk.open().behind.flush()
        genuine, unknown = Scan.objects.order_by("id")
        assert (genuine.verdict, genuine.batch_number, genuine.sequence, genuine.language) == (
            "genuine",
            honey.batch.id,
            3,
            "en",
        )
        assert (unknown.verdict, unknown.batch_number) == ("unknown", None)
        assert genuine.network == unknown.network != 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(t::text, ' ') FROM (SELECT * FROM scans_scan) t")
            assert "203.0.113" not in cursor.fetchone()[0]


class TestAddresses:
    def test_a_hostile_address_gets_a_sentence_and_never_a_500(self, phone: Phone) -> None:
        for path in (
            "/t/", "/t/%00", "/t/\x00", "/t/" + "A" * 5000, "/t/../../etc/passwd", "/t/\xff\xfe", "/t/<script>alert(1)</script>",
            "/01/", "/01/08938500123451", "/01/8938500123450", "/01/08938500123450/21/", "/01/08938500123450/10/L\xc3\x94",
            "/01/08938500123450/99/x", "/01/abc", "/01/08938500123450/21/\xe2\x80\xae", "/414/123", "/414/\xff", "/01//x", "/t//",
        ):  # fmt: skip
            reply = phone.get(path)
            assert reply.status in (400, 404), path
            assert "<script>alert" not in reply.text
            html5lib.HTMLParser(strict=True).parse(reply.text)

    def test_hostile_headers_change_nothing(self, phone: Phone) -> None:
        honey = jar()
        for header in ("\xff" * 300, "vi;q=x,,;;", "en-" * 500, "*"):
            reply = phone.get(
                honey.path(), accept_language=header, cookie=header, accept=header, accept_encoding=header
            )
            assert reply.status == 200

    def test_what_is_not_ours_is_passed_on(self, phone: Phone) -> None:
        for path in ("/", "/san-pham/", "/tra-cuu/", "/t", "/010"):
            assert phone.get(path).body == b"django"

    def test_other_methods_are_refused_and_options_answered(self, phone: Phone) -> None:
        assert phone.get("/t/X", method="POST").status == 405
        options = phone.get("/t/X", method="OPTIONS")
        assert (options.status, options.headers["Access-Control-Allow-Origin"]) == (204, "*")

    def test_a_product_code_shows_the_star_but_proves_no_stamp(self, phone: Phone) -> None:
        honey = jar()
        for path in (f"/01/{GTIN}", f"/01/{GTIN}/10/{honey.lot.code}"):
            reply = phone.get(path)
            assert reply.band == "unknown: Sản phẩm có sao còn hiệu lực."
            assert "không chứng minh hàng thật" in reply.text
        assert "Lô L20261101A" in reply.text
        assert phone.get(f"/01/{GTIN}/10/KHAC").status == 404
        assert phone.get("/01/08938500123467").status == 404

    def test_a_place_number_leads_to_its_producer(self, phone: Phone) -> None:
        honey = jar()
        honey.who.producer.gln = "8938500123450"
        honey.who.producer.save()
        reply = phone.get("/414/8938500123450", query="utm=x")
        assert (reply.status, reply.headers["Location"]) == (307, f"/chu-the/{honey.who.producer.slug}/?utm=x")
        assert phone.get("/414/8938500123467").status == 404

    def test_a_machine_gets_a_linkset_and_a_link_by_its_type(self, phone: Phone) -> None:
        honey = jar()
        number = honey.who.product.certificates.get().number
        for reply in (
            phone.get(honey.path(), accept="application/linkset+json"),
            phone.get(honey.path(), query="linkType=linkset"),
        ):
            assert reply.headers["Content-Type"] == "application/linkset+json"
            anchors = [context["anchor"] for context in json.loads(reply.body)["linkset"]]
            assert [a.partition("/01/")[2] for a in anchors] == [f"{GTIN}/21/{honey.code()}", GTIN]
        for kind in ("gs1:certificationInfo", "https://ref.gs1.org/voc/certificationInfo"):
            reply = phone.get(honey.path(), query=f"linkType={kind}")
            assert (reply.status, reply.headers["Location"]) == (307, f"/giay-chung-nhan/{number}/")
        assert phone.get(honey.path(), query="linkType=gs1:recipeInfo").status == 404
        assert 'rel="linkset"' in phone.get(honey.path()).headers["Link"]


class TestPage:
    def test_the_page_is_light_compressed_or_not(self, phone: Phone) -> None:
        honey = jar()
        plain, packed = phone.get(honey.path()), phone.get(honey.path(), accept_encoding="br, gzip")
        assert packed.text == plain.text
        assert len(packed.body) < 8_000
        assert len(plain.body) < 16_000
        assert int(packed.headers["Content-Length"]) == len(packed.body)

    @pytest.mark.parametrize(
        ("encodings", "packed"),
        [
            ("gzip", True), ("GZIP;q=0.5, br", True), ("br, *", True), ("identity;q=0, *;q=0.1", True),
            ("gzip;q=0", False), ("gzip; q=0.000, *", False), ("*;q=0", False), ("gzip;q=0.2, identity", False),
            ("gzip;q=two", False), ("br, notgzip", False), ("identity;q=0", False), ("", False),
        ],
    )  # fmt: skip
    def test_only_who_takes_gzip_gets_it_and_nobody_goes_without_an_answer(
        self, phone: Phone, encodings: str, packed: bool
    ) -> None:
        reply = phone.get("/t/ABC", accept_encoding=encodings)
        assert (reply.headers.get("Content-Encoding") == "gzip") is packed
        assert "<h1>" in reply.text

    def test_days_and_numbers_of_a_warm_page_are_in_the_readers_language(self, phone: Phone) -> None:
        honey = jar()
        phone.get(honey.path())
        ScannedStamp.objects.update(count=1233)
        forget_counts()
        forms = (("vi", "1.234", r"\d\d:\d\d \d\d/\d\d/\d{4}"), ("en", "1,234", r"\d\d:\d\d, \d+ [A-Z]\w+ \d{4}"),
                 ("zh", "1,234", r"\d{4}年\d+月\d+日 \d\d:\d\d"))  # fmt: skip
        for language, scans, moment in (*forms, *forms):  # cold, then warm
            band = phone.get(honey.path(), address="198.51.100.9", accept_language=language).text
            band = band[band.index('class="verdict') : band.index("</section>")]
            assert scans in band and re.search(moment, band)

    def test_the_language_follows_the_phone_unless_one_was_chosen(self, phone: Phone) -> None:
        honey = jar()
        assert '<html lang="vi">' in phone.get(honey.path()).text
        assert '<html lang="en">' in phone.get(honey.path(), accept_language="en-GB,en;q=0.9").text
        assert '<html lang="zh-hans">' in phone.get(honey.path(), accept_language="zh-CN,zh;q=0.9").text
        assert '<html lang="vi">' in phone.get(honey.path(), accept_language="fr").text
        assert '<html lang="vi">' in phone.get(honey.path(), accept_language="en", cookie="a=b; ngon_ngu=vi").text

    def test_the_page_needs_no_script_and_forbids_inline_ones(self, phone: Phone) -> None:
        reply = phone.get(jar().path())
        assert "script-src 'self'" in reply.headers["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", reply.text)
        assert reply.headers["Cache-Control"] == "private, no-store"

    def test_without_the_gate_django_gives_the_same_answer(self, phone: Phone, client: Client) -> None:
        honey = jar()
        gated = phone.get(honey.path())
        ours = client.get(honey.path(), REMOTE_ADDR="203.0.113.5")
        assert ours.status_code == 200
        assert ours.content.decode() == gated.text


class TestDatabaseAway:
    def test_what_cannot_be_asked_is_said_to_be_unasked_and_the_next_scan_heals(self, phone: Phone) -> None:
        honey, nameless = jar(), jar(gtin=None)
        given = connections["default"].settings_dict
        host = given["HOST"]
        given["HOST"] = "/nowhere-at-all"
        try:
            start = time.monotonic()
            for stamp in (honey, nameless):
                assert phone.get(stamp.path()).band == "unknown: Tem thật; chưa hỏi được trạng thái."
                assert phone.get(stamp.batch.path + _forged(stamp.code())).status == 404
            assert time.monotonic() - start < 2
            assert phone.get(f"/01/{GTIN}").status == 503
        finally:
            given["HOST"] = host
        time.sleep(0.6)
        assert phone.get(honey.path()).band == "ok: Tem thật. Sao còn hiệu lực."

    def test_a_database_that_hangs_is_given_up_in_time_and_nobody_is_called_the_first(self, phone: Phone) -> None:
        honey = jar()
        phone.get(honey.path(1))
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE scans_scannedstamp IN ACCESS EXCLUSIVE MODE")
            phone.waits = False  # this connection is within a transaction
            start = time.monotonic()
            reply = phone.get(honey.path())
            assert time.monotonic() - start < 2
            assert reply.band == "ok: Tem thật. Sao còn hiệu lực."
            assert "chưa biết tem đã được quét lần nào chưa" in reply.text
            cursor.execute("ROLLBACK")
        time.sleep(0.6)
        phone.desk.behind.flush()
        assert ScannedStamp.objects.get(sequence=3).count == 1  # counted all the same
        assert "2 lần" in phone.get(honey.path(), address="198.51.100.9").text

    def test_a_connection_that_died_is_replaced_without_a_word(self, phone: Phone) -> None:
        honey = jar()
        phone.get(honey.path())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert phone.get(honey.path()).status == 200
        assert phone.desk.listener.await_trust(5)
