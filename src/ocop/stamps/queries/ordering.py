"""What a lot may be given: how many stamps, of which kind."""

from __future__ import annotations

from datetime import date

from ocop.certificates.queries import standing_of
from ocop.diaries.queries import output_of
from ocop.lots.models import Lot
from ocop.products.models import Product

from ..rules.kinds import Proposal, kind_proposed
from ..rules.obstacles import Quota


def quota_of(lot: Lot) -> Quota:
    """The pieces of the lot, and what its diary accounts for where there is one."""
    output = output_of(lot)
    return Quota(lot.quantity, output.allowed, output.basis)


def kind_for(product: Product, day: date) -> Proposal:
    """The kind that the data proposes; no price is known before there is a market."""
    standing = standing_of(product, day)
    star = standing.star if standing.is_valid else None
    return kind_proposed(set_no=product.set_no, star=star, price=None, day=day)
