"""The province asks for change; days, reminders, more time; replies to criticism; site visits."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ocop.dossiers import acts
from ocop.dossiers.models import CompletionRequest, Dossier, Reply, Visit
from ocop.dossiers.queries import dossier_seen_by
from ocop.dossiers.queries.replies import replies_of
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.papers.queries import bytes_of
from tests.dossiers.conftest import NOW, Company, photograph

DAY = timedelta(days=1)
DUE = date(2026, 12, 1)
ASKS = {"1.2": "Giấy chứng nhận vùng nguyên liệu đã mờ, hãy chụp lại."}


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


@pytest.fixture
def accepted(forwarded: Dossier, cast: Company) -> Dossier:
    return acts.accept(forwarded, by=cast.co_nam, at=NOW)


@pytest.fixture
def asked(accepted: Dossier, cast: Company) -> Dossier:
    return acts.request_change(accepted, asks=ASKS, due_on=DUE, by=cast.co_nam, at=NOW)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def test_the_province_opens_one_field_and_no_other(asked: Dossier, cast: Company) -> None:
    assert asked.state == "amending"
    with pytest.raises(Refused) as refused:
        acts.save_answer(asked, "1.1", points=1, edition=1, by=cast.chi_ba, at=NOW + DAY)
    assert codes(refused) == {"locked"}
    assert "Tỉnh chỉ yêu cầu" in refused.value.reasons[0].message
    with pytest.raises(Refused) as unchanged:
        acts.amend(asked, by=cast.chi_ba, at=NOW + DAY)
    assert codes(unchanged) == {"not_completed"}
    acts.bring_evidence(asked, "1.2", photograph("ro-hon.jpg"), by=cast.chi_ba, at=NOW + DAY)
    row = acts.amend(asked, by=cast.chi_ba, at=NOW + DAY)
    assert row.state == "accepted"
    assert row.versions.count() == 2
    assert CompletionRequest.objects.get().answered_at == NOW + DAY


def test_the_advisory_team_asks_too_and_a_stranger_does_not(accepted: Dossier, cast: Company) -> None:
    assert dossier_seen_by(cast.chu_bay, accepted.pk) is not None
    for who in ("anh_tu", "ba_sau", "chi_ba"):
        with pytest.raises(Refused) as refused:
            acts.request_change(accepted, asks=ASKS, due_on=DUE, by=cast[who], at=NOW)
        assert codes(refused) == {"not_examiner"}
    assert acts.request_change(accepted, asks=ASKS, due_on=DUE, by=cast.chu_bay, at=NOW).state == "amending"


def test_an_advisor_reads_by_the_councils_door_once_it_is_before_the_council(accepted: Dossier, cast: Company) -> None:
    acts.put_before_council(accepted, by=cast.co_nam, at=NOW)
    assert dossier_seen_by(cast.chu_bay, accepted.pk) is None


def test_reminders_go_out_on_the_named_days_once_and_once_when_late(asked: Dossier, cast: Company) -> None:
    Letter.objects.all().delete()
    sent = {DUE + n * DAY: acts.remind_requests(DUE + n * DAY, at=at(DUE + n * DAY)) for n in range(-5, 4)}
    assert {day: n for day, n in sent.items() if n} == {DUE - 3 * DAY: 1, DUE - DAY: 1, DUE + DAY: 1}
    assert acts.remind_requests(DUE - DAY, at=at(DUE)) == 0
    told = list(Letter.objects.filter(to=cast.chi_ba).order_by("id").values_list("subject", flat=True))
    assert ["Còn 3 ngày" in told[0], "Còn 1 ngày" in told[1], "Quá hạn" in told[2]] == [True] * 3
    assert Letter.objects.filter(to=cast.co_nam, subject__contains="Quá hạn").count() == 1


def test_more_time_needs_a_reason_and_moves_the_day_and_its_reminders(asked: Dossier, cast: Company) -> None:
    later = DUE + 7 * DAY
    for day, reason, code in (
        (DUE, "Lý do đủ dài nhé.", "due_on"),
        (later, "", "too_short"),
        (DUE + 60 * DAY, "Lý do đủ dài nhé.", "due_on"),
    ):
        with pytest.raises(Refused) as refused:
            acts.extend_requests(asked, due_on=day, reason=reason, by=cast.co_nam, at=NOW)
        assert codes(refused) == {code}
    with pytest.raises(Refused):
        acts.extend_requests(asked, due_on=later, reason="Bão, đường chưa thông.", by=cast.anh_tu, at=NOW)
    made = acts.extend_requests(asked, due_on=later, reason="Bão, đường chưa thông.", by=cast.co_nam, at=NOW)
    assert (made.before, made.due_on) == (DUE, later)
    assert acts.remind_requests(DUE - DAY, at=at(DUE - DAY)) == 0
    assert acts.remind_requests(later - DAY, at=at(later - DAY)) == 1


def test_the_province_sends_back_only_after_the_day_has_passed(asked: Dossier, cast: Company) -> None:
    with pytest.raises(Refused) as refused:
        acts.return_dossier(asked, reasons="Không bổ sung đúng hạn.", by=cast.co_nam, at=at(DUE))
    assert codes(refused) == {"completion_not_due"}
    returned = acts.return_dossier(asked, reasons="Không bổ sung đúng hạn.", by=cast.co_nam, at=at(DUE + DAY))
    assert returned.state == "returned"


def test_a_criticised_criterion_is_answered_once_until_the_day_in_the_reference_data(
    accepted: Dossier, cast: Company
) -> None:
    made = acts.ask_reply(accepted, criteria={"1.2": "Chưa rõ vùng nguyên liệu.", "4.1": ""}, by=cast.co_nam, at=NOW)
    # Five working days after Monday 23/11.
    assert {reply.due_on for reply in made} == {date(2026, 11, 30)}
    assert acts.ask_reply(accepted, criteria=["1.2"], by=cast.co_nam, at=NOW) == []
    reply = acts.give_reply(
        made[0], words="Vùng nguyên liệu ở ba bản, có hợp đồng.", upload=photograph(), by=cast.chi_ba, at=NOW
    )
    assert replies_of(accepted)["1.2"][0].words.startswith("Vùng nguyên liệu")
    assert reply.paper is not None
    with pytest.raises(Refused) as again:
        acts.give_reply(reply, words="Trả lời lần nữa cho rõ.", by=cast.chi_ba, at=NOW)
    assert codes(again) == {"already_answered"}
    last = at(date(2026, 11, 30)) + timedelta(hours=14, minutes=59)
    with pytest.raises(Refused) as late:
        acts.give_reply(made[1], words="Trả lời muộn mất rồi.", by=cast.chi_ba, at=last + timedelta(minutes=2))
    assert codes(late) == {"reply_late"}
    acts.give_reply(made[1], words="Vừa kịp trong ngày cuối.", by=cast.chi_ba, at=last)


def test_a_reply_is_asked_of_known_criteria_while_the_dossier_is_judged(
    accepted: Dossier, draft: Dossier, cast: Company
) -> None:
    with pytest.raises(Refused) as refused:
        acts.ask_reply(accepted, criteria=["99.9"], by=cast.co_nam, at=NOW)
    assert codes(refused) == {"unknown_criterion"}
    with pytest.raises(Refused) as nobody:
        acts.give_reply(
            acts.ask_reply(accepted, criteria=["1.2"], by=None, at=NOW)[0],
            words="Tôi trả lời thay.",
            by=cast.anh_tu,
            at=NOW,
        )
    assert codes(nobody) == {"not_producer"}
    assert Reply.objects.filter(answered_at__isnull=False).count() == 0


def located() -> SimpleUploadedFile:
    """A photograph that says where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (21.0, 30.0, 0.0)
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("homestay.jpg", out.getvalue(), "image/jpeg")


