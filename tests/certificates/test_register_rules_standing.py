"""Where a product stands: exact events exactly, press events only as far as every possibility agrees."""

from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.certificates.queries.standing import short_words, standing_words
from ocop.certificates.rules import Event, State, period_of, spans, standing_on, validity_of_event
from ocop.places.rules import add_months

TODAY = date(2026, 11, 21)
KNOWN = date(2026, 11, 1)
RATINGS = ("recognised", "upgraded", "renewed")
days = st.dates(date(2019, 9, 1), date(2027, 12, 31))


def event(kind, star, level, when, precision="day", known=KNOWN, id=1, **facts):
    first, last = period_of(when, precision, level=level, known_on=known)
    return Event(id, kind, star, level, first, last, **facts)


def year(kind, star, level, y, id=1, **facts):
    return event(kind, star, level, date(y, 1, 1), "year", id=id, **facts)


@st.composite
def events(draw):
    found = []
    for i in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from((*RATINGS, "participated", "proposed", "revoked")))
        level = draw(st.sampled_from(("province", "ministry", "legacy_province")))
        precision = draw(st.sampled_from(("day", "month", "year", "unknown")))
        star = draw(st.sampled_from((3, 4, 5))) if kind in RATINGS else 0
        found.append(event(kind, star, level, draw(days), precision, id=i + 1))
    return found


def test_our_own_certificate_is_exact_to_the_day():
    own = event("recognised", 4, "province", date(2024, 3, 15), valid_until=date(2027, 3, 14))
    assert standing_on([own], date(2024, 3, 14)).state == State.NOTHING
    assert standing_on([own], date(2024, 3, 15)).state == State.IN_FORCE
    assert standing_on([own], date(2027, 3, 14)).state == State.IN_FORCE
    assert standing_on([own], date(2027, 3, 15)).state == State.EXPIRED


