"""Registered links of a product, for whoever keeps its passport."""

from __future__ import annotations

from django.db.models import QuerySet

from ocop.people.models import Person
from ocop.products.models import Product

from ..models import ResolverLink


def links_kept(product: Product) -> QuerySet[ResolverLink]:
    """Those in use."""
    return (
        ResolverLink.objects.filter(product=product, removed_at=None).select_related("lot", "added_by").order_by("id")
    )


def kept_link(person: Person, number: int) -> ResolverLink | None:
    """A link in use; whether the person may take it down is for the act to say."""
    found = ResolverLink.objects.filter(pk=number, removed_at=None, product__isnull=False)
    return found.select_related("product").first()
