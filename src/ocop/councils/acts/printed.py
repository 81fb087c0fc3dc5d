"""A sheet filled in on paper: entered from its scan, then confirmed by somebody other than who entered it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from ocop.criteria.rules import sift
from ocop.criteria.rules.choices import disqualifications
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.papers.models import Paper
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_preside
from ..models import Item, PrintedSheet, Seat, Sheet, Sitting
from ..queries import claims_of, criteria_of, has_abstained, has_conflict, seat_rests
from ..rules import plain_choices, reasons_missing, sheet_incomplete
from .sheets import not_scoring, put_in_box


def enter_printed_sheet(
    item: Item, *, seat: Seat, choices: Mapping[str, Any], remarks: Mapping[str, str], disqualified: Sequence[str],
    scan: Paper, by: Person, at: datetime | None = None,
) -> PrintedSheet:  # fmt: skip
    """Nhập phiếu giấy: what the paper says, with its scan; it counts only when it has been confirmed."""
    with act(at) as moment:
        sitting, item = _locked(item)
        found = criteria_of(item)
        sifted, notes = sift(found, choices), {code: clean_text(text) for code, text in remarks.items() if text.strip()}
        named = sorted(set(disqualified))
        missed = reasons_missing(found, choices, claims_of(item.dossier), notes)
        Refused.unless_clear(
            _may_not_enter(sitting, by, moment), _may_not_be_entered(sitting, item, seat, moment), sifted.reasons,
            sheet_incomplete(found, choices), missed if sitting.rules.reason_below_claim else [],
            disqualifications(found, named),
        )  # fmt: skip
        before = PrintedSheet.objects.filter(item=item, seat=seat, round=item.round, rejected_at__isnull=True)
        before.update(rejected_at=moment, rejected_because="Thư ký nhập lại", choices={}, remarks={}, disqualified=[])
        printed = PrintedSheet.objects.create(
            item=item, seat=seat, round=item.round, choices=plain_choices(sifted.choices), remarks=notes,
            disqualified=named, scan=scan, entered_by=by, entered_at=moment,
        )  # fmt: skip
        facts = {"seat": seat.pk, "round": item.round, "scan": scan.sha256}
        record("enter_printed_sheet", by=by, about=item, at=moment, facts=facts)
        subject = f"Xác nhận phiếu giấy: {item.dossier.product.name}"
        body = "Thư ký đã nhập phiếu giấy của bạn. Hãy so với tờ bạn đã ký rồi xác nhận; chưa xác nhận thì chưa tính."
        write(to=[seat.person], subject=subject, body=body, url=f"/hoi-dong/phieu-giay/{printed.pk}/", at=moment)
    return printed


def confirm_printed_sheet(printed: PrintedSheet, *, by: Person, at: datetime | None = None) -> Sheet:
    """Xác nhận phiếu giấy: by the member it belongs to, or by whoever presides and did not enter it, from the signature."""
    with act(at) as moment:
        sitting, item = _locked(printed.item)
        printed = PrintedSheet.objects.select_for_update(of=("self",)).select_related("seat", "scan").get(pk=printed.pk)
        Refused.unless_clear(_may_not_confirm(printed, sitting, by, moment))
        Refused.unless_clear(_may_not_be_entered(sitting, item, printed.seat, moment))
        sheet = _sealed(printed, item, moment)
        how = PrintedSheet.Confirmed
        printed.sheet, printed.confirmed_by, printed.confirmed_at = sheet, by, moment
        printed.confirmed = how.PASSWORD if by.pk == printed.seat.person_id else how.SIGNATURE
        printed.choices, printed.remarks, printed.disqualified = {}, {}, []
        printed.save()
        facts = {
            "item": item.pk, "round": sheet.round, "seal": sheet.seal, "seat": printed.seat_id,
            "scan": printed.scan.sha256, "confirmed": str(printed.confirmed),
        }  # fmt: skip
        record("hand_in", by=by, about=sheet, at=moment, facts=facts)
    return sheet


def reject_printed_sheet(printed: PrintedSheet, *, because: str, by: Person, at: datetime | None = None) -> None:
    """Không nhận phiếu giấy đã nhập: the entry goes, its scan and the reason stay; the secretary is told."""
    because = clean_text(because)
    Refused.unless_clear(text_unfit(because, field="because", label="Lý do", longest=300, shortest=5))
    with act(at) as moment:
        printed = PrintedSheet.objects.select_for_update(of=("self",)).select_related("seat", "item").get(pk=printed.pk)
        mine = None if by.pk == printed.seat.person_id else Reason("Đây không phải phiếu của bạn.", code="not_allowed")
        Refused.unless_clear(mine, _not_waiting(printed))
        printed.rejected_at, printed.rejected_because = moment, because
        printed.choices, printed.remarks, printed.disqualified = {}, {}, []
        printed.save()
        record("reject_printed_sheet", by=by, about=printed.item, at=moment, facts={"seat": printed.seat_id})
        url = f"/hoi-dong/muc/{printed.item_id}/phieu-giay/{printed.seat_id}/"
        subject = f"Phiếu giấy nhập chưa đúng: {printed.item.dossier.product.name}"
        write(to=[printed.entered_by], subject=subject, body=because, url=url, at=moment)


def _locked(item: Item) -> tuple[Sitting, Item]:
    """Sitting, then item: the order of every act on a sheet."""
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("council").get(pk=item.sitting_id)
    item = Item.objects.select_for_update(of=("self",)).select_related("dossier__product").get(pk=item.pk)
    item.sitting = sitting
    return sitting, item


def _sealed(printed: PrintedSheet, item: Item, moment: datetime) -> Sheet:
    """The member's sheet with what the paper says, sealed like every other; a draft on a tablet gives way to it."""
    sheet, _ = (
        Sheet.objects.exclude(state=lifecycle.VOID)
        .select_for_update()
        .get_or_create(
            item=item, seat=printed.seat, round=printed.round, defaults={"opened_at": moment, "saved_at": moment}
        )
    )
    sheet.item = item
    sheet.choices, sheet.remarks, sheet.disqualified = printed.choices, printed.remarks, printed.disqualified
    sheet.edition += 1
    sheet.state = lifecycle.HAND_IN.target
    sheet.handed_in_at = sheet.saved_at = moment
    put_in_box(sheet)
    return sheet


