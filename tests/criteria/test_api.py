"""`/api/v1/criteria/…`: the contract's shapes, and problems with every reason."""

import json
from typing import Any

import pytest
from django.test import Client

from ocop.criteria.rules import CURRENT

RATE = f"/api/v1/criteria/{CURRENT}/11/rate"
COACH = f"/api/v1/criteria/{CURRENT}/11/coach"


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


def test_a_plan_is_open_to_everyone_and_rates_as_it_promises(client: Client) -> None:
    answer = post(client, COACH, {"choices": {"1.1": 3, "1.2": 2}, "star": 4, "order": "time"}).json()
    assert (answer["star"], answer["order"], answer["reachable"], answer["points_now"]) == (4, "time", True, 5)
    assert answer["points_then"] >= answer["points_needed"] == 70
    assert answer["effort"] == sum(step["effort"] for step in answer["steps"])
    assert answer["days"] == max(step["days"] for step in answer["steps"])
    goals = {step["criterion"]: step["to"]["points"] for step in answer["steps"]}
    rated = post(client, RATE, {"choices": {"1.1": 3, "1.2": 2} | goals}).json()
    assert (rated["star"], rated["points"]) == (4, answer["points_then"])
    step = next(step for step in answer["steps"] if step["criterion"] == "9")
    assert step["minimum_of_star"] == 3
    assert step["support"][0].keys() == {"name", "what", "source", "as_of"}
    assert answer["sentences"][0].startswith("Để lên 4 sao")
    assert "mặc định" in answer["figures"]["certainty"]


def test_cases_and_gates_go_through_a_plan_as_through_a_rating(client: Client) -> None:
    address = f"/api/v1/criteria/{CURRENT}/26/coach"
    answer = post(client, address, {"choices": {"8": {"case": "b", "points": 1}}, "star": 3}).json()
    assert {step["to"]["case"] for step in answer["steps"] if step["criterion"] == "8"} <= {"b"}
    answer = post(
        client, f"/api/v1/criteria/{CURRENT}/18/coach", {"choices": {}, "disqualified": ["dossier:gmp"]}
    ).json()
    assert (answer["steps"][0]["criterion"], answer["steps"][0]["gate"]) == ("dossier", True)


def test_a_star_out_of_reach_is_an_answer_with_its_reasons(client: Client) -> None:
    answer = post(client, COACH, {"choices": {}, "star": 3, "keep": ["2.3"], "disqualified": ["dossier:forged"]}).json()
    assert (answer["reachable"], answer["steps"]) == (False, [])
    assert [o["field"] for o in answer["obstacles"]] == ["disqualified", "choices.2.3"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"star": 6}, "star"), ({"star": "4"}, "star"), ({"star": True}, "star"), ({"star": 2}, "star"), ({"star": []}, "star"),
        ({"order": "luck"}, "order"), ({"order": []}, "order"), ({"order": None}, "order"), ({"keep": "1.1"}, "keep"),
        ({"keep": ["99"]}, "keep"), ({"keep": [[]]}, "keep"), ({"keep": ["1.1"] * 300}, "keep"), ({"stars": 4}, "stars"),
        ({"choices": {"1.1": 99}}, "choices.1.1"), ({"choices": None}, "choices"), ({"set": 12}, "set"),
        ({"disqualified": ["9"]}, "disqualified"),
    ],
)  # fmt: skip
def test_an_impossible_wish_for_a_plan_is_refused_with_its_reason(
    client: Client, more: dict[str, Any], field: str
) -> None:
    response = post(client, COACH, {"choices": {}} | more)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_the_plan_is_described_in_the_api_s_own_description(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/criteria/{regime}/{set_no}/coach"]["post"]
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    assert schema["properties"].keys() == {"choices", "disqualified", "star", "order", "keep"}
    assert "422" in described["responses"]
