"""Who may do what before a council."""

from __future__ import annotations

from datetime import date

from ocop.dossiers.models import Evidence, Reply
from ocop.people.models import Person
from ocop.people.rules import Role

from . import lifecycle
from .models import Council, Exercise, Item, PrintedSheet, Seat, Sheet, Sitting
from .queries import (
    READERS_AFTER_CLOSING,
    SheetPage,
    has_conflict,
    holder_for,
    holds,
    presides_for_chair,
    seat_of,
    seats_of_person,
)
from .queries.calibration import makes_exercises
from .queries.fairness_page import FairnessTable

OFFICE = (Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER)


def may_found_councils(person: Person, *, day: date | None = None) -> bool:
    return holds(person, *OFFICE, day=day)


def may_see_councils(person: Person) -> bool:
    return holds(person, *READERS_AFTER_CLOSING) or bool(seats_of_person(person))


def may_seat_members(person: Person, council: Council, *, day: date | None = None) -> bool:
    return may_found_councils(person, day=day)


def may_run(person: Person, council: Council, *, day: date | None = None) -> bool:
    """Call sittings and build agendas: the secretary, the chair, the province's office."""
    seat = seat_of(person, council, day)
    sits = seat is not None and seat.role in (Seat.Role.SECRETARY, Seat.Role.CHAIR)
    return sits or holds(person, Role.PROVINCE_OFFICER, day=day)


def may_preside(person: Person, council: Council, *, day: date | None = None) -> bool:
    """Open and close: the chair or who stands for the chair, or the secretary for the chair."""
    seat = seat_of(person, council, day)
    if seat is None:
        return False
    return seat.role in (Seat.Role.SECRETARY, Seat.Role.CHAIR) or presides_for_chair(seat, day)


def may_see_council(person: Person, council: Council) -> bool:
    return True  # `council_seen_by` has found it for this person


def may_see_sitting(person: Person, sitting: Sitting) -> bool:
    return True  # `sitting_seen_by` has found it for this person


def may_preside_sitting(person: Person, sitting: Sitting) -> bool:
    return may_preside(person, sitting.council)


def may_declare(person: Person, sitting: Sitting) -> bool:
    seat = seat_of(person, sitting.council_id)
    return seat is not None and seat.role != Seat.Role.SECRETARY


def may_read_results(person: Person, sitting: Sitting) -> bool:
    if sitting.state != lifecycle.CLOSED:
        return False
    return seat_of(person, sitting.council_id) is not None or holds(person, *READERS_AFTER_CLOSING)


def may_open_item(person: Person, item: Item) -> bool:
    """Read the dossier before the council: those who sit and have no conflict, and the office that put it there."""
    seat = seat_of(person, item.sitting.council_id)
    if seat is None:
        return holds(person, *READERS_AFTER_CLOSING)
    return not has_conflict(item, seat)


def may_score(person: Person, item: Item) -> bool:
    seat = seat_of(person, item.sitting.council_id)
    return seat is not None and seat.votes and not has_conflict(item, seat)


def may_report(person: Person, item: Item) -> bool:
    seat = seat_of(person, item.sitting.council_id)
    return seat is not None and seat.role == Seat.Role.ADVISOR and not has_conflict(item, seat)


def may_use_sheet(person: Person, sheet: Sheet) -> bool:
    return sheet.seat.person_id == person.pk and sheet.seat.votes and not has_conflict(sheet.item, sheet.seat)


def may_use_page(person: Person, page: SheetPage) -> bool:
    return may_use_sheet(person, page.sheet)


def may_open_reply(person: Person, found: tuple[Item, Reply]) -> bool:
    return may_open_item(person, found[0])


def may_open_evidence(person: Person, found: tuple[Item, Evidence]) -> bool:
    return may_open_item(person, found[0])


def may_enter_printed(person: Person, found: tuple[Item, Seat]) -> bool:
    """Whoever presides, where they have no conflict with the item themselves."""
    item = found[0]
    seat = seat_of(person, item.sitting.council_id)
    return seat is not None and may_preside(person, item.sitting.council) and not has_conflict(item, seat)


def may_read_printed(person: Person, printed: PrintedSheet) -> bool:
    """The member it belongs to; while it waits, also whoever presides."""
    if printed.seat.person_id == person.pk:
        return True
    return printed.waits and may_enter_printed(person, (printed.item, printed.seat))


def may_preside_item(person: Person, item: Item) -> bool:
    return may_preside(person, item.sitting.council)


def may_run_sitting(person: Person, sitting: Sitting) -> bool:
    return may_run(person, sitting.council)


def may_hold_code(person: Person, sitting: Sitting) -> bool:
    """The chair, the secretary, the province's office: one code each."""
    return not sitting.is_written and holder_for(sitting, person) != ""


def may_read_sheets(person: Person, item: Item) -> bool:
    """Follow the discussion of an item: whoever sits and has no conflict with it; others after the end."""
    seat = seat_of(person, item.sitting.council_id)
    if seat is not None:
        return not has_conflict(item, seat)
    return item.state == lifecycle.CONCLUDED and holds(person, *READERS_AFTER_CLOSING)


def may_hold_ties(person: Person) -> bool:
    return bool(seats_of_person(person))


def may_answer(person: Person, item: Item) -> bool:
    return item.sitting.is_written and may_score(person, item)


def may_amend(person: Person, council: Council) -> bool:
    return may_found_councils(person)


def may_change_seat(person: Person, seat: Seat) -> bool:
    return may_seat_members(person, seat.council)


def may_delegate(person: Person, council: Council) -> bool:
    """The chair, or the office that writes the chair's delegation down."""
    seat = seat_of(person, council)
    return (seat is not None and seat.role == Seat.Role.CHAIR) or may_seat_members(person, council)


def may_see_fairness(person: Person, sitting: Sitting) -> bool:
    """The report after closing: whole for who presides and the office, a mirror of their own for each who scored."""
    if sitting.state != lifecycle.CLOSED:
        return False
    seat = seat_of(person, sitting.council_id)
    return may_read_fairness(person, sitting) or (seat is not None and seat.votes)


def may_read_fairness(person: Person, sitting: Sitting) -> bool:
    closed = sitting.state == lifecycle.CLOSED
    return closed and (may_preside(person, sitting.council) or holds(person, Role.PROVINCE_OFFICER))


def may_read_fairness_table(person: Person, found: FairnessTable) -> bool:
    return may_read_fairness(person, found.sitting)


def may_make_exercises(person: Person, council: Council) -> bool:
    return makes_exercises(person, council)


def may_see_exercise(person: Person, exercise: Exercise) -> bool:
    """Whoever makes it, and whoever has a vote: the answer is for those who try it themselves."""
    if makes_exercises(person, exercise.council):
        return True
    seat = seat_of(person, exercise.council)
    return seat is not None and seat.votes


def may_keep(person: Person, number: int) -> bool:
    return True  # `own_sheet_number` has found it for this person
