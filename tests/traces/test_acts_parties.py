"""Parties, their tokens and what they let each other see."""

from datetime import UTC, datetime, timedelta

import pytest

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.traces.acts import grant_view, make_token, party_of, register_party, withdraw_token, withdraw_view
from ocop.traces.models import Party, Token
from ocop.traces.queries.viewers import parties_seen_by, parties_seen_by_person, token_of
from tests import cast
from tests.traces.asking import party

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_a_token_is_told_once_and_only_its_hash_is_kept() -> None:
    token, secret = make_token(party(), name="Kho hàng", scopes=["capture"], by=None, at=NOW)
    assert len(secret) > 40 and secret not in str(Token.objects.values().get())
    found = token_of(secret, at=NOW)
    assert found == token and found.scopes == ["capture"]
    assert token_of(secret + "x", at=NOW) is None and token_of("", at=NOW) is None
    assert secret not in str(list(Line.objects.values_list("facts", flat=True)))


def test_a_token_ends_by_itself_or_at_once_when_withdrawn() -> None:
    token, secret = make_token(party(), name="Kho hàng", by=None, life=timedelta(days=1), at=NOW)
    assert token_of(secret, at=NOW + timedelta(hours=23)) and not token_of(secret, at=NOW + timedelta(hours=24))
    withdraw_token(token, by=None, at=NOW)
    withdraw_token(token, by=None, at=NOW)
    assert token_of(secret, at=NOW) is None
    assert Line.objects.filter(verb="withdraw_token").count() == 1


@pytest.mark.parametrize("scopes", [[], ["everything"], ["capture", "x"]])
def test_a_token_without_a_known_leave_is_refused(scopes: list[str]) -> None:
    with pytest.raises(Refused):
        make_token(party(), name="Kho hàng", scopes=scopes, by=None)


def test_a_party_has_a_name_and_a_kind() -> None:
    for name, kind in (("", Party.Kind.PARTNER), ("x" * 201, Party.Kind.PARTNER), ("Kho hàng", "king")):
        with pytest.raises(Refused):
            register_party(name=name, kind=kind, by=None)


def test_a_party_sees_its_own_and_what_it_was_granted_while_the_grant_lasts() -> None:
    one, other, third = party("Một (mô phỏng)"), party("Hai (mô phỏng)"), party("Ba (mô phỏng)")
    grant = grant_view(one, to=other, by=None, at=NOW)
    assert grant_view(one, to=other, by=None, at=NOW) == grant
    assert parties_seen_by(other, at=NOW) == sorted([one.pk, other.pk])
    assert parties_seen_by(one, at=NOW) == [one.pk] and parties_seen_by(third, at=NOW) == [third.pk]
    withdraw_view(grant, by=None, at=NOW + timedelta(hours=1))
    assert parties_seen_by(other, at=NOW + timedelta(hours=2)) == [other.pk]
    with pytest.raises(Refused):
        grant_view(one, to=one, by=None)


def test_officials_see_everything_producers_their_own_and_others_nothing() -> None:
    producer = cast.producer()
    own = party_of(producer, by=cast.person("chi_ba"))
    assert party_of(producer, by=None) == own and own.kind == Party.Kind.PRODUCER
    assert parties_seen_by_person(cast.person("chi_ba")) == [own.pk]
    assert parties_seen_by_person(cast.person("thanh_tra")) is None
    assert parties_seen_by_person(cast.stranger()) == []
    assert parties_seen_by(party("Sở (mô phỏng)", Party.Kind.AUTHORITY)) is None
