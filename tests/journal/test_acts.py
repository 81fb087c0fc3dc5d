"""One transaction, its lines at the very end; what is rolled back leaves no line."""

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from ocop.journal.acts import act, database_clock, name_of, record
from ocop.journal.models import Line
from ocop.journal.queries import chain_verdict, newest_lines
from ocop.journal.rules import Refused
from tests import cast

THEN = datetime(2026, 3, 1, 2, 0, 0, 5, UTC)


def _do(verb: str, fail: bool = False) -> None:
    with act(THEN) as moment:
        record(verb, by=None, about="thing:1", at=moment)
        if fail:
            raise Refused(verb)


def _verbs() -> list[str]:
    return list(Line.objects.order_by("number").values_list("verb", flat=True))


@pytest.mark.django_db
def test_an_act_writes_its_line_with_who_what_and_when() -> None:
    person = cast.stranger()
    with act(THEN) as moment:
        record("greet", by=person, about=person, at=moment, facts={"điểm": 74.5})
    line = newest_lines()[0]
    assert (line.verb, line.actor, line.subject) == ("greet", name_of(person), f"people.person:{person.pk}")
    assert (line.at, line.facts) == (THEN, {"điểm": "74.5"})
    assert line.seal == line.expected_seal()


@pytest.mark.django_db
def test_without_a_given_moment_the_databases_clock_counts_and_moves() -> None:
    with act() as first:
        second = database_clock()
    assert first < second
    assert abs((second - datetime.now(UTC)).total_seconds()) < 60


@pytest.mark.django_db
def test_nested_acts_are_written_once_by_the_outermost_in_their_order() -> None:
    with act(THEN) as moment:
        record("outer-begins", by=None, about="x", at=moment)
        _do("inner")
        assert _verbs() == []
        record("outer-ends", by=None, about="x", at=moment)
    assert _verbs() == ["outer-begins", "inner", "outer-ends"]
    assert chain_verdict().whole


@pytest.mark.django_db
def test_an_inner_act_that_is_rolled_back_leaves_no_line() -> None:
    with act(THEN):
        _do("kept")
        with pytest.raises(Refused):
            _do("undone", fail=True)
        _do("kept too")
    assert _verbs() == ["kept", "kept too"]


@pytest.mark.django_db
def test_an_outer_act_that_fails_takes_the_inner_lines_with_it() -> None:
    def outer() -> None:
        with act(THEN):
            _do("inner")
            raise Refused("no")

    with pytest.raises(Refused):
        outer()
    assert _verbs() == []
    _do("next")
    assert _verbs() == ["next"]


@pytest.mark.django_db
def test_a_line_belongs_to_an_act() -> None:
    with pytest.raises(RuntimeError, match="outside act"):
        record("stray", by=None, about="x", at=THEN)


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"x": float("nan")}, {"x": "\x00"}, {"x": {1, 2}}])
def test_facts_that_cannot_be_sealed_stop_the_act(facts: dict[str, object]) -> None:
    def acting() -> None:
        with act(THEN) as moment:
            record("x", by=None, about="x", at=moment, facts=facts)

    with pytest.raises(ValueError, match="facts"):
        acting()
    assert _verbs() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"n": 10**30}, {"n": -(2**63)}, {"x": 1e16}, {"x": 0.1}, {"x": 1e-7}, {"x": -0.0}, {"nfd": "a\u0323\u0302"}, {"tab": "a\tb\u2028\x7f"},
        {"đ": {"sâu": [1, [2, {"3": None}]]}}, {"": ""}, {"b": True, "a": False, "Z": 0, "é": 1}, {"quote": '"\\/'},
    ],
)  # fmt: skip
def test_facts_come_back_from_the_database_with_the_same_seal(facts: dict[str, object]) -> None:
    with act(THEN) as moment:
        record("x", by=None, about="x", at=moment, facts=facts)
    assert chain_verdict().whole


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE journal_line SET verb = 'x'", "DELETE FROM journal_line"])
def test_the_database_lets_nobody_change_or_remove_a_line(change: str) -> None:
    _do("one")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_people_acting_at_once_never_block_each_other_for_good_and_the_chain_stays_whole() -> None:
    faults: list[BaseException] = []
    start = threading.Barrier(4)

    def acting(who: int) -> None:
        try:
            start.wait(10)
            for i in range(10):
                with act() as moment:
                    record(f"outer-{who}-{i}", by=None, about="x", at=moment)
                    _do(f"inner-{who}-{i}")
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=acting, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert not any(thread.is_alive() for thread in threads)
    verdict = chain_verdict()
    assert (verdict.whole, verdict.lines) == (True, 80)


@pytest.mark.django_db(transaction=True)
def test_crossing_row_locks_wait_but_the_journal_adds_no_deadlock() -> None:
    """Two acts want the same row; each has drafted a line before. Were lines written early, both would hang."""
    person = cast.stranger()
    before = Line.objects.count()
    faults: list[BaseException] = []
    start = threading.Barrier(2)

    def acting() -> None:
        try:
            start.wait(10)
            for i in range(8):
                with act():
                    _do(f"inner-{i}")
                    type(person).objects.select_for_update().get(pk=person.pk)
                    time.sleep(0.002)
                    _do(f"second-{i}")
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=acting) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert Line.objects.count() - before == 32
    assert chain_verdict().whole


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_late_leaves_no_gap() -> None:
    def failing() -> None:
        with transaction.atomic():
            _do("written and undone")
            raise Refused("no")

    _do("first")
    with pytest.raises(Refused):
        failing()
    _do("second")
    assert _verbs() == ["first", "second"]
    assert chain_verdict().whole
