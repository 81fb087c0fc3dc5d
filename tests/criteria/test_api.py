"""`/api/v1/criteria/…`: the contract's shapes, and problems with every reason."""

import json
from typing import Any

import pytest
from django.test import Client

from ocop.criteria.rules import CURRENT

RATE = f"/api/v1/criteria/{CURRENT}/11/rate"


def post(client: Client, address: str, body: object) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(address, text, content_type="application/json")


def test_a_rating_is_open_to_everyone_without_a_token(client: Client) -> None:
    response = post(client, RATE, {"choices": {"1.1": 3, "1.2": 2}, "disqualified": ["dossier"]})
    answer = response.json()
    assert response.status_code == 200
    assert (answer["points"], answer["parts"]) == (5.0, {"A": 5, "B": 0, "C": 0})
    assert answer["star"] is None
    assert answer["gates"][0]["criterion"] == "dossier"


def test_regime_and_set_may_be_repeated_but_not_contradicted(client: Client) -> None:
    body = {"regime": CURRENT, "set": 11, "choices": {}}
    assert post(client, RATE, body).status_code == 200
    response = post(client, RATE, body | {"set": 12})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "set"


def test_every_fault_is_a_problem_with_its_reason(client: Client) -> None:
    response = post(client, RATE, {"choices": {"1.1": 99, "99": 1}})
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/problem+json")
    problem = response.json()
    assert problem["status"] == 422
    assert [error["field"] for error in problem["errors"]] == ["choices.1.1", "choices.99"]


@pytest.mark.parametrize(
    ("address", "body"),
    [(RATE, "{"), (RATE, ""), (RATE, "[]"), (RATE, "null"), (RATE, b"\xff"), (RATE, "[" * 3000), (RATE, '{"choices": {"1.1": NaN}}'),
     (RATE, {"choices": {"1.1": True}}), (RATE, {}), ("/api/v1/criteria/QD26-2026/27/rate", {"choices": {}}),
     ("/api/v1/criteria/QD26-2026/abc/rate", {"choices": {}}), ("/api/v1/criteria/nothing/1/rate", {"choices": {}}),
     ("/api/v1/criteria/QD148-2023/1/rate", {"choices": {}}), (RATE, '{"choices": {"1.1": 1e999}}')],
)  # fmt: skip
def test_hostile_input_gets_reasons_and_no_error(client: Client, address: str, body: object) -> None:
    response = post(client, address, body)
    # What is no JSON stops at the door (400); what is JSON but no rating is refused with its reasons (422).
    assert response.status_code in (400, 422)
    assert response["Content-Type"].startswith("application/problem+json")
    assert response.json()["errors"]


def test_a_body_too_large_is_refused(client: Client) -> None:
    response = post(client, RATE, json.dumps({"choices": {}, "x": "y" * 2_000_000}))
    assert response.status_code in (413, 422)


def test_the_sets_can_be_read_as_data(client: Client) -> None:
    regimes = client.get("/api/v1/criteria").json()["items"]
    assert next(regime["id"] for regime in regimes) == CURRENT
    sets = client.get(f"/api/v1/criteria/{CURRENT}").json()["items"]
    assert len(sets) == 26
    tourism = client.get(f"/api/v1/criteria/{CURRENT}/26").json()
    options = next(c for c in tourism["criteria"] if c["code"] == "8")["options"]
    assert [(o["case"], o["points"]) for o in options] == [("a", 1), ("a", 3), ("b", 1), ("b", 3)]
    for missing in ("/api/v1/criteria/none", f"/api/v1/criteria/{CURRENT}/27", f"/api/v1/criteria/{CURRENT}/x"):
        assert client.get(missing).status_code == 404
