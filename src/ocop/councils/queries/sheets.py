"""Sheets and results, always for someone: nobody reads a sheet before it is opened before the council."""

from __future__ import annotations

from django.db.models import QuerySet

from ocop.criteria.rules import CriteriaSet, criteria_set
from ocop.dossiers.models import Answer, Dossier
from ocop.journal.rules import Refused
from ocop.people.models import Person
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Abstention, AdvisorReport, Conflict, Item, Postponement, Result, Seat, Sheet, Sitting, Statement
from .seats import holds, seat_of

READERS_AFTER_CLOSING = (Role.PROVINCE_LEADER, Role.PROVINCE_OFFICER, Role.INSPECTOR)


def criteria_of(item: Item) -> CriteriaSet:
    """The set and regime of the dossier, as filed."""
    found = criteria_set(item.dossier.regime, item.dossier.set_no)
    if found is None:
        raise Refused(f"Không có bảng điểm cho bộ {item.dossier.set_no} theo chế độ {item.dossier.regime}.")
    return found


def has_conflict(item: Item, seat: Seat) -> bool:
    return Conflict.objects.filter(item=item, seat=seat, withdrawn_at__isnull=True).exists()


def has_abstained(item: Item, seat: Seat) -> bool:
    return Abstention.objects.filter(item=item, seat=seat, withdrawn_at__isnull=True).exists()


def has_stated(item: Item, seat: Seat) -> bool:
    """Whether the member has said, with this item before them, where conflicts stand."""
    stated = Statement.objects.filter(sitting_id=item.sitting_id, seat=seat).values_list("covers", flat=True).first()
    return item.pk in (stated or ())


def claims_of(dossier: Dossier) -> dict[str, int]:
    """The producer's self-score by criterion."""
    found = Answer.objects.filter(dossier=dossier, points__isnull=False).values_list("criterion", "points")
    return {code: points for code, points in found if points is not None}


def conflicted_items(sitting: Sitting, person: Person) -> set[int]:
    """Items that are closed to the person by their own declaration."""
    found = Conflict.objects.filter(item__sitting=sitting, seat__person=person, withdrawn_at__isnull=True)
    return set(found.values_list("item_id", flat=True))


def sheets_seen_by(person: Person, item: Item) -> QuerySet[Sheet]:
    """Opened sheets of an item, of both rounds, that the person may read now; a sealed or open sheet never.

    Until the item is concluded: those with a vote and the secretary. After closing: the whole council, the
    province's office and leader, inspectors. Never who declared a conflict with the item.
    """
    sheets = Sheet.objects.filter(item=item, state=lifecycle.OPENED).select_related("seat__person")
    seat = seat_of(person, item.sitting.council_id)
    if seat is not None and has_conflict(item, seat):
        return sheets.none()
    if item.state == lifecycle.CONCLUDED:
        known = seat is not None or holds(person, *READERS_AFTER_CLOSING)
        return sheets if known else sheets.none()
    sits = seat is not None and (seat.votes or seat.role == Seat.Role.SECRETARY)
    return sheets if sits and item.is_opened else sheets.none()


def own_sheet(person: Person, item: Item) -> Sheet | None:
    """One's own sheet of the round that is scored now."""
    mine = Sheet.objects.filter(item=item, seat__person=person, round=item.round)
    return mine.exclude(state=lifecycle.VOID).first()


def report_of(item: Item) -> AdvisorReport | None:
    """The advisors' report, also while it is a draft: for the team alone."""
    return AdvisorReport.objects.filter(item=item).first()


def results_of(sitting: Sitting) -> list[Result]:
    """All results of a closed sitting, in the order of its agenda; none before it is closed."""
    if sitting.state != lifecycle.CLOSED:
        return []
    return list(
        Result.objects.filter(item__sitting=sitting)
        .select_related("item__dossier__product__producer", "item__dossier__commune", "item__sitting__council")
        .order_by("item__order")
    )


def postponed_in(sitting: Sitting) -> list[Postponement]:
    """What left the sitting without a result, and why."""
    return list(Postponement.objects.filter(sitting=sitting).select_related("item__dossier__product"))
