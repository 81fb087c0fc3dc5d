"""The agenda: dossiers put on it, their order and hours, what is postponed and put again."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Max
from django.utils import timezone

from ocop.dossiers.acts import put_before_council
from ocop.dossiers.models import Dossier
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_preside, may_run
from ..models import Discussion, Item, Postponement, Sheet, Sitting
from .keys import locked_sitting


def put_item(sitting: Sitting, *, dossier: Dossier, by: Person, at: datetime | None = None) -> Item:
    """Đưa vào chương trình: an accepted dossier becomes an item, until scoring begins."""
    with act(at) as moment:
        sitting = locked_sitting(sitting)
        Refused.unless_clear(
            may_not_run(by, sitting, moment),
            _must_be_planned(sitting, "Phiên họp đã mở nên không thêm được sản phẩm."),
            None if dossier.round_id == sitting.round_id else Reason(
                "Hồ sơ thuộc đợt đánh giá khác với phiên họp này.", "dossier", "other_round"
            ),
            _not_for_writing(sitting, dossier),
        )  # fmt: skip
        put_before_council(dossier, by=by, at=moment)
        item = Item.objects.create(sitting=sitting, dossier=dossier, order=_last(sitting) + 1)
        record("put_item", by=by, about=sitting, at=moment, facts={"item": item.pk, "dossier": dossier.pk})
    return item


def arrange_item(
    item: Item, *, by: Person, order: int | None = None, starts_at: time | None = None, presenter: str = "",
    at: datetime | None = None,
) -> Item:  # fmt: skip
    """Sắp chương trình: place, hour and presenter of an item, until the sitting opens."""
    presenter = clean_text(presenter)
    Refused.unless_clear(text_unfit(presenter, field="presenter", label="Người trình bày", longest=120))
    with act(at) as moment:
        sitting = locked_sitting(item.sitting)
        Refused.unless_clear(
            may_not_run(by, sitting, moment), _must_be_planned(sitting, "Phiên họp đã mở nên chương trình giữ nguyên.")
        )
        items = list(Item.objects.select_for_update().filter(sitting=sitting))
        item = next(found for found in items if found.pk == item.pk)
        item.starts_at, item.presenter = starts_at, presenter
        item.save(update_fields=["starts_at", "presenter"])
        if order is not None and order != item.order:
            _place(items, item, order)
        facts = {"item": item.pk, "order": item.order, "starts_at": str(starts_at or ""), "presenter": presenter}
        record("arrange_item", by=by, about=sitting, at=moment, facts=facts)
    return item


def _place(items: list[Item], item: Item, order: int) -> None:
    """Puts the item on `order` and numbers all from one; through numbers out of the way, as each stands once."""
    items.remove(item)
    items.insert(min(max(order, 1), len(items) + 1) - 1, item)
    for step in (10_000, 0):
        for place, found in enumerate(items, start=1):
            found.order = step + place
        Item.objects.bulk_update(items, ["order"])


def postpone_item(item: Item, *, reason: str, by: Person, at: datetime | None = None) -> Item:
    """Hoãn một mục: it leaves this sitting without a result; what was scored is kept and counts no more."""
    reason = clean_text(reason)
    Refused.unless_clear(text_unfit(reason, field="reason", label="Lý do hoãn", longest=300, shortest=5))
    with act(at) as moment:
        sitting = locked_sitting(item.sitting)
        item = Item.objects.select_for_update(of=("self",)).select_related("dossier__product").get(pk=item.pk)
        Refused.unless_clear(_may_not_postpone(sitting, item, by, moment))
        lost = Sheet.objects.filter(item=item, state__in=lifecycle.VOID_SHEET.sources)
        seals = list(lost.exclude(seal="").values_list("seal", flat=True))
        lost.update(state=lifecycle.VOID_SHEET.target)
        Discussion.objects.filter(item=item, ended_at__isnull=True).update(ended_at=moment)
        item.state = lifecycle.POSTPONE_ITEM.target
        item.save(update_fields=["state"])
        Postponement.objects.create(item=item, sitting=sitting, reason=reason, by=by, at=moment)
        record("postpone_item", by=by, about=item, at=moment, facts={"reason": reason, "void": seals})
    return item


def put_again(item: Item, sitting: Sitting, *, by: Person, at: datetime | None = None) -> Item:
    """Đưa mục đã hoãn vào phiên khác: it is scored there from the beginning."""
    with act(at) as moment:
        sitting = locked_sitting(sitting)
        item = Item.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=item.pk)
        Refused.unless_clear(
            may_not_run(by, sitting, moment),
            _must_be_planned(sitting, "Phiên họp đã mở nên không thêm được sản phẩm."),
            None
            if item.state == lifecycle.PUT_AGAIN.source
            else Reason("Mục này không bị hoãn.", "item", "wrong_state"),
            _other_council(item, sitting),
        )
        before = item.sitting_id
        item.sitting, item.order, item.state = sitting, _last(sitting) + 1, lifecycle.PUT_AGAIN.target
        item.round, item.opened_at, item.spread, item.starts_at = 1, None, None, None
        item.save()
        record("put_again", by=by, about=item, at=moment, facts={"from": before, "to": sitting.pk})
    return item


def _other_council(item: Item, sitting: Sitting) -> Reason | None:
    same = Sitting.objects.filter(pk=item.sitting_id, council_id=sitting.council_id).exists()
    if not same:
        return Reason("Mục này thuộc Hội đồng khác.", "item", "other_council")
    return Reason("Mục này đang ở phiên khác còn mở.", "item", "same") if item.sitting_id == sitting.pk else None


def _last(sitting: Sitting) -> int:
    return sitting.items.aggregate(last=Max("order"))["last"] or 0


def may_not_run(by: Person, sitting: Sitting, moment: datetime) -> Reason | None:
    if may_run(by, sitting.council, day=timezone.localdate(moment)):
        return None
    return Reason("Chỉ Thư ký, Chủ tịch Hội đồng hoặc cơ quan tham mưu tỉnh làm việc này.", code="not_allowed")


def _must_be_planned(sitting: Sitting, message: str) -> Reason | None:
    if sitting.state == lifecycle.PLANNED:
        return None
    return Reason(f"{message} Trạng thái hiện nay: {lifecycle.SITTING_STATES[sitting.state]}.", code="wrong_state")


def _not_for_writing(sitting: Sitting, dossier: Dossier) -> Reason | None:
    """QĐ 26/2026 Điều 5: only a rating after 36 months is settled in writing."""
    if not sitting.is_written or dossier.kind == Dossier.Kind.RERATE:
        return None
    message = "Chỉ hồ sơ đánh giá lại được lấy ý kiến bằng văn bản; hồ sơ khác đưa ra phiên họp."
    return Reason(message, "dossier", "not_rerate")


def _may_not_postpone(sitting: Sitting, item: Item, by: Person, moment: datetime) -> list[Reason]:
    reasons = []
    if not may_preside(by, sitting.council, day=timezone.localdate(moment)):
        reasons.append(Reason("Chỉ Chủ tịch hoặc Thư ký Hội đồng hoãn một mục.", code="not_allowed"))
    if item.sitting_id != sitting.pk or item.state not in lifecycle.POSTPONE_ITEM.sources:
        reasons.append(Reason(f"{item}: không hoãn được ({item.state_name.lower()}).", "items", "wrong_state"))
    return reasons
