"""Filling in for somebody: consent, marks, reading back, and never a seal without it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ocop.dossiers import acts, rules
from ocop.dossiers.models import Assistance, Dossier, HelpedSave, ReadBack
from ocop.dossiers.queries import content_now, dossier_seen_by
from ocop.dossiers.queries.assisting import helper_names
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from tests.dossiers.conftest import NOW, Company, answer_all, photograph

TODAY = NOW.date()
DAY = timedelta(days=1)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def ask(dossier: Dossier, cast: Company, **more: object) -> Assistance:
    given = {
        "login": cast.chi_lan.phone,
        "purpose": "Điền các tiêu chí",
        "starts_on": TODAY,
        "ends_on": TODAY + 10 * DAY,
    }
    return acts.ask_help(dossier, by=cast.chi_ba, at=NOW, **(given | more))  # type: ignore[arg-type]


def seen(dossier: Dossier) -> str:
    return rules.content_hash(content_now(Dossier.objects.get(pk=dossier.pk)))


def test_a_relative_named_by_phone_fills_in_and_each_save_is_marked(draft: Dossier, cast: Company) -> None:
    helper = cast.chi_lan
    with pytest.raises(Refused):
        acts.save_answer(draft, "1.1", points=2, edition=0, by=helper, at=NOW)
    ask(draft, cast)
    acts.save_answer(draft, "1.1", points=2, edition=0, by=helper, at=NOW)
    acts.bring_evidence(draft, "1.2", photograph(), by=helper, at=NOW)
    acts.save_form_facts(draft, {"position": "Giám đốc"}, by=helper, at=NOW)
    assert helper_names(draft) == dict.fromkeys(["1.1", "1.2", "forms"], helper.name)
    assert content_now(draft)["helped"]["1.1"] == helper.name
    assert Letter.objects.filter(to=helper).count() == 1
    acts.save_answer(draft, "1.3", points=1, edition=0, by=cast.chi_ba, at=NOW)
    assert not HelpedSave.objects.filter(field="1.3").exists()


@pytest.mark.parametrize(
    ("days", "works"), [(-1, False), (0, True), (10, True), (11, False)]
)  # fmt: skip
def test_help_lasts_from_its_first_day_to_its_last(draft: Dossier, cast: Company, days: int, works: bool) -> None:
    ask(draft, cast)
    at = NOW + days * DAY
    if works:
        assert acts.save_answer(draft, "1.1", points=2, edition=0, by=cast.chi_lan, at=at).points == 2
        return
    with pytest.raises(Refused) as refused:
        acts.save_answer(draft, "1.1", points=2, edition=0, by=cast.chi_lan, at=at)
    assert codes(refused) == {"not_producer"}


def test_an_officers_offer_opens_nothing_before_consent(draft: Dossier, cast: Company) -> None:
    offer = acts.offer_help(
        draft, purpose="Chụp giấy tờ giúp bác", starts_on=TODAY, ends_on=TODAY + DAY, by=cast.anh_tu, at=NOW
    )
    with pytest.raises(Refused):
        acts.save_answer(draft, "1.1", points=2, edition=0, by=cast.anh_tu, at=NOW)
    acts.consent_help(offer, by=cast.chi_ba, at=NOW)
    assert acts.save_answer(draft, "1.1", points=2, edition=0, by=cast.anh_tu, at=NOW).saved_by == cast.anh_tu


def test_consent_on_the_spot_names_who_was_there_and_tells_the_producer(draft: Dossier, cast: Company) -> None:
    offer = acts.offer_help(
        draft, purpose="Chụp giấy tờ giúp bác", starts_on=TODAY, ends_on=TODAY + DAY, by=cast.anh_tu, at=NOW
    )
    with pytest.raises(Refused) as refused:
        acts.consent_help(offer, by=cast.anh_tu, at=NOW)
    assert codes(refused) == {"too_short"}
    acts.consent_help(offer, by=cast.anh_tu, present="Trần Thị Ba", at=NOW)
    assert Letter.objects.filter(to=cast.chi_ba, body__contains="Có mặt khi đồng ý: Trần Thị Ba").exists()
    with pytest.raises(Refused):
        acts.consent_help(offer, by=cast.co_nam, present="Ai đó khác", at=NOW)


@pytest.mark.parametrize("who", ["chi_ba", "chi_lan"])
def test_consent_is_withdrawn_at_any_time_by_either_side(draft: Dossier, cast: Company, who: str) -> None:
    cast["chi_lan"]
    made = ask(draft, cast)
    acts.end_help(made, by=cast[who], at=NOW + timedelta(minutes=1))
    with pytest.raises(Refused):
        acts.save_answer(draft, "1.1", points=2, edition=0, by=cast.chi_lan, at=NOW + timedelta(minutes=2))
    assert dossier_seen_by(cast.chi_lan, draft.pk) is None


def test_others_can_neither_consent_nor_end(draft: Dossier, cast: Company) -> None:
    cast["chi_lan"]
    made = ask(draft, cast)
    for attempt in (acts.end_help, acts.consent_help):
        with pytest.raises(Refused):
            attempt(made, by=cast.co_nam, at=NOW)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"login": "0999999999"}, "helper_unknown"), ({"login": "0900000001"}, "helper_own"), ({"purpose": "x"}, "too_short"),
        ({"starts_on": TODAY - DAY}, "assistance_days"), ({"ends_on": TODAY + 91 * DAY}, "assistance_days"),
        ({"ends_on": TODAY - DAY}, "assistance_days"),
    ],
)  # fmt: skip
def test_impossible_help_is_refused(draft: Dossier, cast: Company, more: dict[str, object], code: str) -> None:
    cast["chi_lan"]
    with pytest.raises(Refused) as refused:
        ask(draft, cast, **more)
    assert code in codes(refused)
    assert not Assistance.objects.exists()


@pytest.fixture
def helped(draft: Dossier, cast: Company) -> Dossier:
    cast["chi_lan"]
    ask(draft, cast)
    answer_all(draft, cast.chi_ba)
    acts.save_answer(draft, "1.1", points=2, note="Ghi hộ", edition=1, by=cast.chi_lan, at=NOW)
    return draft


def test_nobody_seals_what_a_helper_wrote_before_it_was_read_back(helped: Dossier, cast: Company) -> None:
    for who in (cast.chi_ba, cast.chi_lan):
        with pytest.raises(Refused) as refused:
            acts.submit(helped, by=who, at=NOW)
        assert codes(refused) == {"not_read_back"}
    acts.confirm_read_back(helped, present="Chị Ba và chị Lan", seen=seen(helped), by=cast.chi_ba, at=NOW)
    assert acts.submit(helped, by=cast.chi_lan, at=NOW).state == "submitted"
    assert Line.objects.filter(verb="submit", actor=f"people.person:{cast.chi_lan.pk}").exists()


def test_one_changed_word_after_reading_back_needs_another_reading(helped: Dossier, cast: Company) -> None:
    acts.confirm_read_back(helped, present="Chị Ba", seen=seen(helped), by=cast.chi_lan, at=NOW)
    acts.save_answer(helped, "1.1", points=2, note="Ghi hộ khác", edition=2, by=cast.chi_lan, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.submit(helped, by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"not_read_back"}
    with pytest.raises(Refused) as stale:
        acts.confirm_read_back(helped, present="Chị Ba", seen="0" * 64, by=cast.chi_ba, at=NOW)
    assert codes(stale) == {"changed_since_seen"}
    assert ReadBack.objects.count() == 1


def test_a_helper_whose_time_is_over_seals_nothing(helped: Dossier, cast: Company) -> None:
    acts.confirm_read_back(helped, present="Chị Ba", seen=seen(helped), by=cast.chi_ba, at=NOW)
    acts.end_help(Assistance.objects.get(), by=cast.chi_ba, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.submit(helped, by=cast.chi_lan, at=NOW)
    assert codes(refused) == {"not_producer"}
    assert acts.submit(helped, by=cast.chi_ba, at=NOW).state == "submitted"


def test_a_dossier_without_help_is_sealed_as_before(filled: Dossier, cast: Company) -> None:
    assert acts.submit(filled, by=cast.chi_ba, at=NOW).versions.get().content.get("helped") is None
