"""Reminders: each step of each expiry once, to the producer and the commune."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from ocop.certificates.acts import open_next_dossier, remind
from ocop.certificates.models import Reminder
from ocop.certificates.tasks import hours, jobs
from ocop.dossiers import acts
from ocop.dossiers.acts import Details
from ocop.journal.models import Line
from ocop.letters.models import Letter

from .renewing import Recognised, ends, recognised

pytestmark = pytest.mark.django_db


def morning(day: date) -> datetime:
    return datetime.combine(day, time(1), UTC)


@pytest.fixture
def held() -> Recognised:
    return recognised(400)


def told(person: object, words: str) -> int:
    return Letter.objects.filter(to=person, subject__contains=words).count()


def test_a_star_is_reminded_of_at_180_120_and_30_days_and_never_twice(held: Recognised) -> None:
    people, until = held.people, date(2027, 12, 31)
    ends(held.certificate, until)
    counts = []
    for left in (181, 180, 180, 179, 120, 119, 31, 30, 1, 0, -1):
        counts.append(remind(at=morning(until - timedelta(days=left))))
    assert counts == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0]
    assert sorted(Reminder.objects.values_list("step", flat=True)) == [30, 120, 180]
    assert told(people.chi_ba, "hết hạn ngày 31/12/2027") == 3
    assert told(people.anh_tu, "hết hạn ngày 31/12/2027") == 3
    assert told(people.anh_khac, "hết hạn") == told(people.chi_lan, "hết hạn") == 0
    first = Letter.objects.filter(to=people.chi_ba, subject__contains="còn 180 ngày").get()
    assert first.url == "/danh-gia-lai/"
    assert Line.objects.filter(verb="remind_of_star").count() == 3


def test_a_mended_date_is_reminded_of_anew_and_a_slept_through_step_is_not_told_later(held: Recognised) -> None:
    until = date(2027, 12, 31)
    ends(held.certificate, until)
    assert remind(at=morning(until - timedelta(days=100))) == 1
    assert Reminder.objects.get().step == 120
    ends(held.certificate, until + timedelta(days=5))
    assert remind(at=morning(until - timedelta(days=100))) == 1
    assert Reminder.objects.count() == 2


def test_a_paper_is_reminded_of_with_everything_that_rests_on_it(held: Recognised) -> None:
    producer, until = held.product.producer, date(2027, 3, 31)
    assert producer is not None
    facts = Details("food_safety", "12/ATTP", "Chi cục (mô phỏng)", date(2026, 1, 1), until)
    acts.describe_paper(producer, held.paper, facts, by=held.people.chi_ba)
    counts = [remind(at=morning(until - timedelta(days=left))) for left in (181, 121, 120, 30, 30, 0)]
    assert counts == [0, 1, 1, 1, 0, 0]
    letter = Letter.objects.filter(to=held.people.anh_tu, subject__contains="an toàn thực phẩm").first()
    assert letter is not None
    assert held.product.name in letter.body and "sao đang có hiệu lực" in letter.body
    assert letter.url == f"/kho-giay-to/{held.paper.pk}/"


def test_a_pending_rerating_is_named_in_place_of_the_link(held: Recognised) -> None:
    until = date.today() + timedelta(days=150)
    ends(held.certificate, until)
    opened = open_next_dossier(held.product, kind="rerate", by=held.people.chi_ba)
    remind()
    letter = Letter.objects.filter(to=held.people.chi_ba, subject__contains="hết hạn ngày").get()
    assert letter.url == f"/ho-so/{opened.pk}/"
    assert "đang soạn" in letter.body


def test_the_clock_calls_it_once_a_day() -> None:
    assert jobs["certificates.remind"]() == 0  # nothing ends yet
    assert len(hours["certificates.remind"].split()) == 5 and not hours["certificates.remind"].startswith("*")
