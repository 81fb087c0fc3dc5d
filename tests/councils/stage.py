"""A stage for council tests: the council seated, dossiers accepted, a sitting called; every name is simulated."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from ocop.councils import lifecycle
from ocop.councils.acts import (
    call_sitting,
    close_sitting,
    declare_interests,
    draw_code,
    found_council,
    hand_in,
    hand_in_report,
    open_sheet,
    open_sheets,
    open_sitting,
    put_item,
    save_report,
    save_score,
    seat_member,
)
from ocop.councils.models import Council, Item, Seat, Sheet, Sitting
from ocop.councils.queries import unlocked_key
from ocop.councils.rules import plain_choices
from ocop.criteria.rules import Choice
from ocop.cycles.models import Cycle, Round
from ocop.dossiers import lifecycle as dossier_states
from ocop.dossiers.models import Dossier
from ocop.journal.acts import act
from ocop.people.models import Person
from ocop.products.models import Product
from tests import cast

from .sheets import HONEY, best

DAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
_serial = count(1)


@dataclass
class Stage:
    people: cast.Cast
    council: Council
    sitting: Sitting
    items: list[Item] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def item(self) -> Item:
        return self.items[0]

    @property
    def voters(self) -> list[Person]:
        return [self.people.ba_sau, *self.people.members]

    @property
    def key(self) -> bytes:
        """What the chair's and the secretary's codes give back."""
        self.sitting.refresh_from_db()
        return unlocked_key(self.sitting, self.codes["chair"], self.codes["secretary"])

    def draw_codes(self) -> None:
        for holder, person in (
            ("chair", self.people.ba_sau), ("secretary", self.people.thu_ky), ("envelope", self.people.co_nam)
        ):  # fmt: skip
            self.codes[holder] = draw_code(self.sitting, by=person)

    def everyone_states(self) -> None:
        """Nobody has a conflict, until a test says otherwise."""
        for person in self.voters:
            declare_interests(self.sitting, conflicts={}, by=person)

    def open_all(self) -> None:
        """Whatever was handed in is opened; nobody is waited for."""
        key = self.key
        for item in self.sitting.items.filter(state__in=lifecycle.ITEM_TAKES_SHEETS).order_by("order"):
            open_sheets(item, key=key, by=self.people.ba_sau, end_waiting=True)

    def close(self, by: Person | None = None) -> Sitting:
        self.open_all()
        return close_sitting(self.sitting, by=by or self.people.ba_sau)

    def sheet(self, person: Person, item: Item | None = None) -> Sheet:
        return open_sheet(item or self.item, by=person)

    def score(self, person: Person, choices: dict[str, Choice] | None = None, item: Item | None = None) -> Sheet:
        """A handed-in sheet; the draft is written at once, because 32 saves per sheet would only cost time."""
        sheet = self.sheet(person, item)
        Sheet.objects.filter(pk=sheet.pk).update(choices=plain_choices(choices or best(HONEY)))
        return hand_in(sheet, edition=sheet.edition, by=person)

    def everyone_scores(self, choices: dict[str, Choice] | None = None) -> None:
        with act():
            for item in self.items:
                for person in (self.people.ba_sau, *self.people.members):
                    self.score(person, choices, item)


def dossier(people: cast.Cast, round_: Round, name: str = "", state: str = dossier_states.ACCEPTED) -> Dossier:
    """An accepted dossier of the honey set; a new product each time."""
    number = next(_serial)
    product = Product.objects.create(
        producer=people.producer, name=name or f"Mật ong rừng số {number} (mô phỏng)", set_no=4,
        slug=f"mat-ong-thu-{number}-{round_.pk}", place=people.commune, simulated=True, source="mô phỏng",
        registered_at=DAY,
    )  # fmt: skip
    return Dossier.objects.create(
        product=product, round=round_, regime="QD26-2026", set_no=4, commune=people.commune, state=state,
        opened_by=people.chi_ba, opened_at=DAY, submitted_at=DAY, forwarded_at=DAY, accepted_at=DAY,
        receipt_number=f"{number}/PĐK-22-06838-2026", product_code=f"22-06838-{number}-2026", simulated=True,
    )  # fmt: skip


def round_of(people: cast.Cast) -> Round:
    cycle, _ = Cycle.objects.get_or_create(province=people.province, year=2026, defaults={"simulated": True})
    until = timezone.localdate() + timedelta(days=30)  # some tests open a dossier by the database's clock
    found, _ = Round.objects.get_or_create(
        cycle=cycle, name="Đợt bổ sung (mô phỏng)",
        defaults={
            "opens_on": date(2026, 1, 5), "proposals_until": until, "ends_on": until + timedelta(days=30),
            "extra": True, "basis": "mô phỏng",
        },
    )  # fmt: skip
    return found


def council_of(people: cast.Cast, **by_laws: Any) -> Council:
    found = found_council(
        name="Hội đồng đánh giá, phân hạng OCOP tỉnh (mô phỏng)", decision_number="100/QĐ-UBND (mô phỏng)",
        founded_on=date(2026, 1, 5), by=people.co_nam, office=people.offices["council"], by_laws=by_laws, simulated=True,
    )  # fmt: skip
    seat_member(found, person=people.ba_sau, role=Seat.Role.CHAIR, by=people.co_nam, organisation="UBND tỉnh")
    seat_member(found, person=people.thu_ky, role=Seat.Role.SECRETARY, by=people.co_nam)
    seat_member(found, person=people.chu_bay, role=Seat.Role.ADVISOR, by=people.co_nam)
    for member in people.members:
        seat_member(found, person=member, role=Seat.Role.MEMBER, by=people.co_nam, organisation="Sở (mô phỏng)")
    return found


def called(items: int = 1, **by_laws: Any) -> Stage:
    """A called sitting with its agenda; the advisory team has reported. One act, so the journal is written once."""
    with act():
        people = cast.everybody()
        council = council_of(people, **by_laws)
        round_ = round_of(people)
        sitting = call_sitting(
            council, round=round_, name="Phiên họp đợt bổ sung (mô phỏng)", held_on=date(2026, 11, 2), by=people.thu_ky
        )
        stage = Stage(people, council, sitting)
        for _ in range(items):
            stage.items.append(put_item(sitting, dossier=dossier(people, round_), by=people.co_nam))
        for item in stage.items:
            report(item, people.chu_bay)
        stage.draw_codes()
        stage.everyone_states()
    return stage


def report(item: Item, advisor: Person) -> None:
    save_report(item, by=advisor, choices=plain_choices(best(HONEY)), remark="Hồ sơ đầy đủ, mẫu đạt (mô phỏng).")
    hand_in_report(item, by=advisor)


def opened(items: int = 1, **by_laws: Any) -> Stage:
    """A sitting in which members score."""
    stage = called(items, **by_laws)
    stage.sitting = open_sitting(stage.sitting, by=stage.people.thu_ky)
    return stage


def filled(stage: Stage, person: Person, choices: dict[str, Choice] | None = None) -> Sheet:
    """An open sheet with every criterion chosen, by saving each."""
    sheet = stage.sheet(person)
    for code, choice in plain_choices(choices or best(HONEY)).items():
        sheet = save_score(sheet, criterion=code, choice=choice, edition=sheet.edition, by=person)
    return sheet
