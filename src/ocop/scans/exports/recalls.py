"""The report of a recall or a drill: as facts for the page, and as a PDF; the letter to a receiver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ocop.design.rules import formats
from ocop.papers.exports import typeset
from ocop.stamps.lifecycle import STATE_NAMES

from ..models import Recall, RecallContact
from ..rules.recalls import DRILL_HOURS, Found, Gap, Share, completeness, gaps_in, shares_of
from ..rules.regions import region_name

_TEMPLATE = Path(__file__).parents[1] / "templates" / "scans" / "recall_report.typ"


@dataclass(frozen=True, slots=True)
class Account:
    """A recall told in figures."""

    found: Found
    others: int
    gaps: list[Gap]
    shares: list[Share]
    completeness: float
    elapsed: timedelta
    contacts: list[RecallContact]
    confirmed: int

    @property
    def time_words(self) -> str:
        return duration(self.elapsed)

    @property
    def in_time(self) -> bool:
        return self.elapsed <= timedelta(hours=DRILL_HOURS)

    @property
    def stamps(self) -> list[tuple[str, int]]:
        """Stamps of all lots concerned, by state."""
        total: dict[str, int] = {}
        for lot in self.found.lots:
            for state, count in lot.stamps.items():
                total[state] = total.get(state, 0) + count
        return [(name, total[state]) for state, name in STATE_NAMES.items() if total.get(state)]

    @property
    def regions(self) -> list[tuple[str, int]]:
        total: dict[str, int] = {}
        for lot in self.found.lots:
            for region, count in lot.regions.items():
                total[region] = total.get(region, 0) + count
        return sorted(((region_name(code), n) for code, n in total.items()), key=lambda row: -row[1])


def duration(time: timedelta) -> str:
    """«38 giây», «12 phút», «3 giờ 5 phút», «2 ngày 4 giờ»."""
    seconds = time.total_seconds()
    if seconds < 1:
        return f"{formats.number(seconds, 2)} giây"
    if seconds < 60:
        return f"{seconds:.0f} giây"
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86_400)
    if minutes < 60:
        return f"{minutes} phút"
    if hours < 24:
        return f"{hours} giờ {minutes % 60} phút"
    return f"{days} ngày {hours % 24} giờ"


def account_of(recall: Recall, now: datetime | None = None) -> Account:
    """Everything the report says."""
    found = Found.read(recall.found)
    contacts = list(recall.contacts.select_related("lot", "confirmed_by"))
    named = [c for c in contacts if c.name]
    confirmed = sum(c.confirmed_at is not None for c in named)
    shares = shares_of(found, len(named), confirmed)
    elapsed = (recall.closed_at or now or timezone.now()) - recall.called_at
    return Account(
        found, recall.found.get("others", 0), gaps_in(found), shares, completeness(shares), elapsed, contacts, confirmed
    )


def report_pdf(recall: Recall, at: datetime) -> bytes:
    """The report on paper; a drill says on every page that it is one."""
    return typeset(_TEMPLATE, _facts(recall, account_of(recall, at), at), at=at)


def _facts(recall: Recall, told: Account, at: datetime) -> dict[str, Any]:
    lot = recall.lot
    return {
        "title": f"{recall.get_kind_display()} lô {lot.code}", "drill": recall.is_drill, "simulated": lot.product.simulated,
        "issuer": str(lot.product.producer or "OCOP Quảng Ninh"), "subject": f"{lot.product.name}, lô {lot.code}",
        "rows": [
            ["Phạm vi", recall.get_scope_display()], ["Lý do", recall.reason],
            *([["Căn cứ", recall.ground]] if recall.ground else []),
            ["Bắt đầu", formats.moment(recall.called_at)],
            ["Có danh sách đầu tiên sau", duration(recall.time_to_list or timedelta())],
            ["Kết thúc" if recall.closed_at else "Đến lúc in, đã chạy", told.time_words],
            ["Độ đầy đủ", formats.percent(told.completeness)],
            ["Nơi nhận đã xác nhận", f"{told.confirmed} trên {sum(bool(c.name) for c in told.contacts)}"],
        ],
        "shares": [[s.name, f"{s.have} / {s.of}" if s.of else "không có lần nào"] for s in told.shares],
        "sources": [[s.name, s.book, s.on, s.quantity] for s in told.found.sources],
        "lots": [[x.code, x.product, x.why, f"{formats.number(x.quantity)} {x.unit}"] for x in told.found.lots],
        "contacts": [
            [c.lot.code, c.name or "không ghi", f"{formats.day(c.sent_on)}" if c.sent_on else "", _amount(c),
             formats.moment(c.confirmed_at) if c.confirmed_at else "chưa"] for c in told.contacts
        ],
        "gaps": [gap.words for gap in told.gaps],
        "foot": f"{settings.ORIGIN}/hang-thu-hoi/dot/{recall.pk}/ · in lúc {formats.moment(at)}",
    }  # fmt: skip


def _amount(contact: RecallContact) -> str:
    if contact.quantity is None:
        return "không ghi"
    return f"{formats.number(contact.quantity)} {contact.unit}".strip()


def recall_status(recall: Recall | None, lot: Any) -> dict[str, Any]:
    """What machines are told of a lot: gs1:recallStatus."""
    gtin = lot.product.gtin
    path = f"/01/{gtin}/10/{lot.code}" if gtin else ""
    told: dict[str, Any] = {
        "product": lot.product.name, "gtin": gtin, "lot": lot.code, "recalled": lot.recalled_at is not None,
        "since": lot.recalled_at.isoformat() if lot.recalled_at else None, "asOf": timezone.now().isoformat(),
        "digitalLink": settings.ORIGIN + path if path else None,
    }  # fmt: skip
    if recall is not None:
        told |= {"notice": f"{settings.ORIGIN}/hang-thu-hoi/{recall.pk}/", "reason": recall.reason, "drill": False}
    return told
