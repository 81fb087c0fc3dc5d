"""Advisory locks are one space of numbers for the whole database."""

import re
from collections import Counter

from tests.architecture.tree import listed, texts

NUMBER = re.compile(r"^_?[A-Z_]*LOCK = (0x[0-9A-F_]+)", re.MULTILINE)


def test_every_advisory_lock_has_a_number_of_its_own() -> None:
    """The worker once held, as long as it lived, the very number that issuing a certificate waits for."""
    held = Counter(
        int(number, 16) for name, text in texts() if name.startswith("src/") for number in NUMBER.findall(text)
    )
    assert len(held) >= 4
    twice = [f"{number:#x} is used {count} times" for number, count in held.items() if count > 1]
    assert not twice, listed(twice, "Two acts that share a number wait for each other: take the next free one.")