def test_a_year_alone_leaves_the_last_year_of_validity_open():
    told = year("renewed", 4, "province", 2023)
    assert standing_on([told], date(2025, 12, 31)).state == State.IN_FORCE
    in_2026 = standing_on([told], TODAY)
    assert (in_2026.state, in_2026.star) == (State.UNKNOWN, 4)
    assert (in_2026.expires_from, in_2026.expires_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert standing_on([told], date(2027, 1, 1)).state == State.EXPIRED


def test_when_every_day_of_the_year_has_run_out_the_star_has():
    assert standing_on([year("recognised", 5, "ministry", 2021)], TODAY).state == State.EXPIRED


def test_an_upgrade_known_by_year_governs():
    now = standing_on([year("recognised", 4, "province", 2023), year("upgraded", 5, "ministry", 2024, id=2)], TODAY)
    assert (now.state, now.star, now.level, now.event) == (State.IN_FORCE, 5, "ministry", 2)


def test_a_candidate_keeps_four_inferred_stars_and_its_proposal():
    inferred = event("recognised", 4, "province", None, "unknown", known=date(2024, 12, 31), certainty="medium")
    now = standing_on([inferred, year("proposed", 0, "ministry", 2024, id=2)], TODAY)
    assert (now.state, now.star, now.proposed, now.certainty) == (State.UNKNOWN, 4, True, "medium")


def test_five_stars_answer_the_proposal():
    answered = [year("proposed", 0, "ministry", 2024), event("upgraded", 5, "ministry", date(2025, 1, 10), id=2)]
    assert not standing_on(answered, TODAY).proposed


def test_the_provinces_old_star_is_never_in_force_and_never_mixes_with_the_national_one():
    old = year("recognised", 4, "legacy_province", 2017)
    assert standing_on([old], date(2018, 6, 1)).state == State.UNKNOWN
    five = event("recognised", 5, "ministry", None, "unknown", known=date(2026, 2, 12), id=2)
    now = standing_on([old, five], TODAY)
    assert (now.state, now.star, now.level) == (State.UNKNOWN, 5, "ministry")


def test_taking_part_and_being_proposed_are_no_stars():
    assert standing_on([year("participated", 0, "", 2022)], TODAY).state == State.PARTICIPATING
    assert standing_on([year("proposed", 0, "ministry", 2024)], TODAY).state == State.PROPOSED
    assert standing_on([], TODAY).state == State.NOTHING


def test_a_revocation_ends_a_star_and_a_later_recognition_begins_anew():
    own = event("recognised", 3, "province", date(2025, 1, 1))
    gone = event("revoked", 0, "province", date(2025, 6, 1), id=2)
    back = event("recognised", 3, "province", date(2026, 6, 1), id=3)
    assert standing_on([own, gone], date(2025, 5, 31)).state == State.IN_FORCE
    assert standing_on([own, gone], date(2025, 6, 1)).state == State.REVOKED
    assert standing_on([own, gone, back], TODAY).state == State.IN_FORCE
    withdrawn = event("recognised", 3, "province", date(2025, 1, 1), revoked_on=date(2025, 6, 1))
    assert standing_on([withdrawn], TODAY).state == State.REVOKED


def test_an_extension_carries_the_star_on():
    own = event("recognised", 3, "province", date(2023, 6, 1))
    more = event("extended", 0, "province", date(2026, 5, 22), id=2, valid_until=date(2026, 11, 28))
    assert standing_on([own], TODAY).state == State.EXPIRED
    assert standing_on([own, more], TODAY).state == State.IN_FORCE
    assert standing_on([own, more], date(2026, 11, 29)).state == State.EXPIRED


@settings(max_examples=60, deadline=None)
@given(events(), st.dates(date(2019, 1, 1), date(2032, 1, 1)), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_what_is_said_holds_whatever_the_true_days_were(found, day, shares):
    """Fix every event on some day of its period: the answer must agree wherever the first one was sure."""
    said = standing_on(found, day)
    fixed = []
    for e, share in zip(found, shares, strict=False):
        true = e.earliest + timedelta(days=round((e.latest - e.earliest).days * share))
        fixed.append(Event(e.id, e.kind, e.star, e.level, true, true, e.valid_until, e.revoked_on, e.certainty))
    exact = standing_on(fixed, day)
    assert said.state in (State.UNKNOWN, exact.state)
    assert said.star is None or exact.star in (None, said.star)


@settings(max_examples=40, deadline=None)
@given(events(), st.integers(0, 4000))
def test_spans_say_for_every_day_what_the_question_says(found, offset):
    day = min(e.earliest for e in found) + timedelta(days=offset)
    span = next(s for s in reversed(spans(found)) if s.starts_on <= day)
    assert span.ends_on is None or day <= span.ends_on
    asked = standing_on(found, day)
    assert (span.outcome.state, span.outcome.star, span.outcome.level) == (asked.state, asked.star, asked.level)


@given(events())
def test_spans_follow_each_other_without_gap(found):
    whole = spans(found)
    assert whole[0].starts_on == min(e.earliest for e in found)
    for one, after in pairwise(whole):
        assert one.ends_on == after.starts_on - timedelta(days=1)
    assert whole[-1].ends_on is None


@pytest.mark.parametrize(
    ("precision", "when", "first", "last"),
    [
        ("day", date(2024, 5, 6), date(2024, 5, 6), date(2024, 5, 6)),
        ("month", date(2024, 2, 1), date(2024, 2, 1), date(2024, 2, 29)),
        ("year", date(2024, 1, 1), date(2024, 1, 1), date(2024, 12, 31)),
        ("unknown", None, date(2019, 8, 21), KNOWN),
    ],
)
def test_a_period_is_as_long_as_the_source_is_vague(precision, when, first, last):
    assert period_of(when, precision, level="province", known_on=KNOWN) == (first, last)


def facts(**given):
    base = {
        "kind": "recognised", "level": "province", "decided_on": date(2024, 1, 1), "precision": "day", "valid_until": None,
        "known_on": KNOWN, "revoked_on": None,
    }  # fmt: skip
    return SimpleNamespace(**{**base, **given})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "valid"),
        ({"valid_until": date(2026, 1, 1)}, "expired"),
        ({"decided_on": date(2023, 1, 1), "precision": "year"}, "unknown"),
        ({"decided_on": date(2021, 1, 1), "precision": "year"}, "expired"),
        ({"decided_on": None, "precision": "unknown"}, "unknown"),
        ({"level": "legacy_province"}, "unknown"),
        ({"revoked_on": date(2025, 1, 1)}, "revoked"),
        ({"revoked_on": date(2027, 1, 1)}, "valid"),
    ],
)
def test_one_event_by_itself_allows_one_of_four_words(given, said):
    assert validity_of_event(facts(**given), TODAY) == said


@given(days, days)
def test_one_exact_rating_is_judged_alike_by_both_rules(decided, day):
    one = facts(decided_on=decided)
    state = standing_on([event("recognised", 4, "province", decided)], day).state
    if day >= decided:
        assert validity_of_event(one, day) == {State.IN_FORCE: "valid", State.EXPIRED: "expired"}[state]
    assert add_months(decided, 36) >= decided


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("star", [None, 3, 5])
@pytest.mark.parametrize("level", ["", "province", "ministry", "legacy_province"])
def test_every_standing_has_words_long_and_short(state, star, level):
    long = standing_words(state, star, date(2026, 1, 1), date(2026, 12, 31), level)
    short = short_words(state, star, date(2026, 12, 31), True, level)
    for words in (long, short):
        assert words
        assert (str(star) in words) == (star is not None)


def test_exact_days_are_written_and_vague_ones_are_not():
    day = date(2029, 3, 12)
    assert standing_words("in_force", 4, day, day, "province") == "4 sao · hiệu lực đến 12/03/2029"
    assert standing_words("in_force", 4, date(2029, 1, 1), day, "province") == "4 sao · còn hiệu lực"
    assert standing_words("proposed", None, None, None) == short_words("proposed", None, None, False, "")
