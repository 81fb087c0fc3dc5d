"""Telling people in time that a paper or a star runs out; each step of each expiry once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone

from ocop.dossiers.queries import people_behind
from ocop.dossiers.rules import reminder_days
from ocop.journal.acts import act, database_clock, record
from ocop.letters.acts import write
from ocop.papers.rules import reminder_due
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role
from ocop.producers.models import Producer

from ..models import Reminder
from ..queries.renewals import Ending, endings, spans_ending
from ..queries.vault import Lapse, all_papers_lapsing
from .renewals import concerned


def remind(at: datetime | None = None) -> int:
    """Nhắc hết hạn: every star and paper whose next step is reached; returns how many were told of."""
    moment = at or database_clock()
    day = timezone.localdate(moment)
    steps = reminder_days()
    return _remind_of_stars(day, steps, at) + _remind_of_papers(day, steps, at)


def _remind_of_stars(day: date, steps: Sequence[int], at: datetime | None) -> int:
    spans = list(spans_ending(day, max(steps)))
    told = {(r, on, step) for r, on, step in _told(recognition__in=[s.recognition_id for s in spans])}
    count = 0
    for ending in endings(spans, day):
        step = reminder_due(ending.expires_on, day, steps)
        if step is not None and (ending.recognition.pk, ending.expires_on, step) not in told:
            count += remind_of_star(ending, step, at=at)
    return count


def _told(**which: object) -> Iterable[tuple[int, date, int]]:
    key = next(iter(which)).removesuffix("__in")
    return Reminder.objects.filter(**which).values_list(f"{key}_id", "expires_on", "step")


def remind_of_star(ending: Ending, step: int, *, at: datetime | None = None) -> bool:
    """Nhắc một giấy chứng nhận sắp hết hạn; false when it was told before."""
    with act(at) as moment:
        row, new = Reminder.objects.get_or_create(
            recognition=ending.recognition, expires_on=ending.expires_on, step=step, defaults={"sent_at": moment}
        )
        if not new:
            return False
        pending = ending.dossier is not None
        letters = write(
            to=concerned(ending.product),
            subject=f"{ending.product.name}: {ending.star} sao {_days(ending.expires_on, ending.days_left)}",
            body=_star_words(ending),
            url=f"/ho-so/{ending.dossier.pk}/" if pending and ending.dossier else "/danh-gia-lai/",  # the commune reads it, too
            at=moment,
        )  # fmt: skip
        _close(row, len(letters))
        facts = {"step": step, "expires_on": ending.expires_on.isoformat(), "letters": len(letters)}
        record("remind_of_star", by=None, about=ending.product, at=moment, facts=facts)
    return True


def _star_words(ending: Ending) -> str:
    if ending.dossier is not None:
        return f"Hồ sơ đánh giá lại đang ở bước “{ending.dossier.state_name.lower()}”."
    if ending.phase in ("early", "open"):
        return f"Hồ sơ đánh giá lại nộp {ending.window_words}. Mở hồ sơ đánh giá lại: phần đã khai được điền sẵn."
    if ending.phase == "transition":
        return "Khung nộp đã khép, nhưng điều khoản chuyển tiếp vẫn nhận hồ sơ đánh giá lại."
    return "Khung nộp đánh giá lại đã khép. Muốn có sao sau ngày này, hãy mở hồ sơ lần đầu."


def _remind_of_papers(day: date, steps: Sequence[int], at: datetime | None) -> int:
    lapses = all_papers_lapsing(day, max(steps))
    told = {(p, on, step) for p, on, step in _told(paper__in=[lapse.kept.paper.pk for lapse in lapses])}
    count = 0
    for lapse in lapses:
        until = lapse.kept.expires_on
        step = reminder_due(until, day, steps) if until else None
        if until and step is not None and (lapse.kept.paper.pk, until, step) not in told:
            count += remind_of_paper(lapse, until, step, at=at)
    return count


def remind_of_paper(lapse: Lapse, until: date, step: int, *, at: datetime | None = None) -> bool:
    """Nhắc một giấy tờ sắp hết hạn, with every dossier and star that rests on it."""
    paper = lapse.kept.paper
    with act(at) as moment:
        row, new = Reminder.objects.get_or_create(
            paper=paper, expires_on=until, step=step, defaults={"sent_at": moment}
        )
        if not new:
            return False
        name = lapse.kept.kind or paper.name
        letters = write(
            to=_owners(lapse.producer),
            subject=f"{name} {_days(until, lapse.kept.days_left)}",
            body=_paper_words(lapse),
            url=f"/kho-giay-to/{paper.pk}/",
            at=moment,
        )
        _close(row, len(letters))
        facts = {"step": step, "expires_on": until.isoformat(), "letters": len(letters)}
        record("remind_of_paper", by=None, about=paper, at=moment, facts=facts)
    return True


def _paper_words(lapse: Lapse) -> str:
    whose = f"Giấy của {lapse.producer.name}." if lapse.producer else ""
    if not lapse.dangers:
        return f"{whose} Chưa hồ sơ hay sao nào dựa vào giấy này."
    lines = [f"– {danger.product.name}: {danger.words}" for danger in lapse.dangers]
    return "\n".join([f"{whose} Đang dựa vào giấy này:", *lines, "Có giấy mới thì thay ngay trong kho giấy tờ."])


def _owners(producer: Producer | None) -> list[Person]:
    if producer is None:
        return []
    officers = list(people_with_role(Role.COMMUNE_OFFICER, place_id=producer.place_id)) if producer.place_id else []
    return [*people_behind(producer), *officers]


def _close(row: Reminder, letters: int) -> None:
    Reminder.objects.filter(pk=row.pk).update(letters=letters)


def _days(until: date, left: int | None) -> str:
    return f"hết hạn ngày {until:%d/%m/%Y}, " + ("đúng hôm nay" if left == 0 else f"còn {left} ngày")