def _may_not_enter(sitting: Sitting, by: Person, moment: datetime) -> Reason | None:
    if may_preside(by, sitting.council, day=timezone.localdate(moment)):
        return None
    return Reason("Chỉ Thư ký hoặc Chủ tịch Hội đồng nhập phiếu giấy.", code="not_allowed")


def _may_not_be_entered(sitting: Sitting, item: Item, seat: Seat, moment: datetime) -> list[Reason]:
    name, reasons = seat.person.name, [not_scoring(sitting, item)]
    outside = seat.council_id != sitting.council_id or not seat.votes
    if outside or seat_rests(seat, sitting.rules, timezone.localdate(moment)):
        reasons.append(Reason(f"{name} không có quyền chấm trong phiên này.", "seat", "not_allowed"))
    if has_conflict(item, seat):
        reasons.append(Reason(f"{name} đã khai xung đột lợi ích với sản phẩm này.", "seat", "conflict"))
    if has_abstained(item, seat):
        reasons.append(Reason(f"{name} đã báo không chấm sản phẩm này.", "seat", "abstained"))
    if Sheet.objects.filter(item=item, seat=seat, round=item.round, state__in=lifecycle.SHEET_IS_IN).exists():
        reasons.append(Reason(f"{name} đã nộp phiếu cho sản phẩm này rồi.", "seat", "already_in"))
    return [reason for reason in reasons if reason is not None]


def _may_not_confirm(printed: PrintedSheet, sitting: Sitting, by: Person, moment: datetime) -> list[Reason]:
    reasons = _not_waiting(printed)
    if printed.round != printed.item.round:
        reasons.append(Reason("Phiếu giấy này là của vòng chấm trước.", code="other_round"))
    if by.pk == printed.seat.person_id:
        return reasons
    if by.pk == printed.entered_by_id:
        message = "Người nhập phiếu không tự xác nhận: cần thành viên, hoặc người chủ trì khác đối chiếu chữ ký."
        reasons.append(Reason(message, code="same_person"))
    if not may_preside(by, sitting.council, day=timezone.localdate(moment)):
        reasons.append(Reason("Chỉ thành viên ấy hoặc người chủ trì xác nhận phiếu giấy.", code="not_allowed"))
    return reasons


def _not_waiting(printed: PrintedSheet) -> list[Reason]:
    if printed.waits:
        return []
    word = "đã được xác nhận" if printed.confirmed else "đã bị trả lại"
    return [Reason(f"Phiếu giấy này {word}.", code="wrong_state")]
