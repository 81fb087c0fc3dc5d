"""The statistics page, its CSV, the API and the command answer with one voice."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import html5lib
import pytest
from click.testing import CliRunner
from django.test import Client

from ocop.certificates.acts.recognitions import note_recognition
from ocop.reports.management.cli import figures
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def _one_star() -> None:
    product = cast.product()
    product.simulated = False
    product.save()
    note_recognition(
        product, kind="recognised", by=None, star=4, level="province", decided_on=date(2026, 3, 1), source="thử"
    )


def _parsed(response: Any) -> str:
    assert response.status_code == 200
    text: str = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    return text


@pytest.mark.usefixtures("_one_star")
def test_page_csv_api_and_command_agree(client: Client) -> None:
    api = client.get("/api/v1/figures", {"as_of": "2026-11-21"}).json()
    told = CliRunner().invoke(figures, ["--as-of", "2026-11-21", "--format", "json"])
    assert json.loads(told.output) == api
    rows = csv.DictReader(
        io.StringIO(client.get("/thong-ke/?ngay=2026-11-21&dang=csv").content.decode().removeprefix("\ufeff"))
    )
    by_star = {row["part"]: int(row["count"]) for row in rows if row["question"] == "by_stars"}
    assert by_star == api["products"]["by_stars"] == {"3": 0, "4": 1, "5": 0}


@pytest.mark.usefixtures("_one_star")
def test_the_day_before_the_star_knows_nothing_of_it(client: Client) -> None:
    before = client.get("/api/v1/figures", {"as_of": "2026-02-28"}).json()
    assert before["products"]["rated"] == 0
    assert client.get("/api/v1/figures", {"as_of": "2026-03-01"}).json()["products"]["rated"] == 1


@pytest.mark.usefixtures("_one_star")
def test_simulated_rows_count_only_when_asked(client: Client) -> None:
    product = cast.product()
    product.simulated = True
    product.save()
    asked = {"as_of": "2026-11-21"}
    assert client.get("/api/v1/figures", asked).json()["products"]["participating"] == 0
    with_them = client.get("/api/v1/figures", {**asked, "simulated": "include"}).json()
    assert with_them["products"]["participating"] == 1
    assert "mô phỏng" in with_them["definitions"]["scope"]


def test_the_page_stands_while_nothing_is_known_and_costs_few_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        _parsed(client.get("/thong-ke/"))


@pytest.mark.parametrize("day", ["khong-phai-ngay", "2012-01-01", "2999-01-01", "2026-13-45", "9" * 400])
def test_a_day_that_is_none_keeps_the_page_and_says_why(client: Client, day: str) -> None:
    text = _parsed(client.get("/thong-ke/", {"ngay": day}))
    assert "field-error" in text


def test_a_wrong_day_in_the_api_is_a_problem_with_its_field(client: Client) -> None:
    answer = client.get("/api/v1/figures", {"as_of": "hom-nay"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "as_of"


def test_the_published_figures_name_their_contradictions(client: Client) -> None:
    text = _parsed(client.get("/thong-ke/da-cong-bo/"))
    assert "293 + 93 + 4 = 390" in text
    assert "article:" not in text
