"""The radar's signs, its places, and the rates that it claims."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.scans.rules.radar.limits import SIGNS, limits
from ocop.scans.rules.radar.signs import (
    DAY,
    BatchFacts,
    Sighting,
    batch_finding,
    impossible_jumps,
    most_networks_in_a_day,
    returns,
    stamp_finding,
)
from ocop.scans.rules.radar.tested import KNOWN, measured
from ocop.scans.rules.radar.tested import tested as rates_shown
from ocop.scans.rules.radar.world import CHEATS, World
from ocop.scans.rules.regions import least_km, region_at, region_name, regions

RULE = limits()
HOME, HANOI, SAIGON, HAIPHONG = "22", "01", "79", "31"

sightings = st.lists(
    st.builds(
        Sighting,
        at=st.floats(0, 30 * DAY),
        region=st.sampled_from([*regions(), "", "CN"]),
        network=st.integers(0, 40),
        verdict=st.sampled_from(["genuine", "inactive", "expired", "copied"]),
    ),
    max_size=40,
)


def seen(hours: float, region: str = HOME, network: int | None = None, verdict: str = "genuine") -> Sighting:
    return Sighting(hours * 3600, region, int(hours * 10) if network is None else network, verdict)


def names(finding: object) -> set[str]:
    return {sign.name for sign in finding.signs}  # type: ignore[attr-defined]


def test_there_are_thirty_four_provinces_and_the_home_of_the_programme_is_among_them() -> None:
    assert len(regions()) == 34
    assert regions()[HOME].name == "Quảng Ninh"
    assert region_name("CN") == "CN" and region_name("") == "chưa rõ nơi"


def test_a_place_finds_its_province_and_the_open_sea_none() -> None:
    assert region_at(107.05, 20.95) in (HOME, HAIPHONG)
    assert region_at(106.70, 10.78) == SAIGON
    assert region_at(105.83, 21.03) == HANOI
    assert region_at(150.0, 0.0) == ""


def test_neighbours_may_be_next_door_and_the_south_is_far() -> None:
    assert least_km(HOME, HAIPHONG) == 0
    assert 900 < least_km(HANOI, SAIGON) < 1150
    assert least_km(HOME, "") == 0 == least_km(HOME, "CN")


@given(sightings)
def test_the_order_of_scans_changes_nothing(scans: list[Sighting]) -> None:
    assert stamp_finding(scans, RULE) == stamp_finding(scans[::-1], RULE)


@given(sightings)
def test_more_is_never_less_suspicious_of_a_crowd(scans: list[Sighting]) -> None:
    more = [*scans, Sighting(15 * DAY, "", 99, "genuine")]
    before = next((s.seen for s in stamp_finding(scans, RULE).signs if s.name == "crowd"), 0)
    after = next((s.seen for s in stamp_finding(more, RULE).signs if s.name == "crowd"), 0)
    assert after >= before


@given(sightings)
def test_the_most_networks_in_a_day_is_what_counting_every_day_finds(scans: list[Sighting]) -> None:
    ordered = sorted(scans)
    by_hand = max((len({s.network for s in ordered if a.at - DAY < s.at <= a.at}) for a in ordered), default=0)
    assert most_networks_in_a_day(ordered) == by_hand


def test_one_buyer_on_a_journey_opens_nothing() -> None:
    journey = [seen(0, HANOI), seen(5, HANOI), seen(30, SAIGON), seen(60, SAIGON)]
    assert stamp_finding(journey, RULE).score < RULE.score / 2


def test_nothing_travels_from_ha_noi_to_the_south_in_an_hour() -> None:
    hopping = [seen(h, HANOI if h % 2 else SAIGON) for h in range(6)]
    assert impossible_jumps(hopping, RULE) == 5
    slowly = [seen(h * 20, HANOI if h % 2 else SAIGON) for h in range(6)]
    assert impossible_jumps(slowly, RULE) == 0
    assert returns(slowly, RULE) == 4


def test_a_label_that_is_sold_in_two_cities_for_weeks_opens_a_case() -> None:
    sold = [seen(h * 20, HANOI if h % 2 else SAIGON) for h in range(8)]
    finding = stamp_finding(sold, RULE)
    assert {"returns", "spread"} <= names(finding) and finding.score >= RULE.score


def test_a_picture_passed_round_for_a_day_does_not() -> None:
    day = [seen(h, region) for h, region in enumerate((HOME, HANOI, HOME, SAIGON, HANOI, HOME))]
    assert stamp_finding(day, RULE).score < RULE.score


def test_a_fair_opens_nothing_and_as_many_buyers_over_weeks_do() -> None:
    fair = [seen(h * 5, network=h) for h in range(14)]
    assert stamp_finding(fair, RULE).score < RULE.score / 2
    market = [seen(h * 36, network=h) for h in range(20)]
    finding = stamp_finding(market, RULE)
    assert names(finding) == {"crowd"} and finding.score >= RULE.score


def test_a_jar_that_was_brought_home_again_opens_nothing() -> None:
    journey = [seen(0, HOME), seen(30, SAIGON), seen(80, SAIGON), seen(130, HOME)]
    assert stamp_finding(journey, RULE).score < RULE.score


def test_a_stamp_read_by_many_before_it_was_activated_opens_a_case() -> None:
    stolen = [seen(h, verdict="inactive") for h in range(0, 72, 24)]
    finding = stamp_finding(stolen, RULE)
    assert names(finding) == {"dormant"} and finding.score >= RULE.score


def test_a_market_counts_only_where_one_was_declared_and_the_place_is_known() -> None:
    south = [seen(h * 50, SAIGON) for h in range(4)]
    assert "market" in names(stamp_finding(south, RULE, (HOME, HAIPHONG)))
    assert "market" not in names(stamp_finding(south, RULE))
    unknown = [seen(h * 50, "") for h in range(4)]
    assert "market" not in names(stamp_finding(unknown, RULE, (HOME,)))


def test_goods_with_a_lapsed_star_that_are_still_bought_open_a_case() -> None:
    sold = [seen(h * 100, verdict="expired") for h in range(4)]
    finding = stamp_finding(sold, RULE)
    assert "lapsed" in names(finding) and finding.score >= RULE.score


def test_a_stolen_roll_shows_in_the_batch_though_no_stamp_is_read_twice() -> None:
    assert batch_finding(BatchFacts(dormant=RULE.dormant_batch), RULE).score >= RULE.score
    assert batch_finding(BatchFacts(dormant=RULE.dormant_batch - 1), RULE).score == 0


def test_a_whole_lot_in_the_wrong_market_needs_number_and_share() -> None:
    assert batch_finding(BatchFacts(outside=30, placed=40), RULE).score >= RULE.score
    assert batch_finding(BatchFacts(outside=30, placed=400), RULE).score == 0


def test_the_world_is_the_same_for_the_same_seed_and_every_abuse_differs_from_honesty() -> None:
    assert World(5, 0.5).honest_batch() == World(5, 0.5).honest_batch()
    for kind in CHEATS:
        batch = World(5, 0.5).abused_batch(kind)
        assert batch.abused and all(a <= b for stamp in batch.stamps for a, b in pairwise(s.at for s in stamp))


@pytest.mark.parametrize("known", [0.0, 0.9])
def test_the_rates_that_the_page_shows_are_those_of_the_present_rule(known: float) -> None:
    shown = next(t for t in rates_shown() if t.known == known)
    again = measured(RULE, known)["rates"]
    assert [r["false_alarms"] for r in again] == [r.false_alarms for r in shown.rates]
    assert [r["found"] for r in again] == [r.found for r in shown.rates]


def test_what_is_promised_holds_where_places_are_known() -> None:
    at = rates_shown()[KNOWN.index(0.9)].at(RULE.score)
    assert at.false_alarms <= 10
    assert at.found["label"] == at.found["roll"] == at.found["lapsed"] == 1
    assert at.found["diverted"] >= 0.9


def test_every_sign_has_its_limits() -> None:
    assert set(RULE.signs) == set(SIGNS)
