"""Frozen versions: one hash for one content, and every difference shown."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ocop.dossiers import rules

CODES = st.sampled_from(["1.1", "1.2", "1.10", "2.1", "6.1.1", "G1"])
WORDS = st.text(alphabet="aặđ \n", max_size=6)
ANSWERS = st.dictionaries(
    CODES,
    st.fixed_dictionaries(
        {"points": st.integers(0, 5), "case": st.sampled_from(["", "a"]), "label": WORDS, "note": WORDS}
    ),
)
PAPERS = st.lists(
    st.fixed_dictionaries({"criterion": CODES, "sha256": st.sampled_from(["a" * 64, "b" * 64]), "name": WORDS, "page": st.sampled_from(["", "2"])}),
    max_size=4, unique_by=lambda row: (row["criterion"], row["sha256"]),
)  # fmt: skip
CONTENTS = st.fixed_dictionaries(
    {"kind": WORDS, "product": WORDS, "changes": WORDS, "answers": ANSWERS, "evidence": PAPERS}
)


@given(CONTENTS)
def test_the_hash_does_not_depend_on_the_order_of_keys(content: dict[str, Any]) -> None:
    turned = json.loads(json.dumps(content, sort_keys=True), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert rules.content_hash(turned) == rules.content_hash(content)


@given(CONTENTS, CONTENTS)
def test_different_contents_have_different_hashes_and_equal_ones_no_difference(
    a: dict[str, Any], b: dict[str, Any]
) -> None:
    assert (rules.content_hash(a) == rules.content_hash(b)) is (a == b)
    assert rules.version_diff(a, a) == []


@given(CONTENTS, CODES, WORDS)
def test_a_changed_note_is_shown_with_both_texts(content: dict[str, Any], code: str, note: str) -> None:
    old = {**content, "answers": {**content["answers"], code: {"points": 1, "case": "", "label": "", "note": note}}}
    new = {
        **content,
        "answers": {**content["answers"], code: {"points": 1, "case": "", "label": "", "note": note + "!"}},
    }
    assert rules.version_diff(old, new) == [rules.Change(code, "Thuyết minh", note, note + "!")]


@given(CONTENTS)
def test_a_paper_that_was_taken_off_is_shown_as_gone(content: dict[str, Any]) -> None:
    row = {"criterion": "9", "sha256": "c" * 64, "name": "giấy.pdf", "page": "3"}
    old = {**content, "evidence": [*content["evidence"], row]}
    (change,) = rules.version_diff(old, content)
    assert (change.where, change.new) == ("9", "")
    assert "giấy.pdf, trang 3" in change.old


@given(CONTENTS, CONTENTS)
def test_differences_come_in_the_order_of_the_form(a: dict[str, Any], b: dict[str, Any]) -> None:
    answers = [c.where for c in rules.version_diff(a, b) if c.label != "Giấy tờ" and c.where]
    assert answers == sorted(answers, key=rules.code_order)


def test_codes_stand_in_the_order_of_the_law() -> None:
    assert sorted(["G1", "1.10", "6.1.1", "1.2", "10", "2.1"], key=rules.code_order) == [
        "1.2",
        "1.10",
        "2.1",
        "6.1.1",
        "10",
        "G1",
    ]
