"""Event hash IDs by other algorithms, and recognised."""

from __future__ import annotations

import hashlib

import pytest

from epcis import event_hash, hash_algorithm, prehash
from epcis.hashing import ALGORITHMS
from tests.epcis.samples import harvest


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_gives_its_own_name_of_the_same_line(algorithm: str) -> None:
    found = event_hash(harvest(), algorithm=algorithm)
    digest = hashlib.new(ALGORITHMS[algorithm], prehash(harvest()).encode()).hexdigest()
    assert found == f"ni:///{algorithm};{digest}?ver=CBV2.0"
    assert hash_algorithm(found) == algorithm


def test_without_a_word_it_is_sha_256() -> None:
    assert event_hash(harvest()).startswith("ni:///sha-256;")


def test_a_weak_algorithm_is_no_choice() -> None:
    with pytest.raises(KeyError):
        event_hash(harvest(), algorithm="sha-1")


@pytest.mark.parametrize(
    "text",
    [
        "", "urn:uuid:0f380eb9-dbc2-551a-a14c-24c628c74c09", f"ni:///sha-256;{'a' * 63}?ver=CBV2.0",
        f"ni:///sha-1;{'a' * 40}?ver=CBV2.0", f"ni:///sha-256;{'a' * 64}?ver=CBV2.1", f"ni:///sha-256;{'A' * 64}?ver=CBV2.0",
        f"ni:///sha-256;{'a' * 64}", f"ni:///sha-256;{'a' * 64}?ver=CBV2.0\n",
    ],
)  # fmt: skip
def test_what_is_no_event_hash_is_not_taken_for_one(text: str) -> None:
    assert hash_algorithm(text) is None
