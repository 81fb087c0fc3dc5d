"""Calling goods back, practising it, and taking a mistaken recall back."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import connection

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.letters.acts import write
from ocop.lots.acts import lift_recall as free_lot
from ocop.lots.acts import recall_lot
from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role
from ocop.producers.models import Producer
from ocop.producers.queries import people_of

from ..access import may_recall, orders_recalls
from ..models import Recall, RecallContact, RecalledLot
from ..queries import found_about, open_recall_of, recalls_so_far
from ..rules.recalls import Found, LotFound, recall_unfit

_LOCK = 0x0C0B_000F


def _one_at_a_time() -> None:
    """Recalls take in each other's lots, in any order: one after the other, so that none meets half of another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _not_allowed(lot: Lot, by: Person) -> Reason | None:
    if may_recall(by, lot):
        return None
    return Reason("Chỉ chủ thể của lô, cơ quan OCOP tỉnh hoặc thanh tra mới gọi được lô về.", "lot", "not_own")


def _already(lot: Lot) -> Reason | None:
    if open_recall_of(lot) is None:
        return None
    return Reason("Lô này đang bị thu hồi trong một đợt khác. Hãy mở đợt đó.", "lot", "already")


def call_recall(
    lot: Lot, *, by: Person, reason: str, scope: str = Recall.Scope.LOT, ground: str = "", at: datetime | None = None
) -> Recall:
    """Thu hồi: from this moment every stamp of these lots says so, and whoever received goods is listed and told."""
    with act(at) as moment:
        _one_at_a_time()
        ordered = orders_recalls(by, lot)
        Refused.unless_clear(_not_allowed(lot, by), _already(lot), recall_unfit(reason, ground, ordered))
        recall = _begun(lot, Recall.Kind.RECALL, scope, reason, ground, by, moment)
        for one in recall.lots.select_related("lot"):
            if one.lot.recalled_at is None:
                recall_lot(one.lot, by=by, reason=reason, ground=ground if ordered else "", at=moment)
            else:
                RecalledLot.objects.filter(pk=one.pk).update(by_this=False)
        _tell(recall, by, moment)
        facts = {"reason": reason, "scope": scope, "ground": ground, "lots": [x["code"] for x in recall.found["lots"]]}
        record("call_recall", by=by, about=recall, at=moment, facts=facts)
    return recall


def call_drill(
    lot: Lot, *, by: Person, reason: str, scope: str = Recall.Scope.LOT, seen: int | None = None,
    at: datetime | None = None,
) -> Recall:  # fmt: skip
    """Diễn tập thu hồi: the same search and the same list with a clock, and not one stamp changes.

    `seen` is how many recalls and drills of the lot the form knew of: a second click starts no second drill.
    """
    with act(at) as moment:
        _one_at_a_time()
        Refused.unless_clear(
            _not_allowed(lot, by), recall_unfit(reason, "", by_office=False), _called_meanwhile(lot, seen)
        )
        drill = _begun(lot, Recall.Kind.DRILL, scope, reason, "", by, moment)
        _tell(drill, by, moment)
        record("call_drill", by=by, about=drill, at=moment, facts={"reason": reason, "scope": scope})
    return drill


def _called_meanwhile(lot: Lot, seen: int | None) -> Reason | None:
    if seen is None or seen == recalls_so_far(lot):
        return None
    message = "Vừa có một đợt khác về lô này (có thể do bấm hai lần). Hãy mở danh sách các đợt rồi xem."
    return Reason(message, "lot", "called_meanwhile")


def _begun(lot: Lot, kind: str, scope: str, reason: str, ground: str, by: Person, at: datetime) -> Recall:
    """The row, the list as it was found, and how long the list took."""
    began = time.monotonic()
    found = found_about(lot, viewer=by)
    concerned = found.lots if scope == Recall.Scope.MATERIAL else found.lots[:1]
    kept = {one.id for one in concerned}
    dispatches = tuple(d for d in found.dispatches if d.lot in kept)
    listed = Found(found.sources, concerned, dispatches, found.traced)
    recall = Recall.objects.create(
        lot=lot, kind=kind, scope=scope, reason=reason, ground=ground, by_office=orders_recalls(by, lot), called_by=by,
        called_at=at, found={**listed.plain(), "others": len(found.lots) - len(concerned)},
        listed_at=at + timedelta(seconds=time.monotonic() - began),
    )  # fmt: skip
    RecalledLot.objects.bulk_create(RecalledLot(recall=recall, lot_id=one.id, why=one.why) for one in concerned)
    RecallContact.objects.bulk_create(
        RecallContact(
            recall=recall, lot_id=d.lot, name=d.name[:200], quantity=d.quantity, unit=d.unit, sent_on=_day(d.on),
            source=f"nhật ký {d.entry}", told_at=at if d.name else None,
        )
        for d in dispatches
    )  # fmt: skip
    return recall


def _day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