def test_a_visit_is_saved_in_pieces_and_closed_when_every_point_is_told(accepted: Dossier, cast: Company) -> None:
    Dossier.objects.filter(pk=accepted.pk).update(set_no=26)
    visit = acts.plan_visit(accepted, visited_on=DUE, visitors="Cô Năm\nChú Bảy", by=cast.co_nam, at=NOW)
    acts.save_visit(visit, findings={"fire": {"answer": "yes", "note": "Hai bình"}}, by=cast.co_nam, at=NOW)
    acts.save_visit(visit, findings={"rooms": {"answer": "no", "note": ""}}, by=cast.chu_bay, at=NOW)
    row = Visit.objects.get()
    assert row.findings["fire"]["note"] == "Hai bình"
    assert row.findings["rooms"]["answer"] == "no"
    with pytest.raises(Refused) as refused:
        acts.close_visit(visit, by=cast.co_nam, at=NOW)
    assert codes(refused) == {"point_open", "too_short"}
    keys = ["place", "work", "welcome", "rooms", "toilets", "fire", "waste", "community", "culture", "labour"]
    told = {key: {"answer": "yes", "note": ""} for key in keys}
    acts.save_visit(visit, findings=told, summary="Nơi đón khách đúng như đã khai.", by=cast.co_nam, at=NOW)
    assert acts.close_visit(visit, by=cast.co_nam, at=NOW).state == "closed"
    with pytest.raises(Refused) as closed:
        acts.save_visit(visit, summary="Sửa lại sau khi đã xong.", by=cast.co_nam, at=NOW)
    assert codes(closed) == {"visit_closed"}


def test_the_public_copy_of_a_visits_photograph_has_no_place(accepted: Dossier, cast: Company) -> None:
    visit = acts.plan_visit(accepted, visited_on=DUE, visitors="Cô Năm", by=cast.co_nam, at=NOW)
    photo = acts.photograph_visit(visit, located(), point="rooms", by=cast.co_nam, at=NOW)
    original = Image.open(io.BytesIO(bytes_of(photo.paper.sha256)))
    shown = Image.open(io.BytesIO(bytes_of(photo.paper.public_sha256)))
    assert original.getexif().get_ifd(0x8825)
    assert not shown.getexif()


@pytest.mark.parametrize(
    ("findings", "code"),
    [({"unknown": {"answer": "yes"}}, "point_unknown"), ({"place": {"answer": "maybe"}}, "answer_unknown")],
)
def test_an_impossible_finding_is_refused(
    accepted: Dossier, cast: Company, findings: dict[str, dict[str, str]], code: str
) -> None:
    visit = acts.plan_visit(accepted, visited_on=DUE, visitors="Cô Năm", by=cast.co_nam, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.save_visit(visit, findings=findings, by=cast.co_nam, at=NOW)
    assert codes(refused) == {code}
