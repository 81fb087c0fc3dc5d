"""Which kind of dossier fits which standing, and what counts as a change. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.criteria.rules import criteria_set
from ocop.dossiers import rules
from ocop.dossiers.rules import Past, kind_unfit, kinds_fitting, renewal_window

DAY = date(2026, 11, 23)


def past(state: str = "in_force", star: int | None = 4, *, left: int | None = 150, level: str = "province") -> Past:
    expires = DAY + timedelta(days=left) if left is not None else None
    return Past(state, star, level, "QD26-2026", expires, "GCN-1", 7)


def fitting(each: Past) -> list[str]:
    return kinds_fitting(each, renewal_window(each.expires_on, DAY), DAY)


@pytest.mark.parametrize(
    ("each", "kinds"),
    [
        (Past(), ["first"]),
        (Past("participating"), ["first"]),
        (past(left=150), ["upgrade", "rerate"]),
        (past(left=181), ["upgrade"]),
        (past(left=180), ["upgrade", "rerate"]),
        (past(left=120), ["upgrade", "rerate"]),
        (past(left=119), ["first", "upgrade"]),
        (past(star=5, left=150), ["rerate"]),
        (past(left=None), ["upgrade"]),
        (past("expired", left=-1), ["first"]),
        (past("revoked"), ["first"]),
        (past("unknown", left=None), ["first"]),
        (past("unknown", 5, level="legacy_province"), ["first"]),
    ],
)
def test_a_standing_allows_only_its_kinds(each: Past, kinds: list[str]) -> None:
    assert fitting(each) == kinds


@given(
    st.sampled_from(["nothing", "participating", "proposed", "in_force", "unknown", "expired", "revoked"]),
    st.integers(3, 5), st.one_of(st.none(), st.integers(-400, 1100)),
    st.sampled_from(["province", "ministry", "district", "legacy_province"]),
)  # fmt: skip
def test_there_is_always_a_way_or_a_reason_that_names_one(state: str, star: int, left: int | None, level: str) -> None:
    each = past(state, star, left=left, level=level)
    window = renewal_window(each.expires_on, DAY)
    for kind in ("first", "upgrade", "rerate"):
        for reason in kind_unfit(kind, each, window, DAY):
            assert reason.message and reason.law and reason.field == "kind"
    assert not ("first" in fitting(each) and "rerate" in fitting(each)) or not each.holds


def test_an_unknown_kind_is_refused() -> None:
    assert [r.code for r in kind_unfit("again", Past(), None, DAY)] == ["kind"]


CONTENT = {
    "kind": "Lần đầu", "product": "Mật ong", "product_facts": {"ingredients": "Mật"}, "round": "Đợt 1", "changes": "",
    "answers": {"1.1": {"points": 2, "note": "a", "label": "x"}}, "evidence": [],
}  # fmt: skip
PAPER = {"criterion": "1.1", "name": "a.pdf", "sha256": "f" * 64, "page": "1"}


@pytest.mark.parametrize(
    ("change", "real"),
    [
        ({"kind": "Nâng hạng", "round": "Đợt 2", "changes": "lời"}, None),
        ({"answers": {"1.1": {"points": 2, "note": "b", "label": "x"}}}, False),
        ({"answers": {"1.1": {"points": 3, "note": "a", "label": "y"}}}, True),
        ({"evidence": [PAPER]}, True),
        ({"product": "Mật ong rừng"}, True),
        ({"product_facts": {"ingredients": "Mật, phấn hoa"}}, True),
    ],
)
def test_only_options_papers_and_facts_are_real_changes(change: dict[str, object], real: bool | None) -> None:
    found = rules.changes_since(CONTENT, {**CONTENT, **change})
    assert bool(found) is (real is not None)
    assert any(rules.is_real(each) for each in found) is bool(real)
    refused = rules.nothing_changed("upgrade", found)
    assert (refused is None) is bool(real)
    assert rules.nothing_changed("rerate", found) is None
    assert rules.nothing_changed("upgrade", None) is None


def test_another_page_of_the_same_paper_is_no_change() -> None:
    before = {**CONTENT, "evidence": [PAPER]}
    found = rules.changes_since(before, {**CONTENT, "evidence": [{**PAPER, "page": "2"}]})
    assert [each.key for each in found] == ["page"]
    assert not rules.is_real(found[0])


@pytest.mark.parametrize("number", range(1, 27))
def test_every_set_has_something_to_update_after_three_years_and_names_no_criterion_twice(number: int) -> None:
    asked = criteria_set("QD26-2026", number)
    assert asked is not None
    topics = rules.topics_of(rules.renewal_needs("QD26-2026"), asked)
    codes = [code for _, found in topics for code in found]
    assert len(codes) == len(set(codes))
    known = {c.code for c in asked.criteria} | {slot.key for slot in rules.requirements("QD26-2026").papers}
    assert set(codes) <= known
    assert {topic.key for topic, _ in topics} >= {"packaging", "declaration", "market", "output", "revenue"}
    if number != 26:
        assert {topic.key for topic, _ in topics} >= {"material", "technology"}
    assert len(codes) < len(known)


def test_carried_fields_stop_a_rerating_only() -> None:
    reason = rules.unconfirmed("rerate", ["1.1", "1.2"])
    assert reason is not None and "1.1, 1.2" in reason.message
    assert rules.unconfirmed("rerate", []) is None
    assert rules.unconfirmed("upgrade", ["1.1"]) is None


@pytest.mark.parametrize(("length", "code"), [(0, None), (1, "statement_short"), (19, "statement_short"), (20, None)])
def test_a_statement_is_a_sentence(length: int, code: str | None) -> None:
    reason = rules.statement_short("upgrade", "x" * length, 20)
    assert (reason.code if reason else None) == code
