"""After a recognition: the next dossier, and the days that the transition adds to a star."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from ocop.dossiers import acts as dossiers
from ocop.dossiers.models import Dossier
from ocop.dossiers.queries import people_behind
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role
from ocop.products.models import Product

from ..access import may_extend
from ..models import Certificate, Recognition
from ..queries.renewals import Next, next_for, own_expiry, renewal_pending
from ..queries.standing import Standing, standing_of
from ..rules.renewals import LAW, extension_unfit, longest_extension
from .recognitions import note_recognition


def open_next_dossier(
    product: Product, *, kind: str, by: Person, eligibility: Mapping[str, bool] | None = None, changes: str = "",
    at: datetime | None = None,
) -> Dossier:  # fmt: skip
    """Mở hồ sơ tiếp theo: only of a kind that fits the product's star, and with that star as its basis."""
    with act(at) as moment:
        row = Product.objects.select_for_update(of=("self",)).select_related("producer", "place").get(pk=product.pk)
        day = timezone.localdate(moment)
        (found,) = next_for([row], day)
        Refused.unless_clear(_kind_reasons(found, kind), dossiers.opening_reasons(row, kind, by, day))
        basis = None if found.past.star is None or kind == Dossier.Kind.FIRST else found.past.basis
        return dossiers.open_dossier(
            product=row, kind=kind, by=by, eligibility=eligibility, changes=changes, basis=basis, at=at
        )


def _kind_reasons(found: Next, kind: str) -> list[Reason]:
    choice = found.choice(kind)
    return list(choice.reasons) if choice else []


def extend_certificate(
    product: Product, *, basis: str, by: Person, until: date | None = None, at: datetime | None = None
) -> Recognition:
    """Kéo dài giấy chứng nhận: until the result of a late re-rating, at most as long as the transition allows."""
    basis = clean_text(basis)[:120]
    with act(at) as moment:
        row = Product.objects.select_for_update(of=("self",)).select_related("producer", "place").get(pk=product.pk)
        day = timezone.localdate(moment)
        standing = standing_of(row, day)
        expires = own_expiry(standing.recognition)
        Refused.unless_clear(
            None if may_extend(by, row, day=day) else Reason("Chỉ cơ quan cấp tỉnh kéo dài được giấy.", "", "not_allowed"),
            extension_unfit(
                state=str(standing.state), expires_on=expires, until=until, pending=renewal_pending(row) is not None,
                basis=basis, day=day,
            ),
        )  # fmt: skip
        last = until or longest_extension(expires)
        assert last is not None
        _mark_certificate(standing, last)
        event = note_recognition(
            row, kind=Recognition.Kind.EXTENDED, star=standing.star, by=by, at=moment, certificate=standing.certificate,
            level=standing.level, regime=standing.recognition.regime if standing.recognition else "", decided_on=day,
            valid_until=last, decision_number=basis, source=LAW, note="Chờ kết quả đánh giá lại",
        )  # fmt: skip
        facts = {"until": last.isoformat(), "expires_on": str(expires), "basis": basis}
        record("extend_certificate", by=by, about=row, at=moment, facts=facts)
        _tell_extension(row, standing, last, moment)
    return event


def end_extension(product: Product, *, basis: str, by: Person, at: datetime | None = None) -> Recognition | None:
    """Hết kéo dài: the re-rating has its result and gave no star, so the prolonged one ends with this day."""
    with act(at) as moment:
        day = timezone.localdate(moment)
        standing = standing_of(product, day)
        expires = own_expiry(standing.recognition)
        if not standing.is_valid or expires is None or day <= expires or standing.expires_on is None:
            return None
        _mark_certificate(standing, day)
        event = note_recognition(
            product, kind=Recognition.Kind.EXTENDED, star=standing.star, by=by, at=moment, level=standing.level,
            certificate=standing.certificate, regime=standing.recognition.regime if standing.recognition else "",
            decided_on=day, valid_until=day, decision_number=clean_text(basis)[:120], source=LAW,
            note="Đã có kết quả đánh giá lại, thôi kéo dài",
        )  # fmt: skip
        record("end_extension", by=by, about=product, at=moment, facts={"basis": basis[:120]})
    return event


def _mark_certificate(standing: Standing, last: date) -> None:
    if standing.certificate:
        Certificate.objects.filter(pk=standing.certificate.pk).update(extended_until=last)


def _tell_extension(product: Product, standing: Standing, last: date, moment: datetime) -> None:
    write(
        to=concerned(product),
        subject=f"{product.name}: giấy chứng nhận được kéo dài đến hết {last:%d/%m/%Y}",
        body=(
            "Giấy giữ hiệu lực đến khi có kết quả đánh giá lại, chậm nhất ngày trên. Trong thời gian này chủ thể vẫn chịu "
            "trách nhiệm theo hồ sơ cũ."
        ),
        url=product.get_absolute_url(),
        at=moment,
    )


def concerned(product: Product) -> list[Person]:
    """Who hears of a product's days: its producer's people and the officers of its commune."""
    commune = product.place_id or (product.producer.place_id if product.producer else None)
    officers = list(people_with_role(Role.COMMUNE_OFFICER, place_id=commune)) if commune else []
    return [*people_behind(product.producer), *officers]
