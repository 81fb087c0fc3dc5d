"""The whole way of a dossier, and what stops it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction

from ocop.cycles.models import Round
from ocop.dossiers import acts, lifecycle
from ocop.dossiers.models import CommuneOpinion, Dossier, Version
from ocop.journal.models import Line
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.places.acts import load_holidays
from tests.dossiers.conftest import NOW, WORDS, Company, answer_all, extra_round, forward, photograph

DAY = timedelta(days=1)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def ask(dossier: Dossier, cast: Company, at: datetime = NOW, **asks: str) -> Dossier:
    given = asks or {"1.2": "Thiếu giấy chứng nhận vùng."}
    return acts.request_completion(dossier, asks=given, due_on=(at + 7 * DAY).date(), by=cast.anh_tu, at=at)


def answered(dossier: Dossier, cast: Company, at: datetime) -> None:
    acts.save_answer(dossier, "1.2", points=1, edition=1, by=cast.chi_ba, note="Đã gắn giấy.", at=at)


def test_a_dossier_walks_from_draft_to_decision_and_the_journal_is_whole(filled: Dossier, cast: Company) -> None:
    row = acts.submit(filled, by=cast.chi_ba, at=NOW)
    assert (row.state, row.receipt_number, row.product_code) == ("submitted", "01/PĐK-22-06838-2026", "22-06838-1-2026")
    cast.product.refresh_from_db()
    assert cast.product.code == "22-06838-1-2026"
    row = acts.accept(forward(row, cast), by=cast.co_nam, at=NOW)
    for step in (acts.put_before_council, acts.conclude, acts.decide):
        row = step(row, by=cast.lanh_dao, at=NOW)
    assert row.state == lifecycle.DECIDED
    assert chain_verdict().whole
    verbs = list(Line.objects.filter(subject=f"dossiers.dossier:{row.pk}").values_list("verb", flat=True))
    assert verbs[0] == "open_dossier"
    assert verbs[-6:] == ["submit", "forward", "accept", "put_before_council", "conclude", "decide"]


def test_submission_freezes_answers_and_the_hash_of_every_paper(filled: Dossier, cast: Company) -> None:
    bound = acts.bring_evidence(filled, "1.1", photograph(), by=cast.chi_ba, page="1", at=NOW)
    row = acts.submit(filled, by=cast.chi_ba, at=NOW)
    version = row.versions.get()
    assert version.is_whole
    assert version.content["evidence"][0]["sha256"] == bound.paper.sha256
    assert version.content["rating"]["points"] == 100
    assert Line.objects.get(verb="submit").facts["sha256"] == version.sha256


@pytest.mark.parametrize("change", ["UPDATE dossiers_version SET number = 9", "DELETE FROM dossiers_version"])
def test_the_database_lets_nobody_change_or_remove_a_version(submitted: Dossier, change: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_version_changed_behind_the_databases_back_is_found_out(submitted: Dossier) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE dossiers_version DISABLE TRIGGER dossiers_version_stays")
    version = submitted.versions.get()
    assert version.is_whole
    Version.objects.filter(pk=version.pk).update(content=version.content | {"product": "khác"})
    version.refresh_from_db()
    assert not version.is_whole


def test_an_empty_dossier_is_refused_with_a_reason_for_every_criterion(draft: Dossier, cast: Company) -> None:
    with pytest.raises(Refused) as refused:
        acts.submit(draft, by=cast.chi_ba, at=NOW)
    fields = {r.field for r in refused.value.reasons}
    assert {"choices.1.1", "choices.12"} <= fields
    assert len(fields) >= 30
    draft.refresh_from_db()
    assert (draft.state, draft.receipt_number) == ("draft", None)
    assert not Letter.objects.exists()


def test_every_obstacle_to_submission_is_told_at_once(cast: Company, round_: Round) -> None:
    draft = acts.open_dossier(product=cast.product, kind="upgrade", by=cast.chi_ba, at=NOW)
    answer_all(draft, cast.chi_ba)
    draft.answers.filter(criterion="1.1").delete()
    type(cast.producer).objects.filter(pk=cast.producer.pk).update(kind="unknown")
    with pytest.raises(Refused) as refused:
        acts.submit(draft, by=cast.chi_ba, seen="0" * 64, at=datetime(2027, 12, 1, tzinfo=UTC))
    assert codes(refused) == {
        "round_closed",
        "producer_kind",
        "answer_missing",
        "changes_missing",
        "changed_since_seen",
    }


def test_a_second_submission_is_told_its_receipt(submitted: Dossier, cast: Company) -> None:
    with pytest.raises(Refused, match="01/PĐK-22-06838-2026"):
        acts.submit(submitted, by=cast.chi_ba, at=NOW)
    assert submitted.versions.count() == 1


def test_the_last_day_of_a_round_ends_at_midnight_in_vietnam(cast: Company) -> None:
    extra_round(cast, until=date(2026, 11, 23))
    draft = acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba, at=NOW)
    answer_all(draft, cast.chi_ba)
    with pytest.raises(Refused) as refused:
        acts.submit(draft, by=cast.chi_ba, at=datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    assert codes(refused) == {"round_closed"}
    row = acts.submit(draft, by=cast.chi_ba, at=datetime(2026, 11, 23, 16, 59, tzinfo=UTC))
    assert row.state == "submitted"


def test_the_year_of_the_receipt_is_that_of_vietnam(cast: Company) -> None:
    extra_round(cast, until=date(2027, 2, 28))
    draft = acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba, at=NOW)
    answer_all(draft, cast.chi_ba)
    row = acts.submit(draft, by=cast.chi_ba, at=datetime(2026, 12, 31, 17, 30, tzinfo=UTC))
    assert row.receipt_number == "01/PĐK-22-06838-2027"


def test_the_communes_fifteen_working_days_jump_over_tet(cast: Company) -> None:
    load_holidays(django_settings.REFERENCE)
    extra_round(cast, until=date(2027, 2, 28))
    draft = acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba, at=NOW)
    answer_all(draft, cast.chi_ba)
    row = acts.submit(draft, by=cast.chi_ba, at=datetime(2027, 1, 28, 2, 0, tzinfo=UTC))
    # 29 Jan, 1–4 Feb, then Tết 5–11 Feb, 12 and 15–19 and 22–25 Feb: the fifteenth is Thursday 25 February.
    assert row.commune_due_on == date(2027, 2, 25)


def test_the_communes_clock_stops_while_the_producer_completes(submitted: Dossier, cast: Company) -> None:
    assert submitted.commune_due_on == date(2026, 12, 14)
    row = ask(submitted, cast, at=NOW + 2 * DAY)
    assert (row.state, row.commune_days_kept) == ("completion", 13)
    answered(row, cast, NOW + 4 * DAY)
    row = acts.complete(row, by=cast.chi_ba, at=NOW + 7 * DAY)
    assert (row.state, row.commune_days_kept, row.commune_due_on) == ("submitted", None, date(2026, 12, 17))


def test_only_the_asked_field_opens_again_and_only_until_it_is_answered(submitted: Dossier, cast: Company) -> None:
    row = ask(submitted, cast, **{"1.2": "Thiếu giấy vùng nguyên liệu.", "G2": "Giấy đã hết hạn rồi."})
    with pytest.raises(Refused) as refused:
        acts.save_answer(row, "1.3", points=1, edition=1, by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"locked"}
    with pytest.raises(Refused):
        acts.bring_evidence(row, "1.1", photograph(), by=cast.chi_ba, at=NOW)
    answered(row, cast, NOW + DAY)
    with pytest.raises(Refused) as refused:
        acts.complete(row, by=cast.chi_ba, at=NOW + DAY)
    assert [r.field for r in refused.value.reasons] == ["choices.G2"]
    acts.bring_evidence(row, "G2", photograph(), by=cast.chi_ba, at=NOW + DAY)
    row = acts.complete(row, by=cast.chi_ba, at=NOW + DAY)
    assert row.versions.count() == 2
    with pytest.raises(Refused):
        acts.save_answer(row, "1.2", points=2, edition=2, by=cast.chi_ba, at=NOW + DAY)


def test_a_completion_request_with_nothing_or_nonsense_is_refused(submitted: Dossier, cast: Company) -> None:
    with pytest.raises(Refused) as refused:
        acts.request_completion(submitted, asks={}, due_on=NOW.date(), by=cast.anh_tu, at=NOW)
    assert codes(refused) == {"nothing_asked", "due_on"}
    with pytest.raises(Refused) as refused:
        ask(submitted, cast, **{"77": "không có mục này", "1.2": "ngắn"})
    assert codes(refused) == {"unknown_criterion", "too_short"}


def test_a_dossier_is_not_sent_back_before_the_days_for_completion_are_over(submitted: Dossier, cast: Company) -> None:
    row = ask(submitted, cast)
    with pytest.raises(Refused) as refused:
        acts.return_dossier(row, reasons="Không bổ sung đúng hạn.", by=cast.anh_tu, at=NOW + 7 * DAY)
    assert codes(refused) == {"completion_not_due"}
    row = acts.return_dossier(row, reasons="Không bổ sung đúng hạn.", by=cast.anh_tu, at=NOW + 8 * DAY)
    assert (row.state, row.closing_words) == ("returned", "Không bổ sung đúng hạn.")


def test_the_four_opinions_are_kept_and_the_province_is_told(submitted: Dossier, cast: Company) -> None:
    with pytest.raises(Refused) as refused:
        acts.forward(submitted, **(WORDS | {"idea_origin": " "}), by=cast.anh_tu, at=NOW)
    assert [r.field for r in refused.value.reasons] == ["idea_origin"]
    forward(submitted, cast)
    opinion = CommuneOpinion.objects.get()
    assert (opinion.proposes, opinion.local_material) == (True, WORDS["local_material"])
    assert Letter.objects.filter(to=cast.co_nam).count() == 1


def test_a_proposal_after_the_round_has_closed_moves_to_the_open_round_or_is_refused(cast: Company) -> None:
    first = extra_round(cast, until=date(2026, 11, 25))
    draft = acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba, at=NOW)
    answer_all(draft, cast.chi_ba)
    row = acts.submit(draft, by=cast.chi_ba, at=NOW)
    with pytest.raises(Refused) as refused:
        forward(row, cast, at=NOW + 4 * DAY)
    assert codes(refused) == {"round_closed"}
    Round.objects.create(
        cycle=first.cycle, name="Đợt sau", opens_on=date(2026, 11, 26), proposals_until=date(2026, 12, 30), ends_on=date(2027, 2, 1)
    )  # fmt: skip
    assert forward(row, cast, at=NOW + 4 * DAY).round.name == "Đợt sau"


STEPS: dict[str, Callable[[Dossier, Company], Dossier]] = {
    "submit": lambda d, c: acts.submit(d, by=c.chi_ba, at=NOW),
    "request_completion": lambda d, c: ask(d, c),
    "complete": lambda d, c: acts.complete(d, by=c.chi_ba, at=NOW),
    "forward": lambda d, c: forward(d, c),
    "accept": lambda d, c: acts.accept(d, by=c.co_nam, at=NOW),
    "return_dossier": lambda d, c: acts.return_dossier(d, reasons="Lý do trả lại đủ dài.", by=c.anh_tu, at=NOW),
    "withdraw": lambda d, c: acts.withdraw(d, reason="Lý do rút đủ dài rồi.", by=c.chi_ba, at=NOW),
    "request_change": lambda d, c: acts.request_change(
        d, asks={"1.2": "Thiếu giấy tờ nhé."}, due_on=date(2026, 12, 1), by=c.co_nam, at=NOW
    ),
    "amend": lambda d, c: acts.amend(d, by=c.chi_ba, at=NOW),
    "put_before_council": lambda d, c: acts.put_before_council(d, by=c.co_nam, at=NOW),
    "conclude": lambda d, c: acts.conclude(d, by=c.ba_sau, at=NOW),
    "decide": lambda d, c: acts.decide(d, by=c.lanh_dao, at=NOW),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_from_any_other_state_is_refused_and_changes_nothing(draft: Dossier, cast: Company, name: str) -> None:
    assert cast.ba_sau != cast.lanh_dao
    before = Line.objects.count()
    for state in lifecycle.STATE_NAMES:
        if any(step.name == name and step.leaves(state) for step in lifecycle.STEPS):
            continue
        Dossier.objects.filter(pk=draft.pk).update(state=state)
        with pytest.raises(Refused) as refused:
            STEPS[name](draft, cast)
        assert codes(refused) <= {"wrong_state", "already_submitted"}
        draft.refresh_from_db()
        assert draft.state == state
    assert Line.objects.count() == before


def test_every_step_of_the_lifecycle_is_an_act() -> None:
    assert set(STEPS) == {step.name for step in lifecycle.STEPS} <= set(acts.__all__)


@pytest.mark.parametrize("who", ["chi_ba", "anh_khac", "co_nam", "quan_tri", "ba_sau"])
def test_only_the_officer_of_the_receiving_commune_examines(submitted: Dossier, cast: Company, who: str) -> None:
    stranger = cast.people[who]
    for attempt in (
        lambda: acts.forward(submitted, **WORDS, by=stranger, at=NOW),
        lambda: acts.return_dossier(submitted, reasons="Lý do trả lại đủ dài.", by=stranger, at=NOW),
        lambda: acts.request_completion(
            submitted, asks={"1.2": "Thiếu giấy tờ nhé."}, due_on=date(2026, 12, 1), by=stranger, at=NOW
        ),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused) == {"not_commune_of_product"}


@pytest.mark.parametrize("who", ["chi_ba", "anh_tu", "lanh_dao", "ba_sau"])
def test_only_the_provinces_office_takes_a_dossier_in_or_sends_it_back(
    forwarded: Dossier, cast: Company, who: str
) -> None:
    stranger = cast.people[who]
    for attempt in (
        lambda: acts.accept(forwarded, by=stranger, at=NOW),
        lambda: acts.return_dossier(forwarded, reasons="Lý do trả lại đủ dài.", by=stranger, at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused) == {"not_province_officer"}
    assert (
        acts.return_dossier(forwarded, reasons="Thiếu văn bản đề nghị của xã.", by=cast.co_nam, at=NOW).state
        == "returned"
    )


def test_an_officer_whose_mandate_has_ended_may_no_longer_act(submitted: Dossier, cast: Company) -> None:
    cast.anh_tu.mandates.update(ends_on=NOW.date() - DAY)
    with pytest.raises(Refused) as refused:
        forward(submitted, cast)
    assert codes(refused) == {"not_commune_of_product"}


def test_the_officers_of_the_commune_are_told_and_no_other(submitted: Dossier, cast: Company) -> None:
    assert list(Letter.objects.values_list("to", "url")) == [(cast.anh_tu.pk, f"/ho-so/{submitted.pk}/")]


def test_a_withdrawn_dossier_needs_a_reason_and_frees_the_product(submitted: Dossier, cast: Company) -> None:
    with pytest.raises(Refused) as refused:
        acts.withdraw(submitted, reason="", by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"too_short"}
    assert (
        acts.withdraw(submitted, reason="Chưa kịp kiểm nghiệm sản phẩm.", by=cast.chi_ba, at=NOW).state == "withdrawn"
    )
    assert acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba, at=NOW).state == "draft"
