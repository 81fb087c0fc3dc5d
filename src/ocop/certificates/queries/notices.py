"""Thông báo bằng văn bản: what one decision means for one product, for its producer and its commune."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from ocop.councils.models import Result
from ocop.dossiers.queries import dossiers_seen_by
from ocop.people.models import Person

from .. import lifecycle
from ..models import Certificate
from .coaching import lifting_of
from .decisions import knows_decisions
from .documents import reasons_of
from .ministry import adopted_for


def noticed_result(person: Person, pk: int) -> Result | None:
    """A result of a published decision, for those whose dossier it is, and for the office."""
    found = Result.objects.filter(pk=pk, item__sitting__decision__state=lifecycle.PUBLISHED).select_related(
        "item__dossier__product__producer", "item__dossier__commune__parent", "item__sitting__decision__signed_by",
        "item__sitting__council",
    )  # fmt: skip
    if not knows_decisions(person):
        found = found.filter(Q(item__dossier__in=dossiers_seen_by(person).values("pk")))
    return found.first()


def certificate_of(result: Result) -> Certificate | None:
    """The published one that this result led to."""
    return Certificate.objects.filter(result=result, state__in=lifecycle.KNOWN).first()


def notice_facts(result: Result) -> dict[str, Any]:
    """Everything that is printed on the notice."""
    dossier, decision = result.item.dossier, result.item.sitting.decision
    province = dossier.commune.parent
    certificate = certificate_of(result)
    rows = [
        ["Sản phẩm", dossier.product.name],
        ["Mã sản phẩm", dossier.product_code or "chưa có"],
        ["Quyết định", f"{decision.number}, ngày {decision.signed_on:%d/%m/%Y}"],
        ["Người ký", ", ".join(filter(None, (str(decision.signed_by or ""), decision.delegation)))],
        ["Điểm của Hội đồng", result.points_text],
        ["Kết quả", outcome_words(result, certificate)],
    ]
    sections = []
    if certificate is None and not result.to_ministry:
        sections.append({"title": "Vì sao chưa được công nhận", "lines": reasons_of(result) or ["Chưa đủ 50 điểm."]})
    if lifting := lifting_of(result):
        sections.append({"title": "Làm gì để lên hạng", "lines": lifting})
    ask = "Chủ thể có ý kiến thì trả lời trên trang hồ sơ hoặc bằng văn bản gửi cơ quan tham mưu OCOP cấp tỉnh."
    return {
        "title": f"Thông báo kết quả {dossier.product.name}", "issuer": _issuer(province), "heading": "THÔNG BÁO",
        "subject": "Kết quả đánh giá, phân hạng sản phẩm OCOP", "dated": f"ngày {_day(decision.published_at)}",
        "to": [str(dossier.product.producer or "Chủ thể"), f"UBND {dossier.commune.name}"], "rows": rows,
        "sections": [*sections, {"title": "", "lines": [ask]}], "simulated": decision.simulated or dossier.simulated,
        "foot": f"Theo Quyết định {decision.number}",
    }  # fmt: skip


def outcome_words(result: Result, certificate: Certificate | None) -> str:
    if certificate is not None:
        return f"{certificate.star} sao, giấy chứng nhận {certificate.number}, đến hết ngày {certificate.expires_on:%d/%m/%Y}"
    if adopted_for(result) is not None:
        return "Được tỉnh công nhận theo kết quả của trung ương; giấy chứng nhận đang được cấp"
    return "Phê duyệt kết quả, đề nghị Bộ xét 5 sao" if result.to_ministry else "Chưa được công nhận"


def _issuer(province: Any) -> str:
    return f"UBND tỉnh {province.short_name if province else 'Quảng Ninh'}"


def _day(moment: Any) -> str:
    return f"{timezone.localdate(moment):%d/%m/%Y}" if moment else ""
