"""Ground for the council's benchmarks: a council of thirty, a day of 117 items, and six hundred results; all simulated."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ocop.councils.models import Council, Sitting
    from ocop.people.models import Person

ITEMS, MEMBERS, ALL_SHEETS, LISTED = 117, 30, 9, 600
_REGIME = "QD26-2026"


@dataclass
class Day:
    """What was made, and how each member signs in."""

    council: Council
    scoring: Sitting
    opened: Sitting
    secretary: Person
    secretary_cookie: str
    members: list[Person]
    items: int

    def open_sheets(self, count: int) -> list[tuple[int, str, list[tuple[str, list[str]]]]]:
        """One open sheet of each member: its number, the member's session, and what may be chosen."""
        from ocop.councils.models import Sheet
        from ocop.councils.queries import criteria_of
        from ocop.criteria.rules import spelled

        found = []
        for member in self.members[:count]:
            sheet = Sheet.objects.filter(seat__person=member, state="open").select_related("item__dossier").first()
            assert sheet is not None
            criteria = [c for c in criteria_of(sheet.item).criteria if not c.applies_if]
            codes = [(c.code, [spelled(v) for v in _values(c)]) for c in criteria]
            found.append((sheet.pk, session_of(member), codes))
        return found

    def person_of(self, sheet: int) -> Person:
        from ocop.councils.models import Sheet

        return Sheet.objects.select_related("seat__person").get(pk=sheet).seat.person

    def points_alone(self) -> None:
        """The floor of a ranking: the points, read and sorted."""
        from ocop.councils.models import Sheet

        sorted(Sheet.objects.filter(item__sitting=self.opened).values_list("item_id", "points"))


