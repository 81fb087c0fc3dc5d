"""Keeping the log of scans: months opened ahead, old ones dropped, and the alarm when somebody tries out codes."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from ocop.design.rules.formats import number
from ocop.journal.acts import act, record
from ocop.letters.acts import write
from ocop.people.queries import people_with_role
from ocop.people.rules import Role
from ocop.stamps.rules.codes import ALPHABET

from ..models import WrongEpoch
from ..queries.keeping import epochs_to_alarm, months_kept
from ..rules.networks import WRONG_AN_EPOCH

MONTHS_AHEAD = 2


def open_months_ahead(at: datetime | None = None) -> None:
    """Mở tháng: this month and the next ones get their partitions before anybody scans in them."""
    today = timezone.localdate(at)
    with connection.cursor() as cursor:
        for ahead in range(MONTHS_AHEAD + 1):
            cursor.execute("SELECT scans_open_month(%s)", [_month(today, ahead)])


def prune_scans(at: datetime | None = None) -> list[str]:
    """Bỏ lượt quét cũ: whole months past the retention; their tallies stay for ever."""
    with act(at) as moment:
        oldest = _month(timezone.localdate(moment), -settings.SCANS_KEPT_MONTHS)
        gone = [name for first, name in months_kept() if first < oldest]
        for name in gone:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP TABLE "{name}"')
        if gone:
            record("prune_scans", by=None, about="scans:log", at=moment, facts={"months": gone})
    return gone


def _month(day: date, ahead: int) -> date:
    months = day.year * 12 + day.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def alarm_enumeration(at: datetime | None = None) -> int:
    """Báo động dò mã: an epoch has seen one wrong tag in a hundred that it can bear; returns how many alarms."""
    with act(at) as moment, transaction.atomic():
        found = list(epochs_to_alarm().select_for_update(skip_locked=True))
        for epoch in found:
            WrongEpoch.objects.filter(pk=epoch.pk).update(alarmed_at=moment)
            letter = ALPHABET[epoch.epoch]
            share = f"{100 * epoch.count / WRONG_AN_EPOCH:.0f} %"
            write(
                to=people_with_role(Role.ADMINISTRATOR, Role.INSPECTOR), subject=f"Có người dò mã tem kỳ {letter}",
                body=(
                    f"Kỳ khóa {letter} đã nhận {number(epoch.count)} mã sai, {share} giới hạn của kỳ. Mỗi mạng chỉ thử được "
                    "2.000 mã một ngày; khi đủ một triệu, tem chưa từng được quét của kỳ này tạm ngừng được trả lời. "
                    "Hãy xem các mạng gửi nhiều nhất và cân nhắc mở kỳ khóa mới."
                ),
                url="/tem/luot-quet/do-ma/", at=moment,
            )  # fmt: skip
            record("alarm_enumeration", by=None, about=f"epoch:{letter}", at=moment, facts={"wrong": epoch.count})
    return len(found)
