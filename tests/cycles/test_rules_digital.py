"""The self-test and its next steps."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.cycles.rules import digital

TEST = digital.self_test(date(2026, 6, 1))
LEVELS = st.fixed_dictionaries({question.key: st.integers(0, digital.TOP) for question in TEST.questions})


def test_the_test_is_whole_twelve_questions_four_levels_a_step_out_of_each() -> None:
    assert len(TEST.questions) == 12
    for question in TEST.questions:
        assert len(question.levels) == digital.TOP + 1
        assert [step.level for step in question.steps] == [0, 1, 2]
        assert question.area in dict(TEST.areas)
        assert all(step.days > 0 and step.proof for step in question.steps)
    assert "mặc định của phần mềm" in TEST.source


@settings(deadline=None)
@given(LEVELS)
def test_the_next_steps_are_five_where_five_are_left_and_none_that_is_reached(levels: dict[str, int]) -> None:
    steps = digital.next_steps(TEST, levels)
    left = sum(level < digital.TOP for level in levels.values())
    assert len(steps) == min(5, left)
    assert len({step.question for step in steps}) == len(steps)
    assert all(step.level == levels[step.question] for step in steps)


@settings(deadline=None)
@given(LEVELS)
def test_no_area_gives_more_than_two_while_others_have_work(levels: dict[str, int]) -> None:
    steps = digital.next_steps(TEST, levels)
    taken = Counter(step.area for step in steps)
    open_in = Counter(q.area for q in TEST.questions if levels[q.key] < digital.TOP)
    for area, count in taken.items():
        if count > TEST.most_in_one_area:
            others = [other for other in open_in if other != area]
            assert all(taken[other] >= min(TEST.most_in_one_area, open_in[other]) for other in others)


@settings(deadline=None)
@given(LEVELS)
def test_levels_are_means_of_their_questions(levels: dict[str, int]) -> None:
    for area in digital.area_levels(TEST, levels):
        held = [levels[q.key] for q in TEST.questions if q.area == area.key]
        assert area.mean == Fraction(sum(held), len(held))
        assert 0 <= area.share <= 100
        assert area.word


def test_the_weakest_comes_first() -> None:
    levels = {question.key: 2 for question in TEST.questions} | {"papers": 0, "payment": 1}
    assert [step.question for step in digital.next_steps(TEST, levels)][:2] == ["papers", "payment"]


def test_a_proof_is_a_paper_an_address_or_words_on_a_day_that_has_come() -> None:
    day = date(2026, 6, 10)

    def codes(link: str = "", paper: bool = False, note: str = "", on: date = day) -> set[str]:
        return {r.code for r in digital.proof_unfit(link, paper, note, on, date(2026, 6, 1), day)}

    assert codes() == {"no_proof"}
    assert codes(paper=True) == codes(link="https://vidu.vn/a") == codes(note="Đã đặt mật khẩu riêng") == set()
    assert codes(link="javascript:alert(1)") == codes(link="https://a b") == {"link"}
    assert codes(paper=True, on=date(2026, 6, 11)) == {"future"}
    assert codes(paper=True, on=date(2026, 5, 31)) == {"before_test"}
