"""What goes with a dossier besides its criteria: each as a link with a word on how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.people.models import Person

from .. import lifecycle
from ..models import Dossier
from . import authority
from .assisting import helpers_of, helps
from .samples import tray_of


@dataclass(frozen=True, slots=True)
class Door:
    label: str
    url: str
    words: str = ""
    warn: bool = False


def doors_of(person: Person, dossier: Dossier) -> list[Door]:
    """The pages that this person may go on to, in the order of the procedure."""
    base, own = f"/ho-so/{dossier.pk}/", authority.served_by(dossier.product.producer, person)
    writes = own or helps(person, dossier)
    doors = [Door("Mẫu 01, 02, 03 và bản đóng tập", f"{base}giay-to/", "PDF, Word")]
    if writes and dossier.is_editable:
        doors.append(Door("Đọc lại trước khi nộp", f"{base}doc-lai/"))
    if own:
        active = sum(1 for one in helpers_of(dossier) if one.ended_at is None)
        doors.append(Door("Người điền giúp", f"{base}giup/", f"{active} người" if active else "chưa nhờ ai"))
    if dossier.submitted_at:
        doors += [*_samples(dossier, base), *_visits(person, dossier, base), *_replies(dossier, base)]
    return doors


def _samples(dossier: Dossier, base: str) -> list[Door]:
    tray = tray_of(dossier, log=False)
    if not tray.expected:
        return []
    words = f"tỉnh đã nhận {tray.expected - tray.missing}/{tray.expected}"
    return [Door("Mẫu sản phẩm", f"{base}mau-san-pham/", words, tray.missing > 0)]


def _visits(person: Person, dossier: Dossier, base: str) -> list[Door]:
    count = dossier.visits.filter(state=lifecycle.VISIT_CLOSED).count()
    if not count and not authority.examines_for_province(person, dossier.commune):
        return []
    return [Door("Khảo sát thực tế", f"{base}khao-sat/", f"{count} phiếu" if count else "chưa có phiếu")]


def _replies(dossier: Dossier, base: str) -> list[Door]:
    rows = list(dossier.replies.all())
    if not rows:
        return []
    waiting = sum(1 for row in rows if row.answered_at is None)
    return [
        Door("Trả lời nhận xét", f"{base}tra-loi/", f"{waiting} chờ trả lời" if waiting else "đã trả lời", waiting > 0)
    ]
