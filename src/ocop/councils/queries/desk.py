"""What waits on a desk because of a council."""

from __future__ import annotations

from collections.abc import Iterator

from ocop.dossiers import lifecycle as dossier_states
from ocop.dossiers.models import Dossier
from ocop.letters.rules import Doing, Waiting
from ocop.people.models import Person
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Item, Seat, Sheet, Sitting
from .board import board_of
from .calibration import exercises_waiting_for
from .printed import printed_waiting_for
from .seats import holds, seats_of_person
from .sheets import READERS_AFTER_CLOSING

CHAPTER = "councils"


def waiting_for(person: Person) -> list[Waiting]:
    seats = seats_of_person(person)
    return [
        *(w for seat in seats if seat.votes for w in _to_score(seat)),
        *(w for seat in seats if seat.role == Seat.Role.ADVISOR for w in _to_report(seat)),
        *(w for seat in seats if seat.role in (Seat.Role.SECRETARY, Seat.Role.CHAIR) for w in _to_run(seat, person)),
        *_to_put(person),
        *_to_confirm(person),
        *(_to_try(person) if any(seat.votes for seat in seats) else ()),
    ]


def doings_of(person: Person) -> list[Doing]:
    if seats_of_person(person) or holds(person, *READERS_AFTER_CLOSING):
        return [Doing("Phiên họp Hội đồng", "/hoi-dong/", "chương trình, bảng theo dõi, kết quả")]
    return []


def _to_score(seat: Seat) -> Iterator[Waiting]:
    mine = Sheet.objects.filter(seat=seat)
    items = (
        Item.objects.filter(sitting__council=seat.council_id, sitting__state=lifecycle.SCORING)
        .exclude(pk__in=mine.filter(state=lifecycle.HANDED_IN).values("item_id"))
        .exclude(conflicts__in=seat.conflicts.filter(withdrawn_at__isnull=True))
        .select_related("sitting", "dossier__product__producer")
    )
    begun = dict(mine.filter(state=lifecycle.OPEN).values_list("item_id", "pk"))
    for item in items:
        sheet = begun.get(item.pk)
        yield Waiting(
            title=f"Chấm {item.dossier.product.name}",
            action="Chấm tiếp" if sheet else "Mở phiếu chấm",
            url=f"/hoi-dong/phieu/{sheet}/" if sheet else f"/hoi-dong/muc/{item.pk}/phieu/",
            chapter=CHAPTER,
            about=item.sitting.name,
            due_on=item.sitting.held_on,
        )


def _to_report(seat: Seat) -> Iterator[Waiting]:
    items = (
        Item.objects.filter(sitting__council=seat.council_id, sitting__state=lifecycle.PLANNED)
        .exclude(advisor_report__handed_in_at__isnull=False)
        .exclude(conflicts__in=seat.conflicts.filter(withdrawn_at__isnull=True))
        .select_related("sitting", "dossier__product")
    )
    for item in items:
        yield Waiting(
            title=f"Báo cáo Tổ tư vấn: {item.dossier.product.name}",
            action="Lập báo cáo",
            url=f"/hoi-dong/muc/{item.pk}/bao-cao/",
            chapter=CHAPTER,
            about=item.sitting.name,
            due_on=item.sitting.held_on,
        )


def _to_run(seat: Seat, person: Person) -> Iterator[Waiting]:
    for sitting in Sitting.objects.filter(council=seat.council_id).exclude(state=lifecycle.CLOSED):
        rows = board_of(sitting, person)
        if not rows:
            continue
        if sitting.state == lifecycle.PLANNED:
            title, action = f"{sitting.name}: {len(rows)} sản phẩm trong chương trình", "Xem, mở phiên"
        else:
            ready = sum(row.has_quorum for row in rows)
            title = f"{sitting.name}: {ready}/{len(rows)} sản phẩm đủ số phiếu"
            action = "Kết thúc phiên" if ready == len(rows) else "Theo dõi phiên"
        yield Waiting(title, action, sitting.get_absolute_url(), CHAPTER, due_on=sitting.held_on)


def _to_put(person: Person) -> Iterator[Waiting]:
    if not holds(person, Role.PROVINCE_OFFICER):
        return
    rounds = dict[int, int]()
    for round_id in Dossier.objects.filter(state=dossier_states.ACCEPTED).values_list("round_id", flat=True):
        rounds[round_id] = rounds.get(round_id, 0) + 1
    for round_id, count in rounds.items():
        sitting = Sitting.objects.filter(round_id=round_id, state=lifecycle.PLANNED).first()
        yield Waiting(
            title=f"{count} hồ sơ đã tiếp nhận, chưa vào chương trình phiên họp",
            action="Xếp chương trình" if sitting else "Triệu tập phiên họp",
            url=f"{sitting.get_absolute_url()}chuong-trinh/" if sitting else "/hoi-dong/",
            chapter=CHAPTER,
        )


def _to_confirm(person: Person) -> Iterator[Waiting]:
    for printed in printed_waiting_for(person):
        yield Waiting(
            title=f"Xác nhận phiếu giấy: {printed.item.dossier.product.name}",
            action="Xem và xác nhận",
            url=f"/hoi-dong/phieu-giay/{printed.pk}/",
            chapter=CHAPTER,
            about=printed.item.sitting.name,
            due_on=printed.item.sitting.held_on,
        )


def _to_try(person: Person) -> Iterator[Waiting]:
    for exercise in exercises_waiting_for(person):
        yield Waiting(
            title=f"Chấm thử: {exercise.name}",
            action="Chấm thử",
            url=exercise.get_absolute_url(),
            chapter=CHAPTER,
            about="Chấm riêng trước phiên họp, không tính vào kết quả",
            due_on=exercise.due_on,
        )
