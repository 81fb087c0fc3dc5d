"""What may come after a recognition: which kind of dossier fits, when, and which stars are about to run out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from ocop.dossiers import rules as dossier_rules
from ocop.dossiers.lifecycle import OPEN_STATES
from ocop.dossiers.models import Dossier, Version
from ocop.dossiers.queries import products_to_file
from ocop.dossiers.rules import KIND_NAMES, Past, Window
from ocop.journal.rules import Reason
from ocop.people.models import Person
from ocop.people.queries import places_of, today
from ocop.people.rules import Role
from ocop.places.rules import add_months
from ocop.producers.queries import producers_of
from ocop.products.models import Product

from ..models import Recognition, StandingSpan
from ..rules import MONTHS_VALID
from .standing import Standing, standings

# How far ahead pages and reminders look: the widest reminder step.
AHEAD = max(dossier_rules.reminder_days())


def own_expiry(row: Recognition | None) -> date | None:
    """The last day of the certificate itself, without any extension; None when only its month or year is known."""
    if row is None:
        return None
    if row.valid_until:
        return row.valid_until
    exact = row.decided_on is not None and row.precision == Recognition.Precision.DAY
    return add_months(row.decided_on, MONTHS_VALID) if exact and row.decided_on else None


def past_of(standing: Standing, version: int | None = None) -> Past:
    """The last recognition in the words of the dossier's rules."""
    row = standing.recognition
    number = standing.certificate.number if standing.certificate else (row.decision_number if row else "")
    return Past(
        state=str(standing.state), star=standing.star, level=standing.level, regime=row.regime if row else "",
        expires_on=own_expiry(row), certificate=number, version=version,
    )  # fmt: skip


def versions_behind(found: Iterable[Standing]) -> dict[int, int]:
    """For each certificate the frozen version that it recognised: the newest of its dossier; one query."""
    dossiers = {s.certificate.result_id: s.certificate.pk for s in found if s.certificate and s.certificate.result_id}
    rows = Version.objects.filter(dossier__item__result__in=dossiers).order_by("number")
    return {dossiers[result]: pk for pk, result in rows.values_list("pk", "dossier__item__result")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of dossier for a product: open to it, or every reason why not."""

    kind: str
    name: str
    reasons: tuple[Reason, ...]

    @property
    def fits(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Next:
    """A product, its star, and what kind of dossier may be opened for it today."""

    product: Product
    standing: Standing
    past: Past
    window: Window | None
    choices: tuple[Choice, ...]
    day: date

    @property
    def fitting(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.fits]

    @property
    def others(self) -> list[Choice]:
        return [choice for choice in self.choices if not choice.fits]

    @property
    def window_words(self) -> str:
        return dossier_rules.window_words(self.window) if self.window else ""

    @property
    def phase(self) -> str:
        return self.window.phase(self.day) if self.window else ""

    @property
    def transition(self) -> str:
        return dossier_rules.transition_words(self.window, self.day) if self.window else ""

    def choice(self, kind: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.kind == kind), None)


def next_for(products: Iterable[Product], day: date | None = None) -> list[Next]:
    """What may come next for each product; three queries however many there are."""
    rows, on = list(products), day or today()
    found = standings(rows, on)
    versions = versions_behind(found.values())
    return [_next(product, found[product.pk], versions, on) for product in rows]


def _next(product: Product, standing: Standing, versions: dict[int, int], day: date) -> Next:
    past = past_of(standing, versions.get(standing.certificate.pk) if standing.certificate else None)
    window = dossier_rules.renewal_window(past.expires_on, day)
    choices = tuple(
        Choice(kind, name, tuple(dossier_rules.kind_unfit(kind, past, window, day)))
        for kind, name in KIND_NAMES.items()
    )
    return Next(product, standing, past, window, choices, day)


def products_and_next(person: Person, day: date | None = None) -> list[Next]:
    """Every product of the person for which no dossier is under way, with the kinds that fit."""
    return next_for(products_to_file(person), day)


@dataclass(frozen=True, slots=True)
class Ending:
    """A star that runs out soon, the days left, and the re-rating that is under way for it."""

    product: Product
    recognition: Recognition
    star: int
    expires_on: date
    window: Window | None
    day: date
    dossier: Dossier | None = None

    @property
    def days_left(self) -> int:
        return (self.expires_on - self.day).days

    @property
    def phase(self) -> str:
        return self.window.phase(self.day) if self.window else ""

    @property
    def window_words(self) -> str:
        return dossier_rules.window_words(self.window) if self.window else ""

    @property
    def opens_url(self) -> str:
        return f"/ho-so/mo/?san-pham={self.product.pk}&loai=rerate"


def spans_ending(day: date, ahead: int = AHEAD) -> QuerySet[StandingSpan]:
    """Stars in force on `day` whose exact last day lies within `ahead` days."""
    last = date.fromordinal(day.toordinal() + ahead)
    now = StandingSpan.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
    ending = now.filter(state="in_force", expires_to__range=(day, last), recognition__isnull=False)
    return ending.select_related("recognition", "product__producer", "product__place").order_by("expires_to", "id")


def stars_ending(person: Person, day: date | None = None, ahead: int = AHEAD) -> list[Ending]:
    """The person's own stars, or those of the person's commune or province, that run out soon; two queries."""
    on = day or today()
    mine = Q(product__producer__in=producers_of(person).values("pk"))
    communes = Q(product__place__in=places_of(person, Role.COMMUNE_OFFICER))
    province = Q(product__place__parent__in=places_of(person, Role.PROVINCE_OFFICER))
    return endings(list(spans_ending(on, ahead).filter(mine | communes | province)), on)


def endings(spans: Iterable[StandingSpan], day: date) -> list[Ending]:
    rows = [span for span in spans if span.expires_from == span.expires_to]
    under_way = {
        dossier.product_id: dossier
        for dossier in Dossier.objects.filter(
            product__in=[span.product_id for span in rows], state__in=OPEN_STATES, kind=dossier_rules.RERATE
        )
    }
    found = []
    for span in rows:
        assert span.recognition is not None and span.expires_to is not None
        window = dossier_rules.renewal_window(own_expiry(span.recognition), day)
        found.append(
            Ending(
                span.product, span.recognition, span.star or 0, span.expires_to, window, day,
                under_way.get(span.product_id),
            )
        )  # fmt: skip
    return found


def renewal_pending(product: Product) -> Dossier | None:
    """The handed-in re-rating whose result is still owed."""
    states = [state for state in OPEN_STATES if state != "draft"]
    return Dossier.objects.filter(product=product, kind=dossier_rules.RERATE, state__in=states).first()


def product_for(person: Person, slug: str) -> Product | None:
    """A product by address; every product is public, so everybody may know of it."""
    return Product.objects.select_related("producer", "place").filter(slug=slug).first()
