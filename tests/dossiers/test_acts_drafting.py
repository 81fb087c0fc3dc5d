"""Opening a dossier and filling it in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ocop.cycles.models import Round
from ocop.dossiers import acts
from ocop.dossiers.models import Answer, Dossier, Evidence
from ocop.dossiers.rules import StaleEdition
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.papers.acts import bring
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.products.models import Product
from tests.dossiers.conftest import NOW, Company, photograph


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def save(dossier: Dossier, by: Person, code: str = "1.1", **more: object) -> Answer:
    given = {"points": 2, "note": "Mật của ba bản", "edition": 0} | more
    return acts.save_answer(dossier, code, by=by, at=NOW, **given)  # type: ignore[arg-type]


def test_a_dossier_opens_under_the_law_in_force_in_the_round_that_takes_proposals(
    draft: Dossier, cast: Company, round_: Round
) -> None:
    assert (draft.regime, draft.set_no, draft.commune, draft.round, draft.state) == (
        "QD26-2026",
        4,
        cast.commune,
        round_,
        "draft",
    )
    assert draft.simulated


def test_a_product_has_one_open_dossier_at_a_time(draft: Dossier, cast: Company) -> None:
    with pytest.raises(Refused) as refused:
        acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"already_open"}


def test_every_obstacle_to_opening_is_told_at_once(cast: Company) -> None:
    Product.objects.filter(pk=cast.product.pk).update(set_no=None, place=None)
    type(cast.producer).objects.filter(pk=cast.producer.pk).update(place=None)
    with pytest.raises(Refused) as refused:
        acts.open_dossier(product=cast.product, kind="gold", by=cast.chi_lan, at=NOW)
    assert codes(refused) == {"not_producer", "kind", "set_unknown", "commune_unknown", "round_closed"}
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("who", ["chi_lan", "anh_tu", "co_nam", "quan_tri"])
def test_nobody_but_the_producers_people_writes_in_a_dossier(draft: Dossier, cast: Company, who: str) -> None:
    person = cast.people[who]
    paper = bring(photograph(), by=cast.chi_ba, at=NOW)
    for attempt in (
        lambda: save(draft, person),
        lambda: acts.bind_evidence(draft, "1.1", paper, by=person, at=NOW),
        lambda: acts.bring_evidence(draft, "1.1", photograph(), by=person, at=NOW),
        lambda: acts.save_changes(draft, "khác", by=person, at=NOW),
        lambda: acts.submit(draft, by=person, at=NOW),
        lambda: acts.withdraw(draft, reason="không làm nữa", by=person, at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert "not_producer" in codes(refused)
    assert not Answer.objects.exists()
    assert Paper.objects.count() == 1


def test_a_saved_answer_counts_its_editions_and_the_same_again_is_no_new_one(draft: Dossier, cast: Company) -> None:
    assert save(draft, cast.chi_ba).edition == 1
    assert save(draft, cast.chi_ba, edition=0).edition == 1
    assert save(draft, cast.chi_ba, edition=1, note="Mật của bốn bản").edition == 2
    assert save(draft, cast.chi_ba, edition=2, points=None, note="").points is None
    verbs = Line.objects.filter(verb="save_answer").values_list("facts__edition", flat=True)
    assert list(verbs) == [1, 2, 3]


def test_a_save_on_an_older_edition_is_refused_with_both_texts_and_nothing_is_lost(
    draft: Dossier, cast: Company
) -> None:
    save(draft, cast.chi_ba, note="bản thứ nhất")
    with pytest.raises(StaleEdition) as refused:
        save(draft, cast.chi_ba, edition=0, points=3, note="bản từ máy khác")
    kept = refused.value.kept
    assert (kept.note, kept.points, kept.edition, kept.saved_by) == ("bản thứ nhất", 2, 1, cast.chi_ba.name)
    assert Answer.objects.get().note == "bản thứ nhất"


def test_the_note_is_kept_in_one_spelling(draft: Dossier, cast: Company) -> None:
    answer = save(draft, cast.chi_ba, note="  Mật ong\r\nrừng  ")
    assert answer.note == "Mật ong\nrừng"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"points": 4}, "no_such_option"), ({"points": -1}, "no_such_option"), ({"points": 10**9}, "no_such_option"),
        ({"points": True}, "not_points"), ({"points": 2, "case": "a"}, "not_points"),
        ({"note": "x" * 3001}, "too_long"), ({"note": "\u202eđảo"}, "control"), ({"note": "a\x07"}, "control"),
    ],
)  # fmt: skip
def test_an_impossible_answer_is_refused(draft: Dossier, cast: Company, given: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        save(draft, cast.chi_ba, **given)
    assert code in codes(refused)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("code", ["99.9", "G1", "changes", "", "1.1\x00", "x" * 300])
def test_a_criterion_of_another_set_is_unknown_here(draft: Dossier, cast: Company, code: str) -> None:
    with pytest.raises(Refused) as refused:
        save(draft, cast.chi_ba, code)
    assert "unknown_criterion" in codes(refused)


def test_evidence_is_bound_once_however_often_it_is_brought_and_comes_back_when_put_back(
    draft: Dossier, cast: Company
) -> None:
    bound = acts.bring_evidence(draft, "1.1", photograph(), by=cast.chi_ba, page="2", at=NOW)
    again = acts.bring_evidence(draft, "1.1", photograph(), by=cast.chi_ba, at=NOW)
    assert again == bound
    gone = acts.unbind_evidence(bound, by=cast.chi_ba, at=NOW)
    assert gone.removed_at is not None
    assert acts.unbind_evidence(bound, by=cast.chi_ba, at=NOW).removed_at == gone.removed_at
    assert acts.restore_evidence(bound, by=cast.chi_ba, at=NOW).removed_at is None
    verbs = list(Line.objects.filter(subject=f"dossiers.dossier:{draft.pk}").values_list("verb", flat=True))
    assert verbs == ["open_dossier", "bind_evidence", "unbind_evidence", "restore_evidence"]


def test_a_paper_bound_anew_is_not_put_back_twice(draft: Dossier, cast: Company) -> None:
    bound = acts.bring_evidence(draft, "1.1", photograph(), by=cast.chi_ba, at=NOW)
    acts.unbind_evidence(bound, by=cast.chi_ba, at=NOW)
    acts.bind_evidence(draft, "1.1", bound.paper, by=cast.chi_ba, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.restore_evidence(bound, by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"bound_again"}


def test_a_paper_of_another_producer_cannot_be_bound_by_guessing_its_number(draft: Dossier, cast: Company) -> None:
    theirs = bring(photograph(), by=cast.chi_lan, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.bind_evidence(draft, "1.1", theirs, by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"paper_of_others"}


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("x.pdf", b"<html><script>alert(1)</script>", "application/pdf"),
        SimpleUploadedFile("x.jpg", b"MZ\x90\x00" + b"\0" * 200, "image/jpeg"),
        SimpleUploadedFile("x.svg", b"<svg onload='x()'/>", "image/svg+xml"),
        SimpleUploadedFile("empty.pdf", b"", "application/pdf"),
    ],
    ids=["web page", "program", "svg", "empty"],
)
def test_a_file_that_lies_about_its_type_is_neither_kept_nor_bound(
    draft: Dossier, cast: Company, upload: SimpleUploadedFile
) -> None:
    upload.seek(0)
    with pytest.raises(Refused):
        acts.bring_evidence(draft, "1.1", upload, by=cast.chi_ba, at=NOW)
    assert not Evidence.objects.exists()
    assert not Paper.objects.exists()


def test_a_file_that_is_too_large_is_refused(draft: Dossier, cast: Company, settings: object) -> None:
    settings.LONGEST_PAPER = 500  # type: ignore[attr-defined]
    with pytest.raises(Refused) as refused:
        acts.bring_evidence(draft, "1.1", photograph(), by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"too_large"}


def test_a_criterion_takes_twenty_papers_and_no_more(draft: Dossier, cast: Company) -> None:
    for number in range(20):
        paper = Paper.objects.create(
            sha256=f"{number:064x}", name=f"{number}.pdf", media_type="application/pdf", size=1, brought_by=cast.chi_ba, brought_at=NOW
        )  # fmt: skip
        acts.bind_evidence(draft, "1.1", paper, by=cast.chi_ba, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.bring_evidence(draft, "1.1", photograph(), by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"too_many"}


def test_a_returned_dossier_lives_on_in_the_next_one(submitted: Dossier, cast: Company) -> None:
    acts.return_dossier(submitted, reasons="Hồ sơ thiếu giấy an toàn thực phẩm.", by=cast.anh_tu, at=NOW)
    fresh = acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba, at=NOW)
    assert fresh.answers.count() == submitted.answers.count() > 30
    assert (fresh.receipt_number, fresh.submitted_at) == (None, None)
    acts.save_answer(fresh, "1.1", points=1, edition=1, by=cast.chi_ba, at=NOW)
    assert submitted.answers.get(criterion="1.1").points != 1


def test_the_demonstration_may_fill_a_dossier_in_the_past(draft: Dossier, cast: Company) -> None:
    assert (save(draft, cast.chi_ba).saved_at, Line.objects.get(verb="save_answer").at) == (NOW, NOW)
