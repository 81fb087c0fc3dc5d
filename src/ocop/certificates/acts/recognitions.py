"""Writing down what happened to a product's star, and keeping its spans in step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from ocop.journal.acts import act, record
from ocop.people.models import Person
from ocop.products.models import Product

from ..models import Recognition, StandingSpan
from ..queries.standing import as_event, events_of
from ..rules import Span, spans


def note_recognition(
    product: Product, *, kind: str, by: Person | None, star: int | None = None, at: datetime | None = None, **facts: Any
) -> Recognition:
    """Ghi sự kiện công nhận: one event of a product's standing; `facts` are the other fields of `Recognition`."""
    with act(at) as moment:
        event = Recognition.objects.create(product=product, kind=kind, star=star, recorded_at=moment, **facts)
        refresh_standing([product])
        told = {"kind": str(kind), "star": star, "level": str(facts.get("level", "")), "event": event.pk}
        record("note_recognition", by=by, about=product, at=moment, facts=told)
    return event


def refresh_standing(products: Iterable[Product]) -> None:
    """Tính lại dòng thời gian: the spans of these products from their events; call it whenever one changed."""
    ids = [p.pk for p in products]
    events = events_of(ids)
    rows = [span_row(pk, span) for pk in ids for span in spans([as_event(e) for e in events.get(pk, [])])]
    StandingSpan.objects.filter(product_id__in=ids).delete()
    StandingSpan.objects.bulk_create(rows, batch_size=1000)


def span_row(product_id: int, span: Span) -> StandingSpan:
    """A span as it is stored."""
    told = span.outcome
    return StandingSpan(
        product_id=product_id, starts_on=span.starts_on, ends_on=span.ends_on, state=told.state, star=told.star,
        level=told.level, recognition_id=told.event, expires_from=told.expires_from, expires_to=told.expires_to,
        proposed=told.proposed, certainty=told.certainty,
    )  # fmt: skip


def known_already(product: Product, *, kind: str, star: int | None, decided_on: date | None, source: str) -> bool:
    """Whether this source has told this event before."""
    found = Recognition.objects.filter(product=product, star=star, decided_on=decided_on, source=source)
    kinds = [kind, Recognition.Kind.UPGRADED] if kind == Recognition.Kind.RECOGNISED else [kind]
    return found.filter(kind__in=kinds).exists()