_TO_DO = {True: "Không tem nào đổi trạng thái.", False: "Hãy giữ hàng lại và ngừng bán."}


def _tell(recall: Recall, by: Person, at: datetime) -> None:
    """Letters to the producers concerned, to receivers that have an account, and (in earnest) to the offices."""
    lots = [LotFound(**one) for one in recall.found["lots"]]
    names = ", ".join(f"{one.product}, lô {one.code}" for one in lots[:3])
    heading = "DIỄN TẬP thu hồi (không có thật)" if recall.is_drill else "Thu hồi"
    write(
        to=_addressees(recall, by), subject=f"{heading}: {names}", url=f"/hang-thu-hoi/dot/{recall.pk}/", at=at,
        body=f"Lý do: {recall.reason}. {_TO_DO[recall.is_drill]}",
    )  # fmt: skip


def _addressees(recall: Recall, by: Person) -> Iterable[Person]:
    glns = {d["gln"] for d in recall.found["dispatches"] if d["gln"]}
    people = [person for producer in _producers(recall) for person in people_of(producer)]
    people += [p for producer in Producer.objects.filter(gln__in=glns) for p in people_of(producer)]
    if not recall.is_drill:
        people += people_with_role(Role.PROVINCE_OFFICER, Role.INSPECTOR)
    return [person for person in people if person.pk != by.pk]


def _producers(recall: Recall) -> list[Producer]:
    lots = Lot.objects.filter(pk__in=[one["id"] for one in recall.found["lots"]]).select_related("product__producer")
    return list({lot.product.producer for lot in lots if lot.product.producer})


def confirm_contact(contact: RecallContact, *, by: Person, kept: str = "", at: datetime | None = None) -> RecallContact:
    """Xác nhận nơi nhận: somebody there was reached, and what they keep aside."""
    with act(at) as moment:
        contact = RecallContact.objects.select_for_update(of=("self",)).select_related("recall__lot").get(pk=contact.pk)
        Refused.unless_clear(
            _not_allowed(contact.recall.lot, by),
            Reason("Nơi này đã xác nhận rồi.", code="already") if contact.confirmed_at else None,
            Reason("Lần xuất này không ghi nơi nhận nên không có ai để xác nhận.", code="no_name") if not contact.name else None,
            text_unfit(kept, field="kept", label="Đã giữ lại bao nhiêu", longest=200),
        )  # fmt: skip
        contact.confirmed_at, contact.confirmed_by, contact.kept = moment, by, kept
        contact.save(update_fields=["confirmed_at", "confirmed_by", "kept"])
        record("confirm_contact", by=by, about=contact.recall, at=moment, facts={"contact": contact.pk})
    return contact


def close_recall(recall: Recall, *, by: Person, at: datetime | None = None) -> Recall:
    """Kết thúc đợt: the clock stops; a recall stays in force until it is lifted."""
    with act(at) as moment:
        recall = Recall.objects.select_for_update(of=("self",)).select_related("lot").get(pk=recall.pk)
        closed = Reason("Đợt này đã kết thúc.", code="already") if recall.closed_at else None
        Refused.unless_clear(_not_allowed(recall.lot, by), closed)
        recall.closed_at = moment
        recall.save(update_fields=["closed_at"])
        record("close_recall", by=by, about=recall, at=moment, facts={})
    return recall


def lift_recall(recall: Recall, *, by: Person, reason: str, at: datetime | None = None) -> Recall:
    """Dỡ bỏ thu hồi: called by mistake; the stamps speak as before, and the history stays for everyone to read."""
    with act(at) as moment:
        _one_at_a_time()
        recall = Recall.objects.select_for_update(of=("self",)).select_related("lot__product").get(pk=recall.pk)
        Refused.unless_clear(
            _not_allowed(recall.lot, by), _not_liftable(recall, by),
            text_unfit(reason, field="reason", label="Lý do dỡ bỏ", longest=300, shortest=5),
        )  # fmt: skip
        recall.lifted_by, recall.lifted_at, recall.lift_reason = by, moment, reason
        recall.closed_at = recall.closed_at or moment
        recall.save(update_fields=["lifted_by", "lifted_at", "lift_reason", "closed_at"])
        for one in recall.lots.filter(by_this=True).select_related("lot__product"):
            if open_recall_of(one.lot) is None:
                free_lot(one.lot, by=by, reason=reason, at=moment)
        record("lift_recall", by=by, about=recall, at=moment, facts={"reason": reason})
    return recall


def _not_liftable(recall: Recall, by: Person) -> Reason | None:
    if recall.is_drill:
        return Reason("Diễn tập không đổi tem nào nên không có gì để dỡ bỏ.", code="drill")
    if recall.lifted_at is not None:
        return Reason("Đợt thu hồi này đã được dỡ bỏ.", code="already")
    if recall.by_office and not orders_recalls(by, recall.lot):
        return Reason("Cơ quan đã ra lệnh thu hồi này; chỉ cơ quan mới dỡ bỏ được.", code="by_office")
    return None
