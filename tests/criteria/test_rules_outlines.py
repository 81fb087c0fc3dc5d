"""Older trees are kept as far as they are known, compared with the yardstick, and rate nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ocop.criteria.rules import criteria_sets, outlines

YARDSTICK = Path(__file__).resolve().parents[3] / "shared" / "domain" / "criteria.json"


def _leaves(node: dict[str, Any]) -> Iterator[tuple[str, list[int], bool]]:
    if "options" in node:
        yield node["code"], [option["points"] for option in node["options"]], "gate" in node
    for child in [*node.get("sections", []), *node.get("children", [])]:
        yield from _leaves(child)


@pytest.mark.skipif(not YARDSTICK.exists(), reason="../shared is absent: no yardstick to compare with")
def test_every_known_point_of_1048_agrees_with_the_yardstick() -> None:
    law = next(r for r in json.loads(YARDSTICK.read_text())["regimes"] if r["id"] == "QD1048-2019")
    told = [(s["name"], [leaf for part in s.get("parts") or [] for leaf in _leaves(part)]) for s in law["sets"]]
    ours = [(o.name, [(c.code, list(c.points), c.gated) for c in o.criteria]) for o in outlines("QD1048-2019")]
    assert ours == told


def test_a_transcript_that_does_not_add_up_says_so() -> None:
    sums = {o.no: sum(max(c.points) for c in o.criteria) for o in outlines("QD1048-2019")}
    assert sums == {o.no: o.adds_up_to for o in outlines("QD1048-2019")}
    assert sorted(no for no, total in sums.items() if total != 100) == [10, 21, 23, 24]


@pytest.mark.parametrize("regime", ["QD148-2023", "QN-PROVINCIAL-2013", "../QD1048-2019", "nothing"])
def test_where_nothing_is_known_nothing_is_told(regime: str) -> None:
    assert outlines(regime) == ()


def test_older_sets_are_shown_and_never_rated(client: Client) -> None:
    shown = client.get("/api/v1/criteria/QD1048-2019").json()
    assert len(shown["outlines"]) == 26
    assert criteria_sets("QD1048-2019") == ()
    answer = client.post("/api/v1/criteria/QD1048-2019/1/rate", "{}", content_type="application/json")
    assert answer.status_code == 422
