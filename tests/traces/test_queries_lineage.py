"""Where a lot came from and what became of it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop.traces.models import Party
from ocop.traces.queries.lineage import lineage
from ocop.traces.queries.reading import Kept, kept_events, marks_of_objects, standing
from tests.traces.asking import captured, party

pytestmark = pytest.mark.django_db
GTIN = "https://id.gs1.org/01/08938500110016"


def lot(code: str) -> str:
    return f"{GTIN}/10/{code}"


def told_of(code: str, seen: list[int] | None = None) -> list[Kept]:
    return kept_events(marks_of_objects([lot(code)]), seen)


def amount(code: str, quantity: float = 10) -> dict[str, Any]:
    return {"epcClass": lot(code), "quantity": quantity, "uom": "KGM"}


def made(inputs: str, outputs: str, hour: int = 8, **fields: Any) -> dict[str, Any]:
    return {
        "type": "TransformationEvent", "eventTime": f"2026-11-01T{hour:02}:00:00+07:00", "eventTimeZoneOffset": "+07:00",
        "inputQuantityList": [amount(code) for code in inputs.split()],
        "outputQuantityList": [amount(code) for code in outputs.split()],
        "bizLocation": {"id": "https://id.gs1.org/414/8938500110009"}, **fields,
    }  # fmt: skip


def packed(parent: str, child: str, action: str = "ADD", **fields: Any) -> dict[str, Any]:
    return {
        "type": "AggregationEvent", "eventTime": "2026-11-02T08:00:00+07:00", "eventTimeZoneOffset": "+07:00",
        "action": action, "parentID": parent, "childQuantityList": [amount(child)], **fields,
    }  # fmt: skip


def born(code: str, **ilmd: str) -> dict[str, Any]:
    return {
        "type": "ObjectEvent", "eventTime": "2026-10-30T08:00:00+07:00", "eventTimeZoneOffset": "+07:00", "action": "ADD",
        "bizStep": "commissioning", "quantityList": [amount(code)], "ilmd": {f"cbvmda:{k}": v for k, v in ilmd.items()},
    }  # fmt: skip


@pytest.fixture
def maker() -> Party:
    return party()


def names(found: dict[str, int]) -> dict[str, int]:
    return {name.rpartition("/")[2]: depth for name, depth in found.items()}


def test_a_lot_is_followed_back_to_its_materials_and_forward_to_what_became_of_it(maker: Party) -> None:
    pallet = "https://id.gs1.org/00/089385001100000016"
    captured(maker, born("A", countryOfOrigin="VN"), made("A B", "C"), made("C D", "E", 9), packed(pallet, "E"))
    back = lineage(lot("E"))
    assert names(back.depths) == {"E": 0, "C": 1, "D": 1, "A": 2, "B": 2}
    assert sorted(names(dict.fromkeys(back.ends, 0))) == ["A", "B", "D"]
    (step,) = back.steps_from(lot("C"))
    assert [(part.id, part.quantity, part.uom) for part in step.inputs] == [
        (lot("A"), 10, "KGM"),
        (lot("B"), 10, "KGM"),
    ]
    assert step.place == "https://id.gs1.org/414/8938500110009" and step.depth == 2
    (birth,) = back.births
    assert birth.event["ilmd"] == {"cbvmda:countryOfOrigin": "VN"} and birth.depth == 2
    forward = lineage(lot("A"), "forward")
    assert names(forward.depths) == {"A": 0, "C": 1, "E": 2, pallet.rpartition("/")[2]: 3}
    assert lineage(pallet).depths[lot("B")] == 3


def test_any_spelling_of_a_lot_leads_to_the_same_tree(maker: Party) -> None:
    captured(maker, made("A", "C"))
    for spelling in ("urn:epc:class:lgtin:8938500110.001.C", "https://truy-xuat.example/01/08938500110016/10/C?x=1"):
        assert names(lineage(spelling).depths) == {"C": 0, "A": 1}


def test_a_transformation_told_in_parts_is_one(maker: Party) -> None:
    shared = "https://id.gs1.org/253/8938500110009XYZ"
    first, last = made("A", "", transformationID=shared), made("", "C", transformationID=shared)
    captured(maker, *({k: v for k, v in one.items() if v} for one in (first, last)))
    assert names(lineage(lot("C")).depths) == {"C": 0, "A": 1}
    assert names(lineage(lot("A"), "forward").depths) == {"A": 0, "C": 1}


def test_a_circle_ends(maker: Party) -> None:
    captured(maker, made("A", "B"), made("B", "A", 9), made("B", "B", 10))
    assert names(lineage(lot("A"), depth=50).depths) == {"A": 0, "B": 1}


def test_depth_is_what_was_asked_for(maker: Party) -> None:
    captured(maker, *(made(f"L{n}", f"L{n + 1}") for n in range(12)))
    assert max(lineage(lot("L12"), depth=4).depths.values()) == 4
    assert max(lineage(lot("L12")).depths.values()) == 10


def test_what_was_declared_an_error_or_taken_out_again_leads_nowhere(maker: Party) -> None:
    wrong = made("X", "C", eventID="urn:uuid:7a0f2f9e-0000-4000-8000-000000000001")
    error = {"declarationTime": "2026-11-20T08:00:00+07:00", "reason": "did_not_occur"}
    captured(maker, made("A", "C"), wrong, {**wrong, "errorDeclaration": error}, packed(lot("P"), "C", "DELETE"))
    assert names(lineage(lot("C")).depths) == {"C": 0, "A": 1}
    assert names(lineage(lot("C"), "forward").depths) == {"C": 0}
    assert len(told_of("C")) == 4
    assert [event.json["type"] for event in standing(told_of("C"))] == ["TransformationEvent", "AggregationEvent"]


def test_only_the_events_of_the_parties_one_sees_are_told(maker: Party) -> None:
    other = party("Bên khác mô phỏng")
    captured(maker, made("A", "C"))
    captured(other, made("A", "C"), made("B", "C", 9))
    assert names(lineage(lot("C"), seen=[maker.pk]).depths) == {"C": 0, "A": 1}
    assert names(lineage(lot("C"), seen=[]).depths) == {"C": 0}
    assert len(lineage(lot("C")).steps) == 2, "what two parties both tell is one step"
    assert len(told_of("C")) == 3 and len(told_of("C", seen=[maker.pk])) == 1


def test_events_are_told_as_they_came_in_the_order_of_their_recording(maker: Party) -> None:
    first, second = made("A", "C", 9, **{"x:note": "nắng"}), made("A", "D", 7)
    captured(maker, first, second)
    told = [event.json for event in told_of("A")]
    assert [{k: v for k, v in event.items() if k != "eventID"} for event in told] == [first, second]
    assert all(event["eventID"].startswith("ni:///sha-256;") for event in told)
    assert kept_events([], None) == []


def test_the_number_of_questions_grows_with_the_levels_and_not_with_the_lots(maker: Party) -> None:
    captured(maker, *(made(f"M{n}", f"N{n}") for n in range(40)), made(" ".join(f"N{n}" for n in range(40)), "C", 9))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(lineage(lot("C")).depths) == 81
    assert len(asked) <= 3 + 3
