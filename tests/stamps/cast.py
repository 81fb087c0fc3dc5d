"""The cast of the stamp tests: Chị Ba's cooperative in Bình Liêu, its honey, and a certificate in force. All simulated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from ocop.certificates.acts import note_recognition
from ocop.certificates.acts.recognitions import refresh_standing
from ocop.certificates.models import Certificate, Decision
from ocop.councils.models import Council, Item, Result, Sitting
from ocop.cycles.models import Cycle, Round
from ocop.dossiers.models import Dossier
from ocop.lots.acts import record_lot
from ocop.lots.models import Lot
from ocop.lots.rules import LotFacts, StepFacts
from ocop.people.models import Office, Person
from ocop.places.models import Place
from ocop.producers.models import Membership, Producer
from ocop.products.models import Product

_serial = count(1)
GTIN = "08938500123450"


@dataclass
class Cast:
    ba: Person
    producer: Producer
    product: Product
    place: Place


def person(name: str) -> Person:
    n = next(_serial)
    return Person.objects.create(name=name, phone=f"+8490{n:07d}", simulated=True)


def cast(gtin: str | None = GTIN) -> Cast:
    n = next(_serial)
    now = timezone.now() - timedelta(days=400)
    place, _ = Place.objects.get_or_create(
        slug="binh-lieu-test", defaults={"kind": Place.Kind.COMMUNE, "name": "Xã Bình Liêu", "code": ""}
    )
    producer = Producer.objects.create(
        name=f"HTX Mật ong rừng {n}", slug=f"htx-mat-ong-{n}", kind="cooperative", place=place, simulated=True,
        registered_at=now, address="Thôn Ngàn Pạt",
    )  # fmt: skip
    product = Product.objects.create(
        producer=producer, name="Mật ong rừng Bình Liêu", slug=f"mat-ong-{n}", set_no=4, gtin=gtin, place=place,
        simulated=True, registered_at=now, ingredients="100 % mật ong",
    )  # fmt: skip
    ba = person("Chị Ba")
    Membership.objects.create(producer=producer, person=ba, since=now)
    return Cast(ba, producer, product, place)


def certify(product: Product, *, star: int = 4, issued: date | None = None, expires: date | None = None) -> Certificate:
    """Give the product a published certificate, with everything that stands behind one."""
    n = next(_serial)
    now = timezone.now()
    today = timezone.localdate()
    office = Office.objects.create(name=f"Hội đồng {n}", kind=Office.Kind.COUNCIL)
    council = Council.objects.create(office=office, name="Hội đồng", decision_number=str(n), founded_on=today)
    cycle, _ = Cycle.objects.get_or_create(province=product.place, year=today.year)
    round_, _ = Round.objects.get_or_create(
        cycle=cycle, name="Đợt thử", defaults={"opens_on": today, "proposals_until": today, "ends_on": today}
    )
    sitting = Sitting.objects.create(council=council, round=round_, name=f"Phiên {n}", held_on=today)
    dossier = Dossier.objects.create(
        product=product, round=round_, regime="QD26-2026", set_no=4, commune=product.place, opened_by=person("Chị Ba"),
        opened_at=now, state="decided",
    )  # fmt: skip
    item = Item.objects.create(sitting=sitting, dossier=dossier, order=1)
    result = Result.objects.create(
        item=item, sheets=7, average=80, star_by_points=star, star_by_minimums=star, star=star, concluded_at=now
    )
    decision = Decision.objects.create(
        sitting=sitting, number=f"QĐ {n}", state="published", drafted_at=now, drafted_by=person("Anh Tư")
    )
    certificate = Certificate.objects.create(
        decision=decision, result=result, product=product, number=f"OCOP-QN-{n:05d}", year=today.year, serial=n, star=star,
        state="published",
        issued_on=issued or today - timedelta(days=30), expires_on=expires or today + timedelta(days=1000),
        draft={}, draft_sha256="0" * 64, published_at=now,
    )  # fmt: skip
    note_recognition(
        product, kind="recognised", star=star, by=None, certificate=certificate, level="province", regime="QD26-2026",
        decided_on=certificate.issued_on, valid_until=certificate.expires_on,
    )  # fmt: skip
    return certificate


def restand(certificate: Certificate, *, expires: date | None = None, revoked: date | None = None) -> None:
    """Change until when a certificate holds, and what is derived from it."""
    certificate.expires_on = expires or certificate.expires_on
    certificate.revoked_on = revoked
    certificate.save()
    certificate.recognition_set.update(valid_until=certificate.expires_on)
    refresh_standing([certificate.product])


def facts(code: str = "L20261101A", **changed: object) -> LotFacts:
    today = timezone.localdate()
    given: dict[str, object] = {
        "code": code, "made_on": today - timedelta(days=10), "best_before": today + timedelta(days=700),
        "quantity": 1000, "unit": "chai 500 ml", "materials": "Mật của đàn ong nuôi trong rừng hồi, quế",
        "steps": [
            StepFacts("Thu mật", today - timedelta(days=12), "Rừng Ngàn Pạt"),
            StepFacts("Lọc, hạ thủy phần", today - timedelta(days=11), "Xưởng của hợp tác xã"),
            StepFacts("Đóng chai", today - timedelta(days=10), "Xưởng của hợp tác xã"),
        ],
    }  # fmt: skip
    return LotFacts(**{**given, **changed})  # type: ignore[arg-type]


def lot(who: Cast, code: str = "L20261101A", **changed: object) -> Lot:
    return record_lot(who.product, facts(code, **changed), by=who.ba, place=who.place)
