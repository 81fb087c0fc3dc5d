"""What somebody without an account tells about a stamp or the goods under it."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import File
from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.papers.acts import drop_off

from ..models import Report
from ..queries import reports_today
from ..rules.networks import REPORTS_A_DAY


def tell_report(
    *, kind: str, code: str, seller: str, note: str, network: int, photo: File[bytes] | None = None,
    at: datetime | None = None,
) -> Report:  # fmt: skip
    """Gửi phản ánh: anyone, without an account; a few a day from one network. A photo loses its place and camera."""
    with act(at) as moment:
        told = reports_today(network, timezone.localdate(moment))
        Refused.unless_clear(
            None if kind in Report.Kind.values else Reason("Hãy chọn một trong các điều được nêu.", "kind", "required"),
            text_unfit(code, field="code", label="Mã trên tem", longest=40),
            text_unfit(seller, field="seller", label="Nơi mua hoặc thấy", longest=200, shortest=3),
            text_unfit(note, field="note", label="Kể thêm", longest=1000),
            _too_many(told),
        )
        kept = drop_off(photo, field="photo") if photo else ""
        report = Report.objects.create(
            kind=kind, code=code, seller=seller, note=note, network=network, told_at=moment, photo=kept
        )
        record("tell_report", by=None, about=report, at=moment, facts={"kind": kind, "code": code, "photo": kept})
        return report


def _too_many(told: int) -> Reason | None:
    if told < REPORTS_A_DAY:
        return None
    return Reason("Mạng này đã gửi nhiều phản ánh hôm nay. Hãy gửi tiếp vào ngày mai.", code="too_many")
