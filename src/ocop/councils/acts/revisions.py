"""Changing an opened sheet, until the sitting is closed: what stood before stays, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ocop.criteria.rules import rate
from ocop.criteria.rules.choices import disqualifications
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..models import Sheet, SheetChange, Sitting
from ..queries import criteria_of
from ..rules import changed_codes, save_choice, sheet_incomplete, sheet_seal, stale_edition
from .sheets import locked_own_sheet

# In place of a criterion's code, where what changed is which gates the member names.
GATES = "chốt loại"


def revise(
    sheet: Sheet, *, criterion: str, choice: object, reason: str, edition: int, by: Person, at: datetime | None = None
) -> Sheet:
    """Sửa điểm sau khi nộp: the old score stays, with a reason, until the sitting is closed."""
    reason = _reason(reason)
    with act(at) as moment:
        sheet = _opened_sheet(sheet, edition, by, moment)
        found, before = criteria_of(sheet.item), dict(sheet.choices)
        sheet.choices = save_choice(found, before, criterion, choice).choices
        codes = changed_codes(before, sheet.choices)
        Refused.unless_clear(None if codes else Reason("Điểm mới giống điểm cũ.", f"choices.{criterion}", "same"))
        Refused.unless_clear(sheet_incomplete(found, sheet.choices))
        changes = {code: (before.get(code), sheet.choices.get(code)) for code in codes}
        _seal_again(sheet, changes, reason, by, moment)
    return sheet


def revise_gates(
    sheet: Sheet, *, disqualified: list[str], reason: str, edition: int, by: Person, at: datetime | None = None
) -> Sheet:
    """Sửa chốt loại sau khi nộp: the gates named before stay on record, with a reason."""
    reason, named = _reason(reason), sorted(set(disqualified))
    with act(at) as moment:
        sheet = _opened_sheet(sheet, edition, by, moment)
        Refused.unless_clear(disqualifications(criteria_of(sheet.item), named))
        before = list(sheet.disqualified)
        Refused.unless_clear(Reason("Các chốt loại giống lúc nộp.", "gate", "same") if named == before else None)
        sheet.disqualified = named
        _seal_again(sheet, {GATES: (before, named)}, reason, by, moment)
    return sheet


def _reason(text: str) -> str:
    reason = clean_text(text)
    Refused.unless_clear(text_unfit(reason, field="reason", label="Lý do sửa điểm", longest=500, shortest=10))
    return reason


def _opened_sheet(sheet: Sheet, edition: int, by: Person, moment: datetime) -> Sheet:
    sheet, sitting = locked_own_sheet(sheet, by, moment)
    Refused.unless_clear(_not_revisable(sheet, sitting), stale_edition(edition, sheet.edition))
    return sheet


def _not_revisable(sheet: Sheet, sitting: Sitting) -> list[Reason]:
    reasons = []
    if sitting.rules.revisions == "none":
        reasons.append(Reason("Quy chế của Hội đồng không cho sửa điểm sau khi mở phiếu.", code="by_laws"))
    if sitting.state != lifecycle.SCORING:
        reasons.append(Reason("Phiên họp không ở bước chấm nên không sửa điểm được.", code="wrong_state"))
    if sheet.state == lifecycle.OPEN:
        reasons.append(Reason("Phiếu chưa nộp: hãy sửa thẳng trên phiếu.", code="not_in"))
    elif sheet.is_sealed:
        message = "Phiếu đang niêm phong, chưa ai đọc được, kể cả bạn. Sửa được sau khi mở phiếu."
        reasons.append(Reason(message, code="sealed"))
    elif sheet.state == lifecycle.VOID or sheet.round != sheet.item.round:
        reasons.append(Reason("Phiếu của vòng trước giữ nguyên; hãy chấm ở vòng này.", code="other_round"))
    return reasons


def _seal_again(
    sheet: Sheet, changes: Mapping[str, tuple[object, object]], reason: str, by: Person, moment: datetime
) -> None:
    SheetChange.objects.bulk_create(
        SheetChange(sheet=sheet, criterion=code, old=old, new=new, reason=reason, changed_at=moment)
        for code, (old, new) in changes.items()
    )
    sheet.edition += 1
    sheet.saved_at = moment
    before = sheet.seal
    sheet.points = rate(criteria_of(sheet.item), sheet.choices, sheet.disqualified).points
    sheet.seal = sheet_seal(sheet.salt, sheet.content())
    sheet.save()
    facts = {"item": sheet.item_id, "round": sheet.round, "seal": sheet.seal, "before": before, "changes": len(changes)}
    record("revise", by=by, about=sheet, at=moment, facts=facts)
