"""Dossiers by round: who is still in time, who is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from ocop.cycles.models import Round
from ocop.dossiers import lifecycle
from ocop.dossiers.models import Dossier
from ocop.dossiers.queries.rounds import round_shown, round_standing, rounds_before
from ocop.dossiers.rules.rounds import IN_TIME, LATE, PROPOSED, TIGHT, chance_of
from ocop.people.models import Person
from tests import cast as parts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@settings(deadline=None)
@given(DAYS, DAYS, DAYS)
def test_a_dossier_with_the_commune_is_in_time_tight_or_late(due: date, until: date, day: date) -> None:
    found = chance_of(state=lifecycle.SUBMITTED, proposed=False, commune_due_on=due, until=until, day=day)
    assert found == (LATE if day > until else TIGHT if due > until else IN_TIME)


@settings(deadline=None)
@given(DAYS, DAYS)
def test_what_was_proposed_is_never_late(until: date, day: date) -> None:
    assert chance_of(state=lifecycle.FORWARDED, proposed=True, commune_due_on=None, until=until, day=day) == PROPOSED


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def filed(number: int, round_: Round, *, due: date | None = None, forwarded: bool = False) -> Dossier:
    """A submitted dossier's row; how one is filled and sealed is proved elsewhere."""
    now = timezone.now()
    product = parts.product()
    product.pk, product.slug, product.name = None, f"mat-{number}", f"Mật số {number}"
    product._state.adding = True
    product.save()
    return Dossier.objects.create(
        product=product, round=round_, regime="QD26-2026", set_no=4, commune=parts.place("06838"),
        state=lifecycle.FORWARDED if forwarded else lifecycle.SUBMITTED, opened_by=parts.person("chi_ba"), opened_at=now,
        submitted_at=now, forwarded_at=now if forwarded else None, commune_due_on=due,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_commune_sees_whom_it_must_look_at_first(today_round: Round) -> None:
    day = timezone.localdate()
    tight = filed(1, today_round, due=today_round.proposals_until + timedelta(days=1))
    fine = filed(2, today_round, due=day + timedelta(days=3))
    gone = filed(3, today_round, forwarded=True)
    officer = parts.person("anh_tu")
    standing = round_standing(officer, today_round, day)
    assert [(row.dossier.pk, row.chance) for row in standing.rows] == [
        (tight.pk, TIGHT), (fine.pk, IN_TIME), (gone.pk, PROPOSED),
    ]  # fmt: skip
    late = round_standing(officer, today_round, today_round.proposals_until + timedelta(days=1))
    assert [row.chance for row in late.rows] == [LATE, LATE, PROPOSED]
    text = client_of(officer).get("/ho-so/dot/").content.decode()
    assert text.index("Mật số 1") < text.index("Mật số 2") < text.index("Mật số 3")


@pytest.mark.django_db
def test_the_province_counts_what_it_may_not_read_yet(today_round: Round) -> None:
    filed(1, today_round)
    proposed = filed(2, today_round, forwarded=True)
    standing = round_standing(parts.person("co_nam"), today_round)
    assert [row.dossier.pk for row in standing.rows] == [proposed.pk]
    assert standing.behind == (("Xã Bình Liêu", 1),)
    text = client_of(parts.person("co_nam")).get("/ho-so/dot/").content.decode()
    assert "Mật số 1" not in text
    assert round_standing(parts.person("anh_khac"), today_round).rows == ()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_one_dossier_and_with_three(
    today_round: Round, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        filed(number, today_round)
    client = client_of(parts.person("anh_tu"))
    client.get("/ho-so/dot/")
    with django_assert_num_queries(7):
        response = client.get("/ho-so/dot/")
    assert response.content.decode().count("Mật số") == count


@pytest.mark.django_db
def test_only_officers_come_here_and_any_number_gets_a_page(today_round: Round) -> None:
    for who in ("chi_ba", "ba_sau", "quan_tri"):
        assert client_of(parts.person(who)).get("/ho-so/dot/").status_code == 403
    client = client_of(parts.person("anh_tu"))
    for number in (str(today_round.pk), "x", "-1", "9" * 30):
        assert client.get("/ho-so/dot/", {"dot": number}).status_code == 200
    rounds = rounds_before(parts.person("co_nam"))
    assert round_shown(rounds, "") == today_round
