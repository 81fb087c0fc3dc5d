"""The verdict, and how little is kept of whoever scans."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from epcis.vocabulary import BIZ_STEPS
from ocop.certificates.rules import State
from ocop.scans.rules.networks import network_mark, network_of
from ocop.scans.rules.recalls import STEPS
from ocop.scans.rules.verdicts import SIGNS, Facts, Scanned, Star, Verdict, star_verdict, verdict_on

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
STAR = Star("in_force", 4, date(2026, 1, 1), date(2028, 12, 31), "OCOP-1", date(2026, 1, 1))
GOOD = Facts("active", None, date(2027, 1, 1), STAR, Scanned(1, NOW, 1, 1, None), TODAY)


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, Verdict.GENUINE),
        ({"best_before": None}, Verdict.GENUINE),
        ({"best_before": TODAY}, Verdict.GENUINE),
        ({"scanned": None}, Verdict.GENUINE),
        ({"state": "issued"}, Verdict.INACTIVE),
        ({"state": "void"}, Verdict.VOID),
        ({"state": "lost"}, Verdict.LOST),
        ({"state": "returned"}, Verdict.VOID),
        ({"recalled_at": NOW, "state": "void"}, Verdict.RECALLED),
        ({"best_before": TODAY - timedelta(days=1)}, Verdict.PAST_DATE),
        ({"star": None}, Verdict.NO_STAR),
        ({"star": replace(STAR, state="expired")}, Verdict.EXPIRED),
        ({"star": replace(STAR, state="revoked")}, Verdict.REVOKED),
        ({"star": replace(STAR, state="unknown")}, Verdict.UNSURE),
        ({"star": replace(STAR, state="participating")}, Verdict.NO_STAR),
        ({"star": replace(STAR, state="proposed")}, Verdict.NO_STAR),
        ({"scanned": Scanned(41, NOW, 21, 9, NOW)}, Verdict.COPIED),
        ({"scanned": Scanned(41, NOW, 21, 9, NOW), "state": "issued"}, Verdict.COPIED),
        ({"scanned": Scanned(41, NOW, 21, 9, NOW), "state": "lost"}, Verdict.LOST),
    ],
)
def test_danger_is_said_before_doubt_and_doubt_before_the_star(changed: dict[str, object], verdict: Verdict) -> None:
    assert verdict_on(replace(GOOD, **changed)) is verdict  # type: ignore[arg-type]


def test_only_one_verdict_is_green() -> None:
    assert {verdict for verdict, sign in SIGNS.items() if sign == "ok"} == {Verdict.GENUINE}
    assert set(SIGNS) == set(Verdict)


@pytest.mark.parametrize("state", list(State))
def test_green_always_means_a_star_surely_in_force(state: State) -> None:
    star = replace(STAR, state=state.value)
    assert (star_verdict(star) is Verdict.GENUINE) == star.is_valid == (state is State.IN_FORCE)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", "unknown"),
        ("nonsense\x00", "unknown"),
    ],
)
def test_only_the_network_is_looked_at(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_mark_means_nothing_tomorrow_or_elsewhere() -> None:
    mark = network_mark("203.0.113.77", b"k" * 32, TODAY)
    assert mark == network_mark("203.0.113.1", b"k" * 32, TODAY)
    others = {
        network_mark("203.0.113.77", b"k" * 32, TODAY + timedelta(days=1)),
        network_mark("203.0.113.77", b"x" * 32, TODAY),
        network_mark("203.0.114.77", b"k" * 32, TODAY),
    }
    assert len(others) == 3
    assert mark not in others
    assert 0 <= mark < 2**62


def test_every_business_step_a_partner_may_tell_has_words() -> None:
    assert set(BIZ_STEPS) <= STEPS.keys()
