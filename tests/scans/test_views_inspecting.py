"""The inspector's look-up: from anything on a label to where it came from and where it went."""

from __future__ import annotations

import html5lib
import pytest
from django.test import Client

from ocop.scans.models import Report, ScanTally
from ocop.stamps.queries import mint
from ocop.stamps.rules.codes import grouped
from tests.scans.test_recalls import officer, stamped, story
from tests.stamps.cast import GTIN

pytestmark = pytest.mark.django_db


def test_a_stamp_leads_to_the_whole_picture_of_its_lot(client: Client) -> None:
    who, first, _, _ = story()
    batch = stamped(who, first)
    code = mint().code(batch.subject, batch.epoch, batch.number, 3)
    ScanTally.objects.create(
        batch_number=batch.pk, day="2026-11-20", verdict="genuine", region="22", scans=41, firsts=9
    )
    Report.objects.create(
        kind="copy", code=grouped(code), seller="Chợ Hạ Long 1", network=1, told_at=first.recorded_at, note="Tem mờ"
    )
    client.force_login(officer())
    answer = client.get("/thanh-tra/", {"ma": grouped(code).lower()})
    page = answer.content.decode()
    assert answer.status_code == 200
    for told in (
        "MAT-A",
        "L2",
        "Siêu thị Cẩm Phả (mô phỏng)",
        "Chợ Hạ Long 1",
        "Đang dùng",
        "41",
        "không ghi nơi nhận",
    ):
        assert told in page, told
    html5lib.HTMLParser(strict=True).parse(answer.content)


@pytest.mark.parametrize("typed", ["L1", GTIN, GTIN[1:], "mật ong rừng", "HTX Mật ong"])
def test_lots_are_found_by_whatever_stands_on_a_label(client: Client, typed: str) -> None:
    story()
    client.force_login(officer("province_officer"))
    page = client.get("/thanh-tra/", {"ma": typed}).content.decode()
    assert "L1" in page


def test_what_is_not_ours_is_said_to_be_probably_forged(client: Client) -> None:
    client.force_login(officer())
    for typed in ("", "không có gì", "1005-639Z-ZSA0-VQBN-GMB", "%", "x" * 500):
        answer = client.get("/thanh-tra/", {"ma": typed})
        assert answer.status_code == 200
        html5lib.HTMLParser(strict=True).parse(answer.content)
    assert "rất có thể là tem giả" in client.get("/thanh-tra/", {"ma": "1005-639Z-ZSA0-VQBN-GMB"}).content.decode()


def test_a_producer_is_no_inspector(client: Client) -> None:
    who, first, _, _ = story()
    client.force_login(who.ba)
    assert client.get("/thanh-tra/").status_code == 403
    assert client.get(f"/thanh-tra/lo/{first.pk}/").status_code == 403
