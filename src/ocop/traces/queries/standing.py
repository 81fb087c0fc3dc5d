"""Named queries, subscriptions, and what has become visible since a subscriber was last told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet

from epcis.queries import Query, parse_query
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role
from ocop.producers.queries import people_of

from .. import lifecycle
from ..models import Delivery, NamedQuery, Party, Subscription
from ..rules.positions import first_of, month_of
from .answers import Found, found_of, judged, run
from .compiling import compiled
from .horizons import NEW, SEEN, Horizon, horizon_from, seen_by, seen_since

_BATCH = 500


def query_of(party: Party, name: str) -> NamedQuery | None:
    return NamedQuery.objects.filter(party=party, name=name).first()


def queries_of(party: Party, *, after: int = 0, count: int = 100) -> list[NamedQuery]:
    return list(NamedQuery.objects.filter(party=party, pk__gt=after).order_by("pk")[:count])


def subscriptions_to(query: NamedQuery) -> list[Subscription]:
    return list(query.subscriptions.all())


def subscription_of(query: NamedQuery, key: str) -> Subscription | None:
    try:
        return query.subscriptions.filter(pk=key).first()
    except (ValidationError, ValueError):
        return None


def subscriptions_of(party: Party) -> QuerySet[Subscription]:
    return Subscription.objects.filter(query__party=party).select_related("query").order_by("-created_at")


def streams() -> QuerySet[Subscription]:
    return Subscription.objects.filter(state=lifecycle.ACTIVE, schedule__isnull=True).order_by("created_at")


def due(at: datetime) -> QuerySet[Subscription]:
    """Scheduled subscriptions whose moment has come."""
    return Subscription.objects.filter(state=lifecycle.ACTIVE, due_at__lte=at).order_by("due_at")


def with_waiting_deliveries(at: datetime) -> list[Subscription]:
    found = Delivery.objects.filter(
        sent_at__isnull=True, next_try_at__lte=at, subscription__state=lifecycle.ACTIVE
    ).values("subscription")
    return list(Subscription.objects.filter(pk__in=found))


def people_told_of(party: Party) -> list[Person]:
    """Who is told about a party's connections: its producer's people, or its office's."""
    if party.producer is not None:
        return list(people_of(party.producer))
    return list(people_with_role(Role.TRADE_PARTNER, office=party.office)) if party.office else []


def last_position() -> int:
    """The newest serial number given so far, committed or not, as a position of this month."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM traces_position")
        return int(cursor.fetchone()[0])


def fresh_for(subscription: Subscription, seen: Sequence[int] | None, now: Horizon) -> Iterator[Found]:
    """Events of the query that became visible between the subscriber's horizon and this one, in the order of recording."""
    query = standing_query(subscription)
    made = compiled(query, seen, now)
    values = {**made.values, **seen_by(now), "floor": subscription.floor, "count": _BATCH}
    where = [*made.singling, *made.others, SEEN, "e.position > %(floor)s"]
    old = horizon_from(subscription.horizon)
    if old is None:
        where.append("e.record_time >= %(since)s")
        values["since"] = subscription.initial_record_time
        values["floor"] = first_of(month_of(subscription.initial_record_time)) - 1
    else:
        where.append(NEW)
        values |= seen_since(old)
    while True:
        rows = run(
            "SELECT e.position, e.record_time, e.event_time, e.context_id, e.digest, e.body, NULL FROM traces_event e "
            f"WHERE {' AND '.join(where)} ORDER BY e.position LIMIT %(count)s",
            values,
        )
        for row in rows:
            found = found_of(row)
            if judged(found, made.judged):
                yield found
        if len(rows) < _BATCH:
            return
        values["floor"] = rows[-1][0]


def standing_query(subscription: Subscription) -> Query:
    return parse_query(subscription.query.source)


def events_at(positions: Sequence[int], seen: Sequence[int] | None) -> list[Found]:
    """Stored events by their positions, as far as these parties' events may be seen."""
    rows = run(
        "SELECT e.position, e.record_time, e.event_time, e.context_id, e.digest, e.body, NULL FROM traces_event e "
        "WHERE e.position = ANY(%(positions)s::bigint[]) AND (%(all)s OR e.party_id = ANY(%(seen)s::int[])) "
        "ORDER BY e.position",
        {"positions": list(positions), "all": seen is None, "seen": list(seen or ())},
    )
    return [found_of(row) for row in rows]
