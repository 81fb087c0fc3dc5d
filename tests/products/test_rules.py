"""How a search is read, without a database."""

import re
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.products.rules import (
    LONGEST_QUERY,
    MOST_WORDS,
    Classification,
    Group,
    Wording,
    duplicate_product,
    mend,
    names_alike,
    near_spellings,
    product_unfit,
    read_query,
    why_set_unknown,
)

TERM = re.compile(r"[a-z0-9:*&|<>() -]*")


@given(st.text(max_size=400))
def test_whatever_is_typed_becomes_a_few_plain_words(text):
    words = read_query(text)
    assert len(words) <= MOST_WORDS
    assert all(re.fullmatch(r"[a-z0-9]{1,40}", word) for word in words)
    assert len(set(words)) == len(words)


@given(st.text(max_size=LONGEST_QUERY), st.booleans())
def test_the_search_sent_on_holds_no_operator_of_the_person(text, unfinished):
    query = Wording(tuple(read_query(text)), unfinished=unfinished).tsquery()
    assert TERM.fullmatch(query)
    assert query.count(" & ") == max(len(read_query(text)) - 1, 0)


def test_the_last_word_may_be_unfinished():
    assert Wording(("mat", "on")).tsquery() == "mat & on:*"
    assert Wording(("mat", "on"), unfinished=False).tsquery() == "mat & on"


def test_synonyms_stand_beside_the_word_and_phrases_stay_together():
    wording = Wording(("htx",), synonyms={"htx": ("hop tac xa",)}, unfinished=False)
    assert wording.tsquery() == "(htx | (hop <-> tac <-> xa))"


def test_mended_words_are_told_as_people_write_them():
    wording = Wording(("binhlieu",), {"binhlieu": "binh lieu"}, {"binh": "bình", "lieu": "liêu"})
    assert wording.words == ["binh", "lieu"]
    assert wording.corrections == [("binhlieu", "bình liêu")]


@given(st.text("abcdefgh", min_size=1, max_size=12))
def test_near_spellings_swap_neighbours_or_halve(word):
    for other in near_spellings(word):
        assert sorted(other) == sorted(word) or other in word


def test_the_nearest_word_wins_and_the_more_frequent_of_equals():
    near = [("vang", 1, 3), ("van", 1, 9), ("vangs", 2, 99)]
    assert mend("vamg", {}, near) == "van"
    assert mend("vamg", {}, [("vang", 1, 3)]) == "vang"


def test_two_swapped_letters_are_one_error():
    assert mend("bihn", {"binh": 5}, [("bien", 2, 50)]) == "binh"


def test_words_that_ran_together_are_parted_unless_one_letter_explains_it():
    assert mend("matong", {"mat": 4, "ong": 3}, []) == "mat ong"
    assert mend("matong", {"mat": 4, "ong": 3}, [("matang", 1, 1)]) == "matang"


def test_a_word_like_none_stays_as_it_was():
    assert mend("zzzz", {}, []) == "zzzz"


def test_an_equal_name_is_refused_a_similar_one_asks():
    assert duplicate_product("Mật ong", [], False).code == "duplicate"
    assert duplicate_product("", ["Mật ong rừng"], False).code == "variant"
    assert duplicate_product("", ["Mật ong rừng"], True) is None


def test_names_are_alike_when_one_holds_the_other():
    others = ["Nước khoáng thiên nhiên Quang Hanh", "Rượu mơ"]
    assert names_alike("Nước khoáng thiên nhiên Quang Hanh Fresh", others) == others[:1]
    assert names_alike("Rượu", others) == []


def test_every_fault_of_a_product_is_told_at_once():
    found = product_unfit(name="", summary="x" * 301, story="\x00", ingredients="", set_no=27)
    assert {r.field for r in found} == {"name", "summary", "story", "set_no"}


LAW = Classification("x", (Group("Thực phẩm", "Chè", MappingProxyType({11: "Chè tươi", 12: "Trà khác"})),))


@pytest.mark.parametrize(("no", "name"), [(11, "Chè tươi"), (1, "")])
def test_a_set_has_a_name_and_a_group(no, name):
    assert LAW.set_name(no) == name
    assert (LAW.group_of(no) is not None) == bool(name)


def test_an_open_set_says_between_which():
    assert "11, 12" in why_set_unknown(LAW.group_named("CHÈ"))
    assert why_set_unknown(None)
