"""Searching products: every spelling people use, and none that breaks it."""

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop.places.queries import place_by_code
from ocop.products.acts import register_product
from ocop.products.queries import classification, product_by_code, products_of, search, understood
from tests import cast

NAMES = (
    "Mật ong rừng Bình Liêu", "Trà hoa vàng Ba Chẽ", "Rượu mơ Yên Tử", "Thịt lợn hương", "Ngọc trai Akoya",
    "Nước khoáng thiên nhiên Quang Hanh",
)  # fmt: skip


@pytest.fixture
def shelf(places, cooperative):
    for name in NAMES:
        register_product(name=name, by=None, place=place_by_code("06838"))
    register_product(name="Trứng vịt biển", by=None, place=place_by_code("06886"), group="Thực phẩm tươi sống")
    register_product(name="Măng khô", by=None, producer=cooperative)
    return cooperative


def names(q):
    return [p.name for p in search(q)]


@pytest.mark.parametrize(
    "q",
    ["mật ong", "mat ong", "MẬT ONG", "Mât ông", "mat on", "ong mật rừng", "matong", "mật onng", "  mật   ong  ",
     unicodedata.normalize("NFD", "mật ong rừng")],
)  # fmt: skip
def test_honey_is_found_however_it_is_typed(shelf, q):
    assert "Mật ong rừng Bình Liêu" in names(q)


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("trà hoa vamg", "Trà hoa vàng Ba Chẽ"),
        ("che hoa vang", "Trà hoa vàng Ba Chẽ"),
        ("ngoc trai akoia", "Ngọc trai Akoya"),
        ("ruou mo yne tu", "Rượu mơ Yên Tử"),
        ("heo hương", "Thịt lợn hương"),
        ("nuoc khoang quang hahn", "Nước khoáng thiên nhiên Quang Hanh"),
    ],
)
def test_typing_errors_and_other_words_for_the_same_thing_are_forgiven(shelf, q, name):
    assert names(q)[:1] == [name]


def test_an_old_commune_finds_the_products_of_its_heir(shelf):
    assert names("dong rui") == ["Trứng vịt biển"]
    assert names("tien yen trung") == ["Trứng vịt biển"]


def test_a_producer_finds_its_products_after_those_that_carry_the_name(shelf):
    found = names("mat ong")
    assert found == ["Mật ong rừng Bình Liêu", "Măng khô"]


@pytest.mark.parametrize(
    "q",
    [
        "",
        "   ",
        "&",
        "' OR 1=1 --",
        "a & | ! :* <-> (",
        "\\",
        "%",
        "_",
        "*",
        "a" * 300,
        "ầ" * 300,
        "中文",
        "😀",
        "1e309",
    ],
)
def test_hostile_and_empty_searches_find_nothing_and_break_nothing(shelf, q):
    assert isinstance(search(q), list)


def test_words_that_the_register_knows_are_never_mended(shelf):
    assert understood("ong vang").mended == {}


def test_a_correction_is_told_in_proper_letters(shelf):
    assert understood("hoa vamg").corrections == [("vamg", "vàng")]


def test_a_search_asks_the_database_a_few_questions_only(shelf):
    with CaptureQueriesContext(connection) as asked:
        search("trà hoa vamg")
    assert len(asked) <= 4


def test_a_product_follows_its_producers_place_and_is_simulated_with_it(shelf):
    (mang,) = [p for p in products_of(cast.person("chi_ba")) if p.name == "Măng khô"]
    assert mang.simulated
    assert mang.place == shelf.place


def test_a_product_is_found_by_code_gtin_or_address(shelf):
    product = register_product(name="Ba kích", by=None, gtin="08938505974192")
    product.code = "22-06838-1-2026"
    product.save()
    assert {product_by_code(c) for c in ("22-06838-1-2026", "08938505974192", "ba-kich")} == {product}
    assert product_by_code("") is None


def test_the_classification_is_that_of_the_criteria(settings):
    from ocop.criteria.rules import criteria_set

    law = classification()
    assert sorted(no for g in law.groups for no in g.sets) == list(range(1, 27))
    assert len(law.groups) == 17
    for group in law.groups:
        for no in group.sets:
            theirs = criteria_set("QD26-2026", no)
            assert (theirs.line_name, theirs.group) == (group.line, group.name)
