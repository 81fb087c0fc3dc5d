"""The ten items: what the producer's list calls told is exactly what the passport tells, whatever is there."""

from __future__ import annotations

import io
import itertools
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ocop.diaries.models import Attachment, Entry
from ocop.diaries.queries import completeness
from ocop.diaries.rules.completeness import MISSING, NOT_APPLICABLE, PARTIAL, TEN, Found, Public, judged, score
from ocop.dossiers.models import VaultPaper
from ocop.lots.acts import hide_exhibit, show_exhibit, tell_label
from ocop.lots.models import Lot
from ocop.lots.rules import ExhibitFacts
from ocop.papers.models import Paper, PaperDetails
from ocop.scans.queries import passport_of
from ocop.scans.rules.ten import ten_items
from ocop.traces.acts import accept_voice, offer_voice, party_of
from tests.scans.test_queries_tracing import about
from tests.scans.test_recalls import noted
from tests.stamps.cast import Cast, cast, lot
from tests.traces.asking import captured, party

EMPTY = {"brand": "", "standards": "", "warnings": "", "storage": ""}
fact = st.sampled_from(["", "x"])


@given(st.builds(Public, fact, st.integers(0, 2), fact, fact, st.integers(0, 2), fact, fact, fact, fact, fact))
def test_told_is_what_there_is_and_the_score_leaves_out_what_may_be_absent(public: Public) -> None:
    items = [i for i in judged({}, public.told, dict.fromkeys(("lot", "product", "product_slug", "producer_slug"), ""))
             if i.asked.key in TEN]  # fmt: skip
    assert {i.asked.key for i in items if i.told} == public.told
    absent = sum(i.status == NOT_APPLICABLE for i in items)
    assert score(items) == (len(public.told), 10 - absent) and absent <= 2


def test_what_only_our_books_know_is_half_there() -> None:
    names = dict.fromkeys(("lot", "product", "product_slug", "producer_slug"), "")
    status = {i.asked.key: i.status for i in judged({"brand": Found("giấy", "kho")}, (), names)}
    assert (status["brand"], status["standard"], status["expiry"]) == (PARTIAL, MISSING, NOT_APPLICABLE)


def told_to_producer(made: Lot) -> set[str]:
    return {item.asked.key for item in completeness(Lot.objects.get(pk=made.pk)) if item.told and item.asked.key in TEN}


def told_to_everyone(made: Lot) -> set[str]:
    return {item.key for item in ten_items(passport_of(made)) if item.has}


@pytest.fixture
def who(db: None, tmp_path: object, settings: Any) -> Cast:
    settings.PAPERS_DIR = tmp_path
    return cast()


def same(made: Lot) -> set[str]:
    found = told_to_producer(made)
    assert found == told_to_everyone(made)
    return found


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 160, 40)).save(out, "JPEG")
    return SimpleUploadedFile("anh.jpg", out.getvalue(), "image/jpeg")


def test_both_count_the_same_label_pictures_and_steps(who: Cast) -> None:
    made, other = lot(who, steps=[], best_before=None), lot(who, "L2", steps=[])
    assert same(made) == {"name", "maker", "address", "time", "code"}
    tell_label(who.product, by=who.ba, facts={**EMPTY, "brand": "Mật Ngàn", "standards": "TCVN 12605:2019"})
    of_lot = show_exhibit(who.product, picture(), ExhibitFacts("picture", "Chai mật"), by=who.ba, lot=other)
    assert same(made) == {"name", "maker", "address", "time", "code", "brand", "standard"}
    assert same(other) == same(made) | {"picture", "expiry"}
    hide_exhibit(of_lot, by=who.ba)
    assert "picture" not in same(other)
    noted(who, {"kind": "packing", "outputs": [{"lot": made.pk, "quantity": 9, "unit": "chai"}],
                "details": {"best_before": "2028-01-31"}})  # fmt: skip
    assert {"steps", "expiry"} <= same(made)
    noted(who, {"kind": "note", "lot": other.pk, "note": "trời mưa"})
    assert "steps" not in same(other)


def test_a_picture_of_the_diary_or_a_paper_of_the_vault_is_half_there_until_it_is_shown(who: Cast) -> None:
    made = lot(who)
    noted(who, {"kind": "care", "lot": made.pk, "details": {"work": "thăm ong"}})
    kept = Paper.objects.create(sha256="a" * 64, media_type="image/jpeg", size=9, name="a.jpg", brought_by=who.ba,
                                brought_at=made.recorded_at)  # fmt: skip
    Attachment.objects.create(entry=Entry.objects.get(), position=0, sha256="a" * 64, kind="photo")
    VaultPaper.objects.create(paper=kept, producer=who.producer, put_by=who.ba, put_at=made.recorded_at)
    PaperDetails.objects.create(
        paper=kept, kind="trademark", issued_on=made.made_on, described_by=who.ba, described_at=made.recorded_at
    )
    status = {item.asked.key: item.status for item in completeness(made)}
    assert (status["picture"], status["brand"]) == (PARTIAL, PARTIAL)
    assert {"picture", "brand"}.isdisjoint(same(made))


def test_steps_of_another_system_or_of_a_partner_count_for_both(who: Cast) -> None:
    made, other = lot(who, steps=[]), lot(who, "L2", steps=[])
    captured(party_of(who.producer, by=None), about(made, "storing"))
    assert "steps" in same(made) and "steps" not in same(other)
    carrier = party("Xe lạnh (mô phỏng)")
    captured(carrier, about(other, "transporting"))
    assert "steps" not in same(other)
    accept_voice(offer_voice(carrier, to=who.producer, by=None), by=who.ba)
    assert "steps" in same(other)


def test_a_households_home_is_an_address_for_neither(who: Cast) -> None:
    made = lot(who)
    for kind, with_place in itertools.product(("household", "cooperative"), (True, False)):
        type(who.producer).objects.update(kind=kind, place=who.place if with_place else None)
        type(who.product).objects.update(place=None)
        assert ("address" in same(made)) is (with_place or kind == "cooperative")
