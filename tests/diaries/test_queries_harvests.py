"""What an area gave in a year, and for each hectare: standing entries only, gaps said, and nobody else's business."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from ocop.diaries.acts import AreaFacts, add_area
from ocop.diaries.models import GrowingArea
from ocop.diaries.queries.harvests import areas_with_harvests
from ocop.diaries.rules.harvests import Harvest
from tests.diaries.cast import Village, as_, entry, sync, village

PAGE = "/nhat-ky-san-xuat/noi/"


def harvest(area: GrowingArea, quantity: float | None, **told: Any) -> dict[str, Any]:
    amount = {"quantity": quantity, "unit": "kg"} if quantity is not None else {}
    return entry("harvest", area=str(area.key), outputs=[{"name": "hồi tươi", **amount}], **told)


def words(people: Village) -> list[str]:
    return [gave for _, gave in areas_with_harvests(people.ba, timezone.now() + timedelta(minutes=1))]


@pytest.mark.parametrize(
    ("found", "hectares", "said"),
    [
        (Harvest(), "1", "chưa ghi thu hoạch"), (Harvest(2), "1", "thu 2 lần, có lần chưa cân"),
        (Harvest(1, Decimal(480)), None, "thu 480 kg"), (Harvest(1, Decimal(480)), "0.5", "thu 480 kg, 960 kg/ha"),
        (Harvest(3, Decimal(1000)), "3", "thu 1.000 kg, 333,3 kg/ha"),
    ],
)  # fmt: skip
def test_what_is_known_is_said_and_nothing_else(found: Harvest, hectares: str | None, said: str) -> None:
    assert found.words(Decimal(hectares) if hectares else None) == said


@pytest.mark.django_db
def test_a_year_of_harvests_counts_as_it_was_put_right_and_shows_only_to_whose_area_it_is() -> None:
    people = village()
    facts = AreaFacts("Rừng hồi Ngàn Pạt", "hồi", area_ha=Decimal("0.5"))
    area = add_area(people.coop.producer, facts, by=people.ba)
    assert words(people) == ["chưa ghi thu hoạch"]
    old = (timezone.localtime() - timedelta(days=400)).isoformat(timespec="seconds")
    wrong = harvest(area, 900)
    sync(as_(people.ba), wrong, harvest(area, 5_000, at=old))
    sync(as_(people.ba), harvest(area, 380, corrects=wrong["id"]))
    sync(as_(people.in_), harvest(area, 100))
    assert words(people) == ["thu 480 kg, 960 kg/ha"]
    assert "12 tháng qua: thu 480 kg, 960 kg/ha" in as_(people.ba).get(PAGE).content.decode()
    assert "12 tháng qua" not in as_(people.in_).get(PAGE).content.decode(), (
        "what others harvest is not a household's to read"
    )
    sync(as_(people.in_), harvest(area, None))
    assert words(people) == ["thu 3 lần, có lần chưa cân"]
