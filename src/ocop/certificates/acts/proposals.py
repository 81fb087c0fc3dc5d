"""Đề nghị Bộ: the bundle put together, sent, answered; and below five stars the province's two ways."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.core.files.base import File
from django.utils import timezone

from ocop.criteria.rules import regimes
from ocop.journal.acts import act, enqueue, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.papers.acts import bring
from ocop.people.models import Person
from ocop.people.queries import mandates_in_force, people_with_role
from ocop.people.rules import Role

from .. import lifecycle
from ..access import may_draft_decisions, may_sign_decisions
from ..models import BundlePaper, Certificate, Decision, Proposal, Recognition
from ..queries.coaching import lifting_of
from ..queries.ministry import held_of, proposals_known
from ..queries.papers import DEFAULT_MONTHS
from ..rules.issuing import decision_unfit, last_valid_day
from ..rules.proposals import (
    ADDED_KINDS,
    answer_unfit,
    central_star_unfit,
    not_adoptable,
    not_five,
    sending_unfit,
)
from .numbering import lock_numbering
from .recognitions import note_recognition
from .telling import concerned


def add_to_bundle(
    proposal: Proposal, kind: str, upload: File[bytes], *, by: Person, at: datetime | None = None
) -> BundlePaper:
    """Bổ sung bộ hồ sơ gửi Bộ: the cover letter, a report, an extra test."""
    with act(at) as moment:
        row = _locked(proposal)
        Refused.unless_clear(
            _not_office(by, moment),
            _wrong_state(row, lifecycle.SEND_PROPOSAL),
            None if kind in ADDED_KINDS else Reason("Hãy chọn loại giấy tờ.", "kind", "unknown"),
        )
        paper = bring(upload, by=by, at=moment)
        added = BundlePaper.objects.create(proposal=row, kind=kind, paper=paper, added_at=moment)
        record("add_to_bundle", by=by, about=row, at=moment, facts={"kind": kind, "sha256": paper.sha256})
    return added


def send_proposal(
    proposal: Proposal, *, letter_number: str, on: date, by: Person, samples_note: str = "", missing_note: str = "",
    at: datetime | None = None,
) -> Proposal:  # fmt: skip
    """Gửi Bộ: what is missing is named, or the reason is written down."""
    letter_number, samples_note = clean_text(letter_number), clean_text(samples_note)
    with act(at) as moment:
        row, day = _locked(proposal), timezone.localdate(moment)
        row.samples_note, decision = samples_note, _decision(row)
        missing = [held for held in held_of(row) if held.missing]
        Refused.unless_clear(
            _not_office(by, moment),
            _wrong_state(row, lifecycle.SEND_PROPOSAL),
            text_unfit(samples_note, field="samples_note", label="Mẫu gửi kèm", longest=300),
            sending_unfit(letter_number, missing, missing_note, on, decision.signed_on, day),
        )
        row.state, row.letter_number, row.missing_note = (
            lifecycle.SEND_PROPOSAL.target,
            letter_number,
            missing_note.strip(),
        )
        row.sent_on, row.sent_by = on, by
        row.save(update_fields=["state", "letter_number", "samples_note", "missing_note", "sent_on", "sent_by"])
        facts = {"number": letter_number, "on": on.isoformat(), "missing": [held.part.kind for held in missing]}
        record("send_proposal", by=by, about=row, at=moment, facts=facts)
        name = row.result.item.dossier.product.name
        _tell(row, f"{name}: hồ sơ đề nghị 5 sao đã gửi Bộ ngày {on:%d/%m/%Y}", f"Văn bản {letter_number}.", moment)
        ministry = people_with_role(Role.MINISTRY_OFFICER)
        write(to=ministry, subject=f"Đề nghị xét 5 sao: {name}", url=row.get_absolute_url(), at=moment)
    return row


def record_five_stars(
    proposal: Proposal, *, points: Decimal, document: str, on: date, by: Person, at: datetime | None = None
) -> Proposal:
    """Ghi kết quả của Bộ: five stars, by the ministry's decision and of its level."""
    document = clean_text(document)
    with act(at) as moment:
        row, day = _locked(proposal), timezone.localdate(moment)
        Refused.unless_clear(
            _not_recorder(by, moment),
            _wrong_state(row, lifecycle.RECORD_FIVE_STARS),
            answer_unfit(points, document, on, row.sent_on, day),
            not_five(points),
        )
        _answered(row, lifecycle.RECORD_FIVE_STARS, points, 5, document, on)
        dossier = row.result.item.dossier
        months = regimes()[dossier.regime].certificate_months or DEFAULT_MONTHS
        note_recognition(
            dossier.product, kind=Recognition.Kind.RECOGNISED, star=5, by=by, at=moment, level=Recognition.Level.MINISTRY,
            regime=dossier.regime, decided_on=on, valid_until=last_valid_day(on, months), decision_number=document,
            source=f"Quyết định {document} của Bộ",
        )  # fmt: skip
        record("record_five_stars", by=by, about=row, at=moment, facts={"points": str(points), "document": document})
        _tell(row, f"{dossier.product.name}: Bộ công nhận 5 sao", f"Theo {document}, ngày {on:%d/%m/%Y}.", moment)
    return row


