"""What the repository finds is what the standard's words say, for hundreds of questions drawn from the events."""

import time
from random import Random
from typing import Any

import pytest
from django.db import connection

import epcis
from epcis.matching import matches
from epcis.queries import parse_query
from ocop.traces.acts import capture
from ocop.traces.queries import answers, compiling
from ocop.traces.queries.answers import TooLarge, page_of, refuse_if_larger
from ocop.traces.queries.compiling import is_common
from ocop.traces.queries.masterdata import TooComplex
from tests.traces.asking import CONTEXT, captured, event, party, scenario

pytestmark = pytest.mark.django_db


def _drawn(random: Random, events: list[dict[str, Any]]) -> dict[str, Any]:
    """A question of one to three conditions with values that occur."""
    one = random.choice(events)
    lists = [("MATCH_epc", one.get("epcList", one.get("childEPCs"))), ("MATCH_anyEPC", one.get("outputEPCList"))]
    classes = [
        q["epcClass"] for name in ("quantityList", "inputQuantityList", "outputQuantityList") for q in one.get(name, ())
    ]
    known: dict[str, Any] = {
        "eventType": [one["type"]], "EQ_action": [one.get("action", "ADD")], "EQ_bizStep": [one["bizStep"]],
        "EQ_readPoint": [one["readPoint"]["id"]], "WD_readPoint": [one["readPoint"]["id"].partition("/254/")[0]],
        "GE_eventTime": one["eventTime"], "LT_eventTime": one["eventTime"], "EQ_eventID": [one["eventID"]],
        "MATCH_anyEPCClass": classes or ["urn:none:x"], "MATCH_parentID": [one.get("parentID", "urn:none:x")],
        "GT_quantity": 10, "EQ_quantity_KGM": [60, 120], "EXISTS_errorDeclaration": "true", "EQ_type": ["Temperature"],
        "EQ_disposition": [one.get("disposition", "active")], "EXISTS_ILMD_example:loai": True, "GE_value_CEL": 20,
        "EQ_bizTransaction_po": [each["bizTransaction"] for each in one.get("bizTransactionList", ())] or ["urn:none:x"],
        "MATCH_outputEPCClass": ["urn:epc:idpat:sgtin:8938500110.002.*"], "EQ_ILMD_example:vungTrong": ["Bình Liêu"],
        **{name: random.sample(values, min(3, len(values))) for name, values in lists if values},
    }  # fmt: skip
    return {name: known[name] for name in random.sample(sorted(known), random.randint(1, 3))}


@pytest.mark.parametrize("seed", range(4))
def test_sql_and_the_judge_agree(seed: int) -> None:
    given, mine = scenario()["document"], party()
    capture(epcis.read(given), party=mine, by=None)
    random, events = Random(seed), given["epcisBody"]["eventList"]
    names = {"example": "https://ocop.example.vn/ns/"}
    for _ in range(120):
        asked = _drawn(random, events)
        query = parse_query(asked, namespaces=names)
        found: list[str] = []
        page = page_of(query, [mine.pk], size=40)
        while True:
            found += [each.json["eventID"] for each in page.events]
            if page.next is None:
                break
            page = page_of(query, [mine.pk], size=40, after=page.next, horizon=page.horizon)
        assert sorted(found) == sorted(each["eventID"] for each in events if matches(query, each, names)), asked


def test_a_page_looks_at_a_bounded_number_of_events_and_says_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_LOOKED_AT", 4)
    mine = party()
    captured(mine, *(event(n) for n in range(9)), event(9, **{"x:a": 5}), context=[CONTEXT, {"x": "https://x.vn/"}])
    query = parse_query({"EQ_INNER_x:b": "1"})
    page, pages = page_of(query, [mine.pk], size=2), 1
    while page.next is not None:
        page, pages = page_of(query, [mine.pk], size=2, after=page.next, horizon=page.horizon), pages + 1
    assert (page.events, pages) == ([], 3)
    with pytest.raises(TooComplex):
        page_of(parse_query({"orderBy": "x:a"}), [mine.pk], size=2)
    with pytest.raises(TooComplex):
        refuse_if_larger(parse_query({"EQ_INNER_x:b": "1", "maxEventCount": 2}), [mine.pk])


def test_too_many_events_are_refused_and_just_enough_are_not() -> None:
    mine = party()
    captured(mine, *(event(n, **{"x:a": {"x:b": n}}) for n in range(3)), context=[CONTEXT, {"x": "https://x.vn/"}])
    for further in ({}, {"GE_INNER_x:b": 0}):
        refuse_if_larger(parse_query({"maxEventCount": 3, **further}), [mine.pk])
        with pytest.raises(TooLarge):
            refuse_if_larger(parse_query({"maxEventCount": 2, **further}), [mine.pk])


def test_two_values_with_one_mark_never_make_a_wrong_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the hash of what is asked were that of something else."""
    from ocop.traces.rules.marks import mark

    mine = party()
    captured(mine, event(1))
    stored = "https://id.gs1.org/01/08938500110023/21/S1"
    monkeypatch.setattr(compiling, "mark", lambda field, _: mark(field, stored))
    assert page_of(parse_query({"MATCH_epc": ["urn:other:thing"]}), [mine.pk], size=5).events == []


def test_marks_that_are_rare_one_by_one_may_be_common_together(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict.fromkeys(range(9), (0.0006, 1200.0)) | {
        10: (0.5, 100.0),
        11: (0.0001, 9_000.0),
        12: (0.2, 9_000.0),
    }
    monkeypatch.setattr(compiling, "_common", (time.monotonic(), known))
    for marks, expected in (
        ([1], False), ([1, 1], False), ([1, 2], True), ([1, 99], False), ([10], False), ([11], False), ([12], True), ([], False),
    ):  # fmt: skip
        assert is_common(marks) == expected, marks


def test_the_database_tells_which_marks_are_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = party()
    captured(mine, *(event(n, bizStep="storing") for n in range(60)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE traces_event")
    monkeypatch.setattr(compiling, "_common", (float("-inf"), {}))
    is_common([])
    share, rows = compiling._common[1][compiling.mark("bizStep", "storing")]
    assert (round(share, 2), round(rows)) == (1.0, 60)
