"""The expiry graph: every dossier and every star that rests on a paper, and no other."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ocop.certificates.acts import open_next_dossier
from ocop.certificates.queries import standings
from ocop.certificates.queries.vault import endangered, endangered_by, papers_lapsing, vault_seen_by
from ocop.dossiers import acts
from ocop.dossiers.acts import Details
from ocop.dossiers.models import Dossier, Evidence
from ocop.papers.models import Paper

from .renewing import Recognised, photograph, recognised

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def details(days: int) -> Details:
    return Details(
        "food_safety", "12/ATTP", "Chi cục (mô phỏng)", TODAY - timedelta(days=300), TODAY + timedelta(days=days)
    )


@pytest.fixture
def held() -> Recognised:
    return recognised(150)


def shown(paper: Paper) -> list[tuple[int, bool]]:
    return [(danger.dossier.pk, danger.is_star) for danger in endangered_by(paper)]


def by_hand(paper: Paper) -> set[tuple[int, bool]]:
    """Every dossier, asked one by one: does it hold the paper, and does a star in force rest on it?"""
    found = set()
    for dossier in Dossier.objects.all():
        bound = Evidence.objects.filter(dossier=dossier, paper__sha256=paper.sha256, removed_at__isnull=True)
        if not bound.exists() or dossier.state in ("returned", "withdrawn"):
            continue
        standing = standings([dossier.product])[dossier.product_id]
        if dossier.state != "decided":
            found.add((dossier.pk, False))
        elif standing.is_valid and standing.certificate and standing.certificate.result.item.dossier_id == dossier.pk:
            found.add((dossier.pk, True))
    return found


def test_a_lapse_names_the_star_and_every_dossier_under_way_and_nothing_else(held: Recognised) -> None:
    people, producer = held.people, held.product.producer
    assert producer is not None
    upgrade = open_next_dossier(held.product, kind="upgrade", by=people.chi_ba)
    other = acts.open_dossier(product=people.product, kind="first", by=people.chi_ba)
    acts.bind_evidence(other, "1.1", held.paper, by=people.chi_ba)
    acts.bind_evidence(other, "G2", held.paper, by=people.chi_ba)
    unused = acts.put_in_vault(producer, photograph("khac.jpg", "red"), details(20), by=people.chi_ba)

    assert set(shown(held.paper)) == by_hand(held.paper) == {
        (held.dossier.pk, True), (upgrade.pk, False), (other.pk, False),
    }  # fmt: skip
    star = endangered_by(held.paper)[0]
    assert (star.is_star, star.criteria, star.product) == (True, ("1.1",), held.product)
    assert endangered_by(unused) == []

    acts.withdraw(other, reason="Không làm nữa, mở nhầm.", by=people.chi_ba)
    evidence = upgrade.evidence.get(paper=held.paper, removed_at__isnull=True)
    acts.unbind_evidence(evidence, by=people.chi_ba)
    assert set(shown(held.paper)) == by_hand(held.paper) == {(held.dossier.pk, True)}


def test_the_successor_carries_the_star_and_the_old_paper_only_what_was_handed_in(held: Recognised) -> None:
    people, producer = held.people, held.product.producer
    assert producer is not None
    acts.describe_paper(producer, held.paper, details(10), by=people.chi_ba)
    draft = open_next_dossier(held.product, kind="upgrade", by=people.chi_ba)
    new = acts.replace_paper(producer, held.paper, photograph("moi.jpg", "gold"), details(900), by=people.chi_ba)
    assert shown(held.paper) == []
    assert shown(new) == [(held.dossier.pk, True), (draft.pk, False)]


def test_the_same_bytes_of_another_producer_are_another_paper(held: Recognised) -> None:
    lan = held.people.chi_lan
    theirs = acts.put_in_vault(held.people.neighbour, photograph("attp.jpg", "navy"), details(10), by=lan)
    assert theirs.sha256 == held.paper.sha256
    assert shown(theirs) == []
    assert shown(held.paper) == [(held.dossier.pk, True)]


def test_the_graph_costs_the_same_for_one_paper_and_for_three(
    held: Recognised, django_assert_num_queries: object
) -> None:
    producer = held.product.producer
    assert producer is not None
    papers = [held.paper] + [
        acts.put_in_vault(producer, photograph(f"{n}.jpg", colour), details(20), by=held.people.chi_ba)
        for n, colour in enumerate(("red", "lime"))
    ]
    fresh = list(Paper.objects.filter(pk__in=[p.pk for p in papers]).select_related("details").order_by("pk"))
    for some in (fresh[:1], fresh):
        with django_assert_num_queries(7):  # type: ignore[operator]
            endangered(some)


def test_offices_see_what_lapses_in_their_place_and_neighbours_nothing(held: Recognised) -> None:
    producer = held.product.producer
    assert producer is not None
    acts.describe_paper(producer, held.paper, details(180), by=held.people.chi_ba)
    people = held.people
    for officer in (people.anh_tu, people.co_nam):
        (row,) = papers_lapsing(officer)
        assert (row.producer, row.kept.days_left, len(row.stars)) == (producer, 180, 1)
    assert papers_lapsing(people.anh_khac) == []
    assert papers_lapsing(people.anh_tu, date.today() - timedelta(days=1)) == []
    ((_, lapses),) = vault_seen_by(people.chi_ba)
    assert [lapse.kept.paper for lapse in lapses] == [held.paper]
    ((_, theirs),) = vault_seen_by(people.chi_lan)
    assert theirs == []
