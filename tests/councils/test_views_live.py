"""The item on every screen and the board: who may move it, who sees it blanked, and how little asking again costs."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop.councils.acts import call_sitting, declare_conflict, put_item, show_item
from ocop.councils.models import Focus
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from tests.councils.test_views import as_, read

from .stage import Stage, dossier, opened

pytestmark = pytest.mark.django_db


def test_the_secretary_moves_the_item_and_every_screen_follows(scoring: Stage) -> None:
    page = f"/hoi-dong/phien/{scoring.sitting.pk}/"
    as_(scoring.people.thu_ky).post(f"{page}dua-len/", {"item": scoring.item.pk, "minutes": "15"})
    told = as_(scoring.people.thanh_vien_1).get(f"{page}dang-xem/")
    assert scoring.item.dossier.product.name in told.content.decode()
    assert "15 phút" in told.content.decode()
    assert Line.objects.filter(verb="show_item").count() == 1
    sheet = scoring.sheet(scoring.people.thanh_vien_1)
    told = as_(scoring.people.thanh_vien_1).get(f"{page}dang-xem/")
    assert f'href="/hoi-dong/phieu/{sheet.pk}/"' in told.content.decode()
    as_(scoring.people.ba_sau).post(f"{page}dua-len/", {"item": ""})
    assert Focus.objects.get().item is None


def test_a_conflicted_member_sees_it_blanked(scoring: Stage) -> None:
    declare_conflict(scoring.item, cause="Chủ thể là người thân", by=scoring.people.thanh_vien_1)
    show_item(scoring.sitting, item=scoring.item, by=scoring.people.thu_ky)
    told = as_(scoring.people.thanh_vien_1).get(f"/hoi-dong/phien/{scoring.sitting.pk}/dang-xem/").content.decode()
    assert "một mục đóng với bạn" in told
    assert scoring.item.dossier.product.name not in told


def test_only_who_presides_moves_it_and_only_within_the_sitting(scoring: Stage) -> None:
    people = scoring.people
    other = call_sitting(
        scoring.council,
        round=scoring.sitting.round,
        name="Phiên khác",
        held_on=scoring.sitting.held_on,
        by=people.thu_ky,
    )
    foreign = put_item(other, dossier=dossier(people, scoring.sitting.round), by=people.co_nam)
    with pytest.raises(Refused):
        show_item(scoring.sitting, item=scoring.item, by=scoring.people.thanh_vien_1)
    with pytest.raises(Refused):
        show_item(scoring.sitting, item=foreign, by=scoring.people.thu_ky)
    page = f"/hoi-dong/phien/{scoring.sitting.pk}/dua-len/"
    assert as_(scoring.people.thanh_vien_1).post(page, {"item": scoring.item.pk}).status_code == 403
    for odd in ("x", "999999", "9" * 40, str(foreign.pk)):
        assert as_(scoring.people.thu_ky).post(page, {"item": odd}).status_code == 404
    assert not Focus.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_asking_again_is_answered_304_in_few_statements(count: int) -> None:
    stage = opened(items=count)
    client, page = as_(stage.people.thu_ky), f"/hoi-dong/phien/{stage.sitting.pk}/"
    first = client.get(page, headers={"HX-Request": "true"})
    assert first.status_code == 200
    with CaptureQueriesContext(connection) as asked:
        again = client.get(page, headers={"HX-Request": "true", "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(asked) <= 7, [q["sql"][:100] for q in asked]
    stage.score(stage.people.thanh_vien_1)
    moved = client.get(page, headers={"HX-Request": "true", "If-None-Match": first["ETag"]})
    assert moved.status_code == 200
    assert moved["ETag"] != first["ETag"]


def test_the_tag_in_the_page_is_the_one_that_the_board_answers_to(scoring: Stage) -> None:
    client, page = as_(scoring.people.thu_ky), f"/hoi-dong/phien/{scoring.sitting.pk}/"
    text = read(client.get(page))
    tag = text.split('data-tag="&quot;')[1].split("&quot;")[0]
    again = client.get(page, headers={"HX-Request": "true", "If-None-Match": f'"{tag}"'})
    assert again.status_code == 304


def test_the_secretary_reads_who_is_missing_and_no_score(scoring: Stage) -> None:
    scoring.score(scoring.people.thanh_vien_1)
    text = read(as_(scoring.people.thu_ky).get(f"/hoi-dong/phien/{scoring.sitting.pk}/"))
    assert "Ai còn thiếu phiếu" in text
    assert "Thành viên Hai" in text
    assert "100" not in re.sub(r"<[^>]*>", " ", text.split('id="bang"')[1])  # as she reads it, addresses left out
