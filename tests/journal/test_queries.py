"""The journal tells where it was touched: the first line that does not fit, and why."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from ocop.journal.acts import act, record
from ocop.journal.models import Line
from ocop.journal.queries import Head, chain_verdict, head, known_verbs, lines_about, newest_lines

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _five_lines() -> None:
    with act(THEN) as moment:
        for i in range(1, 6):
            record(f"verb{i % 2}", by=None, about=f"thing:{i}", at=moment, facts={"i": i, "tên": "mật ong"})


def _tamper(statement: str) -> None:
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_line DISABLE TRIGGER journal_append_only")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE journal_line ENABLE TRIGGER journal_append_only")


def test_a_whole_journal_is_found_whole() -> None:
    verdict = chain_verdict()
    assert (verdict.whole, verdict.lines, verdict.broken) == (True, 5, None)
    assert head() == Head(5, verdict.head)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("facts = jsonb_set(facts, '{i}', '4')", "không khớp"),
        ("facts = jsonb_set(facts, '{tên}', '\"mật 0ng\"')", "không khớp"),
        ("facts = facts || '{\"thêm\": null}'", "không khớp"),
        ("actor = 'people.person:1'", "không khớp"),
        ("verb = 'verb2'", "không khớp"),
        ("subject = 'thing:9'", "không khớp"),
        ("at = at + interval '1 microsecond'", "không khớp"),
        ("seal = overlay(seal placing '0' from 1 for 1) || ''", "không khớp"),
        ("seal = repeat('f', 64)", "không khớp"),
        ("previous = repeat('f', 64)", "không nối"),
    ],
)
def test_one_changed_byte_names_its_line(change: str, why: str) -> None:
    _tamper(f"UPDATE journal_line SET {change} WHERE number = 3")
    line = Line.objects.get(number=3)
    if line.seal == line.expected_seal():  # the overlaid digit was already a zero
        return
    verdict = chain_verdict()
    assert (verdict.whole, verdict.broken, verdict.lines) == (False, 3, 2)
    assert why in verdict.why


def test_a_changed_line_that_is_sealed_anew_breaks_at_the_next() -> None:
    line = Line.objects.get(number=3)
    line.facts = {"i": 99}
    _tamper(f"UPDATE journal_line SET facts = '{{\"i\": 99}}', seal = '{line.expected_seal()}' WHERE number = 3")
    assert (chain_verdict().broken, chain_verdict().why) == (4, "không nối với dòng trước")


def test_a_removed_line_is_missed() -> None:
    _tamper("DELETE FROM journal_line WHERE number = 3")
    verdict = chain_verdict()
    assert (verdict.broken, verdict.why) == (3, "thiếu dòng 3: sau đó là dòng 4")


def test_a_removed_first_line_is_missed() -> None:
    _tamper("DELETE FROM journal_line WHERE number = 1")
    assert chain_verdict().broken == 1


def test_lines_that_changed_places_are_found() -> None:
    _tamper("UPDATE journal_line SET number = -number WHERE number IN (2, 4)")
    _tamper("UPDATE journal_line SET number = CASE number WHEN -2 THEN 4 ELSE 2 END WHERE number < 0")
    assert chain_verdict().broken == 2


def test_a_line_slipped_in_is_found() -> None:
    _tamper(
        "INSERT INTO journal_line SELECT 6, at, 'x', actor, subject, facts, seal, repeat('a', 64) FROM journal_line WHERE number = 5"
    )
    assert chain_verdict().broken == 6


def test_a_cut_off_end_is_found_by_a_head_that_was_noted_outside() -> None:
    noted = head()
    _tamper("DELETE FROM journal_line WHERE number > 3")
    assert chain_verdict().whole, "the chain alone cannot know"
    verdict = chain_verdict(noted=[noted])
    assert (verdict.whole, verdict.broken) == (False, 4)
    assert "chỉ còn 3 dòng" in verdict.why


def test_a_journal_rewritten_from_the_start_is_found_by_a_noted_head() -> None:
    noted = head()
    _tamper("DELETE FROM journal_line")
    with act(THEN) as moment:
        for i in range(1, 8):
            record("forged", by=None, about=f"thing:{i}", at=moment)
    assert chain_verdict().whole
    assert chain_verdict(noted=[noted]).broken == 5


def test_lines_are_found_by_verb_subject_and_cursor() -> None:
    assert known_verbs() == ["verb0", "verb1"]
    assert [line.number for line in newest_lines(verb="verb1")] == [5, 3, 1]
    assert [line.number for line in newest_lines(verb="verb1", before=5, count=1)] == [3]
    assert [line.number for line in newest_lines(subject="thing:4")] == [4]
    assert newest_lines(actor="nobody") == []
    assert [line.number for line in lines_about("thing:1", "thing:5")] == [1, 5]


def test_an_empty_journal_is_whole_and_has_no_verbs() -> None:
    _tamper("DELETE FROM journal_line")
    assert chain_verdict().whole
    assert known_verbs() == []
    assert head().number == 0
