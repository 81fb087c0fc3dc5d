"""Sheets and results, always for someone: nobody reads a sheet before its member has handed it in."""

from __future__ import annotations

from django.db.models import QuerySet

from ocop.criteria.rules import CriteriaSet, criteria_set
from ocop.journal.rules import Refused
from ocop.people.models import Person
from ocop.people.rules import Role

from .. import lifecycle
from ..models import AdvisorReport, Conflict, Item, Result, Seat, Sheet, Sitting
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


def conflicted_items(sitting: Sitting, person: Person) -> set[int]:
    """Items that are closed to the person by their own declaration."""
    found = Conflict.objects.filter(item__sitting=sitting, seat__person=person, withdrawn_at__isnull=True)
    return set(found.values_list("item_id", flat=True))


def sheets_seen_by(person: Person, item: Item) -> QuerySet[Sheet]:
    """Handed-in sheets of an item that the person may read now.

    While the council scores: only voting members whose own sheet for the item is in. After closing: the council
    without those who declared a conflict, the province's office and leader, inspectors. An open sheet never.
    """
    sheets = Sheet.objects.filter(item=item, state=lifecycle.HANDED_IN).select_related("seat__person")
    seat = seat_of(person, item.sitting.council_id)
    if seat is not None and has_conflict(item, seat):
        return sheets.none()
    if item.sitting.state == lifecycle.CLOSED:
        known = seat is not None or holds(person, *READERS_AFTER_CLOSING)
        return sheets if known else sheets.none()
    own_is_in = seat is not None and seat.votes and sheets.filter(seat=seat).exists()
    return sheets if own_is_in else sheets.none()


def own_sheet(person: Person, item: Item) -> Sheet | None:
    return Sheet.objects.filter(item=item, seat__person=person).first()


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
