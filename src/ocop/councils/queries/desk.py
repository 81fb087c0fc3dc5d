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
from .board import Row, board_of
from .calibration import exercises_waiting_for
from .keys import holder_for
from .printed import printed_waiting_for
from .seats import holds, seats_of_person
from .sheets import READERS_AFTER_CLOSING

CHAPTER = "councils"


def waiting_for(person: Person) -> list[Waiting]:
    seats = seats_of_person(person)
    return [
        *(w for seat in seats if seat.votes for w in (*_to_state(seat), *_to_score(seat), *_to_answer(seat))),
        *_to_hold(person),
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
    """Items that take sheets now, of the round that is scored; none with a conflict or an abstention."""
    mine = Sheet.objects.filter(seat=seat).exclude(state=lifecycle.VOID)
    items = list(
        Item.objects.filter(
            sitting__council=seat.council_id, sitting__state=lifecycle.SCORING, sitting__kind=lifecycle.MEETING,
            state__in=lifecycle.ITEM_TAKES_SHEETS,
        )
        .exclude(conflicts__in=seat.conflicts.filter(withdrawn_at__isnull=True))
        .exclude(abstentions__in=seat.abstentions.filter(withdrawn_at__isnull=True))
        .select_related("sitting", "dossier__product__producer")
    )  # fmt: skip
    known = {
        (item_id, number): (pk, state)
        for item_id, number, pk, state in mine.values_list("item", "round", "pk", "state")
    }
    for item in items:
        sheet, state = known.get((item.pk, item.round), (0, ""))
        if state not in ("", lifecycle.OPEN):
            continue
        again = " (vòng hai)" if item.round > 1 else ""
        yield Waiting(
            title=f"Chấm {item.dossier.product.name}{again}",
            action="Chấm tiếp" if sheet else "Mở phiếu chấm",
            url=f"/hoi-dong/phieu/{sheet}/" if sheet else f"/hoi-dong/muc/{item.pk}/phieu/",
            chapter=CHAPTER,
            about=item.sitting.name,
            due_on=item.sitting.held_on,
        )


def _to_state(seat: Seat) -> Iterator[Waiting]:
    """Sittings on whose agenda stands what the member has not declared about."""
    sittings = Sitting.objects.filter(council=seat.council_id).exclude(state=lifecycle.CLOSED)
    covered = dict(seat.statements.filter(sitting__in=sittings).values_list("sitting", "covers"))
    items: dict[int, set[int]] = {}
    for sitting_id, item_id in Item.objects.filter(sitting__in=sittings).values_list("sitting", "pk"):
        items.setdefault(sitting_id, set()).add(item_id)
    for sitting in sittings:
        if items.get(sitting.pk, set()) - set(covered.get(sitting.pk, ())):
            url = f"/hoi-dong/phien/{sitting.pk}/xung-dot/"
            yield Waiting(
                f"Khai xung đột lợi ích: {sitting.name}", "Khai cho cả phiên", url, CHAPTER, due_on=sitting.held_on
            )


def _to_answer(seat: Seat) -> Iterator[Waiting]:
    """Opinions in writing that the member has not given."""
    items = (
        Item.objects.filter(
            sitting__council=seat.council_id, sitting__state=lifecycle.SCORING, sitting__kind=lifecycle.WRITTEN
        )
        .exclude(opinions__seat=seat)
        .exclude(conflicts__in=seat.conflicts.filter(withdrawn_at__isnull=True))
        .select_related("sitting", "dossier__product")
    )
    for item in items:
        yield Waiting(
            title=f"Trả lời bằng văn bản: {item.dossier.product.name}",
            action="Trả lời",
            url=f"/hoi-dong/muc/{item.pk}/y-kien/",
            chapter=CHAPTER,
            about=item.sitting.name,
            due_on=item.sitting.answers_until,
        )


def _to_hold(person: Person) -> Iterator[Waiting]:
    """Opening codes that the person has not drawn yet."""
    if not (seats_of_person(person) or holds(person, Role.PROVINCE_OFFICER)):
        return
    sittings = Sitting.objects.filter(state=lifecycle.PLANNED, kind=lifecycle.MEETING).prefetch_related("codes")
    for sitting in sittings.filter(items__isnull=False).distinct():
        holder = holder_for(sitting, person)
        if holder and not any(code.holder == holder and code.replaced_at is None for code in sitting.codes.all()):
            url = f"/hoi-dong/phien/{sitting.pk}/ma-mo/"
            yield Waiting(f"Nhận mã mở phiếu: {sitting.name}", "Nhận mã", url, CHAPTER, due_on=sitting.held_on)


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
        if rows:
            title, action, url = _next_move(sitting, rows)
            yield Waiting(title, action, url, CHAPTER, due_on=sitting.held_on)


def _next_move(sitting: Sitting, rows: list[Row]) -> tuple[str, str, str]:
    """What the chair or the secretary does next with a sitting."""
    url = sitting.get_absolute_url()
    if sitting.state == lifecycle.PLANNED:
        return f"{sitting.name}: {len(rows)} sản phẩm trong chương trình", "Xem, mở phiên", url
    if sitting.is_written:
        return f"{sitting.name}: {len(rows)} sản phẩm đang lấy ý kiến", "Theo dõi", url
    if all(row.is_done for row in rows):
        return f"{sitting.name}: {len(rows)}/{len(rows)} sản phẩm đã mở phiếu", "Kết thúc phiên", f"{url}ket-thuc/"
    ready = sum(row.has_quorum and row.item.takes_sheets for row in rows)
    title = f"{sitting.name}: {sum(row.has_quorum for row in rows)}/{len(rows)} sản phẩm đủ số phiếu"
    return (title, "Mở phiếu", f"{url}mo-phieu/") if ready else (title, "Theo dõi phiên", url)


def _to_put(person: Person) -> Iterator[Waiting]:
    if not holds(person, Role.PROVINCE_OFFICER):
        return
    rounds = dict[int, int]()
    for round_id in Dossier.objects.filter(state=dossier_states.ACCEPTED).values_list("round_id", flat=True):
        rounds[round_id] = rounds.get(round_id, 0) + 1
    for round_id, count in rounds.items():
        planned = Sitting.objects.filter(round_id=round_id, state=lifecycle.PLANNED, kind=lifecycle.MEETING)
        sitting = planned.first()
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
