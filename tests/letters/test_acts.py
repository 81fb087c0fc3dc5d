"""What is told to whom: with the act, to each once, and only into the portal."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from ocop.journal.acts import act
from ocop.journal.queries import queue_states
from ocop.journal.rules import Refused
from ocop.letters.acts import mark_all_read, mark_read, write
from ocop.letters.models import Letter
from ocop.letters.queries import letters_of, unread_of
from ocop.people.acts import register_person
from tests import cast

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def test_a_letter_stands_on_each_addressees_desk_once() -> None:
    chi_ba, anh_tu = cast.person("chi_ba"), cast.person("anh_tu")
    write(to=[chi_ba, anh_tu, chi_ba], subject="Hồ sơ đã được nhận", url="/ho-so/1/", at=THEN)
    (letter,) = letters_of(chi_ba)
    assert (letter.subject, letter.written_at, letter.channel) == ("Hồ sơ đã được nhận", THEN, "desk")
    assert unread_of(anh_tu) == 1


def test_a_letter_of_an_act_that_fails_was_never_written() -> None:
    chi_ba = cast.person("chi_ba")

    def failing_act() -> None:
        with act():
            write(to=[chi_ba], subject="Có kết quả")
            raise Refused("không được")

    with pytest.raises(Refused):
        failing_act()
    assert not letters_of(chi_ba)


@pytest.mark.parametrize("url", ["https://xau.example/", "//xau.example/", "javascript:alert(1)"])
def test_a_letter_never_leads_out_of_the_portal(url: str) -> None:
    with pytest.raises(ValueError, match="points into the portal"):
        write(to=[cast.person("chi_ba")], subject="x", url=url)


def test_who_has_no_phone_is_told_on_the_desk() -> None:
    person = register_person(name="Không Máy", email="khong.may@mo-phong.example", by=None, simulated=True)
    (letter,) = write(to=[person], subject="x", channel="sms")
    assert letter.channel == "desk"


def test_a_long_subject_is_shortened_and_not_lost() -> None:
    (letter,) = write(to=[cast.person("chi_ba")], subject="dài " * 200)
    assert len(letter.subject) == 200
    assert letter.subject.endswith("…")


def test_the_first_reading_counts_and_only_the_addressee_reads() -> None:
    chi_ba, anh_tu = cast.person("chi_ba"), cast.person("anh_tu")
    (letter,) = write(to=[chi_ba], subject="x", at=THEN)
    assert mark_read(letter, by=anh_tu, at=THEN).read_at is None
    assert mark_read(letter, by=chi_ba, at=THEN).read_at == THEN
    mark_read(letter, by=chi_ba)
    assert Letter.objects.get(pk=letter.pk).read_at == THEN


def test_reading_all_leaves_others_letters_unread() -> None:
    chi_ba, anh_tu = cast.person("chi_ba"), cast.person("anh_tu")
    write(to=[chi_ba, anh_tu], subject="một")
    write(to=[chi_ba], subject="hai")
    assert mark_all_read(chi_ba) == 2
    assert (unread_of(chi_ba), unread_of(anh_tu)) == (0, 1)


def test_letters_come_newest_first_and_page_by_the_last_one_seen() -> None:
    chi_ba = cast.person("chi_ba")
    with transaction.atomic():
        for i in range(5):
            write(to=[chi_ba], subject=str(i))
    first = letters_of(chi_ba, count=2)
    assert [letter.subject for letter in first] == ["4", "3"]
    assert [letter.subject for letter in letters_of(chi_ba, before=first[-1].pk, count=2)] == ["2", "1"]


@pytest.mark.parametrize(("channel", "jobs"), [("desk", 0), ("sms", 1)])
def test_a_letter_that_leaves_the_house_calls_the_worker_once(channel: str, jobs: int) -> None:
    write(to=[cast.person("chi_ba"), cast.person("anh_tu")], subject="x", channel=channel)
    write(to=[cast.person("chi_ba")], subject="y", channel=channel)
    assert sum(state.waiting for state in queue_states() if state.name == "letters.carry") == jobs
