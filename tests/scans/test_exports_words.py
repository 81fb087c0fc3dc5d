"""Three languages from one record: no word is missing, terms are kept, and nothing Vietnamese is left over unmarked."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from django.test import Client

from ocop.design.rules.tongues import day_in
from ocop.lots.acts import show_exhibit, tell_label
from ocop.lots.rules import ExhibitFacts
from ocop.places.models import Place
from ocop.scans.acts import call_recall
from ocop.scans.exports.words.labels import LABELS, labels
from ocop.scans.exports.words.terms import LANGUAGES, strayed
from ocop.scans.exports.words.vocabulary import (
    _BY_WORD,
    KINDS,
    SETS,
    UNITS,
    kind_of_step,
    place_name,
    step_name,
    unit_name,
)
from ocop.scans.models import Translation
from ocop.scans.rules.translations import mark_of, said
from tests.scans.test_views_passports import photo
from tests.stamps.cast import GTIN, cast, certify, lot

VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
TABLES: dict[str, dict[Any, tuple[str, str, str]]] = {"labels": LABELS, "kinds": KINDS, "sets": SETS, "units": UNITS}


@pytest.mark.parametrize("name", TABLES)
def test_every_word_stands_in_all_three_languages(name: str) -> None:
    for key, three in TABLES[name].items():
        assert len(three) == len(LANGUAGES), key
        assert all(word.strip() for word in three), key
        assert not VIETNAMESE.search(three[1].replace("Quảng Ninh", "").replace("NĐ-CP", "")), key
        assert not VIETNAMESE.search(three[2].replace("NĐ-CP", "")), key


@pytest.mark.parametrize("key", LABELS)
def test_placeholders_and_terms_are_the_same_in_all_three(key: str) -> None:
    fields = [sorted(re.findall(r"%\(\w+\)s", word)) for word in LABELS[key]]
    assert fields[0] == fields[1] == fields[2]
    assert not strayed(*LABELS[key]), f"{key} leaves the term base"


def test_a_wandering_term_is_noticed() -> None:
    assert strayed("Mã lô", "Lot code", "批次号") == []
    assert strayed("Mã lô", "Charge code", "批次号") == ["mã lô"]


def test_every_kind_that_a_name_leads_to_has_words() -> None:
    assert {kind for _, kind in _BY_WORD} <= set(KINDS)


@pytest.mark.parametrize(
    ("named", "english"),
    [
        ("Thu hoạch", "Harvest"), ("Thu mật", "Harvest"), ("Lọc, hạ thủy phần", "Filtering"), ("Đóng chai", "Packing"),
        ("Sơ chế, lọc", "Sorting and preparing"), ("Ủ men lá", "Fermenting"), ("Hát ru", "Other step"), ("", "Other step"),
    ],
)  # fmt: skip
def test_a_step_named_freely_gets_the_common_word(named: str, english: str) -> None:
    assert step_name(kind_of_step(named), "en") == english


def test_units_and_places_are_said_word_by_word() -> None:
    assert unit_name("chai 500 ml", "en") == "bottles of 500 ml"
    assert unit_name("chai 500 ml", "zh-hans") == "瓶（500 毫升）"
    assert (unit_name("kg", "en"), unit_name("chai 500 ml", "vi")) == ("kg", "chai 500 ml")
    assert unit_name("chục", "en") == "chục", "an unknown unit stays as its producer wrote it"
    assert place_name("Xã Bình Liêu", "en") == "Bình Liêu commune"
    assert place_name("Đặc khu Vân Đồn", "zh-hans") == "Vân Đồn 特区"
    assert place_name("Xưởng của hợp tác xã", "en") == "Xưởng của hợp tác xã"


def test_an_unknown_translation_falls_back_to_the_marked_original() -> None:
    told = {
        "product": "Mật ong",
        "translations": [["name", "en", "Honey", mark_of("Mật ong")], ["name", "zh-hans", "蜜", "x"]],
    }
    assert said(told, "en", ("name",))["name"].text == "Honey"
    assert said(told, "zh-hans", ("name",))["name"].language == "vi"
    assert said(told, "vi", ("name",))["name"].text == "Mật ong"


def _unmarked(html: str) -> list[str]:
    """Vietnamese words outside anything marked as Vietnamese, outside attributes, and outside proper names."""
    main = html[html.index("<main") : html.index("</main>")]
    main = re.sub(r"<img[^>]*\slang=\"vi\"[^>]*>", " ", main)
    main = re.sub(r"<(\w+)([^>]*\slang=\"vi\"[^>]*)>.*?</\1>", " ", main, flags=re.S)
    spoken = [
        re.sub(r"<[^>]+>", " ", main),
        *re.findall(r'(?:alt|aria-label|title|placeholder|data-stop)="([^"]*)"', main),
    ]
    words = " ".join(spoken)
    for name in ("Bình Liêu", "Quảng Ninh", "NĐ-CP", "Xưởng của hợp tác xã", "Tiếng Việt", "Mật Ngàn", "Phòng thử"):
        words = words.replace(name, "")
    return [word.strip(string.punctuation) for word in words.split() if VIETNAMESE.search(word)]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_full_passport_leaves_no_field_unmarked_in_another_language(
    client: Client, language: str, tmp_path: object, settings: Any
) -> None:
    settings.PAPERS_DIR = tmp_path
    who = cast()
    Place.objects.filter(pk=who.place.pk).update(longitude=107.4, latitude=21.5)
    certify(who.product)
    who.product.summary, who.product.story = "Mật của đàn ong nuôi trong rừng", "Mỗi mùa hoa chúng tôi vào rừng."
    who.product.save()
    made = lot(who, quantity=1000, unit="chai 500 ml")
    facts = {
        "brand": "Mật Ngàn",
        "standards": "TCCS 01:2026",
        "warnings": "Không cho trẻ nhỏ dùng",
        "storage": "Để nơi mát",
    }
    tell_label(who.product, by=who.ba, facts=facts)
    for kind in ("picture", "test", "certificate"):
        facts_ = ExhibitFacts(kind, "Giấy thử", "01", "Phòng thử", made.made_on, made.best_before)
        show_exhibit(who.product, photo(f"{kind}.jpg", (40, 30)), facts_, by=who.ba)
    client.cookies["ngon_ngu"] = language
    page = client.get(f"/01/{GTIN}/10/{made.code}").content.decode()
    assert labels(language)["ten"] in page
    assert _unmarked(page) == []
    assert page.count(labels(language)["only_vietnamese"]) >= 4, "untranslated words of the producer say so"
    assert not re.search(r"\d\d/\d\d/\d{4}", page), "an English reader takes 08/11 for the eleventh of August"
    assert day_in(made.made_on, language) in page
    assert {"en": "1,000 bottles of 500 ml", "zh-hans": "1,000 瓶（500 毫升）"}[language] in page
    kinds = [labels(language)[f"kind_{kind}"] for kind in ("test", "certificate")]
    assert all(f'{kind}: <span lang="vi">Giấy thử</span>' in page for kind in kinds)


@pytest.mark.django_db
def test_an_approved_translation_takes_the_place_of_the_original(client: Client) -> None:
    who = cast()
    made = lot(who)
    Translation.objects.create(
        product=who.product, field="name", language="zh-hans", text="平辽森林蜂蜜", source=mark_of(who.product.name),
        written_by=who.ba, written_at=made.recorded_at, approved_by=who.ba, approved_at=made.recorded_at,
    )  # fmt: skip
    client.cookies["ngon_ngu"] = "zh-hans"
    assert "平辽森林蜂蜜" in client.get(f"/01/{GTIN}/10/{made.code}").content.decode()


@pytest.mark.django_db
def test_the_page_that_a_buyer_reports_on_asks_in_the_buyers_language(client: Client) -> None:
    for language, asked in (
        ("vi", "Nơi bán ghi sai hạng sao"),
        ("en", "The seller states a wrong star"),
        ("zh-hans", "星级有误"),
    ):
        client.cookies["ngon_ngu"] = language
        assert asked in client.get("/tra-cuu/bao/").content.decode()
    client.cookies["ngon_ngu"] = "en"
    assert client.post("/tra-cuu/bao/", {"kind": "star", "seller": "Market"}).status_code == 302


@pytest.mark.django_db
def test_a_recall_notice_names_the_goods_in_the_readers_language(client: Client) -> None:
    who = cast()
    made = lot(who)
    recall = call_recall(made, by=who.ba, reason="Nghi lẫn nước mưa")
    page = f"/hang-thu-hoi/{recall.pk}/"
    client.cookies["ngon_ngu"] = "en"
    assert f'<span lang="vi">{who.product.name}</span>' in client.get(page).content.decode()
    Translation.objects.create(
        product=who.product, field="name", language="en", text="Forest honey", source=mark_of(who.product.name),
        written_by=who.ba, written_at=made.recorded_at, approved_by=who.ba, approved_at=made.recorded_at,
    )  # fmt: skip
    shown = client.get(page).content.decode()
    assert "<span>Forest honey</span>" in shown and '<span lang="vi">Nghi lẫn nước mưa</span>' in shown
