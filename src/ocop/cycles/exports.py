"""The year's calendar as an iCalendar feed (RFC 5545): all-day events with addresses that stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from .models import Cycle, Round
from .queries import windows_of
from .queries.calendar import calendar
from .rules import RATING, Window, follows_rounds

_DAY = timedelta(days=1)


def feed(day: date) -> bytes:
    """Every opened year: its steps with their focus, and the last day of each round for communes and councils.

    The stamp is the day's first moment, so that a feed read twice a day is the same bytes.
    """
    book = Calendar()
    book.add("prodid", "-//OCOP Quang Ninh//Chu trinh//VI")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("x-wr-calname", "Chu trình OCOP Quảng Ninh")
    book.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    book.add("refresh-interval", _DAY, parameters={"VALUE": "DURATION"})
    stamp = datetime.combine(day, time(), UTC)
    for cycle, _ in calendar(day):
        for event in _events(cycle):
            event.add("dtstamp", stamp)
            book.add_component(event)
    return bytes(book.to_ical())


def _events(cycle: Cycle) -> Iterator[Event]:
    for window in windows_of(cycle):
        if window.key != RATING or not follows_rounds(cycle.year):
            yield _step(cycle, window)
    for row in cycle.rounds.all():
        yield from _round(row)


def _step(cycle: Cycle, window: Window) -> Event:
    name = f"Bước {window.number}: {window.name}"
    words = f"{window.what}\nAi: {window.who}\nCăn cứ: {window.source}"
    event = _event(f"buoc-{cycle.pk}-{window.key}", name, window.opens_on, window.closes_on, words)
    # A step that lasts for months is no reason to look busy.
    event.add("transp", "TRANSPARENT")
    return event


def _round(row: Round) -> Iterator[Event]:
    words = f"{row.get_level_display()}. Căn cứ: {row.basis}" if row.basis else row.get_level_display()
    yield _event(f"dot-{row.pk}-mo", f"{row.name}: mở", row.opens_on, row.opens_on, words)
    last = "xã đề nghị" if row.is_provincial else "tỉnh gửi Bộ"
    yield _event(f"dot-{row.pk}-han", f"{row.name}: ngày cuối {last}", row.proposals_until, row.proposals_until, words)
    yield _event(f"dot-{row.pk}-xong", f"{row.name}: ngày cuối xong đánh giá", row.ends_on, row.ends_on, words)


def _event(key: str, name: str, first: date, last: date, words: str) -> Event:
    """All-day: the end is the day after, as RFC 5545 wants it."""
    event = Event()
    event.add("uid", f"{key}@{urlsplit(settings.ORIGIN).hostname or 'ocop'}")
    event.add("summary", name)
    event.add("dtstart", first)
    event.add("dtend", last + _DAY)
    event.add("description", words)
    event.add("url", f"{settings.ORIGIN}/chu-trinh/")
    return event