def record_return(
    proposal: Proposal, *, points: Decimal, star: int, document: str, on: date, by: Person, remark: str = "",
    at: datetime | None = None,
) -> Proposal:  # fmt: skip
    """Ghi kết quả của Bộ: not five stars; the province then chooses between its two ways."""
    document = clean_text(document)
    with act(at) as moment:
        row, day = _locked(proposal), timezone.localdate(moment)
        dossier = row.result.item.dossier
        by_points = regimes()[dossier.regime].star_by_points(points) or 1
        Refused.unless_clear(
            _not_recorder(by, moment),
            _wrong_state(row, lifecycle.RECORD_RETURN),
            answer_unfit(points, document, on, row.sent_on, day),
            central_star_unfit(points, star, by_points),
            text_unfit(remark, field="remark", label="Nhận xét của Bộ", longest=3000),
        )
        row.central_remark = remark.strip()
        _answered(row, lifecycle.RECORD_RETURN, points, star, document, on)
        note_recognition(
            dossier.product, kind=Recognition.Kind.RETURNED, by=by, at=moment, level=Recognition.Level.MINISTRY,
            regime=dossier.regime, decided_on=on, decision_number=document, source=f"Văn bản {document} của Bộ",
            note=f"Trung ương chấm {_said(points)} điểm, chưa công nhận 5 sao",
        )  # fmt: skip
        record("record_return", by=by, about=row, at=moment, facts={"points": str(points), "star": star})
        body = "\n".join([f"Văn bản {document}.", row.central_remark, *lifting_of(row.result)])
        _tell(row, f"{dossier.product.name}: Bộ chấm {_said(points)} điểm, chưa công nhận 5 sao", body, moment)
        leaders = people_with_role(Role.PROVINCE_LEADER)
        write(to=leaders, subject=f"Chọn cách cho {dossier.product.name}", url=row.get_absolute_url(), at=moment)
    return row


def adopt_central_result(
    proposal: Proposal,
    *,
    decision_number: str,
    reason: str,
    by: Person,
    delegation: str = "",
    at: datetime | None = None,
) -> Proposal:
    """Công nhận theo kết quả trung ương: three or four stars, by the province's own decision; a certificate follows."""
    decision_number, delegation = clean_text(decision_number), clean_text(delegation)
    with act(at) as moment:
        lock_numbering()
        row = _locked(proposal)
        Refused.unless_clear(
            _not_leader(by, moment),
            _wrong_state(row, lifecycle.ADOPT_CENTRAL_RESULT),
            not_adoptable(row.central_star),
            decision_unfit(decision_number),
            text_unfit(delegation, field="delegation", label="Thẩm quyền ký", longest=300),
            _no_reason(reason),
            _taken(row, decision_number),
        )
        _decided(row, lifecycle.ADOPT_CENTRAL_RESULT, reason, by, moment, decision_number, delegation)
        facts = {"number": decision_number, "star": row.central_star}
        record("adopt_central_result", by=by, about=row, at=moment, facts=facts)
        name = row.result.item.dossier.product.name
        words = f"{name}: tỉnh công nhận {row.central_star} sao theo kết quả của trung ương"
        _tell(row, words, f"Quyết định {decision_number}. {row.reason}", moment)
        enqueue("certificates.resume", once="certificates.resume")
    return row


