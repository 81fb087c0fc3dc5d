"""Telling subscribers what is new: batches are written with the cursor that they move, then sent until they are taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ocop.journal.acts import enqueue
from ocop.letters.acts import write

from .. import lifecycle
from ..models import Delivery, Subscription
from ..queries.answers import Found, context_of
from ..queries.horizons import Horizon, horizon_from, horizon_now
from ..queries.standing import (
    due,
    events_at,
    fresh_for,
    last_position,
    people_told_of,
    streams,
    with_waiting_deliveries,
)
from ..queries.viewers import parties_seen_by
from ..rules.documents import Told, query_document
from ..rules.positions import first_of, month_of
from ..rules.signing import signature
from .posting import Posted, post
from .standing import next_run, pause_subscription, token_of_subscription

BATCH = 200
# Waits after the first, second … failure of one batch; after as many failures in a row as there are waits, a pause.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
_LEASE = timedelta(minutes=2)
# How long one can see what was sent.
_KEPT = timedelta(days=30)
_ROUND = 200
# Serial numbers are taken a little before their transaction gets its number.
_MARGIN = 50_000
GONE, TOO_LARGE = 410, 413


def gather_due(*, at: datetime | None = None) -> int:
    """Đến giờ: write what is new for every schedule that has come due, and for every stream."""
    moment = at or timezone.now()
    written = sum(gather(subscription, at=moment) for subscription in [*due(moment), *streams()])
    for subscription in with_waiting_deliveries(moment):
        _send_soon(subscription)
    Delivery.objects.filter(sent_at__lt=moment - _KEPT).delete()
    return written


def gather_streams(*, at: datetime | None = None) -> int:
    """Có sự kiện mới: the same for streams alone, when something was captured."""
    written = 0
    for _ in range(_ROUND):  # what was captured meanwhile woke nobody, because this job was still running
        found = 0
        for subscription in streams():
            if count := gather(subscription, at=at):
                found += count
                _send_soon(subscription)
        written += found
        if not found:
            break
    return written


def _send_soon(subscription: Subscription) -> None:
    enqueue("traces.deliver", {"subscription": str(subscription.pk)}, once=f"traces.deliver {subscription.pk}")


def gather(subscription: Subscription, *, at: datetime | None = None) -> int:
    """Gom sự kiện mới: batches, and the cursor moved behind them, in one transaction; how many batches."""
    moment = at or timezone.now()
    with transaction.atomic():
        kept = Subscription.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=subscription.pk)
        found = kept.select_related("query__party").first()
        if found is None or found.state != lifecycle.ACTIVE:
            return 0
        last = last_position()
        now = horizon_now()
        _mend(found, now)
        events = fresh_for(found, parties_seen_by(found.query.party), now)
        count = _write_batches(found, events, moment)
        _advance(found, now, last, moment)
    return count


def _mend(subscription: Subscription, now: Horizon) -> None:
    """A cursor of another cluster (a restored copy) counts other transactions: begin after what was restored."""
    old = horizon_from(subscription.horizon)
    if old is not None and _bounds(old)[1] > _bounds(now)[1]:
        subscription.horizon = Horizon("1:1:", now.settled).text


def _bounds(horizon: Horizon) -> tuple[int, int]:
    low, high, _ = horizon.snapshot.split(":")
    return int(low), int(high)


def _write_batches(subscription: Subscription, events: Iterator[Found], moment: datetime) -> int:
    serial = subscription.deliveries.aggregate(last=Max("serial"))["last"] or 0
    count = 0
    while positions := [found.position for found in islice(events, BATCH)]:
        count += 1
        _write(subscription, serial + count, positions, moment)
    if not count and subscription.report_if_empty:
        count = 1
        _write(subscription, serial + 1, [], moment)
    return count


def _write(subscription: Subscription, serial: int, positions: list[int], moment: datetime) -> None:
    Delivery.objects.create(
        subscription=subscription, serial=serial, positions=positions, made_at=moment, next_try_at=moment
    )


def _advance(subscription: Subscription, now: Horizon, last: int, moment: datetime) -> None:
    """Move the horizon; and the floor, once every transaction that ran when it was noted has ended."""
    low, high = _bounds(now)
    if not subscription.horizon:
        subscription.floor = first_of(month_of(subscription.initial_record_time)) - 1
    if not subscription.next_floor or low >= subscription.next_floor_tx:
        subscription.floor = max(subscription.floor, subscription.next_floor)
        # In the first hour of a month a capture may still go to the month before.
        base = first_of(month_of(moment - timedelta(hours=1)))
        subscription.next_floor, subscription.next_floor_tx = base + max(0, last - _MARGIN), high
    subscription.horizon, subscription.ran_at = now.text, moment
    subscription.due_at = next_run(subscription.schedule, moment)
    subscription.save(update_fields=["horizon", "floor", "next_floor", "next_floor_tx", "ran_at", "due_at"])


def deliver(subscription_id: str, *, at: datetime | None = None) -> int:
    """Gửi: waiting batches in their order, until one is not taken; how many were."""
    sent = 0
    for _ in range(_ROUND):
        delivery = _claim(subscription_id, at or timezone.now())
        if delivery is None or not _settle(delivery, _sent(delivery, at), at or timezone.now()):
            break
        sent += 1
    return sent


def _claim(subscription_id: str, now: datetime) -> Delivery | None:
    """The next batch, for some minutes ours alone; a worker that dies gives it back by the clock.

    One that another worker is just claiming is waited for: who passed it over would send the one behind it first.
    """
    with transaction.atomic():
        waiting = Delivery.objects.filter(subscription=UUID(subscription_id), sent_at__isnull=True).order_by("serial")
        first = waiting.select_for_update(of=("self",)).select_related(
            "subscription__query__party__producer", "subscription__query__party__office"
        )[:1]
        for delivery in first:
            if delivery.next_try_at > now or delivery.subscription.state != lifecycle.ACTIVE:
                return None
            delivery.attempts += 1
            delivery.next_try_at = now + _LEASE
            delivery.save(update_fields=["attempts", "next_try_at"])
            return delivery
    return None


def _sent(delivery: Delivery, at: datetime | None) -> Posted:
    subscription = delivery.subscription
    body = body_of(delivery)
    second = int((at or timezone.now()).timestamp())
    headers = {
        "Content-Type": "application/json", "User-Agent": "ocop-epcis/1.0",
        "GS1-EPCIS-Version": "2.0.0", "GS1-CBV-Version": "2.0.0", "GS1-EPC-Format": subscription.epc_format,
        "GS1-Signature": signature(token_of_subscription(subscription), body, second),
        "Idempotency-Key": str(delivery.pk),
    }  # fmt: skip
    return post(subscription.dest, body, headers)


def body_of(delivery: Delivery) -> bytes:
    """The same bytes at every try, unless leave to see an event was taken back meanwhile."""
    subscription = delivery.subscription
    found = events_at(delivery.positions, parties_seen_by(subscription.query.party))
    document = query_document(
        (Told(event.json, context_of(event.context)) for event in found), created=delivery.made_at,
        query_name=subscription.query.name, subscription=str(subscription.pk), epc_format=subscription.epc_format,
    )  # fmt: skip
    return orjson.dumps(document)


def _settle(delivery: Delivery, posted: Posted, now: datetime) -> bool:
    """Note what became of a try; whether the batch was taken."""
    with transaction.atomic():
        subscription = Subscription.objects.select_for_update().filter(pk=delivery.subscription_id).first()
        if subscription is None:
            return False
        delivery.status, delivery.fault = posted.status or None, posted.fault[:300]
        if posted.taken:
            delivery.sent_at = now
            subscription.failures, subscription.fault, subscription.notified_at = 0, "", now
        elif posted.status == TOO_LARGE and len(delivery.positions) > 1:
            _halve(delivery, now)
        else:
            delivery.next_try_at = now + BACKOFF[min(delivery.attempts, len(BACKOFF)) - 1]
            subscription.failures += 1
            subscription.fault = delivery.fault
        delivery.save()
        subscription.save(update_fields=["failures", "fault", "notified_at"])
    if posted.status == GONE or subscription.failures >= len(BACKOFF):
        _give_up(subscription, now)
    return posted.taken


def _halve(delivery: Delivery, now: datetime) -> None:
    """The receiver cannot take so many at once: the same events in two batches, in their order."""
    later = delivery.subscription.deliveries.filter(serial__gt=delivery.serial).order_by("-serial")
    for each in later:  # from the last, so that no two ever share a serial
        each.serial += 1
        each.save(update_fields=["serial"])
    middle = len(delivery.positions) // 2
    _write(delivery.subscription, delivery.serial + 1, delivery.positions[middle:], now)
    delivery.positions = delivery.positions[:middle]
    delivery.next_try_at = now


def _give_up(subscription: Subscription, now: datetime) -> None:
    """Tạm dừng after repeated failures, and a letter to those whose connection it is."""
    pause_subscription(subscription, fault=subscription.fault, by=None, at=now)
    query = subscription.query
    write(
        to=people_told_of(query.party),
        subject=f"Tạm dừng gửi sự kiện “{query.name}”",
        body=f"Máy nhận {subscription.dest[:120]} không nhận sự kiện: {subscription.fault} Không sự kiện nào bị mất. "
        "Hãy sửa máy nhận rồi bấm “Gửi tiếp”.",
        url="/ket-noi-epcis/",
        at=now,
    )
