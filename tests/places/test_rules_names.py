"""Folding, addresses and Vietnamese order, without a database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.places.rules import WordIndex, fold, nfc, slug_of, sort_key, spelled_words, words_of

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
names = st.text(st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + " -.0123456789"), max_size=60)


@given(names)
def test_folding_is_the_same_for_composed_and_decomposed_text_and_for_either_case(name):
    decomposed = unicodedata.normalize("NFD", name)
    assert fold(name) == fold(decomposed) == fold(name.upper()) == fold(name.lower())


@given(st.text(max_size=80))
def test_folding_leaves_only_plain_letters_digits_and_single_blanks(text):
    folded = fold(text)
    assert folded == fold(folded)
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert "  " not in folded
    assert folded == folded.strip()


def test_the_letter_d_with_stroke_is_folded_to_d():
    assert fold("Đồng Rui") == "dong rui"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Rượu mơ Yên Tử", "ruou-mo-yen-tu"),
        ("  Mật   ong (mô phỏng) ", "mat-ong-mo-phong"),
        ("中文", "khong-ten"),
        ("", "khong-ten"),
    ],
)
def test_addresses_are_plain_words_and_never_empty(name, slug):
    assert slug_of(name) == slug


def test_a_long_name_is_cut_between_words():
    slug = slug_of("một hai ba bốn năm sáu bảy tám chín mười " * 5, longest=40)
    assert len(slug) <= 40
    assert not slug.endswith("-")
    assert set(slug.split("-")) <= {"mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"}


def test_names_are_ordered_as_in_a_vietnamese_dictionary():
    # fmt: off
    right = ["an", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "da", "đa", "me", "mê", "nga", "ô", "ơ", "tu", "tư", "y"]
    # fmt: on
    backwards = [*right]
    backwards.reverse()
    assert sorted(backwards, key=sort_key) == right


def test_a_name_stands_before_the_names_that_begin_with_it():
    assert sorted(["Nấm kim châm Đông Triều", "Nấm kim châm"], key=sort_key)[0] == "Nấm kim châm"


def test_tones_decide_only_between_equal_letters():
    assert sort_key("Mạ hai") > sort_key("Mà ba")
    assert sort_key("ma hai") < sort_key("mà hai") < sort_key("mã hai") < sort_key("má hai")


@given(names, names)
def test_order_does_not_depend_on_composition_or_case(one, other):
    a, b = unicodedata.normalize("NFD", one), other.upper()
    assert (sort_key(a) < sort_key(b)) == (sort_key(one) < sort_key(other))


def test_words_for_the_lexicon_keep_their_accents_and_leave_numbers_out():
    assert spelled_words("Chè giảo cổ lam 7 lá, 100 g") == [
        ("che", "chè"), ("giao", "giảo"), ("co", "cổ"), ("lam", "lam"), ("la", "lá"),
    ]  # fmt: skip


def test_text_is_kept_composed_with_single_blanks():
    assert nfc(unicodedata.normalize("NFD", "  Mật \t ong\n")) == "Mật ong"


def test_words_of_hostile_text_are_harmless():
    assert words_of("'; DROP TABLE x; -- & | ! :* <->") == ["drop", "table", "x"]


def test_the_index_gives_the_names_that_share_a_word_and_no_others():
    index = WordIndex(["Nước khoáng Quang Hanh", "Rượu mơ", "Chè Quang Hanh"])
    assert index.sharing("QUANG hạnh") == ["Chè Quang Hanh", "Nước khoáng Quang Hanh"]
    index.add("Rượu sim")
    assert index.sharing("ruou") == ["Rượu mơ", "Rượu sim"]
    assert index.sharing("không") == []
