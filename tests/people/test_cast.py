"""The cast that other tests begin with stands, by acts, and knows its roles."""

import pytest

from ocop.journal.queries import chain_verdict
from ocop.people.queries import places_of, roles_of
from ocop.people.rules import Role
from tests import cast

pytestmark = pytest.mark.django_db


def test_everybody_stands_with_one_role_each_and_the_journal_is_whole() -> None:
    found = cast.everybody()
    for key, (_, _, _, role, _) in cast.PARTS.items():
        assert roles_of(found.people[key]) == {role}
    assert chain_verdict().whole
    assert places_of(found.anh_tu, Role.COMMUNE_OFFICER) == {found.commune.pk}


def test_asking_twice_gives_the_same_people() -> None:
    first, second = cast.everybody(), cast.everybody()
    assert first.chi_ba == second.chi_ba
    assert first.product == second.product
    assert first.producer.memberships.get().person == first.chi_ba