def session_of(person: Person) -> str:
    """A signed-in session, as the sign-in page leaves it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def day_of_council() -> Day:
    """Written straight into the tables: the acts of a whole day would take longer than the benchmark."""
    from django.db import transaction

    with transaction.atomic():
        return _made()


def _made() -> Day:
    from django.utils import timezone

    from ocop.councils.models import Council, Seat, Sitting
    from ocop.councils.rules import read_by_laws
    from ocop.councils.rules.sealing import new_key_pair
    from ocop.cycles.models import Round
    from ocop.people.models import Office
    from ocop.people.rules import Role

    round_ = Round.objects.filter(level=Round.Level.PROVINCE).first()
    office = Office.objects.create(
        kind=Office.Kind.COUNCIL, name=f"Hội đồng phép đo {secrets.token_hex(3)} (mô phỏng)", simulated=True
    )
    council = Council.objects.create(
        office=office, name=office.name, decision_number="đo", founded_on=date(2026, 1, 5), simulated=True
    )
    read_by_laws(council.by_laws)
    people = [_person(n) for n in range(MEMBERS + 1)]
    for n, person in enumerate(people):
        role = Role.COUNCIL_MEMBER if n else Role.COUNCIL_SECRETARY
        mandate = person.mandates.create(role=role, office=office, starts_on=date(2026, 1, 5), basis="đo")
        seat_role = Seat.Role.MEMBER if n else Seat.Role.SECRETARY
        Seat.objects.create(council=council, person=person, mandate=mandate, role=seat_role)
    now = timezone.now()
    facts = {"council": council, "round": round_, "held_on": now.date(), "by_laws": council.by_laws, "opened_at": now}
    public = new_key_pair()[1].hex()
    scoring = Sitting.objects.create(name="Ngày chấm (đo)", state="scoring", public_key=public, **facts)
    opened = Sitting.objects.create(name="Ngày mở phiếu (đo)", state="scoring", public_key=public, **facts)
    closed = Sitting.objects.create(name="Ngày đã xong (đo)", state="closed", closed_at=now, **facts)
    seats = list(council.seats.exclude(role=Seat.Role.SECRETARY).order_by("id"))
    _sheets(_items(scoring, ITEMS, "scoring"), seats, "open")
    _sheets(_items(opened, ITEMS, "opened"), seats[:ALL_SHEETS], "opened")
    _results(_items(closed, LISTED, "concluded"))
    return Day(council, scoring, opened, people[0], session_of(people[0]), people[1:], ITEMS)


def _person(number: int) -> Person:
    from ocop.people.acts import register_person

    return register_person(
        name=f"Người đo {number} (mô phỏng)",
        phone=f"03{secrets.randbelow(10**6):06d}{number:02d}",
        password="mat-khau-phep-do-dai",
        simulated=True,
        by=None,
    )


def _items(sitting: Sitting, count: int, state: str) -> list[Any]:
    from django.utils import timezone

    from ocop.councils.models import Item
    from ocop.dossiers import lifecycle
    from ocop.dossiers.models import Dossier
    from ocop.people.models import Person
    from ocop.places.models import Place
    from ocop.products.models import Product

    place, opener = Place.objects.filter(kind=Place.Kind.COMMUNE).first(), Person.objects.order_by("id").first()
    now, sets = timezone.now(), _sets()
    products = Product.objects.bulk_create(
        Product(
            name=f"Sản phẩm đo {sitting.pk}-{n} (mô phỏng)", set_no=sets[n % len(sets)], slug=f"do-{sitting.pk}-{n}",
            place=place, simulated=True, source="đo", registered_at=now,
        )
        for n in range(count)
    )  # fmt: skip
    dossiers = Dossier.objects.bulk_create(
        Dossier(
            product=p, round=sitting.round, regime=_REGIME, set_no=p.set_no or 4, commune=place, opened_by=opener,
            opened_at=now - timedelta(days=9), submitted_at=now, forwarded_at=now, accepted_at=now, simulated=True,
            state=lifecycle.BEFORE_COUNCIL, receipt_number=f"đo {p.pk}", product_code=f"do-{p.pk}",
        )
        for p in products
    )  # fmt: skip
    opened = now if state in ("opened", "concluded") else None
    return Item.objects.bulk_create(
        Item(sitting=sitting, dossier=d, order=n, state=state, opened_at=opened)
        for n, d in enumerate(dossiers, start=1)
    )


def _sets() -> list[int]:
    """Sets with 25 to 34 criteria."""
    from ocop.criteria.rules import criteria_sets

    return [found.no for found in criteria_sets(_REGIME) if 25 <= len(found.criteria) <= 34]


def _values(criterion: Any) -> list[Any]:
    if criterion.cases:
        case = criterion.cases[0]
        return [(case.key, option.points) for option in case.options]
    return list(criterion.points)


def _sheets(items: list[Any], seats: list[Any], state: str) -> None:
    """The first nine members hold a sheet on every item, the others on one each."""
    from django.utils import timezone

    from ocop.councils.models import Sheet

    now, dice = timezone.now(), random.Random(26)
    rows = []
    for n, item in enumerate(items):
        for place, seat in enumerate(seats):
            if place >= ALL_SHEETS and n != place:
                continue
            opened = state == "opened"
            choices = _choices(item.dossier.set_no, dice) if opened else {}
            facts = (
                {"points": _sum(choices), "handed_in_at": now, "revealed_at": now, "seal": "0" * 64} if opened else {}
            )
            rows.append(Sheet(item=item, seat=seat, state=state, choices=choices, opened_at=now, saved_at=now, **facts))
    Sheet.objects.bulk_create(rows)


def _choices(set_no: int, dice: random.Random) -> dict[str, Any]:
    from ocop.councils.rules import plain_choices
    from ocop.criteria.rules import criteria_set

    found = criteria_set(_REGIME, set_no)
    assert found is not None
    return plain_choices({c.code: dice.choice(_values(c)) for c in found.criteria if not c.applies_if})


def _sum(choices: dict[str, Any]) -> int:
    return sum(c["points"] if isinstance(c, dict) else c for c in choices.values())


def _results(items: list[Any]) -> None:
    from django.utils import timezone

    from ocop.councils.models import Result

    now, dice = timezone.now(), random.Random(7)
    Result.objects.bulk_create(
        Result(
            item=item, sheets=9, average=dice.randrange(4000, 10000) / 100, spread=dice.randrange(20), star_by_points=3,
            star_by_minimums=3, star=dice.choice([None, 2, 3, 4]), concluded_at=now,
        )
        for item in items
    )  # fmt: skip
