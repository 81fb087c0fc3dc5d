"""Criticism of single criteria, and the producer's answers to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.files.base import File

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.papers.acts import bring
from ocop.people.models import Person
from ocop.places.queries import working_day_after

from .. import lifecycle, rules
from ..models import Dossier, Reply
from ..queries.content import set_of
from ..rules import procedure
from ..rules.paperwork import paperwork
from .moving import local_day, lock, stranger, tell_producer, tell_province

_STATES = (lifecycle.ACCEPTED, lifecycle.AMENDING, lifecycle.BEFORE_COUNCIL, lifecycle.RATED)


def ask_reply(
    dossier: Dossier, *, criteria: Mapping[str, str] | Collection[str], by: Person | None, at: datetime | None = None
) -> list[Reply]:
    """Mời trả lời tiêu chí bị nhận xét: codes, or codes with what was said of them.

    The calling chapter has asked whether `by` may do it. A criterion that waits for an answer already is not asked twice.
    """
    asks = dict(criteria) if isinstance(criteria, Mapping) else dict.fromkeys(criteria, "")
    asks = {code: clean_text(words) for code, words in asks.items()}
    with act(at):
        row, moment = lock(dossier, at)
        asked = set_of(row)
        Refused.unless_clear(
            None if asks else Reason("Hãy chọn ít nhất một tiêu chí.", "criteria", "nothing_asked"),
            None if row.state in _STATES else rules.wrong_state("ask_reply", row.state),
            [reason for code in asks if (reason := rules.criterion_unknown(asked, code))],
            [r for words in asks.values() for r in text_unfit(words, field="criteria", label="Nhận xét", longest=4000)],
        )
        due = working_day_after(local_day(moment), paperwork(row.regime).reply_working_days)
        open_now = set(row.replies.filter(answered_at__isnull=True).values_list("criterion", flat=True))
        made = [
            Reply.objects.create(dossier=row, criterion=code, criticism=words, asked_by=by, asked_at=moment, due_on=due)
            for code, words in asks.items()
            if code not in open_now
        ]
        if made:
            codes = [reply.criterion for reply in made]
            record("ask_reply", by=by, about=row, at=moment, facts={"criteria": codes, "due_on": str(due)})
            subject = f"Bạn có thể trả lời nhận xét về {row.product.name} đến hết {due:%d/%m/%Y}"
            tell_producer(row, subject, "Tiêu chí: " + ", ".join(codes), at=moment)
    return made


def give_reply(
    reply: Reply, *, words: str, by: Person, upload: File[bytes] | None = None, at: datetime | None = None
) -> Reply:
    """Trả lời nhận xét: once, with a paper if there is one; it stands beside the criterion from then on."""
    words = clean_text(words)
    with act(at):
        row, moment = lock(reply.dossier, at)
        found = Reply.objects.select_for_update().get(pk=reply.pk)
        Refused.unless_clear(
            stranger("producer", row, by, moment),
            procedure.reply_unfit(words, found.due_on, local_day(moment), found.answered_at is not None),
        )
        found.words, found.answered_by, found.answered_at = words, by, moment
        found.paper = bring(upload, by=by, at=at) if upload else None
        found.save()
        sha256 = found.paper.sha256 if found.paper else ""
        record("give_reply", by=by, about=row, at=moment, facts={"criterion": found.criterion, "sha256": sha256})
        tell_province(row, f"Chủ thể trả lời nhận xét ở tiêu chí {found.criterion}: {row.product.name}", at=moment)
    return found
