"""Which months of scans are kept, and who tries out codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from ocop.design.rules.formats import number
from ocop.letters.rules import Waiting
from ocop.people.models import Person
from ocop.people.queries import roles_of
from ocop.people.rules import Role
from ocop.stamps.rules.codes import ALPHABET

from ..models import WrongCode, WrongEpoch
from ..rules.networks import ALARM_AT, WRONG_A_DAY, WRONG_AN_EPOCH

_MONTHS = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'scans_scan'::regclass ORDER BY c.relname
"""


def months_kept() -> list[tuple[date, str]]:
    """First day and table of each month of the log."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)
        names = [name for (name,) in cursor.fetchall()]
    return [(date(int(name[-7:-3]), int(name[-2:]), 1), name) for name in names]


def epochs_to_alarm() -> QuerySet[WrongEpoch]:
    return WrongEpoch.objects.filter(count__gte=ALARM_AT, alarmed_at=None).order_by("epoch")


@dataclass(frozen=True, slots=True)
class TriedEpoch:
    """How much of what an epoch can bear was used up."""

    letter: str
    count: int
    percent: float
    alarmed: bool
    exhausted: bool


@dataclass(frozen=True, slots=True)
class TriedDay:
    """Wrong codes of one day: how many, from how many networks, how many of them were stopped."""

    day: date
    wrong: int
    networks: int
    stopped: int


def epochs_tried() -> list[TriedEpoch]:
    return [
        TriedEpoch(
            ALPHABET[e.epoch], e.count, 100 * e.count / WRONG_AN_EPOCH, e.count >= ALARM_AT, e.count >= WRONG_AN_EPOCH
        )
        for e in WrongEpoch.objects.order_by("-epoch")
    ]


def days_tried() -> list[TriedDay]:
    """The last thirty days on which wrong codes were tried."""
    found = (
        WrongCode.objects.order_by("-day").values("day").annotate(wrong=Sum("count"), networks=Count("network"))[:30]
    )
    full = WrongCode.objects.filter(count__gte=WRONG_A_DAY).order_by().values("day").annotate(n=Count("network"))
    stopped = {row["day"]: row["n"] for row in full}
    return [TriedDay(r["day"], r["wrong"], r["networks"], stopped.get(r["day"], 0)) for r in found]


def alarms_waiting(person: Person) -> list[Waiting]:
    """For a month after an alarm, whoever keeps the stamps sees it on the desk."""
    if not roles_of(person) & {Role.ADMINISTRATOR, Role.INSPECTOR}:
        return []
    since = timezone.now() - timedelta(days=30)
    return [
        Waiting(
            title=f"Có người dò mã tem kỳ {ALPHABET[e.epoch]}", action="Xem", url="/tem/luot-quet/do-ma/", chapter="scans",
            about=f"{number(e.count)} mã sai", urgent=True,
        )
        for e in WrongEpoch.objects.filter(alarmed_at__gte=since).order_by("-count")
    ]  # fmt: skip
