"""Heads are signed over what the journal holds, once for each length, and never changed."""

import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from ocop.journal.acts import act, journal_key, publish_head, record
from ocop.journal.models import Line, SignedHead
from ocop.journal.queries import newest_head, tree_of
from ocop.journal.rules.heads import head_of
from ocop.journal.rules.tree import is_consistent, root_by_inclusion
from ocop.journal.tasks import publish

pytestmark = pytest.mark.django_db


def write(count: int) -> None:
    with act() as moment:
        for number in range(count):
            record("try", by=None, about=f"thing:{number}", at=moment)


def test_an_empty_journal_has_no_head() -> None:
    assert publish_head() is None
    assert publish() == 0


def test_a_head_is_signed_over_every_line_so_far() -> None:
    write(5)
    head = publish_head()
    assert head is not None
    read = head_of(head.note, head.key)
    assert read is not None
    assert (read.size, read.root.hex()) == (5, head.root)
    tree = tree_of(5)
    for line in Line.objects.all():
        entry = bytes.fromhex(line.seal)
        assert root_by_inclusion(entry, line.number - 1, 5, tree.inclusion(line.number - 1)) == read.root


def test_the_same_lines_are_signed_once() -> None:
    write(3)
    assert publish() == publish() == 3
    assert SignedHead.objects.count() == 1


def test_a_later_head_is_proved_to_go_on_from_the_earlier() -> None:
    write(3)
    first = publish_head()
    write(4)
    second = publish_head()
    assert first and second and newest_head() == second
    proof = tree_of(7).consistency(3)
    assert is_consistent(3, bytes.fromhex(first.root), 7, bytes.fromhex(second.root), proof)


def test_a_published_head_cannot_be_changed_or_removed() -> None:
    write(2)
    publish_head()
    for statement in ("UPDATE journal_signedhead SET root = ''", "DELETE FROM journal_signedhead"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_no_tree_is_made_of_a_journal_that_is_too_short() -> None:
    write(2)
    with pytest.raises(ValueError, match="no line 3"):
        tree_of(3)


def test_the_key_is_made_once_and_is_its_owners_alone() -> None:
    first, second = journal_key(), journal_key()
    assert first.private_bytes_raw() == second.private_bytes_raw()
    assert stat.S_IMODE((Path(settings.KEYS_DIR) / "journal-ed25519").stat().st_mode) == 0o600
