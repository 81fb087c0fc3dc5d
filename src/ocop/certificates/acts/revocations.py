"""Thu hồi, the whole procedure: opened on a ground, confirmed by the commune where the law says so, verified by the
office, signed by the leader, published with its letters."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from ocop.dossiers.queries import is_officer_of
from ocop.journal.acts import act, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role
from ocop.places.models import Place

from .. import lifecycle
from ..access import may_draft_decisions, may_sign_decisions
from ..models import Certificate, Revocation
from ..rules.law import law_on
from ..rules.revoking import asks_commune, case_unfit, days_late
from .revoking import void
from .telling import tell_of_revocation


def open_revocation(
    certificate: Certificate, *, ground: str, source: str, finding: str, by: Person, document: str = "",
    concluded_on: date | None = None, paper: Paper | None = None, at: datetime | None = None,
) -> Revocation:  # fmt: skip
    """Mở hồ sơ thu hồi: ground, conclusion and its paper; for end of production the commune is asked to confirm."""
    document, finding = clean_text(document), finding.strip()
    with act(at) as moment:
        row = Certificate.objects.select_for_update(of=("self",)).select_related(
            "product", "result__item__dossier__commune"
        ).get(pk=certificate.pk)  # fmt: skip
        day = timezone.localdate(moment)
        law = law_on(day)
        Refused.unless_clear(
            _not_office(by, day),
            case_unfit(
                law, ground=ground, source=source, document=document, finding=finding, concluded_on=concluded_on,
                today=day, issued_on=row.issued_on,
            ),
            None if source in Revocation.Source.values else Reason("Hãy chọn nguồn phát hiện.", "source", "unknown"),
            None if row.verdict_on(day).is_valid else Reason("Giấy này không còn hiệu lực.", code="wrong_state"),
            _open_already(row),
        )  # fmt: skip
        asked = asks_commune(law, ground, source)
        concluded = None if asked else concluded_on
        case = Revocation.objects.create(
            certificate=row, state=lifecycle.ASKED if asked else lifecycle.PROPOSED, ground=ground, source=source,
            document=document, finding=finding, concluded_on=concluded, paper=paper, opened_by=by, opened_at=moment,
            due_on=law.revocation_due(concluded) if concluded else None,
        )  # fmt: skip
        facts = {"case": case.pk, "ground": ground, "source": source, "asked": asked, "due_on": str(case.due_on or "")}
        record("open_revocation", by=by, about=row, at=moment, facts=facts)
        if asked:
            _ask_commune(case, moment)
    return case


def confirm_stopped(case: Revocation, *, document: str, on: date, by: Person, at: datetime | None = None) -> Revocation:
    """Xã xác nhận ngừng sản xuất: from that day the fifteen days run."""
    document = clean_text(document)
    with act(at) as moment:
        row, day = _locked(case), timezone.localdate(moment)
        Refused.unless_clear(
            _not_commune(row, by, day),
            _wrong_state(row, lifecycle.CONFIRM_STOPPED),
            text_unfit(document, field="document", label="Số văn bản xác nhận", longest=120, shortest=2),
            None if row.certificate.issued_on <= on <= day else Reason(
                "Ngày xác nhận phải từ ngày cấp giấy đến hôm nay.", "on", "out_of_range"
            ),
        )  # fmt: skip
        row.state, row.document, row.confirmed_by = lifecycle.CONFIRM_STOPPED.target, document, by
        row.concluded_on, row.due_on = on, law_on(day).revocation_due(on)
        row.save(update_fields=["state", "document", "confirmed_by", "concluded_on", "due_on"])
        record("confirm_stopped", by=by, about=row, at=moment, facts={"on": on.isoformat(), "due_on": str(row.due_on)})
        _tell_office(row, f"Xã đã xác nhận ngừng sản xuất: {row.certificate.number}", moment)
    return row


def verify_revocation(case: Revocation, *, verification: str, by: Person, at: datetime | None = None) -> Revocation:
    """Xác minh và trình: by the office, before the leader is asked to sign."""
    verification = verification.strip()
    with act(at) as moment:
        row = _locked(case)
        Refused.unless_clear(
            _not_office(by, timezone.localdate(moment)),
            _wrong_state(row, lifecycle.VERIFY_REVOCATION),
            text_unfit(verification, field="verification", label="Kết quả xác minh", longest=3000, shortest=10),
        )
        row.state, row.verification = lifecycle.VERIFY_REVOCATION.target, verification
        row.verified_by, row.verified_at = by, moment
        row.save(update_fields=["state", "verification", "verified_by", "verified_at"])
        record("verify_revocation", by=by, about=row, at=moment, facts={"certificate": row.certificate.number})
        leaders = people_with_role(Role.PROVINCE_LEADER)
        write(to=leaders, subject=f"Chờ ký thu hồi {row.certificate.number}", url=row.get_absolute_url(), at=moment)
    return row


def sign_revocation(
    case: Revocation, *, decision_number: str, by: Person, delegation: str = "", at: datetime | None = None
) -> Revocation:
    """Ký quyết định thu hồi: the certificate is void from this day; being late is recorded and undoes nothing."""
    decision_number, delegation = clean_text(decision_number), clean_text(delegation)
    with act(at) as moment:
        row, day = _locked(case), timezone.localdate(moment)
        Refused.unless_clear(
            None if may_sign_decisions(by, day=day) else Reason("Chỉ lãnh đạo UBND tỉnh thu hồi.", code="not_allowed"),
            _wrong_state(row, lifecycle.SIGN_REVOCATION),
            text_unfit(decision_number, field="decision_number", label="Số quyết định thu hồi", longest=60, shortest=3),
            text_unfit(delegation, field="delegation", label="Thẩm quyền ký", longest=300),
        )
        row.state, row.decision_number, row.delegation = lifecycle.SIGN_REVOCATION.target, decision_number, delegation
        row.signed_by, row.signed_at = by, moment
        row.save(update_fields=["state", "decision_number", "delegation", "signed_by", "signed_at"])
        facts = {"number": decision_number, "delegation": delegation, "late": days_late(row.due_on, day)}
        record("sign_revocation", by=by, about=row, at=moment, facts=facts)
        void(row.certificate, ground=row.ground, on=day, decision_number=decision_number, by=by, at=moment)
        _tell_office(row, f"Đã ký thu hồi {row.certificate.number}, chờ công bố", moment)
    return row


def publish_revocation(case: Revocation, *, by: Person, at: datetime | None = None) -> Revocation:
    """Công bố thu hồi: producer and commune get it in writing; so does the ministry where it had asked."""
    with act(at) as moment:
        row = _locked(case)
        Refused.unless_clear(
            _not_office(by, timezone.localdate(moment)), _wrong_state(row, lifecycle.PUBLISH_REVOCATION)
        )
        row.state, row.published_at = lifecycle.PUBLISH_REVOCATION.target, moment
        row.save(update_fields=["state", "published_at"])
        record("publish_revocation", by=by, about=row, at=moment, facts={"number": row.decision_number})
        ground = law_on(timezone.localdate(moment)).ground(row.ground)
        tell_of_revocation(row.certificate, f"{ground.name if ground else row.ground}. {row.finding}", at=moment)
        if row.source == Revocation.Source.MINISTRY:
            subject = f"Đã thu hồi {row.certificate.number} theo đề nghị của Bộ"
            url = row.certificate.get_absolute_url()
            write(to=people_with_role(Role.MINISTRY_OFFICER), subject=subject, url=url, at=moment)
    return row


def dismiss_revocation(case: Revocation, *, reason: str, by: Person, at: datetime | None = None) -> Revocation:
    """Không thu hồi: the commune denies it, or the office finds no ground; the reason is kept."""
    reason = reason.strip()
    with act(at) as moment:
        row, day = _locked(case), timezone.localdate(moment)
        commune = row.state == lifecycle.ASKED and is_officer_of(by, _commune(row), day)
        Refused.unless_clear(
            None if commune else _not_office(by, day),
            _wrong_state(row, lifecycle.DISMISS_REVOCATION),
            text_unfit(reason, field="reason", label="Lý do không thu hồi", longest=3000, shortest=10),
        )
        row.state, row.dismissal = lifecycle.DISMISS_REVOCATION.target, reason
        row.save(update_fields=["state", "dismissal"])
        record("dismiss_revocation", by=by, about=row, at=moment, facts={"certificate": row.certificate.number})
        if commune:
            _tell_office(row, f"Xã báo vẫn sản xuất: {row.certificate.number}", moment)
    return row


def _locked(case: Revocation) -> Revocation:
    found = Revocation.objects.select_for_update(of=("self",)).select_related(
        "certificate__product__producer", "certificate__result__item__dossier__commune", "opened_by"
    )
    return found.get(pk=case.pk)


def _commune(case: Revocation) -> Place:
    return case.certificate.result.item.dossier.commune


def _not_office(person: Person, day: date) -> Reason | None:
    if may_draft_decisions(person, day=day):
        return None
    return Reason("Chỉ cơ quan tham mưu tỉnh làm việc này.", code="not_allowed")


def _not_commune(case: Revocation, person: Person, day: date) -> Reason | None:
    if is_officer_of(person, _commune(case), day):
        return None
    return Reason("Chỉ cán bộ của xã nơi sản xuất xác nhận.", code="not_allowed")


def _wrong_state(case: Revocation, step: Step) -> Reason | None:
    if step.leaves(case.state):
        return None
    return Reason(f"Hồ sơ thu hồi đang ở bước «{case.state_name}».", code="wrong_state")


def _open_already(certificate: Certificate) -> Reason | None:
    ended = (lifecycle.PUBLISHED, lifecycle.DISMISSED)
    found = certificate.revocations.exclude(state__in=ended).first()
    return Reason("Giấy này đã có một hồ sơ thu hồi đang làm.", code="already_open") if found else None


def _ask_commune(case: Revocation, moment: datetime) -> None:
    dossier = case.certificate.result.item.dossier
    write(
        to=people_with_role(Role.COMMUNE_OFFICER, place_id=dossier.commune_id),
        subject=f"Đề nghị xác nhận: {case.certificate.product.name} có còn sản xuất không?",
        body=f"{case.finding}\nHạn 15 ngày để ra quyết định tính từ ngày xã xác nhận.",
        url=case.get_absolute_url(), at=moment,
    )  # fmt: skip


def _tell_office(case: Revocation, subject: str, moment: datetime) -> None:
    write(to=[case.opened_by], subject=subject, url=case.get_absolute_url(), at=moment)
