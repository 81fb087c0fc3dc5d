"""A buyer who lets us know the province where a stamp was read, and one who declines."""

from __future__ import annotations

from typing import Any

from tests.journeys.conftest import Someone
from tests.journeys.test_public_pages import on_phone

HA_NOI = {"latitude": 21.03, "longitude": 105.83}


@on_phone
def test_a_buyer_names_the_province_with_one_button(someone: Someone, demo: dict[str, Any]) -> None:
    page = someone(story="passport/placed/", geolocation=HA_NOI, permissions=["geolocation"]).page
    page.goto(demo["examples"]["stamp_url"])
    with page.expect_response("**/tra-cuu/noi-quet/") as answer:
        page.get_by_role("button", name="Cho biết đang ở tỉnh nào").click()
    assert answer.value.status == 204
    page.get_by_text("Đã ghi tên tỉnh").wait_for()
    assert "lat=21.0" in (answer.value.request.post_data or "")


@on_phone
def test_a_buyer_who_declines_loses_nothing(someone: Someone, demo: dict[str, Any]) -> None:
    page = someone(story="passport/unplaced/", permissions=[]).page
    page.goto(demo["examples"]["stamp_url"])
    page.get_by_role("button", name="Cho biết đang ở tỉnh nào").click()
    page.get_by_text("Không sao cả").wait_for()
