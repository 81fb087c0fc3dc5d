"""Lines and numbers as people read them."""

import pytest

from ocop.people.templatetags.people import phone, verb_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+84900000001", "0900 000 001"),
        ("+842033825688", "0203 382 5688"),
        ("+8613912345678", "+86 139 1234 5678"),
        ("rác", "rác"),
        (None, ""),
    ],
)
def test_a_telephone_number_is_written_as_it_is_dialled(number: str | None, words: str) -> None:
    assert phone(number) == words


@pytest.mark.parametrize(
    ("verb", "subject", "words"),
    [
        ("appoint", "people.mandate:3", "Giao nhiệm vụ"), ("bring_paper", "papers.paper:1", "Nộp giấy tờ"),
        ("reopen_account", "", "Mở lại tài khoản"), ("no_such_verb", "people.person:1", "no_such_verb"),
        ("appoint", "../../etc.passwd:1", "Giao nhiệm vụ"), ("__doc__", "people.person:1", "__doc__"),
    ],
)  # fmt: skip
def test_a_verb_is_told_in_the_acts_own_words(verb: str, subject: str, words: str) -> None:
    assert verb_words(verb, subject) == words
