"""«Dữ liệu gốc»: a party's people read what was said of places and goods."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import epcis
from ocop.traces.acts import capture, party_of
from ocop.traces.models import Party
from ocop.traces.queries import said
from ocop.traces.queries.seats import seats_of
from tests.cast import Cast, everybody
from tests.traces.asking import document

YARD, STORE = (f"https://id.gs1.org/414/89385001100{n}" for n in ("30", "47"))
HONEY = "https://id.gs1.org/01/08938500110023"
_VTYPE = "urn:epcglobal:epcis:vtype:"


@pytest.fixture
def cast(db: None) -> Cast:
    return everybody()


def _ours(cast: Cast) -> Party:
    return party_of(cast.producer, by=None)


def say(party: Party, *ids: str, kind: str = "BusinessLocation", more: Any = None, **attributes: Any) -> None:
    told = [{"id": f"cbvmda:{name}", "attribute": value} for name, value in attributes.items()]
    elements = [{"id": name, "attributes": told, **(more or {})} for name in ids]
    lists = [{"type": _VTYPE + kind, "vocabularyElementList": elements}]
    capture(
        epcis.read({**document(), "epcisHeader": {"epcisMasterData": {"vocabularyList": lists}}}), party=party, by=None
    )


class Reader:
    def __init__(self, person: Any) -> None:
        self.client = Client()
        self.client.force_login(person)
        (seat,) = seats_of(person)
        self.page = f"/ket-noi-epcis/{seat.key}/du-lieu-goc/"

    def read(self, query: str = "") -> str:
        response = self.client.get(self.page + query)
        assert response.status_code == 200
        return unescape(response.content.decode())

    def ids(self, query: str = "") -> list[str]:
        response = self.client.get(self.page + query)
        return [told.said for told in response.context["found"].told]


@pytest.fixture
def reader(cast: Cast) -> Reader:
    return Reader(cast.chi_ba)


def test_an_empty_page_says_how_to_begin_and_is_linked_from_the_connections(reader: Reader, cast: Cast) -> None:
    assert "Chưa có dữ liệu gốc" in reader.read() and "/ket-noi-epcis/huong-dan/#du-lieu-goc" in reader.read()
    assert reader.page in reader.client.get(reader.page.removesuffix("du-lieu-goc/")).content.decode()


def test_elements_are_told_in_words_with_their_attributes_children_and_own_members(cast: Cast, reader: Reader) -> None:
    say(
        _ours(cast),
        YARD,
        name="Xưởng quay mật",
        city="Bình Liêu",
        more={"children": [STORE], "urn:x:area": {"urn:x:ha": 2}},
    )
    page = reader.read()
    for words in (
        "Xưởng quay mật",
        "Địa điểm (1)",
        "Xã, phường",
        "Bình Liêu",
        YARD,
        "Gồm 1 mã bên trong",
        STORE,
        '{"urn:x:ha":2}',
    ):
        assert words in page, words


def test_only_the_last_word_on_an_element_is_told(cast: Cast, reader: Reader) -> None:
    say(_ours(cast), YARD, name="Kho cũ")
    say(_ours(cast), YARD, name="Kho mới")
    page = reader.read()
    assert "Kho mới" in page and "Kho cũ" not in page and "Tất cả (1)" in page


def test_elements_are_found_by_kind_and_by_any_text(cast: Cast, reader: Reader) -> None:
    say(_ours(cast), YARD, name="Kho Bình Liêu")
    say(_ours(cast), HONEY, kind="EPCClass", descriptionShort="Mật ong", more={"urn:x:note": "mùa sú"})
    say(_ours(cast), "urn:x:1", kind="own")
    assert reader.ids() == ["urn:x:1", HONEY, YARD]
    assert reader.ids("?loai=EPCClass") == [HONEY] and reader.ids("?loai=own") == ["urn:x:1"]
    assert (
        reader.ids("?q=bình liêu") == [YARD]
        and reader.ids("?q=MÙA SÚ") == [HONEY]
        and reader.ids("?q=0893850") == [HONEY]
    )
    assert reader.ids("?q=bình liêu&loai=EPCClass") == [] and reader.ids("?loai=nothing") == []
    assert "Không có mục nào như vậy" in reader.read("?q=%25")


def test_long_lists_come_in_pages_each_element_once(
    cast: Cast, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(said, "PER_PAGE", 2)
    say(_ours(cast), *(f"urn:x:{n}" for n in range(5)))
    found, page = [], ""
    for _ in range(3):
        found += reader.ids(page)
        page = reader.client.get(reader.page + page).context["next"].partition("du-lieu-goc/")[2]
    assert (sorted(found), page) == ([f"urn:x:{n}" for n in range(5)], "")
    assert reader.ids("?truoc=x") == reader.ids()


def test_others_see_nothing_of_it(cast: Cast, reader: Reader) -> None:
    say(_ours(cast), YARD, name="Xưởng quay mật")
    stranger = Client()
    stranger.force_login(cast.anh_tu)
    assert stranger.get(reader.page).status_code in (403, 404)
    assert Client().get(reader.page).status_code == 302


def test_three_elements_cost_no_more_questions_than_one(cast: Cast, reader: Reader) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            reader.read()
        return len(asked)

    say(_ours(cast), YARD)
    first = questions()
    say(_ours(cast), STORE, "urn:x:1")
    assert questions() == first
