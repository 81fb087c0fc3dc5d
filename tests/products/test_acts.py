"""Registering products."""

import pytest

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.places.models import Word
from ocop.producers.acts import register_producer
from ocop.products.acts import declare_output, register_product, update_product
from ocop.products.models import Product


def codes(refused):
    return {r.code for r in refused.value.reasons}


def test_a_producer_registers_a_product_in_its_set(chi_ba, cooperative):
    made = register_product(name="Mật ong  hoa  sâm", producer=cooperative, by=chi_ba, set_no=4)
    assert (made.name, made.slug, made.set_no) == ("Mật ong hoa sâm", "mat-ong-hoa-sam", 4)
    assert (made.line, made.group) == ("Thực phẩm", "Thực phẩm thô, sơ chế")
    assert made.place == cooperative.place
    assert Line.objects.latest("number").verb == "register_product"
    assert Word.objects.filter(word="sam").exists()


def test_a_name_the_producer_has_is_refused_but_another_producer_may_use_it(chi_ba, cooperative):
    register_product(name="Mật ong", producer=cooperative, by=chi_ba)
    with pytest.raises(Refused) as refused:
        register_product(name="MẬT ONG", producer=cooperative, by=chi_ba)
    assert codes(refused) == {"duplicate"}
    other = register_producer(name="HTX Khác Hẳn", kind="cooperative", by=None)
    assert register_product(name="Mật ong", producer=other, by=None).slug == "mat-ong-2"


def test_a_similar_name_asks_first(chi_ba, cooperative):
    register_product(name="Mật ong rừng hồi", producer=cooperative, by=chi_ba)
    with pytest.raises(Refused) as refused:
        register_product(name="Mật ong rừng", producer=cooperative, by=chi_ba)
    assert codes(refused) == {"variant"}
    assert register_product(name="Mật ong rừng", producer=cooperative, by=chi_ba, distinct=True).pk


def test_all_reasons_come_at_once_and_nothing_is_kept(chi_ba, cooperative):
    with pytest.raises(Refused) as refused:
        register_product(name="\u202e", producer=cooperative, by=chi_ba, set_no=0, summary="x" * 301)
    assert {r.field for r in refused.value.reasons} == {"name", "set_no", "summary"}
    assert not Product.objects.exists()


def test_a_gtin_belongs_to_one_product(chi_ba, cooperative):
    register_product(name="Một", producer=cooperative, by=chi_ba, gtin="08938505974192")
    with pytest.raises(Refused) as refused:
        register_product(name="Hai", producer=cooperative, by=chi_ba, gtin="08938505974192")
    assert codes(refused) == {"taken"}


def test_telling_about_a_product_names_what_changed_and_nothing_else(chi_ba, cooperative):
    product = register_product(name="Một thứ", producer=cooperative, by=chi_ba)
    update_product(product, by=chi_ba, summary="Ngon.", story="", ingredients="")
    assert Line.objects.latest("number").facts == {"fields": ["summary"]}
    lines = Line.objects.count()
    update_product(product, by=chi_ba, summary="Ngon.", story="", ingredients="")
    assert Line.objects.count() == lines


def test_order_and_search_words_follow_the_name(chi_ba, cooperative):
    product = register_product(name="Ăn vặt", producer=cooperative, by=chi_ba)
    product.name = "Bánh gạo"
    product.save(update_fields=["name"])
    product.refresh_from_db()
    assert "banh" in product.search
    assert product.sort_key.startswith("D")


def test_a_yearly_output_has_a_quantity_and_a_unit_or_neither(chi_ba, cooperative):
    product = register_product(name="Mật ong hoa nhãn", producer=cooperative, by=chi_ba)
    with pytest.raises(Refused):
        declare_output(product, None, "chai 500 ml", by=chi_ba)
    with pytest.raises(Refused):
        declare_output(product, 1200, "", by=chi_ba)
    product = declare_output(product, 1200, "chai 500 ml", by=chi_ba)
    assert product.yearly_output.words == "1.200 chai 500 ml mỗi năm"
    assert Line.objects.latest("number").verb == "declare_output"
    assert declare_output(product, None, "", by=chi_ba).yearly_output is None
