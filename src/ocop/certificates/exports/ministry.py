"""The bundle for the ministry as one ZIP: what the portal holds, what the office added, and a list that names the gaps."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ocop.dossiers.exports import bind
from ocop.dossiers.queries import filled
from ocop.journal.rules import Refused
from ocop.papers.queries import bytes_of

from ..models import Proposal
from ..queries.ministry import held_of
from .decision import notice_pdf

# Fixed, so that the same bundle is the same file.
_WHEN = (2000, 1, 1, 0, 0, 0)


def bundle_zip(proposal: Proposal) -> bytes:
    """Parts in the law's order; a part that cannot be read is named in the list instead of stopping the rest."""
    files, lost = [], []
    for name, source in _sources(proposal):
        try:
            files.append((name, source()))
        except Refused as refused:
            lost.append(f"{name}: {refused.reasons[0].message}")
    files.insert(0, ("00-danh-muc.pdf", notice_pdf(_list(proposal, [name for name, _ in files], lost))))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files:
            bundle.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sources(proposal: Proposal) -> Iterator[tuple[str, Any]]:
    item = proposal.result.item
    document = getattr(item.sitting.decision, "document", None)
    report = getattr(item, "advisor_report", None)
    for number, row in enumerate(proposal.papers.select_related("paper"), 1):
        yield f"10-{row.kind}-{number}-{row.paper.name}", lambda sha=row.paper.sha256: bytes_of(sha)
    if report is not None and report.is_in:
        yield "20-bao-cao-to-tu-van.pdf", lambda: notice_pdf(_advisors(proposal, report))
    if item.sitting.minutes_sha256:
        yield "30-bien-ban-hoi-dong.pdf", lambda: bytes_of(item.sitting.minutes_sha256)
    if document is not None and document.printed_sha256:
        yield "40-quyet-dinh.pdf", lambda: bytes_of(document.printed_sha256)
    yield "50-ho-so-san-pham.pdf", lambda: _dossier(proposal)


def _dossier(proposal: Proposal) -> bytes:
    out = BytesIO()
    bind(filled(proposal.result.item.dossier, private=True), out)
    return out.getvalue()


def _advisors(proposal: Proposal, report: Any) -> dict[str, Any]:
    points = f"{report.points:.2f}".replace(".", ",") if report.points is not None else "chưa chấm"
    choices = [f"Tiêu chí {code}: {_choice(choice)}" for code, choice in sorted(report.choices.items())]
    rows = [["Sản phẩm", proposal.result.item.dossier.product.name], ["Điểm của Tổ tư vấn", points]]
    return {
        **_head(proposal, "BÁO CÁO CỦA TỔ TƯ VẤN"),
        "rows": [*rows, ["Người lập", str(report.seat.person)]],
        "sections": [
            {"title": "Nhận xét", "lines": (report.remark or "không có").splitlines()},
            {"title": "Điểm từng tiêu chí", "lines": choices},
        ],
    }


def _choice(choice: Any) -> str:
    if isinstance(choice, dict):
        return f"trường hợp {choice.get('case', '')}, {choice.get('points', '')} điểm"
    return f"{choice} điểm"


def _list(proposal: Proposal, names: list[str], lost: list[str]) -> dict[str, Any]:
    held = held_of(proposal)
    parts = [f"{one.part.name}: {_word(one)}" for one in held]
    notes = [proposal.missing_note] if proposal.missing_note else []
    return {
        **_head(proposal, "DANH MỤC HỒ SƠ ĐỀ NGHỊ BỘ XÉT 5 SAO"),
        "rows": [
            ["Sản phẩm", proposal.result.item.dossier.product.name],
            ["Điểm cấp tỉnh", proposal.result.points_text],
            ["Văn bản đề nghị", proposal.letter_number or "chưa gửi"],
            ["Mẫu gửi kèm", proposal.samples_note or "chưa ghi"],
        ],
        "sections": [
            {"title": "Thành phần theo luật", "lines": parts},
            {"title": "Còn thiếu", "lines": [h.part.name for h in held if h.missing] + notes + lost or ["không"]},
            {"title": "Tệp trong bộ này", "lines": names},
        ],
    }


def _word(held: Any) -> str:
    if held.here:
        return "có"
    return "THIẾU" if held.missing else "không có (chỉ khi cần)"


def _head(proposal: Proposal, heading: str) -> dict[str, Any]:
    dossier = proposal.result.item.dossier
    province = dossier.commune.parent
    return {
        "title": heading.capitalize(), "heading": heading, "subject": dossier.product.name, "dated": "",
        "issuer": f"UBND tỉnh {province.short_name if province else 'Quảng Ninh'}", "to": [],
        "simulated": dossier.simulated, "foot": f"Theo Quyết định {proposal.result.item.sitting.decision.number}",
    }  # fmt: skip
