"""What follows a certificate: the event in the register, and the letters to producer and commune."""

from __future__ import annotations

from datetime import datetime

from ocop.councils.models import Result
from ocop.dossiers.models import Dossier
from ocop.dossiers.queries import people_behind
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role

from ..models import Certificate, Decision, Proposal, Recognition
from ..queries.coaching import lifting_of
from ..queries.documents import reasons_of
from ..rules.law import law_on
from .recognitions import note_recognition

_KINDS = {"first": Recognition.Kind.RECOGNISED, "upgrade": Recognition.Kind.UPGRADED}


def recognise(certificate: Certificate, *, by: Person, at: datetime) -> None:
    """Ghi công nhận: one event for one certificate, however often it is asked."""
    if Recognition.objects.filter(certificate=certificate).exists():
        return
    dossier, number = certificate.result.item.dossier, certificate.draft["decision"]
    note_recognition(
        certificate.product, kind=_KINDS.get(dossier.kind, Recognition.Kind.RENEWED), star=certificate.star, by=by, at=at,
        certificate=certificate, level=Recognition.Level.PROVINCE, regime=dossier.regime,
        decided_on=certificate.issued_on, valid_until=certificate.expires_on, decision_number=number,
        source=f"Quyết định {number}",
    )  # fmt: skip


def propose_to_ministry(result: Result, decision: Decision, *, by: Person, at: datetime) -> None:
    """Đề nghị Bộ: the province has approved the result; five stars are the ministry's to give."""
    dossier = result.item.dossier
    Proposal.objects.get_or_create(result=result)
    note_recognition(
        dossier.product, kind=Recognition.Kind.PROPOSED, by=by, at=at, level=Recognition.Level.PROVINCE,
        regime=dossier.regime, decided_on=decision.signed_on, decision_number=decision.number,
        source=f"Quyết định {decision.number}", note="Đã phê duyệt kết quả, đề nghị Bộ xét 5 sao",
    )  # fmt: skip


def tell_of_certificate(certificate: Certificate, *, at: datetime) -> None:
    name = certificate.product.name
    write(
        to=concerned(certificate.result.item.dossier),
        subject=f"{name} đạt {certificate.star} sao, giấy chứng nhận {certificate.number}",
        body=f"Giấy có giá trị đến hết ngày {certificate.expires_on:%d/%m/%Y}.",
        url=certificate.get_absolute_url(),
        at=at,
    )


def tell_of_result(result: Result, decision: Decision, *, at: datetime) -> None:
    """For results without a certificate: what was decided, and why."""
    product = result.item.dossier.product
    if result.to_ministry:
        words = f"{product.name}: đã phê duyệt kết quả {result.points_text} điểm, đề nghị Bộ xét 5 sao"
    else:
        words = f"{product.name}: Hội đồng chấm {result.points_text} điểm, chưa được công nhận"
    reasons = [*reasons_of(result), *lifting_of(result)]
    write(
        to=concerned(result.item.dossier), subject=words, body="\n".join([f"Quyết định {decision.number}.", *reasons]),
        url=f"/thong-bao-ket-qua/{result.pk}.pdf", at=at,
    )  # fmt: skip


def tell_of_revocation(certificate: Certificate, ground: str, *, at: datetime) -> None:
    write(
        to=concerned(certificate.result.item.dossier),
        subject=f"Giấy chứng nhận {certificate.number} bị thu hồi từ {certificate.revoked_on:%d/%m/%Y}",
        body=ground,
        url=certificate.get_absolute_url(),
        at=at,
    )


def tell_of_supersession(old: Certificate, new: Certificate, *, at: datetime) -> None:
    write(
        to=concerned(old.result.item.dossier),
        subject=f"Giấy chứng nhận {old.number} được thay bằng {new.number} từ {new.issued_on:%d/%m/%Y}",
        body=f"{old.product.name}: từ ngày ấy dùng số giấy và số sao của giấy mới ({new.star} sao).\n"
        f"Bao bì, tem in số giấy cũ: hỏi cơ quan tham mưu tỉnh cách dùng nốt. {law_on(new.issued_on).supersession_law}.",
        url=new.get_absolute_url(), at=at,
    )  # fmt: skip


def concerned(dossier: Dossier) -> list[Person]:
    """Who is told of everything about a product: its producer's people and the commune's officers."""
    officers = people_with_role(Role.COMMUNE_OFFICER, place_id=dossier.commune_id)
    return [*people_behind(dossier.product.producer), *officers]
