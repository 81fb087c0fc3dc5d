"""What waits on a desk because of decisions and certificates."""

from __future__ import annotations

from collections.abc import Iterator

from ocop.letters.rules import Doing, Waiting
from ocop.people.models import Person
from ocop.people.queries import roles_of, today
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Decision
from ..rules.revoking import days_late
from .decisions import certificates_owed, knows_decisions, sittings_without_decision
from .ministry import proposals_known
from .outputs import changes_waiting
from .reminders import renewals_doings, renewals_waiting
from .revocations import open_revocations, revocations_seen_by

CHAPTER = "certificates"


def waiting_for(person: Person) -> list[Waiting]:
    roles = roles_of(person)
    found: list[Waiting] = renewals_waiting(person)
    if Role.PROVINCE_OFFICER in roles:
        found += [*_to_draft(), *_to_issue(), *_cases("Xác minh", lifecycle.PROPOSED)]
        found += _cases("Công bố và gửi thư", lifecycle.SIGNED)
    if Role.PROVINCE_LEADER in roles:
        found += [*_to_sign(), *_cases("Xem và ký", lifecycle.VERIFIED)]
    if Role.COMMUNE_OFFICER in roles:
        found += _to_confirm(person)
    if roles & {Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER}:
        found += _outputs(person)
    for role, state, action in _MINISTRY:
        if role in roles:
            found += _proposed(state, action)
    return found


def doings_of(person: Person) -> list[Doing]:
    if not knows_decisions(person):
        return renewals_doings(person)
    return [
        *renewals_doings(person),
        Doing("Quyết định và giấy chứng nhận", "/quyet-dinh/", "dự thảo, ký, cấp giấy, công bố"),
        Doing("Thu hồi giấy chứng nhận", "/thu-hoi/", "mở hồ sơ, xác minh, ký, công bố"),
    ]


_MINISTRY = (
    (Role.PROVINCE_OFFICER, lifecycle.PROPOSED, "Gửi Bộ"),
    (Role.MINISTRY_OFFICER, lifecycle.SENT, "Xem hồ sơ đề nghị"),
    (Role.PROVINCE_LEADER, lifecycle.RETURNED, "Chọn cách"),
)


def _proposed(state: str, action: str) -> Iterator[Waiting]:
    for proposal in proposals_known().filter(state=state).order_by("pk"):
        title = f"Đề nghị 5 sao: {proposal.result.item.dossier.product.name}"
        yield Waiting(title, action, proposal.get_absolute_url(), CHAPTER, proposal.state_name)


def _cases(action: str, state: str) -> Iterator[Waiting]:
    """Cases of revocation at this step, each with the last lawful day of its decision."""
    day = today()
    for case in open_revocations().filter(state=state):
        late = days_late(case.due_on, day) if state != lifecycle.SIGNED else 0
        about = f"Quá hạn {late} ngày" if late else str(case.certificate.product)
        title = f"Thu hồi {case.certificate.number}"
        yield Waiting(title, action, case.get_absolute_url(), CHAPTER, about, due_on=case.due_on, urgent=True)


def _to_confirm(person: Person) -> Iterator[Waiting]:
    for case in revocations_seen_by(person).filter(state=lifecycle.ASKED):
        title = f"{case.certificate.product.name} có còn sản xuất không?"
        yield Waiting(title, "Xác nhận", case.get_absolute_url(), CHAPTER, case.certificate.number)


def _outputs(person: Person) -> Iterator[Waiting]:
    for change in changes_waiting(person)[:20]:
        title, about = f"Sản lượng năm của {change.certificate.product.name}", change.output.words
        yield Waiting(title, "Xác nhận", f"{change.certificate.get_absolute_url()}san-luong/", CHAPTER, about)


def _to_draft() -> Iterator[Waiting]:
    for sitting in sittings_without_decision():
        yield Waiting(
            f"Dự thảo quyết định cho {sitting.name}", "Dự thảo quyết định", f"/quyet-dinh/du-thao/{sitting.pk}/", CHAPTER,
            due_on=sitting.round.ends_on,
        )  # fmt: skip


def _to_issue() -> Iterator[Waiting]:
    for decision in Decision.objects.filter(state=lifecycle.SIGNED).select_related(
        "sitting__council", "sitting__round"
    ):
        owed = len(certificates_owed(decision))
        action = f"Cấp {owed} giấy chứng nhận" if owed else "Công bố quyết định"
        yield Waiting(f"Quyết định {decision.number} đã ký", action, decision.get_absolute_url(), CHAPTER, urgent=True)


def _to_sign() -> Iterator[Waiting]:
    for decision in Decision.objects.filter(state=lifecycle.DRAFTED).select_related("sitting__round"):
        yield Waiting(
            f"Ký quyết định {decision.number}", "Xem và ký", f"{decision.get_absolute_url()}ky/", CHAPTER,
            about=decision.sitting.name, due_on=decision.sitting.round.ends_on,
        )  # fmt: skip
