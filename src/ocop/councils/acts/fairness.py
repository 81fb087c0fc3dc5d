"""The fairness report of a sitting, drawn once and kept."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from .. import lifecycle
from ..models import Sitting
from ..models.fairness import FairnessReport
from ..queries.fairness import fingerprint, panel_of, sittings_without_report
from ..rules.fairness.report import METHOD


def draw_fairness_report(sitting: Sitting, *, by: Person | None, at: datetime | None = None) -> FairnessReport:
    """Lập báo cáo công bằng: computed from the opened sheets of a closed sitting; the same sheets are not drawn twice."""
    if sitting.state != lifecycle.CLOSED:
        raise Refused(Reason("Báo cáo công bằng chỉ lập khi phiên đã kết thúc.", code="wrong_state"))
    # Here and not above: numpy would cost every web process 30 MB from its start.
    from ..rules.fairness.assembling import fairness_report

    panel = panel_of(sitting)
    sheets = fingerprint(panel)
    kept = FairnessReport.objects.filter(sitting=sitting, sheets_sha256=sheets, method=METHOD).first()
    if kept is not None:
        return kept
    facts = msgspec.to_builtins(fairness_report(panel))
    with act(at) as moment:
        kept, _ = FairnessReport.objects.update_or_create(
            sitting=sitting,
            defaults={"method": METHOD, "sheets_sha256": sheets, "facts": facts, "drawn_at": moment},
        )
        told = {"sheets": sheets, "method": METHOD, "items": len(panel.subjects)}
        record("draw_fairness_report", by=by, about=sitting, at=moment, facts=told)
    return kept


def draw_missing_fairness_reports() -> int:
    """How many closed sittings got the report that they still lacked."""
    missing = sittings_without_report()
    for sitting in missing:
        draw_fairness_report(sitting, by=None)
    return len(missing)
