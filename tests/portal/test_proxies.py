"""Whose request it is when proxies stand between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.portal.management.proxies import Proxies


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "visitor"),
    [
        ("", "203.0.113.9", "198.51.100.7", "203.0.113.9"),
        ("10.0.0.0/8", "203.0.113.9", "198.51.100.7", "203.0.113.9"),  # a stranger may write what he likes
        ("10.0.0.0/8", "10.1.2.3", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.0/8", "10.1.2.3", "1.2.3.4, 198.51.100.7", "198.51.100.7"),  # the visitor's own line is not believed
        ("10.0.0.0/8", "10.1.2.3", "198.51.100.7, 10.9.9.9", "198.51.100.7"),  # two of our proxies
        ("127.0.0.1,::1", "::1", "[2001:db8::7]:443", "2001:db8::7"),
        ("127.0.0.1", "::ffff:127.0.0.1", "198.51.100.7:1234", "198.51.100.7"),
        ("127.0.0.1", "127.0.0.1", "198.51.100.7, unknown", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_only_trusted_proxies_are_believed_and_only_from_the_end(
    trusted: str, peer: str, forwarded: str, visitor: str
) -> None:
    assert Proxies(trusted).visitor(peer, forwarded) == visitor


@given(st.text(max_size=200))
def test_no_header_breaks_anything_or_leaves_no_address(forwarded: str) -> None:
    assert Proxies("127.0.0.1").visitor("127.0.0.1", forwarded)


def test_a_network_that_is_none_stops_the_start() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        Proxies("nonsense")
