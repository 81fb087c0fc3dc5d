"""The first administrator of a new installation."""

import pytest
from click.testing import CliRunner
from django.test import Client

from ocop.journal.rules import Refused
from ocop.people.management.cli import people
from ocop.people.models import Office, Person
from ocop.people.queries import roles_of
from ocop.people.rules import Role

pytestmark = pytest.mark.django_db


def _install(*arguments: str) -> str:
    result = CliRunner().invoke(people, ["administrator", *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    assert result.return_value == 0
    return result.stdout


def test_the_printed_password_opens_the_administrators_pages(client: Client) -> None:
    password = _install("--name", "Đặng Văn Quản", "--phone", "0912345678").split()[-1]
    assert roles_of(Person.objects.get()) == {Role.ADMINISTRATOR}
    client.post("/dang-nhap/", {"login": "0912345678", "password": password})
    assert client.get("/quan-tri/nguoi/").status_code == 200


def test_a_second_one_uses_the_same_office() -> None:
    _install("--name", "Đặng Văn Quản", "--phone", "0912345678")
    _install("--name", "Lê Thị Trị", "--email", "tri@mo-phong.example")
    assert Office.objects.count() == 1


def test_every_reason_is_told_and_nothing_is_half_done() -> None:
    with pytest.raises(Refused) as refusal:
        _install("--name", "x", "--phone", "12")
    assert len(refusal.value.reasons) == 2
    with pytest.raises(Refused, match="Tên cơ quan"):
        _install("--name", "Đặng Văn Quản", "--phone", "0912345678", "--office", "x")
    assert not Person.objects.exists()
