"""The signature of a signed stamp is for phones without a network: the gate answers its address as warm as any other."""

from __future__ import annotations

import pytest

from ocop.scans.api.asking import Target, asked_of, target_of, unsigned

SIGNED = "S=" + "0" * 104


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", ""), (SIGNED, ""), (f"{SIGNED}&linkType=all", "linkType=all"), ("linkType=all", "linkType=all"),
        ("s=1", "s=1"), ("17=261122", "17=261122"),
    ],
)  # fmt: skip
def test_only_the_signature_is_left_out(query: str, left: str) -> None:
    assert unsigned(query) == left


def test_a_request_with_a_signature_is_the_request_without() -> None:
    path = "/01/08938500123450/21/1005000000000000000"
    plain = {"REQUEST_METHOD": "GET", "QUERY_STRING": ""}
    assert target_of(path, unsigned(SIGNED)) == Target(code=path[22:], gtin="08938500123450")
    assert asked_of(plain | {"QUERY_STRING": SIGNED}, path, target_of(path)) == asked_of(plain, path, target_of(path))
