"""Doors of the tablet: what it sends, what it takes along, what nobody else gets."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from ocop.councils.models import Sheet
from tests.councils.test_views import as_, read

from .stage import Stage, filled

pytestmark = pytest.mark.django_db
DEVICE = "0123456789ab"


def send(
    client: Client, sheet: Sheet, *cells: dict[str, object], device: str = DEVICE
) -> tuple[int, dict[str, object]]:
    body = json.dumps({"device": device, "cells": list(cells)})
    answer = client.post(f"/hoi-dong/phieu/{sheet.pk}/luu/", body, content_type="application/json")
    told = answer.json() if answer["Content-Type"].startswith("application/json") else {}
    return answer.status_code, told


def cell(seq: int, code: str, value: str) -> dict[str, object]:
    return {"seq": seq, "code": code, "value": value, "remark": "", "seen": [["", ""]]}


def test_five_cells_arrive_in_one_message_and_the_bar_reckons_them(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    client = as_(member)
    status, told = send(client, sheet, *(cell(n, f"1.{n}", "1") for n in range(1, 6)))
    assert status == 200
    assert [r["state"] for r in told["results"]] == ["saved"] * 5  # type: ignore[attr-defined]
    bar = client.get(f"/hoi-dong/phieu/{sheet.pk}/thanh/").json()
    assert "5<span" in bar["html"]["#rating-bar"]
    assert bar["edition"] == Sheet.objects.get(pk=sheet.pk).edition


def test_a_clash_brings_the_other_value(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    client = as_(member)
    send(client, sheet, cell(1, "1.1", "3"))
    _, told = send(client, sheet, cell(1, "1.1", "2"), device="ffffffffffff")
    (result,) = told["results"]  # type: ignore[misc]
    assert (result["state"], result["value"]) == ("clash", "3")


@pytest.mark.parametrize(
    "body",
    [
        "", "{}", "[]", '{"device": "x", "cells": []}', '{"device": "0123456789ab", "cells": []}',
        '{"device": "0123456789ab", "cells": [{"seq": 0, "code": "1.1", "value": "1"}]}',
        '{"device": "0123456789ab", "cells": [{"seq": 1, "code": "1.1", "value": 1}]}',
        json.dumps({"device": DEVICE, "cells": [{"seq": 1, "code": "1.1", "value": "1"}] * 41}),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_and_stores_nothing(scoring: Stage, body: str) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    answer = as_(member).post(f"/hoi-dong/phieu/{sheet.pk}/luu/", body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert Sheet.objects.get(pk=sheet.pk).choices == {}


def test_without_the_token_of_the_page_nothing_is_stored(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = scoring.sheet(member)
    client = Client(enforce_csrf_checks=True)
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert send(client, sheet, cell(1, "1.1", "3"))[0] == 403
    assert Sheet.objects.get(pk=sheet.pk).choices == {}


def test_nobody_else_reaches_a_sheet_by_the_tablets_doors(scoring: Stage) -> None:
    sheet = filled(scoring, scoring.people.thanh_vien_1)
    for name in ("thanh_vien_2", "ba_sau", "thu_ky", "co_nam", "chi_ba", "quan_tri", "thanh_tra", "lanh_dao"):
        client = as_(scoring.people.people[name])
        for door in ("mang-theo/", "thanh/"):
            assert client.get(f"/hoi-dong/phieu/{sheet.pk}/{door}").status_code == 404, (name, door)
        assert send(client, sheet, cell(1, "1.1", "0"))[0] == 404, name
    assert Client().get(f"/hoi-dong/phieu/{sheet.pk}/mang-theo/").status_code == 302
    assert send(Client(), sheet, cell(1, "1.1", "0"))[0] == 401


def test_what_is_taken_along_holds_every_page_of_the_sheet(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    sheet = filled(scoring, member)
    answer = as_(member).get(f"/hoi-dong/phieu/{sheet.pk}/mang-theo/")
    told = answer.json()
    base = f"/hoi-dong/phieu/{sheet.pk}/"
    assert {base, f"{base}1.1/", f"{base}12/", f"{base}nop/", "offline"} <= set(told["parts"])
    assert told["frame"].count("<!--phan-->") == 1
    page = as_(member).get(f"{base}1.1/")
    text = read(page)
    for word in ("1.1", "Nghe và xem", 'value="3" checked'):
        assert word in text and word in told["parts"][f"{base}1.1/"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_the_worker_answers_only_below_the_scoring_pages(client: Client) -> None:
    answer = client.get("/hoi-dong/phieu/may.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer, "its scope is its own folder"
    assert b"/hoi-dong/phieu/" in answer.content


def test_the_list_of_own_sheets_shows_progress_and_nobody_elses(scoring: Stage) -> None:
    scoring.sheet(scoring.people.thanh_vien_1)
    text = read(as_(scoring.people.thanh_vien_1).get("/hoi-dong/phieu/"))
    assert scoring.item.dossier.product.name in text
    assert "0/32 tiêu chí" in text
    assert scoring.item.dossier.product.name not in read(as_(scoring.people.thanh_vien_2).get("/hoi-dong/phieu/"))
    read(as_(scoring.people.thanh_vien_1).get("/hoi-dong/phieu/may-nay/"))
