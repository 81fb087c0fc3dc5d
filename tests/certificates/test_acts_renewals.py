"""The next dossier after a recognition: which kind, on which basis, in which days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from ocop.certificates.acts import end_extension, extend_certificate, open_next_dossier
from ocop.certificates.models import Recognition
from ocop.certificates.queries import standing_of
from ocop.certificates.queries.renewals import next_for
from ocop.dossiers import acts
from ocop.dossiers.models import Dossier
from ocop.dossiers.queries import carried_fields, comparison, renewal_of, waiting_for
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.products.models import Product

from .renewing import Recognised, ends, photograph, recognised

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


@pytest.fixture
def held() -> Recognised:
    return recognised(150)


def test_a_product_that_holds_a_star_gets_no_first_dossier(held: Recognised) -> None:
    with pytest.raises(Refused) as refused:
        open_next_dossier(held.product, kind="first", by=held.people.chi_ba)
    assert codes(refused) == {"star_in_force"}
    assert "nâng hạng" in str(refused.value)
    assert "đánh giá lại" in str(refused.value)


def test_all_reasons_come_at_once(held: Recognised) -> None:
    Product.objects.filter(pk=held.product.pk).update(set_no=None)
    with pytest.raises(Refused) as refused:
        open_next_dossier(held.product, kind="first", by=held.people.chi_lan)
    assert codes(refused) == {"star_in_force", "not_producer", "set_unknown"}


def test_a_rerating_starts_from_the_recognised_version_and_waits_to_be_confirmed(held: Recognised) -> None:
    opened = open_next_dossier(held.product, kind="rerate", by=held.people.chi_ba)
    assert opened.basis["certificate"] == held.certificate.number
    assert opened.basis["version"] == held.version.pk
    assert opened.basis_expiry == held.certificate.expires_on
    assert opened.answers.count() == len(held.version.content["answers"])
    assert all(answer.carried for answer in opened.answers.all())
    assert [e.paper_id for e in opened.evidence.all()] == [held.paper.pk]
    with pytest.raises(Refused) as refused:
        acts.submit(opened, by=held.people.chi_ba)
    assert codes(refused) == {"unconfirmed", "changes_missing"}

    first = carried_fields(opened)[0]
    answer = opened.answers.get(criterion=first)
    acts.save_answer(
        opened, first, points=answer.points, case=answer.case, note=answer.note, edition=answer.edition,
        by=held.people.chi_ba,
    )  # fmt: skip
    assert first not in carried_fields(opened)
    assert renewal_of(opened).left == len(carried_fields(opened))
    acts.confirm_carried(opened, by=held.people.chi_ba)
    acts.save_changes(opened, "Thêm hai mươi đàn ong và một điểm bán ở Hạ Long.", by=held.people.chi_ba)
    submitted = acts.submit(opened, by=held.people.chi_ba)
    assert submitted.state == "submitted"
    assert Line.objects.filter(verb="confirm_carried").count() == 2


def test_the_window_of_a_rerating_ends_on_its_very_days(held: Recognised) -> None:
    today = timezone.localdate()
    for days_left, reason in ((181, "renewal_early"), (119, "renewal_late")):
        ends(held.certificate, today + timedelta(days=days_left))
        with pytest.raises(Refused) as refused:
            open_next_dossier(held.product, kind="rerate", by=held.people.chi_ba)
        assert codes(refused) == {reason}
        tomorrow = f"{today + timedelta(days=1):%d/%m/%Y}"
        assert (tomorrow in str(refused.value)) is (reason == "renewal_early")
    for days_left in (180, 120):
        ends(held.certificate, today + timedelta(days=days_left))
        opened = open_next_dossier(held.product, kind="rerate", by=held.people.chi_ba)
        acts.withdraw(opened, reason="Mở thử rồi bỏ.", by=held.people.chi_ba)


def test_after_the_window_the_way_is_a_first_dossier(held: Recognised) -> None:
    ends(held.certificate, timezone.localdate() + timedelta(days=119))
    opened = open_next_dossier(held.product, kind="first", by=held.people.chi_ba)
    assert (opened.kind, opened.basis) == ("first", {})


def test_a_draft_of_a_rerating_that_misses_its_window_is_refused_at_submission(held: Recognised) -> None:
    opened = open_next_dossier(held.product, kind="rerate", by=held.people.chi_ba)
    acts.confirm_carried(opened, by=held.people.chi_ba)
    acts.save_changes(opened, "Không có thay đổi đáng kể trong ba năm qua.", by=held.people.chi_ba)
    late = datetime.now(UTC) + timedelta(days=31)
    with pytest.raises(Refused) as refused:
        acts.submit(opened, by=held.people.chi_ba, at=late)
    assert "renewal_late" in codes(refused)


def test_a_rerating_waits_for_no_round(held: Recognised) -> None:
    opened = open_next_dossier(held.product, kind="rerate", by=held.people.chi_ba)
    opened.round.proposals_until = opened.round.opens_on
    opened.round.save()
    acts.confirm_carried(opened, by=held.people.chi_ba)
    acts.save_changes(opened, "Không có thay đổi đáng kể trong ba năm qua.", by=held.people.chi_ba)
    assert acts.submit(opened, by=held.people.chi_ba).state == "submitted"


def test_an_upgrade_without_a_real_change_is_refused_and_rewording_is_none(held: Recognised) -> None:
    upgrade = open_next_dossier(held.product, kind="upgrade", by=held.people.chi_ba)
    assert comparison(upgrade).parts == ()
    acts.save_changes(upgrade, "Nhãn mới có mã truy xuất từ tháng 5.", by=held.people.chi_ba)
    answer = upgrade.answers.get(criterion="2.2")
    acts.save_answer(
        upgrade,
        "2.2",
        points=answer.points,
        case=answer.case,
        note="Viết lại cho gọn.",
        edition=1,
        by=held.people.chi_ba,
    )
    assert comparison(upgrade).real == 0
    assert comparison(upgrade).words_only == 1
    with pytest.raises(Refused) as refused:
        acts.submit(upgrade, by=held.people.chi_ba)
    assert codes(refused) == {"nothing_changed"}
    acts.bring_evidence(upgrade, "2.2", photograph("nhan-moi.jpg", "gold"), by=held.people.chi_ba)
    assert [part.code for part in comparison(upgrade).parts if part.is_real] == ["2.2"]
    assert acts.submit(upgrade, by=held.people.chi_ba).state == "submitted"


def test_an_upgrade_needs_its_statement(held: Recognised) -> None:
    upgrade = open_next_dossier(held.product, kind="upgrade", by=held.people.chi_ba)
    acts.bring_evidence(upgrade, "2.2", photograph("nhan-moi.jpg", "gold"), by=held.people.chi_ba)
    with pytest.raises(Refused) as refused:
        acts.submit(upgrade, by=held.people.chi_ba)
    assert codes(refused) == {"changes_missing"}
    acts.save_changes(upgrade, "Có đổi.", by=held.people.chi_ba)
    with pytest.raises(Refused) as refused:
        acts.submit(upgrade, by=held.people.chi_ba)
    assert codes(refused) == {"statement_short"}


def test_an_imported_star_has_no_version_and_asks_for_the_statement_only(held: Recognised) -> None:
    Recognition.objects.filter(product=held.product).update(certificate=None)
    (found,) = next_for([held.product])
    assert found.past.version is None
    upgrade = open_next_dossier(held.product, kind="upgrade", by=held.people.chi_ba)
    assert comparison(upgrade).version is None
    reasons = acts.submitting.content_reasons(upgrade)
    flat = {r.code for each in reasons for r in (each if isinstance(each, list) else [each]) if r}
    assert "nothing_changed" not in flat
    assert "changes_missing" in flat


def test_a_provincial_star_of_old_is_not_national(held: Recognised) -> None:
    Recognition.objects.filter(product=held.product).update(level="legacy_province", star=5)
    for kind in ("upgrade", "rerate"):
        with pytest.raises(Refused) as refused:
            open_next_dossier(held.product, kind=kind, by=held.people.chi_ba)
        assert codes(refused) == {"legacy_star"}
    assert open_next_dossier(held.product, kind="first", by=held.people.chi_ba).basis == {}


def test_the_days_of_a_rerating_are_counted_from_its_acceptance(held: Recognised) -> None:
    opened = open_next_dossier(held.product, kind="rerate", by=held.people.chi_ba)
    Dossier.objects.filter(pk=opened.pk).update(
        state="forwarded", forwarded_at=timezone.now(), submitted_at=timezone.now()
    )
    at = datetime(2027, 1, 15, 2, 0, tzinfo=UTC)
    accepted = acts.accept(opened, by=held.people.co_nam, at=at)
    assert accepted.decide_by == date(2027, 3, 1)
    (owed,) = [w for w in waiting_for(held.people.co_nam) if w.url == f"/ho-so/{opened.pk}/"]
    assert (owed.due_on, "phải có kết quả" in owed.title) == (date(2027, 3, 1), True)


@pytest.fixture
def pending(held: Recognised) -> Recognised:
    """A certificate whose window closed before QĐ 26 came into force, with a re-rating handed in."""
    ends(held.certificate, date(2026, 9, 18))
    opened = open_next_dossier(
        held.product, kind="rerate", by=held.people.chi_ba, at=datetime(2026, 9, 1, 2, tzinfo=UTC)
    )
    Dossier.objects.filter(pk=opened.pk).update(state="submitted")
    return held


def test_the_transition_prolongs_by_at_most_180_days_and_tells(pending: Recognised) -> None:
    at = datetime(2026, 9, 10, 2, tzinfo=UTC)
    with pytest.raises(Refused) as refused:
        extend_certificate(
            pending.product, basis="Văn bản 12/CV (mô phỏng)", until=date(2027, 3, 18), by=pending.people.co_nam, at=at
        )
    assert codes(refused) == {"until_out_of_range"}
    event = extend_certificate(pending.product, basis="Văn bản 12/CV (mô phỏng)", by=pending.people.co_nam, at=at)
    assert event.valid_until == date(2027, 3, 17)
    assert standing_of(pending.product, date(2027, 3, 17)).is_valid
    assert not standing_of(pending.product, date(2027, 3, 18)).is_valid
    pending.certificate.refresh_from_db()
    assert pending.certificate.extended_until == date(2027, 3, 17)
    assert Letter.objects.filter(subject__contains="kéo dài đến hết 17/03/2027", to=pending.people.chi_ba).exists()
    assert Line.objects.filter(verb="extend_certificate").count() == 1


def test_a_result_without_a_star_ends_the_extension_with_its_day(pending: Recognised) -> None:
    basis = "Văn bản 12/CV (mô phỏng)"
    extend_certificate(pending.product, basis=basis, by=pending.people.co_nam, at=datetime(2026, 9, 10, 2, tzinfo=UTC))
    assert (
        end_extension(pending.product, basis="QĐ 5", by=pending.people.co_nam, at=datetime(2026, 9, 15, 2, tzinfo=UTC))
        is None
    )
    decided = datetime(2026, 10, 20, 2, tzinfo=UTC)
    assert end_extension(pending.product, basis="QĐ 5 (mô phỏng)", by=pending.people.co_nam, at=decided)
    assert standing_of(pending.product, date(2026, 10, 20)).is_valid
    assert not standing_of(pending.product, date(2026, 10, 21)).is_valid
    assert (
        end_extension(pending.product, basis="QĐ 5", by=pending.people.co_nam, at=datetime(2026, 10, 22, 2, tzinfo=UTC))
        is None
    )


def test_nobody_prolongs_without_a_pending_rerating_basis_or_right(held: Recognised) -> None:
    with pytest.raises(Refused) as refused:
        extend_certificate(held.product, basis="", by=held.people.chi_ba)
    assert codes(refused) == {"not_allowed", "not_in_transition", "no_renewal_pending", "basis_missing"}
    assert not Recognition.objects.filter(kind="extended").exists()
