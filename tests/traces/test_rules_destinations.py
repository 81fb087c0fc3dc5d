"""Where events may be sent, as a table; and signatures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.journal.rules import Reason
from ocop.traces.rules.destinations import Destination, destination_of, is_public
from ocop.traces.rules.signing import is_signed, signature

REFUSED = [
    "http://doi-tac.vn/nhan", "ftp://doi-tac.vn/", "file:///etc/passwd", "gopher://doi-tac.vn:70/_", "https://", "", "x",
    "https://127.0.0.1/", "https://127.1/", "https://0x7f.0.0.1/", "https://2130706433/", "https://017700000001/",
    "https://localhost/", "https://localhost./", "https://a.localhost/", "https://may.local/", "https://db.internal/",
    "https://10.0.0.1/", "https://172.16.5.4/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/", "https://0.0.0.0/", "https://255.255.255.255/", "https://224.0.0.1/", "https://198.18.0.1/",
    "https://[::1]/", "https://[::]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[fec0::1]/",
    "https://user:pw@doi-tac.vn/", "https://doi-tac.vn@127.0.0.1/", "https://doi-tac.vn/#x", "https://doi-tac.vn:22/",
    "https://doi-tac.vn:99999/", "https://doi-tac.vn:0/", "https://đối-tác.vn/", "https://doi-tac.vn/a b",
    "https://doi-tac.vn/\\@127.0.0.1", "https://doi-tac.vn/\r\nHost: x", "https://[::1", "https://intranet/",
    "https://doi-tac.vn/" + "a" * 2000, "https://doi..tac.vn/", "https://.vn/", f"https://{'a' * 64}.vn/", "https://-a.vn/",
    f"https://{'a.' * 130}vn/", "https://a%2eb.vn/", "https://doi-tac.vn,a/",
]  # fmt: skip
ACCEPTED = [
    ("https://doi-tac.vn/nhan?khoa=1", Destination("doi-tac.vn", 443, "/nhan?khoa=1")),
    ("https://doi-tac.vn", Destination("doi-tac.vn", 443, "/")),
    ("https://doi-tac.vn:8443/a", Destination("doi-tac.vn", 8443, "/a")),
    ("https://Xn--Tac-epa.VN./", Destination("xn--tac-epa.vn", 443, "/")),
    ("https://8.8.8.8/", Destination("8.8.8.8", 443, "/")),
    ("https://[2001:4860:4860::8888]/", Destination("2001:4860:4860::8888", 443, "/")),
]


@pytest.mark.parametrize("url", REFUSED)
def test_addresses_inside_or_odd_are_refused(url: str) -> None:
    found = destination_of(url)
    assert isinstance(found, Reason) and found.field == "dest" and found.message.endswith(".")


@pytest.mark.parametrize(("url", "expected"), ACCEPTED)
def test_public_addresses_over_tls_are_taken(url: str, expected: Destination) -> None:
    assert destination_of(url) == expected


def test_a_trusted_receiver_of_this_machine_is_taken_only_where_it_is_named() -> None:
    url = "http://127.0.0.1:9911/nhan"
    assert destination_of(url, trusted=("127.0.0.1:9911",)) == Destination("127.0.0.1", 9911, "/nhan", tls=False)
    assert isinstance(destination_of(url, trusted=("127.0.0.1:9912",)), Reason)
    assert isinstance(destination_of("http://127.0.0.1:9911@evil.vn/", trusted=("127.0.0.1:9911",)), Reason)


@given(st.ip_addresses())
def test_no_address_that_is_not_global_is_public(address: object) -> None:
    if not address.is_global:  # type: ignore[attr-defined]
        assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_an_inner_address_stays_inner_in_every_disguise(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    high, low = number >> 16, number & 0xFFFF
    if not is_public(str(address)):
        for disguise in (f"::ffff:{high:x}:{low:x}", f"64:ff9b::{high:x}:{low:x}", f"2002:{high:x}:{low:x}::1"):
            assert not is_public(disguise)


@pytest.mark.parametrize("text", ["", "x", "127.0.0.1%lo", "fe80::1%eth0", "8.8.8.8%1"])
def test_what_is_no_plain_address_is_not_public(text: str) -> None:
    assert not is_public(text)


@given(st.text(min_size=1), st.binary(), st.integers(0, 10**11))
def test_a_signature_holds_for_its_token_body_and_time_alone(token: str, body: bytes, at: int) -> None:
    header = signature(token, body, at)
    assert is_signed(token, body, header, now=at + 299)
    assert not is_signed(token, body + b"x", header, now=at)
    assert not is_signed(token + "x", body, header, now=at)
    assert not is_signed(token, body, header, now=at + 301)
    assert not is_signed(token, body, header.replace(f"t={at},", f"t={at + 1},"), now=at)
    assert not is_signed(token, body, "t=,v1=", now=at)
