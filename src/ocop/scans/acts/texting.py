"""Answering a text message: throttled, judged as a scan is, counted as a scan is, answered once however often it is sent."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from ocop.journal.acts import kept_once
from ocop.stamps.acts import Revealed, reveal_scratch
from ocop.stamps.rules import codes

from ..exports.texting import throttled_reply, unreadable_reply, verdict_reply
from ..models import TextMessage, TextSender
from ..queries.facts import Row, count_scan
from ..queries.texting import Looked, is_exhausted, looked_up, named_product, one_value, sender_mark
from ..rules.texting import Typed, texting, typed_in
from ..rules.verdicts import Verdict
from .counting import Line, announce, write_log, write_tallies, write_wrong_epochs

SECRET_FILE = "sms-gateway-secret"
_COUNTED = """
INSERT INTO scans_textsender AS s (day, sender, count, wrong) VALUES (%s, %s, 1, 0)
ON CONFLICT (day, sender) DO UPDATE SET count = s.count + 1 RETURNING count, wrong
"""
_WRONG = "UPDATE scans_textsender SET wrong = wrong + 1 WHERE day = %s AND sender = ANY(%s)"
EVERYBODY = 0
KEPT = timedelta(days=90)


def gateway_secret() -> str:
    """What the gateway signs with; made once, kept under the data folder, never in the database."""
    return kept_once(SECRET_FILE, lambda: secrets.token_urlsafe(32).encode()).decode()


def answer_text(gateway_id: str, sender: str, text: str, *, at: datetime | None = None) -> TextMessage:
    """Trả lời tin nhắn: the gateway may hand a message over again; it gets the same answer and nothing counts twice."""
    moment = at or timezone.now()
    day = timezone.localdate(moment)
    mark = sender_mark(sender, day)
    with transaction.atomic():
        TextMessage.objects.bulk_create(
            [TextMessage(gateway_id=gateway_id, at=moment, sender=mark)], ignore_conflicts=True
        )
        message = TextMessage.objects.select_for_update().get(gateway_id=gateway_id)
        if message.reply:
            return message
        full = _too_many(day, mark)
        if full is not None:
            message.verdict, message.reply = Verdict.THROTTLED.value, throttled_reply(everybody=full == EVERYBODY)
        else:
            _answer(message, typed_in(text), day)
        message.save()
    return message


def try_text(text: str) -> tuple[Verdict, str]:
    """Thử soạn tin: what would be answered now; nothing is counted, no scratch code is used up."""
    typed = typed_in(text)
    code = codes.read(typed.code)
    if code is None:
        return Verdict.UNREADABLE, unreadable_reply(typed.code)
    looked = looked_up(code)
    return _reply(looked, looked.row, None)


def _too_many(day: date, mark: int) -> int | None:
    """Whose measure is full: this sender's, or everybody's; None while neither is."""
    limits = texting()
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [day, mark])
        count, wrong = cursor.fetchone()
        if count > limits.sender_a_day or wrong >= limits.wrong_a_day:
            return mark
        cursor.execute(_COUNTED, [day, EVERYBODY])
        return EVERYBODY if cursor.fetchone()[0] > limits.all_a_day else None


def _answer(message: TextMessage, typed: Typed, day: date) -> None:
    code = codes.read(typed.code)
    if code is None:
        message.verdict, message.reply = Verdict.UNREADABLE.value, unreadable_reply(typed.code)
        return _logged(message, None, None, first=False)
    looked = looked_up(code)
    if looked.issued is not None and looked.row is None and is_exhausted(code.epoch):
        message.verdict = Verdict.PAUSED.value
        message.reply = verdict_reply(Verdict.PAUSED, None, "", None, ask_scratch=False)
        return None
    scratched = reveal_scratch(code.text, typed.secret, at=message.at) if typed.secret else None
    row = count_scan(one_value, looked.issued.id, code.seq, message.sender) if looked.issued else None
    verdict, message.reply = _reply(looked, row, scratched)
    message.verdict, message.scratched = verdict.value, scratched.said.value if scratched else ""
    if looked.issued is None:
        _wrong(day, message.sender, code.epoch)
        return _logged(message, None, None, first=False)
    if row is not None and row.counted:
        _logged(message, looked.issued.id, code.seq, first=row.count == 1)
    return None


def _reply(looked: Looked, row: Row | None, scratched: Revealed | None) -> tuple[Verdict, str]:
    name, protected = named_product(looked.issued)
    verdict = looked.verdict(row)
    return verdict, verdict_reply(verdict, looked.facts(row), name, scratched, ask_scratch=protected)


def _wrong(day: date, mark: int, epoch: int) -> None:
    """A code with a wrong tag counts against its sender, everybody, and its epoch, as at the gate."""
    with connection.cursor() as cursor:
        cursor.execute(_WRONG, [day, [mark, EVERYBODY]])
    write_wrong_epochs(connection.connection, Counter([epoch]))


def _logged(message: TextMessage, batch: int | None, sequence: int | None, *, first: bool) -> None:
    """In the log and its tallies like any scan; other processes hear that their count of this stamp is old."""
    line = Line(time.time(), batch, sequence, message.verdict, message.sender, "vi", "", first)
    write_log(connection.connection, [line])
    write_tallies(connection.connection, [line])
    if batch is not None and sequence is not None:
        announce(connection.connection, {(batch, sequence)})


def forget_texts(*, at: datetime | None = None) -> int:
    """Quên tin nhắn cũ: what was answered long ago is nobody's business; the log of scans keeps the verdicts."""
    moment = at or timezone.now()
    TextSender.objects.filter(day__lt=timezone.localdate(moment) - KEPT).delete()
    return TextMessage.objects.filter(at__lt=moment - KEPT).delete()[0]
