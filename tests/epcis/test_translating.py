"""Events in one syntax of identifiers, amounts in one unit."""

from __future__ import annotations

import pytest

from epcis.translating import link_of, urn_of, with_links, with_urns
from epcis.units import same_unit
from tests.epcis.samples import harvest

URN, LINK = "urn:epc:id:sgtin:4012345.011111.9876", "https://id.gs1.org/01/04012345111118/21/9876"


@pytest.mark.parametrize("uri", ["urn:x:1", "urn:epc:id:nope:1.2", "urn:epc:id:sgtin:1", "https://a.example/x"])
def test_what_has_no_other_spelling_stays_as_it_is(uri: str) -> None:
    assert link_of(uri) == uri and urn_of(uri) == uri


def test_urns_and_links_are_each_others_spelling() -> None:
    assert link_of(URN) == LINK and urn_of(LINK) == URN
    assert urn_of("https://a.example/01/00012345678905").startswith(("urn:epc:idpat:sgtin:", "https://"))
    for uri in (
        "https://id.gs1.org/8004/ABCD1",
        "https://id.gs1.org/415/4012345000054/8020/1",
        "https://id.gs1.org/8004/9991",
    ):
        assert urn_of(uri) == uri


def test_only_the_standards_own_fields_are_translated() -> None:
    event = harvest(
        epcList=[URN], parentID=URN, **{"ocop:note": URN, "ilmd": {"ocop:x": URN}},
        sensorElementList=[{"sensorReport": [{"type": "Mass", "deviceID": URN, "value": 1}]}],
    )  # fmt: skip
    linked = with_links(event)
    assert linked["epcList"] == [LINK] and linked["parentID"] == LINK
    assert linked["sensorElementList"][0]["sensorReport"][0]["deviceID"] == LINK
    assert linked["ocop:note"] == URN and linked["ilmd"] == {"ocop:x": URN}
    assert with_urns(linked)["epcList"] == [URN]
    assert with_links({"type": "ocop:Own", "readPoint": 7}) == {"type": "ocop:Own", "readPoint": 7}


@pytest.mark.parametrize(
    ("amount", "given", "wanted", "found"),
    [
        (68, "FAH", "CEL", 20.0), (1, "TNE", "KGM", 1000.0), (5, "XYZ", "XYZ", 5.0), (5, "XYZ", "KGM", None),
        (5, "KGM", "XYZ", None), (5, "KGM", "CEL", None), ("5", "KGM", "KGM", None), (True, "KGM", "KGM", None),
    ],
)  # fmt: skip
def test_an_amount_is_told_in_another_unit_of_its_kind(
    amount: object, given: str, wanted: str, found: float | None
) -> None:
    assert same_unit(amount, given, wanted) == found
