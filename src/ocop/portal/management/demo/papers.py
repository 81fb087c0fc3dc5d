"""Paper and procedure in the demonstration: filled-in forms, samples on their way, a visit, a reply."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ocop.dossiers import acts, lifecycle
from ocop.dossiers.models import Dossier
from ocop.dossiers.rules.paperwork import paperwork
from ocop.people.models import Person

from .cast import Cast

_FORM = {
    "representative": "Trần Thị Ba (mô phỏng)", "position": "Giám đốc hợp tác xã", "phone": "0900 000 001",
    "gender": "Nữ", "ethnicity": "Tày", "residence": "Xã Bình Liêu, tỉnh Quảng Ninh (mô phỏng)",
    "registration": "Giấy mô phỏng số 01, cấp ở xã Bình Liêu",
    "results": "Năm qua hợp tác xã bán hết sản lượng, thêm hai điểm bán trong tỉnh (mô phỏng).",
    "plan": "Mở rộng vùng nguyên liệu, thay bao bì, bán trên sàn thương mại điện tử (mô phỏng).",
}  # fmt: skip


def declared(dossier: Dossier, *, by: Person, at: datetime) -> None:
    """The parts of Mẫu 01 and 02 that no criterion asks for."""
    acts.save_form_facts(dossier, _FORM | {"representative": by.name}, by=by, at=at)


def papers_told(cast: Cast) -> None:
    """What an office sees in the middle of a round; told once."""
    for dossier in Dossier.objects.filter(simulated=True, accepted_at__isnull=False, state=lifecycle.BEFORE_COUNCIL):
        if not dossier.sample_steps.exists():
            _on_its_way(dossier, cast)
    for dossier in Dossier.objects.filter(simulated=True, state=lifecycle.FORWARDED):
        if not dossier.sample_steps.exists():
            acts.seal_samples(dossier, seals=_seals(dossier), by=cast.anh_tu, at=_after(dossier, 1))


def _on_its_way(dossier: Dossier, cast: Cast) -> None:
    """Four of five pieces are there: the fifth is what the office looks for before the sitting."""
    acts.seal_samples(
        dossier, seals=_seals(dossier), by=cast.chi_ba, note="Niêm phong tại xưởng.", at=_after(dossier, 1)
    )
    acts.receive_samples(dossier, pieces=[1, 2, 3, 4], by=cast.co_nam, note="Tem nguyên.", at=_after(dossier, 3))
    _visited(dossier, cast)
    asked = {"1.1": "Chưa rõ nguyên liệu lấy ở những bản nào.", "4.1": "Chưa thấy hợp đồng với điểm bán."}
    first, *_ = acts.ask_reply(dossier, criteria=asked, by=cast.co_nam, at=_after(dossier, 5))
    words = "Nguyên liệu lấy ở ba bản quanh xưởng, danh sách hộ kèm trong minh chứng (mô phỏng)."
    acts.give_reply(first, words=words, by=cast.chi_ba, at=_after(dossier, 6))


def _visited(dossier: Dossier, cast: Cast) -> None:
    at = _after(dossier, 4)
    visitors = f"{cast.co_nam.name}, cơ quan tham mưu\n{cast.chu_bay.name}, Tổ tư vấn"
    visit = acts.plan_visit(
        dossier, visited_on=at.date(), visitors=visitors, met=cast.chi_ba.name, by=cast.co_nam, at=at
    )
    points = paperwork(dossier.regime).points_of(dossier.set_no)
    findings = {point.key: {"answer": "yes", "note": ""} for point in points}
    findings["hygiene"] = {"answer": "no", "note": "Kho cần kê cao hơn nền (mô phỏng)."}
    summary = "Xưởng đang làm hàng, đúng như hồ sơ; nên sửa lại kho (mô phỏng)."
    acts.save_visit(visit, findings=findings, summary=summary, by=cast.chu_bay, at=at)
    acts.close_visit(visit, by=cast.co_nam, at=at)


def _seals(dossier: Dossier) -> dict[int, str]:
    count = paperwork(dossier.regime).samples_of(dossier.set_no)
    return {number: f"MP-{dossier.pk:03d}-{number:02d}" for number in range(1, count + 1)}


def _after(dossier: Dossier, hours: int) -> datetime:
    """Hours after the dossier reached the province, but never in the future."""
    start = dossier.accepted_at or dossier.forwarded_at or dossier.opened_at
    return min(start + timedelta(hours=hours), datetime.now(UTC) - timedelta(minutes=60 - hours))
