"""Where a conflict of interest may lie: facts that stand already, each with its source; the member decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from ocop.dossiers.models import Answer, CommuneOpinion, CompletionRequest, Dossier, Evidence
from ocop.journal.acts import name_of
from ocop.journal.models import Line
from ocop.people.models import Person
from ocop.people.queries import mandates_in_force
from ocop.people.rules import Role
from ocop.producers.models import Membership, Producer
from ocop.producers.rules import name_key

from ..models import Item, Seat, Sitting, Statement, Tie

_COMMUNE_ROLES = (Role.COMMUNE_OFFICER,)


@dataclass(frozen=True, slots=True)
class Hint:
    """Why it may be a conflict, and where this is known from."""

    why: str
    source: str


def hints_for(seat: Seat, items: Collection[Item]) -> dict[int, tuple[Hint, ...]]:
    """For each item, in a handful of queries for all of them; needs `dossier__product__producer`, `dossier__commune`."""
    person = seat.person
    found: dict[int, list[Hint]] = defaultdict(list)
    ties, members = _ties(person), _memberships(person)
    communes = {m.place_id: m for m in mandates_in_force(person) if m.role in _COMMUNE_ROLES and m.place_id}
    touched = _touched(person, [item.dossier for item in items])
    for item in items:
        producer = item.dossier.product.producer
        if producer is not None:
            found[item.pk] += ties[producer.pk]
            if producer.pk in members:
                found[item.pk].append(Hint("Bạn thuộc chủ thể này.", "danh sách người của chủ thể"))
            if seat.organisation and name_key(seat.organisation) == name_key(producer.name):
                found[item.pk].append(Hint("Cơ quan của bạn là chủ thể.", "ghế trong Hội đồng"))
        if item.dossier.commune_id in communes:
            found[item.pk].append(Hint(f"Bạn có nhiệm vụ ở {item.dossier.commune.name}.", "nhiệm vụ đã giao"))
        found[item.pk] += [Hint(why, source) for why, source in touched[item.dossier_id]]
    return {pk: tuple(hints) for pk, hints in found.items() if hints}


def _ties(person: Person) -> dict[int, list[Hint]]:
    found: dict[int, list[Hint]] = defaultdict(list)
    for tie in Tie.objects.filter(person=person, ended_at__isnull=True):
        found[tie.producer_id].append(Hint(f"Bạn đã khai: {tie.get_kind_display().lower()}.", "quan hệ tự khai"))
    return found


def _memberships(person: Person) -> set[int]:
    return set(Membership.objects.filter(person=person).values_list("producer_id", flat=True))


def _touched(person: Person, dossiers: list[Dossier]) -> dict[int, list[tuple[str, str]]]:
    """Whoever wrote in a dossier, or did anything with it, helped it or judged it already."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    keys = [dossier.pk for dossier in dossiers]
    wrote = set(Answer.objects.filter(dossier__in=keys, saved_by=person).values_list("dossier_id", flat=True))
    wrote |= set(Evidence.objects.filter(dossier__in=keys, bound_by=person).values_list("dossier_id", flat=True))
    for key in wrote | {dossier.pk for dossier in dossiers if dossier.opened_by_id == person.pk}:
        found[key].append(("Bạn đã giúp lập hồ sơ này.", "hồ sơ"))
    judged = set(CommuneOpinion.objects.filter(dossier__in=keys, given_by=person).values_list("dossier_id", flat=True))
    asked = CompletionRequest.objects.filter(dossier__in=keys, asked_by=person)
    for key in judged | set(asked.values_list("dossier_id", flat=True)):
        found[key].append(("Bạn đã xem xét hồ sơ này với tư cách cán bộ.", "hồ sơ"))
    subjects = {name_of(dossier): dossier.pk for dossier in dossiers}
    lines = Line.objects.filter(actor=name_of(person), subject__in=subjects)
    for subject in set(lines.values_list("subject", flat=True)):
        if not found[subjects[subject]]:
            found[subjects[subject]].append(("Bạn đã làm việc với hồ sơ này.", "sổ nhật ký"))
    return found


def statement_of(sitting: Sitting, seat: Seat) -> Statement | None:
    return Statement.objects.filter(sitting=sitting, seat=seat).first()


def ties_of(person: Person) -> list[Tie]:
    return list(Tie.objects.filter(person=person, ended_at__isnull=True).select_related("producer"))


def producer_named(text: str) -> Producer | None:
    """By the address of its page, or by its name where one alone bears it."""
    slug = text.strip().rstrip("/").rpartition("/")[2]
    by_slug = Producer.objects.filter(slug=slug).first()
    found = list(Producer.objects.filter(name_key=name_key(text))[:2])
    return by_slug or (found[0] if len(found) == 1 else None)
