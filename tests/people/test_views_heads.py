"""What the journal publishes of itself can be read, and proves itself, without an account."""

import base64

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ocop.journal.acts import act, publish_head, record
from ocop.journal.models import Line
from ocop.journal.rules.heads import head_of
from ocop.journal.rules.tree import is_consistent, root_by_inclusion

pytestmark = pytest.mark.django_db


def write(count: int) -> None:
    with act() as moment:
        for number in range(count):
            record("try", by=None, about=f"thing:{number}", at=moment)


def proof(client: Client, path: str) -> list[bytes]:
    return [base64.b64decode(step) for step in client.get(path).json()["proof"]]


def test_before_the_first_head_the_page_says_when_it_comes(client: Client) -> None:
    assert "Chưa có đầu sổ nào" in client.get("/nhat-ky/dau/").content.decode()
    assert client.get("/nhat-ky/dau/moi-nhat/").status_code == 404


@pytest.mark.parametrize("heads", [1, 3])
def test_heads_are_listed_with_one_question(
    client: Client, heads: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(heads):
        write(2)
        publish_head()
    with django_assert_num_queries(1):
        page = client.get("/nhat-ky/dau/").content.decode()
    assert page.count('<th scope="row">') == heads
    assert "verify_bundle" in page


def test_a_note_is_given_as_it_was_signed(client: Client) -> None:
    write(3)
    head = publish_head()
    assert head
    note = client.get("/nhat-ky/dau/3/")
    assert note["Content-Type"] == "text/plain; charset=utf-8"
    assert head_of(note.content.decode(), head.key) is not None
    assert client.get("/nhat-ky/dau/moi-nhat/").content == note.content
    assert client.get("/nhat-ky/dau/4/").status_code == 404


def test_a_line_and_an_older_head_are_proved_to_stand_in_the_newer(client: Client) -> None:
    write(3)
    older = publish_head()
    write(5)
    newer = publish_head()
    assert older and newer
    root = bytes.fromhex(newer.root)
    entry = bytes.fromhex(Line.objects.get(number=6).seal)
    assert root_by_inclusion(entry, 5, 8, proof(client, "/nhat-ky/dau/8/dong/6/")) == root
    assert is_consistent(3, bytes.fromhex(older.root), 8, root, proof(client, "/nhat-ky/dau/3/noi-tiep/8/"))


@pytest.mark.parametrize("path", ["8/dong/0/", "8/dong/9/", "7/dong/1/", "3/noi-tiep/7/", "8/noi-tiep/3/"])
def test_nothing_is_proved_of_what_was_never_published(client: Client, path: str) -> None:
    write(3)
    publish_head()
    write(5)
    publish_head()
    assert client.get(f"/nhat-ky/dau/{path}").status_code == 404
