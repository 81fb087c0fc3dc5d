"""What waits on a desk because of decisions and certificates."""

from __future__ import annotations

from collections.abc import Iterator

from ocop.letters.rules import Doing, Waiting
from ocop.people.models import Person
from ocop.people.queries import roles_of
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Decision
from .decisions import certificates_owed, knows_decisions, proposals, sittings_without_decision

CHAPTER = "certificates"


def waiting_for(person: Person) -> list[Waiting]:
    roles = roles_of(person)
    found: list[Waiting] = []
    if Role.PROVINCE_OFFICER in roles:
        found += [*_to_draft(), *_to_issue()]
    if Role.PROVINCE_LEADER in roles:
        found += _to_sign()
    if Role.MINISTRY_OFFICER in roles and (asked := len(proposals())):
        title = f"{asked} sản phẩm được tỉnh đề nghị xét 5 sao"
        found.append(Waiting(title, "Xem hồ sơ đề nghị", "/de-nghi-bo/", CHAPTER))
    return found


def doings_of(person: Person) -> list[Doing]:
    if not knows_decisions(person):
        return []
    return [Doing("Quyết định và giấy chứng nhận", "/quyet-dinh/", "dự thảo, ký, cấp giấy, công bố")]


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
