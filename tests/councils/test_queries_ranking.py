"""The list of products with points, and a sitting's items by rank."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop.councils.acts import declare_conflict
from ocop.councils.queries.ranking import ranking_of, scored_items
from tests.councils.test_views import as_, read

from .sheets import HONEY, scored
from .stage import Stage, opened

pytestmark = pytest.mark.django_db


def _scored(stage: Stage, *points: int) -> None:
    for item, wanted in zip(stage.items, points, strict=True):
        for person in stage.voters:
            stage.score(person, scored(HONEY, wanted), item)


def test_items_rank_by_their_average_and_equal_points_share_a_place() -> None:
    stage = opened(items=3, reason_below_claim=False)
    _scored(stage, 70, 80, 70)
    assert ranking_of(stage.sitting, stage.people.ba_sau) == [], "sealed sheets rank nothing"
    stage.open_all()
    found = ranking_of(stage.sitting, stage.people.ba_sau)
    assert [(r.place, r.item, r.points) for r in found] == [
        (1, stage.items[1].pk, 80), (2, stage.items[0].pk, 70), (2, stage.items[2].pk, 70)
    ]  # fmt: skip


def test_the_list_shows_points_only_when_concluded_and_never_to_the_conflicted() -> None:
    stage = opened(items=2, reason_below_claim=False)
    away = stage.people.thanh_vien_5
    declare_conflict(stage.items[0], cause="Chủ thể là người thân", by=away)
    for item in stage.items:
        for person in stage.voters:
            if not (person == away and item == stage.items[0]):
                stage.score(person, scored(HONEY, 80), item)
    assert all(row.average is None for row in scored_items(stage.council, stage.people.ba_sau))
    stage.close()
    assert [row.points for row in scored_items(stage.council, stage.people.ba_sau)] == ["80,00", "80,00"]
    assert [row.points for row in scored_items(stage.council, away)] == ["", "80,00"]
    text = read(as_(away).get(f"/hoi-dong/{stage.council.pk}/san-pham/"))
    assert text.count("80,00") == 1
    assert "đóng với bạn" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(count: int) -> None:
    stage = opened(items=count)
    client, page = as_(stage.people.thu_ky), f"/hoi-dong/{stage.council.pk}/san-pham/"
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        read(client.get(f"{page}?sap=diem"))
    assert len(asked) <= 8, [q["sql"][:100] for q in asked]
