"""Questions with a name, and subscriptions to their answers."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from django.utils import timezone

from epcis import EpcisError
from epcis.queries import parse_query
from epcis.schedules import parse_schedule
from ocop.journal.acts import act, kept_once, record
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from .. import lifecycle
from ..models import NamedQuery, Party, Subscription
from ..rules.destinations import destination_of
from ..rules.documents import EPC_FORMATS, LINKS, SIMPLE_EVENT_QUERY
from .noticing import streams_changed
from .posting import trusted

MOST_QUERIES, MOST_SUBSCRIPTIONS = 200, 50
_NAME = re.compile(r"[^\s/?#%&<>\"'\\\x00-\x1f\x7f]{1,120}")
_LONGEST_TOKEN = 500


@dataclass(frozen=True)
class Wanted:
    """What a subscriber asks for; a stream where there is no schedule."""

    dest: str
    token: str = ""
    schedule: dict[str, Any] | None = None
    report_if_empty: bool = False
    initial_record_time: datetime | None = None
    epc_format: str = LINKS


def name_query(
    name: str, source: dict[str, Any], *, party: Party, by: Person | Party | None, at: datetime | None = None
) -> NamedQuery:
    """Đặt tên câu hỏi: raises EpcisError where the query itself is wrong, Refused for its name."""
    parse_query(source)
    with act(at) as moment:
        Party.objects.select_for_update().get(pk=party.pk)
        Refused.unless_clear(_name_unfit(name), _name_taken(party, name), _too_many(party))
        query = NamedQuery.objects.create(party=party, name=name, source=source, created_at=moment)
        record("name_query", by=by, about=query, at=moment, facts={"name": name, "party": party.pk})
        return query


def _name_unfit(name: str) -> Reason | None:
    if _NAME.fullmatch(name):
        return None
    return Reason("Tên câu hỏi có 1 đến 120 ký tự, không có khoảng trắng và các dấu / ? # % &.", "name", "name")


def _name_taken(party: Party, name: str) -> Reason | None:
    if name == SIMPLE_EVENT_QUERY or NamedQuery.objects.filter(party=party, name=name).exists():
        return Reason(f"Đã có câu hỏi tên “{name}”. Hãy chọn tên khác hoặc xoá câu hỏi cũ.", "name", "exists")
    return None


def _too_many(party: Party) -> Reason | None:
    if NamedQuery.objects.filter(party=party).count() < MOST_QUERIES:
        return None
    return Reason(f"Mỗi bên có tối đa {MOST_QUERIES} câu hỏi. Hãy xoá câu hỏi không còn dùng.", "name", "too_many")


def drop_query(query: NamedQuery, *, by: Person | Party | None, at: datetime | None = None) -> None:
    """Xoá câu hỏi: its subscriptions end with it."""
    with act(at) as moment:
        record("drop_query", by=by, about=query, at=moment, facts={"name": query.name, "party": query.party_id})
        query.delete()
    streams_changed()


def subscribe(
    query: NamedQuery, wanted: Wanted, *, by: Person | Party | None, at: datetime | None = None
) -> tuple[Subscription, str]:
    """Đăng ký nhận: the signature token, the subscriber's own or a new one, is told this once and kept sealed."""
    with act(at) as moment:
        Party.objects.select_for_update().get(pk=query.party_id)
        Refused.unless_clear(*_unfit(query, wanted))
        token = wanted.token or secrets.token_urlsafe(32)
        subscription = Subscription.objects.create(
            query=query, dest=wanted.dest, secret=_box().encrypt(token.encode()).decode(), schedule=wanted.schedule,
            report_if_empty=wanted.report_if_empty, epc_format=wanted.epc_format, created_at=moment,
            initial_record_time=wanted.initial_record_time or moment, due_at=next_run(wanted.schedule, moment),
        )  # fmt: skip
        facts = {"query": query.name, "party": query.party_id, "stream": subscription.is_stream}
        record("subscribe", by=by, about=subscription, at=moment, facts=facts)
    streams_changed()
    return subscription, token