def assess_again(proposal: Proposal, *, reason: str, by: Person, at: datetime | None = None) -> Proposal:
    """Tổ chức đánh giá lại: the producer opens a new dossier, and the province's council scores again."""
    with act(at) as moment:
        row = _locked(proposal)
        Refused.unless_clear(_not_leader(by, moment), _wrong_state(row, lifecycle.ASSESS_AGAIN), _no_reason(reason))
        _decided(row, lifecycle.ASSESS_AGAIN, reason, by, moment)
        record("assess_again", by=by, about=row, at=moment, facts={})
        name = row.result.item.dossier.product.name
        body = "\n".join(
            [row.reason, "Mở hồ sơ mới cho đợt tới; hồ sơ cũ giữ nguyên làm căn cứ.", *lifting_of(row.result)]
        )
        _tell(row, f"{name}: tỉnh tổ chức đánh giá lại", body, moment)
    return row


def _locked(proposal: Proposal) -> Proposal:
    return proposals_known().select_for_update(of=("self",)).get(pk=proposal.pk)


def _decision(proposal: Proposal) -> Decision:
    found: Decision = proposal.result.item.sitting.decision
    return found


def _answered(row: Proposal, step: Step, points: Decimal, star: int, document: str, on: date) -> None:
    row.state, row.central_points, row.central_star = step.target, points, star
    row.central_document, row.central_on = document, on
    row.save(
        update_fields=["state", "central_points", "central_star", "central_document", "central_on", "central_remark"]
    )


def _decided(
    row: Proposal, step: Step, reason: str, by: Person, moment: datetime, number: str = "", delegation: str = ""
) -> None:
    row.state, row.reason, row.decided_by, row.decided_at = step.target, reason.strip(), by, moment
    row.decision_number, row.delegation = number, delegation
    row.save(update_fields=["state", "reason", "decided_by", "decided_at", "decision_number", "delegation"])


def _tell(proposal: Proposal, subject: str, body: str, moment: datetime) -> None:
    dossier = proposal.result.item.dossier
    write(to=concerned(dossier), subject=subject, body=body.strip(), url=f"/ho-so/{dossier.pk}/", at=moment)


def _said(points: Decimal) -> str:
    return f"{points:.2f}".replace(".", ",")


def _not_office(person: Person, moment: datetime) -> Reason | None:
    if may_draft_decisions(person, day=timezone.localdate(moment)):
        return None
    return Reason("Chỉ cơ quan tham mưu tỉnh làm việc này.", code="not_allowed")


def _not_recorder(person: Person, moment: datetime) -> Reason | None:
    """The ministry's officer writes it down, or the province's office from the ministry's paper."""
    if Role.MINISTRY_OFFICER in {mandate.role for mandate in mandates_in_force(person, timezone.localdate(moment))}:
        return None
    return _not_office(person, moment)


def _not_leader(person: Person, moment: datetime) -> Reason | None:
    if may_sign_decisions(person, day=timezone.localdate(moment)):
        return None
    return Reason("Chỉ lãnh đạo UBND tỉnh chọn cách này.", code="not_allowed")


def _wrong_state(proposal: Proposal, step: Step) -> Reason | None:
    if step.leaves(proposal.state):
        return None
    return Reason(f"Đề nghị đang ở bước «{proposal.state_name}».", code="wrong_state")


def _no_reason(reason: str) -> list[Reason]:
    return text_unfit(reason, field="reason", label="Lý do chọn cách này", longest=3000, shortest=10)


def _taken(proposal: Proposal, number: str) -> list[Reason]:
    reasons = []
    if Decision.objects.filter(number=number).exists() or Proposal.objects.filter(decision_number=number).exists():
        reasons.append(Reason(f"Số quyết định “{number}” đã dùng.", "decision_number", "taken"))
    if Certificate.objects.filter(result=proposal.result).exists():
        reasons.append(Reason("Kết quả này đã có giấy chứng nhận.", "star", "already_issued"))
    return reasons
