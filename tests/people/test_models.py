"""What the database itself refuses, and what a password costs."""

import time
import unicodedata
from datetime import date

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.db import IntegrityError, transaction
from pytest_django import Settings

from ocop.people.models import Mandate, PasswordHasher, Person
from ocop.people.rules import Role
from tests import cast

pytestmark = pytest.mark.django_db


def test_nobody_stands_without_a_login() -> None:
    with pytest.raises(IntegrityError, match="person_has_a_login"), transaction.atomic():
        Person.objects.create(name="Không")


def test_a_mandate_never_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError, match="mandate_dates"), transaction.atomic():
        Mandate.objects.create(
            person=cast.stranger(), role=Role.BUYER, office=cast.office("other"), starts_on=date(2026, 2, 1),
            ends_on=date(2026, 1, 1),
        )  # fmt: skip


def test_a_password_is_kept_by_scrypt_at_the_chosen_cost(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["ocop.people.models.PasswordHasher"]
    begin = time.process_time()
    kept = make_password("một câu dài")
    spent = time.process_time() - begin
    assert isinstance(identify_hasher(kept), PasswordHasher)
    assert kept.split("$")[0:2] == ["scrypt", "16384"]
    assert kept.split("$")[3:5] == ["8", "2"]
    assert 0.01 < spent < 0.5


def test_a_password_is_the_same_from_every_keyboard() -> None:
    person = cast.stranger()
    person.set_password(unicodedata.normalize("NFD", "rừng hồi"))
    assert person.check_password(unicodedata.normalize("NFC", "rừng hồi"))
    assert person.check_password(unicodedata.normalize("NFD", "rừng hồi"))
    assert not person.check_password("rung hoi")