def _unfit(query: NamedQuery, wanted: Wanted) -> list[Reason | None]:
    found = destination_of(wanted.dest, trusted=trusted())
    return [
        found if isinstance(found, Reason) else None,
        _schedule_unfit(wanted.schedule),
        None if wanted.epc_format in EPC_FORMATS else Reason("Cách viết mã không có.", "GS1-EPC-Format", "format"),
        _token_unfit(wanted.token),
        _too_many_subscriptions(query.party_id),
    ]


def _schedule_unfit(schedule: dict[str, Any] | None) -> Reason | None:
    if schedule is None:
        return None
    try:
        found = parse_schedule(schedule)
    except EpcisError as error:
        first = error.problems[0]
        return Reason(first.message, first.path.lstrip("/"), "schedule")
    if found.after(timezone.localtime()) is None:
        return Reason("Lịch này không bao giờ đến.", "schedule", "schedule")
    return None


def _token_unfit(token: str) -> Reason | None:
    if not token or (16 <= len(token) <= _LONGEST_TOKEN and token.isprintable()):
        return None
    return Reason(f"signatureToken dài 16 đến {_LONGEST_TOKEN} ký tự in được.", "signatureToken", "token")


def _too_many_subscriptions(party: int) -> Reason | None:
    if Subscription.objects.filter(query__party=party).count() < MOST_SUBSCRIPTIONS:
        return None
    return Reason(f"Mỗi bên có tối đa {MOST_SUBSCRIPTIONS} đăng ký nhận.", "dest", "too_many")


def next_run(schedule: dict[str, Any] | None, after: datetime) -> datetime | None:
    """Schedules are read in the portal's time zone, as people write them."""
    return None if schedule is None else parse_schedule(schedule).after(timezone.localtime(after))


def token_of_subscription(subscription: Subscription) -> str:
    """The signature token, opened to sign with."""
    return _box().decrypt(subscription.secret.encode()).decode()


def _box() -> Fernet:
    return Fernet(kept_once("epcis-signature-tokens", Fernet.generate_key))


def unsubscribe(subscription: Subscription, *, by: Person | Party | None, at: datetime | None = None) -> None:
    """Thôi nhận."""
    with act(at) as moment:
        record("unsubscribe", by=by, about=subscription, at=moment, facts={"query": subscription.query.name})
        subscription.delete()
    streams_changed()


def pause_subscription(
    subscription: Subscription, *, fault: str, by: Person | Party | None, at: datetime | None = None
) -> Subscription:
    """Tạm dừng: nothing is sent, nothing is lost; what is new waits for the resumption."""
    with act(at) as moment:
        kept = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if lifecycle.PAUSE.leaves(kept.state):
            kept.state, kept.fault = lifecycle.PAUSE.target, fault[:300]
            kept.save(update_fields=["state", "fault"])
            record("pause_subscription", by=by, about=kept, at=moment, facts={"query": kept.query.name})
    streams_changed()
    return kept


def resume_subscription(
    subscription: Subscription, *, by: Person | Party | None, at: datetime | None = None
) -> Subscription:
    """Gửi tiếp: from where it stopped."""
    with act(at) as moment:
        kept = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if not lifecycle.RESUME.leaves(kept.state):
            raise Refused(Reason("Đăng ký này đang gửi.", "", "state"))
        kept.state, kept.failures, kept.fault = lifecycle.RESUME.target, 0, ""
        kept.due_at = next_run(kept.schedule, moment)
        kept.save(update_fields=["state", "failures", "fault", "due_at"])
        kept.deliveries.filter(sent_at__isnull=True).update(next_try_at=moment)
        record("resume_subscription", by=by, about=kept, at=moment, facts={"query": kept.query.name})
    streams_changed()
    return kept
