"""What a lot may be given: how many stamps, of which kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from ocop.certificates.queries import standing_of
from ocop.diaries.queries import output_of
from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.products.models import Product

from ..models import Batch, CopyNote, KindDemand
from ..rules.kinds import Proposal, cases_since, kind_proposed
from ..rules.obstacles import Quota


def quota_of(lot: Lot) -> Quota:
    """The pieces of the lot, and what its diary accounts for where there is one."""
    output = output_of(lot)
    return Quota(lot.quantity, output.allowed, output.basis)


def kind_for(product: Product, day: date, price: int | None = None) -> Proposal:
    """The kind that the data proposes, by what the product is, what it costs and what was copied before."""
    standing = standing_of(product, day)
    star = standing.star if standing.is_valid else None
    price = price if price is not None else last_price(product)
    return kind_proposed(set_no=product.set_no, star=star, price=price, copied=copied(product, day), day=day)


def last_price(product: Product) -> int | None:
    """What one piece cost when stamps were ordered last; there is no other price before there is a market."""
    told = Batch.objects.filter(product=product, price__isnull=False).order_by("-drawn_at", "-id")
    return told.values_list("price", flat=True).first()


def copied(product: Product, day: date) -> int:
    """How many cases within the months of the data ended with a copied or stolen stamp of this product."""
    notes = CopyNote.objects.filter(batch__product=product, withdrawn_at=None)
    return notes.filter(noted_at__date__gte=cases_since(day)).count()


def kind_demanded(product: Product) -> KindDemand | None:
    return KindDemand.objects.filter(product=product, lifted_at=None).select_related("demanded_by").first()


@dataclass(frozen=True, slots=True)
class KindRow:
    """A product on the office's list: what is proposed and why, what it takes now, what is required."""

    product: Product
    proposal: Proposal
    price: int | None
    newest: Batch
    demand: KindDemand | None

    @property
    def differs(self) -> bool:
        return self.newest.kind != self.proposal.kind


def products_with_stamps() -> QuerySet[Product]:
    drawn = Batch.objects.order_by().values("product_id")
    return Product.objects.filter(pk__in=drawn).select_related("producer").order_by("sort_key", "id")


def kind_rows(products: list[Product]) -> list[KindRow]:
    """A page of the list; some questions for each, so pages are short."""
    day = timezone.localdate()
    rows = []
    for product in products:
        newest = Batch.objects.filter(product=product).order_by("-drawn_at", "-id")[0]
        rows.append(KindRow(product, kind_for(product, day), last_price(product), newest, kind_demanded(product)))
    return rows


def product_to_rule(person: Person, product_id: int) -> Product | None:
    """A product with stamps, for the office that may require a kind of it."""
    if mandate_of(person, Role.PROVINCE_OFFICER) is None:
        return None
    return products_with_stamps().filter(pk=product_id).first()


def demands_of(product: Product) -> QuerySet[KindDemand]:
    return KindDemand.objects.filter(product=product).select_related("demanded_by", "lifted_by")
