"""The vault: one paper for many dossiers, described, replaced, never lost."""

from datetime import date, timedelta

import pytest

from ocop.dossiers import acts, queries
from ocop.dossiers.acts import Details
from ocop.dossiers.models import Dossier, VaultPaper
from ocop.journal.rules import Refused
from ocop.papers.models import PaperDetails

from .conftest import NOW, Company, photograph

FOOD = Details("food_safety", "12/ATTP", "Chi cục (mô phỏng)", date(2024, 11, 1), date(2026, 12, 1))
NEXT = Details("food_safety", "30/ATTP", "Chi cục (mô phỏng)", date(2026, 11, 20), date(2029, 11, 20))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_paper_in_the_vault_serves_any_criterion_without_a_second_upload(draft: Dossier, cast: Company) -> None:
    paper = acts.put_in_vault(cast.producer, photograph(), FOOD, by=cast.chi_ba, at=NOW)
    assert paper in queries.papers_at_hand(draft, "1.1")
    for code in ("1.1", "2.2", "G2"):
        acts.bind_evidence(draft, code, paper, by=cast.chi_ba, at=NOW)
    (use,) = queries.uses_of([paper])[paper.pk]
    assert (use.dossier, use.criteria) == (draft, ("1.1", "2.2", "G2"))
    assert VaultPaper.objects.count() == 1
    (kept,) = queries.vault_of(cast.producer, NOW.date())
    assert (kept.state, kept.days_left, kept.kind) == ("soon", 8, "Giấy đủ điều kiện an toàn thực phẩm")


def test_a_paper_bound_to_a_dossier_stands_in_the_vault_by_itself(draft: Dossier, cast: Company) -> None:
    bound = acts.bring_evidence(draft, "1.1", photograph(), by=cast.chi_ba, at=NOW)
    (kept,) = queries.vault_of(cast.producer, NOW.date())
    assert (kept.paper, kept.state) == (bound.paper, "unknown")
    acts.unbind_evidence(bound, by=cast.chi_ba, at=NOW)
    assert [k.uses for k in queries.vault_of(cast.producer, NOW.date())] == [()]


def test_a_replaced_paper_gives_way_in_drafts_and_stays_where_it_was_submitted(filled: Dossier, cast: Company) -> None:
    paper = acts.bring_evidence(filled, "1.1", photograph(), by=cast.chi_ba, at=NOW).paper
    acts.describe_paper(cast.producer, paper, FOOD, by=cast.chi_ba, at=NOW)
    submitted = acts.submit(filled, by=cast.chi_ba, at=NOW)
    other = type(cast.product).objects.get(pk=cast.product.pk)
    other.pk, other.slug, other.name = None, "mat-khac", "Mật khác (mô phỏng)"
    other.save()
    draft = acts.open_dossier(product=other, kind="first", by=cast.chi_ba, at=NOW)
    acts.bind_evidence(draft, "1.1", paper, by=cast.chi_ba, page="2", at=NOW)

    new = acts.replace_paper(cast.producer, paper, photograph("moi.jpg", "gold"), NEXT, by=cast.chi_ba, at=NOW)

    rows = draft.evidence.filter(removed_at__isnull=True)
    assert [(e.criterion, e.paper_id, e.page) for e in rows] == [("1.1", new.pk, "2")]
    assert [e.paper_id for e in submitted.evidence.filter(removed_at__isnull=True)] == [paper.pk]
    assert queries.predecessors_of(new) == [paper]
    assert {k.paper.pk: k.state for k in queries.vault_of(cast.producer, NOW.date())} == {
        new.pk: "good", paper.pk: "replaced",
    }  # fmt: skip
    assert paper not in queries.papers_at_hand(draft, "2.2")
    with pytest.raises(Refused) as refused:
        acts.replace_paper(cast.producer, paper, photograph("ba.jpg", "red"), NEXT, by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"replaced_already"}
    with pytest.raises(Refused) as refused:
        acts.replace_paper(cast.producer, new, photograph("moi.jpg", "gold"), NEXT, by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"same_paper"}


def test_an_old_paper_does_not_come_back_as_its_own_successor(draft: Dossier, cast: Company) -> None:
    old = acts.put_in_vault(cast.producer, photograph(), FOOD, by=cast.chi_ba, at=NOW)
    new = acts.replace_paper(cast.producer, old, photograph("moi.jpg", "gold"), NEXT, by=cast.chi_ba, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.replace_paper(cast.producer, new, photograph(), FOOD, by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"old_paper"}


def test_a_neighbour_neither_describes_nor_binds_nor_replaces(draft: Dossier, cast: Company) -> None:
    paper = acts.put_in_vault(cast.producer, photograph(), FOOD, by=cast.chi_ba, at=NOW)
    lan = cast["chi_lan"]
    for attempt in (
        lambda: acts.describe_paper(cast.producer, paper, NEXT, by=lan, at=NOW),
        lambda: acts.replace_paper(cast.producer, paper, photograph("x.jpg", "red"), NEXT, by=lan, at=NOW),
        lambda: acts.put_in_vault(cast.producer, photograph("y.jpg", "red"), NEXT, by=lan, at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused) == {"not_producer"}
    hers = acts.put_in_vault(lan.memberships.get().producer, photograph("z.jpg", "lime"), NEXT, by=lan, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.bind_evidence(draft, "1.1", hers, by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"paper_of_others"}
    assert PaperDetails.objects.get(paper=paper).number == "12/ATTP"


def test_impossible_days_are_refused_with_the_file_unkept(cast: Company) -> None:
    wrong = Details("food_safety", "", "", date(2026, 12, 1), date(2026, 11, 1))
    with pytest.raises(Refused) as refused:
        acts.put_in_vault(cast.producer, photograph(), wrong, by=cast.chi_ba, at=NOW - timedelta(days=1))
    assert codes(refused) == {"issued_later", "expires_before_issue"}
    assert not VaultPaper.objects.exists()
