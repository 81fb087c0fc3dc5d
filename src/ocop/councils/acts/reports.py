"""The advisory team's report on an item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from ocop.criteria.rules import rate, sift
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..models import AdvisorReport, Item, Seat, Sitting
from ..queries import criteria_of, has_conflict, seat_of
from ..rules import plain_choices, save_choice, sheet_incomplete, stale_edition

LONGEST_REMARK = 5000


def save_report(
    item: Item, *, by: Person, choices: Mapping[str, Any] | None = None, remark: str | None = None,
    edition: int | None = None, at: datetime | None = None,
) -> AdvisorReport:  # fmt: skip
    """Lưu báo cáo Tổ tư vấn: pre-scores of some criteria and the remark, as a draft of the team."""
    with act(at) as moment:
        report = _report(item, by, moment)
        if edition is not None:
            Refused.unless_clear(stale_edition(edition, report.edition))
        kept: dict[str, Any] = report.choices
        for code, value in (choices or {}).items():
            kept = save_choice(criteria_of(item), kept, code, value).choices
        if remark is not None:
            remark = clean_text(remark)
            Refused.unless_clear(text_unfit(remark, field="remark", label="Nhận xét", longest=LONGEST_REMARK))
            report.remark = remark
        report.choices = kept
        report.edition += 1
        report.saved_at = moment
        report.save()
    return report


def hand_in_report(item: Item, *, by: Person, at: datetime | None = None) -> AdvisorReport:
    """Nộp báo cáo Tổ tư vấn: complete, with a remark; the council reads it beside each criterion."""
    with act(at) as moment:
        report = _report(item, by, moment)
        found = criteria_of(item)
        remark = None if report.remark else Reason("Báo cáo cần nhận xét của Tổ tư vấn.", "remark", "missing")
        Refused.unless_clear(sheet_incomplete(found, report.choices), remark)
        report.points = rate(found, report.choices).points
        report.choices = plain_choices(sift(found, report.choices).choices)
        report.handed_in_at = moment
        report.save()
        facts = {"item": item.pk, "points": str(report.points)}
        record("hand_in_report", by=by, about=report, at=moment, facts=facts)
    return report


def _report(item: Item, by: Person, moment: datetime) -> AdvisorReport:
    sitting = Sitting.objects.select_for_update().get(pk=item.sitting_id)
    seat = seat_of(by, sitting.council_id, timezone.localdate(moment))
    if seat is None or seat.role != Seat.Role.ADVISOR:
        raise Refused(Reason("Chỉ Tổ tư vấn lập báo cáo này.", code="not_allowed"))
    if has_conflict(item, seat):
        raise Refused(Reason("Bạn đã khai xung đột lợi ích với sản phẩm này.", code="conflict"))
    if sitting.state != lifecycle.PLANNED:
        raise Refused(Reason("Phiên họp đã mở nên báo cáo Tổ tư vấn không sửa được nữa.", code="wrong_state"))
    report, _ = AdvisorReport.objects.select_for_update().get_or_create(
        item=item, defaults={"seat": seat, "saved_at": moment}
    )
    if report.is_in:
        raise Refused(Reason("Báo cáo đã nộp nên không sửa được nữa.", code="already_in"))
    report.seat = seat
    return report
