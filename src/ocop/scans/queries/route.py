"""What points to a place that sells: recalls, visits, cases, reports, checks, suspicion, lapsed stars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from ocop.certificates.queries import standings
from ocop.lots.models import Lot
from ocop.stamps.models import Batch
from ocop.stamps.queries import batch_of
from ocop.stamps.rules import codes
from ocop.stamps.rules.signing import bare

from .. import lifecycle
from ..models import Case, Check, Recall, RecallContact, Report, Suspicion, Visit
from ..rules.checks import FLAGS, PORTAL_SAYINGS
from ..rules.route import CASE, CHECK, DUE, LAPSED, RECALL, REPORT, SHELF, SUSPECT, Lead, RouteRule

_MOST = 500  # rows of one kind; a list for one day needs no more
# Who received goods of a lot lately, after the producer's diary; a note that was corrected no longer counts.
_RECEIVED = """
SELECT DISTINCT l.id, coalesce(e.payload::jsonb #>> '{details,partner}', '')
FROM diaries_entry e
JOIN diaries_item i ON i.entry_id = e.id AND i.direction = 'in'
JOIN lots_lot l ON l.id = coalesce(i.lot_id, e.lot_id)
WHERE e.kind = 'dispatch' AND e.at > %(since)s AND NOT EXISTS (SELECT FROM diaries_entry c WHERE c.corrects = e.id)
  AND coalesce(e.payload::jsonb #>> '{details,partner}', '') <> ''
LIMIT 5000
"""


def leads(rule: RouteRule, day: date) -> list[Lead]:
    """Everything that points to a place, for a route of the day after `day`."""
    since, received = _begin(day, rule.days), _received(_begin(day, rule.sold_days))
    return [
        *_unconfirmed(), *_shelves(day), *_of_cases(received), *_reports(since), *_checks(since),
        *_of_suspects(received), *_lapsed(received, day),
    ]  # fmt: skip


def homeless(rule: RouteRule, day: date) -> list[Suspicion]:
    """What the radar suspects while nobody knows where the lot is sold."""
    known = {lot for lot, _ in _received(_begin(day, rule.sold_days))}
    found = Suspicion.objects.select_related("batch__product__producer", "batch__lot")[:_MOST]
    worst = {one.batch.lot_id: one for one in reversed(found) if one.batch.lot_id not in known}
    return sorted(worst.values(), key=lambda one: -one.score)[:10]


def _begin(day: date, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(day - timedelta(days=days), time()))


def _received(since: datetime) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVED, {"since": since})
        return list(cursor.fetchall())


def _unconfirmed() -> Iterator[Lead]:
    rows = RecallContact.objects.filter(
        recall__kind=Recall.Kind.RECALL, recall__lifted_at=None, confirmed_at=None, name__gt=""
    )
    for row in rows.select_related("recall", "lot__product")[:_MOST]:
        words = "Đã nhận hàng đang thu hồi, chưa xác nhận giữ lại"
        yield Lead(
            row.name, RECALL, words, _goods(row.lot), f"/hang-thu-hoi/dot/{row.recall_id}/", row.lot.product.simulated
        )


def _shelves(day: date) -> Iterator[Lead]:
    rows = Visit.objects.filter(followed_at=None, checks__answer__in=FLAGS).select_related("inspector").distinct()
    for visit in rows.order_by("-began_at")[:_MOST]:
        if visit.follow_on and visit.follow_on <= day + timedelta(days=1):
            words, kind = f"Đến hẹn kiểm tra lại, hẹn {visit.follow_on:%d/%m/%Y}", DUE
        elif visit.follow_on:
            continue
        else:
            words, kind = f"Kiểm kệ {timezone.localtime(visit.began_at):%d/%m/%Y}: có món cần xem", SHELF
        yield Lead(visit.place, kind, words, "", visit.get_absolute_url(), visit.inspector.simulated)


def _of_cases(received: Iterable[tuple[int, str]]) -> Iterator[Lead]:
    rows = Case.objects.exclude(state=lifecycle.DECIDED).select_related("batch__product", "batch__lot")[:_MOST]
    for case in rows:
        for place in _receivers(case.batch, received):
            words = f"Đã nhận hàng của lô có vụ việc đang mở: {case.subject}"
            yield Lead(
                place, CASE, words, _goods(case.batch.lot), case.get_absolute_url(), case.batch.product.simulated
            )


def _reports(since: datetime) -> Iterator[Lead]:
    for report in Report.objects.filter(told_at__gt=since)[:_MOST]:
        code = codes.read(bare(report.code)) if report.code else None
        batch = batch_of(code) if code else None
        words = f"Người mua kể: {report.get_kind_display().lower()}"
        goods = batch.product.name if batch else ""
        yield Lead(report.seller, REPORT, words, goods, "/tra-cuu/phan-anh/", bool(batch and batch.product.simulated))


def _checks(since: datetime) -> Iterator[Lead]:
    rows = Check.objects.filter(visit=None, answer__in=FLAGS, place__gt="", checked_at__gt=since)
    for check in rows.select_related("batch__product", "batch__lot")[:_MOST]:
        words = f"Thanh tra quét ở đây: {PORTAL_SAYINGS[check.answer][1].rstrip('.').lower()}"
        goods, simulated = (_goods(check.batch.lot), check.batch.product.simulated) if check.batch else ("", False)
        yield Lead(check.place, CHECK, words, goods, "/thanh-tra/quet/da-kiem-tra/", simulated)


def _of_suspects(received: Iterable[tuple[int, str]]) -> Iterator[Lead]:
    for one in Suspicion.objects.select_related("batch__product", "batch__lot")[:_MOST]:
        for place in _receivers(one.batch, received):
            words = "Đã nhận hàng của lô mà ra-đa đang nghi"
            yield Lead(place, SUSPECT, words, _goods(one.batch.lot), "/thanh-tra/ra-da/", one.batch.product.simulated)


def _lapsed(received: list[tuple[int, str]], day: date) -> Iterator[Lead]:
    lots = {lot.pk: lot for lot in Lot.objects.filter(pk__in={n for n, _ in received}).select_related("product")}
    stars = standings({lot.product_id for lot in lots.values()}, day)
    for number, place in received:
        lot = lots[number]
        standing = stars[lot.product_id]
        if standing.star and not standing.is_valid:
            words = "Đã nhận hàng có hạng sao nay không còn hiệu lực"
            yield Lead(place, LAPSED, words, _goods(lot), f"/thanh-tra/lo/{lot.pk}/", lot.product.simulated)


def _receivers(batch: Batch, received: Iterable[tuple[int, str]]) -> list[str]:
    return [place for lot, place in received if lot == batch.lot_id]


def _goods(lot: Lot) -> str:
    return f"{lot.product.name}, lô {lot.code}"
