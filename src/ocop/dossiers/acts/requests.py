"""The province and its advisory team ask for change on single criteria; more time; reminders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person
from ocop.people.queries import today

from .. import lifecycle, rules
from ..models import CompletionRequest, Dossier, Extension, Reminder
from ..queries import authority
from ..queries.requests import requests_waiting
from ..rules import procedure
from ..rules.obstacles import field_name
from ..rules.paperwork import paperwork
from .assisting import not_writer
from .freezing import freeze
from .judging import asks_unfit
from .moving import begin, local_day, lock, move, tell_commune, tell_producer, tell_province
from .submitting import answer_requests


def request_change(
    dossier: Dossier, *, asks: Mapping[str, str], due_on: date, by: Person, at: datetime | None = None
) -> Dossier:
    """Tỉnh yêu cầu bổ sung: after it was taken in; only the named fields open again, until `due_on`."""
    asks = {code: clean_text(message) for code, message in asks.items()}
    with act(at):
        row, moment, step = begin(lifecycle.REQUEST_CHANGE.name, dossier, by, at)
        Refused.unless_clear(asks_unfit(row, asks), rules.completion_due_unfit(due_on, local_day(moment)))
        CompletionRequest.objects.bulk_create(
            CompletionRequest(dossier=row, criterion=code, message=message, due_on=due_on, asked_by=by, asked_at=moment)
            for code, message in asks.items()
        )
        move(row, step, by=by, moment=moment, facts={"fields": sorted(asks), "due_on": str(due_on)})
        body = "\n".join(f"{field_name(code)}: {message}" for code, message in asks.items())
        tell_producer(row, f"Tỉnh cần bổ sung hồ sơ {row.product.name} trước hết {due_on:%d/%m/%Y}", body, at=moment)
        tell_commune(row, f"Tỉnh yêu cầu bổ sung: {row.product.name}, số phiếu {row.receipt_number}", body, at=moment)
    return row


def amend(dossier: Dossier, *, by: Person, seen: str = "", at: datetime | None = None) -> Dossier:
    """Gửi bổ sung cho tỉnh: a new frozen version; the dossier goes back to where it waits for the council."""
    with act(at):
        row, moment, step = begin(lifecycle.AMEND.name, dossier, by, at, anyone=True)
        Refused.unless_clear(not_writer(row, by, moment))
        answer_requests(row, by, seen, moment)
        version = freeze(row, by=by, moment=moment)
        move(row, step, by=by, moment=moment, facts={"version": version.number, "sha256": version.sha256})
        tell_province(row, f"Đã bổ sung: {row.product.name}, số phiếu {row.receipt_number}", at=moment)
    return row


def extend_requests(
    dossier: Dossier, *, due_on: date, reason: str, by: Person, at: datetime | None = None
) -> Extension:
    """Gia hạn bổ sung: by whoever asked, with a reason; every unanswered request gets the new day."""
    reason = clean_text(reason)
    with act(at):
        row, moment = lock(dossier, at)
        day = local_day(moment)
        waiting = row.completion_requests.filter(answered_at__isnull=True)
        before = max((request.due_on for request in waiting), default=None)
        longest = paperwork(row.regime).longest_extension_days
        Refused.unless_clear(
            _not_asker(row, by, day),
            procedure.extension_unfit(due_on, before, day, longest),
            text_unfit(reason, field="reason", label="Lý do gia hạn", longest=500, shortest=10),
        )
        assert before is not None
        waiting.update(due_on=due_on)
        made = Extension.objects.create(
            dossier=row, before=before, due_on=due_on, reason=reason, given_by=by, given_at=moment
        )
        record("extend_requests", by=by, about=row, at=moment, facts={"from": str(before), "to": str(due_on)})
        tell_producer(row, f"Gia hạn bổ sung {row.product.name} đến hết {due_on:%d/%m/%Y}", reason, at=moment)
    return made


def _not_asker(dossier: Dossier, by: Person, day: date) -> Reason | None:
    if dossier.state == lifecycle.AMENDING:
        return rules.not_yours(authority.examines_for_province(by, dossier.commune, day), "examiner")
    return rules.not_yours(authority.is_officer_of(by, dossier.commune, day), "commune_officer")


def remind_requests(day: date | None = None, *, at: datetime | None = None) -> int:
    """Nhắc bổ sung: on the days that the reference data name, and once when the day has passed. How many letters."""
    on = day or today()
    return sum(_reminded(request, (request.due_on - on).days, at) for request in requests_waiting())


def _reminded(request: CompletionRequest, left: int, at: datetime | None) -> bool:
    """One letter for each request, due day and turn: the job may run as often as it likes."""
    if left >= 0 and left not in paperwork(request.dossier.regime).reminder_days:
        return False
    with act(at) as moment:
        _, fresh = Reminder.objects.get_or_create(
            request=request, due_on=request.due_on, days_left=max(left, -1), defaults={"sent_at": moment}
        )
        if fresh:
            _remind(request, left, moment)
    return fresh


def _remind(request: CompletionRequest, left: int, moment: datetime) -> None:
    name, due = request.dossier.product.name, f"{request.due_on:%d/%m/%Y}"
    if left >= 0:
        words = f"Còn {left} ngày để bổ sung mục {field_name(request.criterion)} của {name} (đến hết {due})"
        tell_producer(request.dossier, words, request.message, at=moment)
        return
    words = f"Quá hạn bổ sung mục {field_name(request.criterion)} ({due}): {name}"
    tell_producer(request.dossier, words, request.message, at=moment)
    tell = tell_province if request.dossier.state == lifecycle.AMENDING else tell_commune
    tell(request.dossier, words, "Có thể gia hạn kèm lý do, hoặc trả lại hồ sơ.", at=moment)
