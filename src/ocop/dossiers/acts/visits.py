"""The site visit: begun, saved in pieces, photographed, closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.files.base import File

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.papers.acts import bring
from ocop.people.models import Person

from .. import lifecycle, rules
from ..models import Dossier, Visit, VisitPhoto
from ..queries import authority
from ..rules.paperwork import paperwork
from .moving import local_day, lock, tell_producer

ANSWERS = {"yes": "Đạt", "no": "Chưa đạt", "none": "Không xem được"}
_STATES = (lifecycle.FORWARDED, lifecycle.ACCEPTED, lifecycle.AMENDING, lifecycle.BEFORE_COUNCIL)
MOST_PHOTOS = 40


def plan_visit(
    dossier: Dossier, *, visited_on: date, visitors: str, by: Person, met: str = "", at: datetime | None = None
) -> Visit:
    """Mở phiếu khảo sát: who goes when; the form is filled in on the spot, in as many pieces as it takes."""
    visitors, met = clean_text(visitors), clean_text(met)
    with act(at):
        row, moment = lock(dossier, at)
        Refused.unless_clear(
            _not_visitor(row, by, local_day(moment)),
            None if row.state in _STATES else rules.wrong_state("edit", row.state),
            text_unfit(visitors, field="visitors", label="Người khảo sát", longest=1000, shortest=3),
            text_unfit(met, field="met", label="Người tiếp đoàn", longest=200),
            _already_open(row),
        )
        visit = Visit.objects.create(
            dossier=row, visited_on=visited_on, visitors=visitors, met=met, state=lifecycle.VISIT_OPEN, planned_by=by,
            saved_at=moment, saved_by=by,
        )  # fmt: skip
        record("plan_visit", by=by, about=row, at=moment, facts={"visit": visit.pk, "on": str(visited_on)})
        tell_producer(row, f"Đoàn khảo sát đến xem {row.product.name} ngày {visited_on:%d/%m/%Y}", at=moment)
    return visit


def save_visit(
    visit: Visit, *, by: Person, findings: Mapping[str, Mapping[str, str]] | None = None, summary: str | None = None,
    visitors: str | None = None, met: str | None = None, at: datetime | None = None,
) -> Visit:  # fmt: skip
    """Lưu phiếu khảo sát: only what is given changes, so that two phones fill in two points at once."""
    with act(at):
        found, row, moment = _open_visit(visit, by, at)
        known = {point.key for point in paperwork(row.regime).points_of(row.set_no)}
        given = {key: _finding(value) for key, value in (findings or {}).items()}
        texts = {"summary": summary, "visitors": visitors, "met": met}
        words = {name: clean_text(text) for name, text in texts.items() if text is not None}
        Refused.unless_clear(
            [_point_unknown(key) for key in given if key not in known],
            [reason for key, value in given.items() for reason in _finding_unfit(key, value)],
            [reason for name, text in words.items() for reason in _words_unfit(name, text)],
        )
        findings_before = dict(found.findings)
        found.findings = findings_before | given
        for name, text in words.items():
            setattr(found, name, text)
        found.saved_at, found.saved_by, found.edition = moment, by, found.edition + 1
        found.save()
        facts = {"visit": found.pk, "points": sorted(given), "words": sorted(words)}
        record("save_visit", by=by, about=row, at=moment, facts=facts)
    return found


def photograph_visit(
    visit: Visit, upload: File[bytes], *, by: Person, point: str = "", caption: str = "", at: datetime | None = None
) -> VisitPhoto:
    """Thêm ảnh khảo sát; the public copy has neither place nor camera in it."""
    caption = clean_text(caption)
    with act(at):
        found, row, moment = _open_visit(visit, by, at)
        Refused.unless_clear(
            text_unfit(caption, field="caption", label="Lời chú", longest=200),
            Reason(f"Mỗi phiếu nhận tối đa {MOST_PHOTOS} ảnh.", "photo", "too_many")
            if found.photos.count() >= MOST_PHOTOS else None,
        )  # fmt: skip
        paper = bring(upload, by=by, at=at, field="photo")
        Refused.unless_clear(
            None if paper.public_sha256 else Reason("Chỉ nhận ảnh JPEG, PNG hoặc WebP.", "photo", "not_a_photo")
        )
        made = VisitPhoto.objects.create(
            visit=found, point=point[:40], paper=paper, caption=caption, brought_by=by, brought_at=moment
        )
        facts = {"visit": found.pk, "point": made.point, "sha256": paper.sha256}
        record("photograph_visit", by=by, about=row, at=moment, facts=facts)
    return made


def close_visit(visit: Visit, *, by: Person, at: datetime | None = None) -> Visit:
    """Kết thúc phiếu khảo sát: every point has an answer and there is a word on the whole."""
    with act(at):
        found, row, moment = _open_visit(visit, by, at)
        points = paperwork(row.regime).points_of(row.set_no)
        open_points = [p for p in points if not found.findings.get(p.key, {}).get("answer")]
        Refused.unless_clear(
            [Reason(f"Chưa ghi kết quả: {p.text}.", f"point.{p.key}", "point_open") for p in open_points],
            text_unfit(found.summary, field="summary", label="Nhận xét chung", longest=6000, shortest=10),
        )
        found.state, found.closed_at = lifecycle.CLOSE_VISIT.target, moment
        found.save(update_fields=["state", "closed_at"])
        record("close_visit", by=by, about=row, at=moment, facts={"visit": found.pk})
        tell_producer(row, f"Đã có phiếu khảo sát {row.product.name}", at=moment)
    return found


def _open_visit(visit: Visit, by: Person, at: datetime | None) -> tuple[Visit, Dossier, datetime]:
    row, moment = lock(visit.dossier, at)
    found = Visit.objects.select_for_update().get(pk=visit.pk)
    closed = Reason("Phiếu khảo sát đã kết thúc nên không sửa được nữa.", "", "visit_closed")
    Refused.unless_clear(_not_visitor(row, by, local_day(moment)), None if found.is_open else closed)
    return found, row, moment


def _not_visitor(dossier: Dossier, by: Person, day: date) -> Reason | None:
    return rules.not_yours(authority.examines_for_province(by, dossier.commune, day), "examiner")


def _already_open(dossier: Dossier) -> Reason | None:
    if not dossier.visits.filter(state=lifecycle.VISIT_OPEN).exists():
        return None
    return Reason("Đang có một phiếu khảo sát chưa xong. Hãy ghi tiếp phiếu đó.", "", "visit_open")


def _finding(value: Mapping[str, str]) -> dict[str, str]:
    return {"answer": str(value.get("answer", "")), "note": clean_text(str(value.get("note", "")))}


def _point_unknown(key: str) -> Reason:
    return Reason(f"Phiếu không có mục “{clean_text(key)[:20]}”.", "findings", "point_unknown")


def _finding_unfit(key: str, value: Mapping[str, str]) -> list[Reason]:
    reasons = text_unfit(value["note"], field=f"note.{key}", label="Ghi chú", longest=2000)
    if value["answer"] and value["answer"] not in ANSWERS:
        reasons.append(Reason("Hãy chọn đạt, chưa đạt hoặc không xem được.", f"point.{key}", "answer_unknown"))
    return reasons


def _words_unfit(name: str, text: str) -> list[Reason]:
    labels = {
        "summary": ("Nhận xét chung", 6000),
        "visitors": ("Người khảo sát", 1000),
        "met": ("Người tiếp đoàn", 200),
    }
    label, longest = labels[name]
    return text_unfit(text, field=name, label=label, longest=longest, shortest=3 if name == "visitors" else 0)
