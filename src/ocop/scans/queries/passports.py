"""What stands on passports, for those who keep them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from ocop.lots.models import Exhibit, LabelFacts, Lot
from ocop.lots.queries import products_worked_on
from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.products.models import Product

from ..models import Translation
from ..rules.translations import Said, mark_of, said
from ..rules.verdicts import Star
from .facts import goods_of
from .telling import told_about

_OF_PRODUCT = {"name": "name", "summary": "summary", "ingredients": "ingredients", "story": "story"}
_OF_LABEL = ("warnings", "storage", "standards")


def original_text(product: Product, lot: Lot | None, field: str) -> str:
    """What the producer wrote in this field, in Vietnamese."""
    if field in _OF_PRODUCT:
        return str(getattr(product, _OF_PRODUCT[field]))
    if field in _OF_LABEL:
        label = LabelFacts.objects.filter(product=product).first()
        return str(getattr(label, field)) if label else ""
    return lot.materials if lot else ""


def passports_kept(person: Person) -> QuerySet[Product]:
    """The products whose passports the person keeps; the province sees all, to help with translations."""
    if mandate_of(person, Role.PROVINCE_OFFICER):
        return Product.objects.order_by("sort_key", "id")
    return products_worked_on(person)


def passport_kept(person: Person, product_id: int) -> Product | None:
    return passports_kept(person).select_related("producer").filter(pk=product_id).first()


def label_of(product: Product) -> LabelFacts | None:
    return LabelFacts.objects.filter(product=product).first()


def exhibits_of(product: Product) -> QuerySet[Exhibit]:
    return Exhibit.objects.filter(product=product, hidden_at=None).select_related("lot").order_by("kind", "-id")


def exhibit_kept(person: Person, number: int) -> Exhibit | None:
    kept = Exhibit.objects.filter(product__in=products_worked_on(person).order_by().values("pk"))
    return kept.select_related("product").filter(pk=number).first()


def exhibit_shown(number: int) -> Exhibit | None:
    """An exhibit that everyone may open."""
    return Exhibit.objects.filter(pk=number, hidden_at=None).select_related("paper", "small").first()


@dataclass(frozen=True, slots=True)
class Words:
    """One text of the producer beside its translation."""

    field: str
    label: str
    lot: Lot | None
    original: str
    translation: Translation | None

    @property
    def key(self) -> str:
        return f"{self.field}-{self.lot.pk}" if self.lot else self.field

    @property
    def is_stale(self) -> bool:
        return self.translation is not None and self.translation.source != mark_of(self.original)

    @property
    def state(self) -> str:
        if self.translation is None:
            return "missing"
        if self.is_stale:
            return "stale"
        return "approved" if self.translation.approved_at else "waiting"


def words_of(product: Product, language: str, lots: int = 5) -> list[Words]:
    """Everything the producer wrote that a passport shows, with its translation into this language."""
    known = {(t.field, t.lot_id): t for t in Translation.objects.filter(product=product, language=language)}
    label = label_of(product)
    found: list[Words] = []
    for field, name in Translation.Field.choices:
        if field == Translation.Field.MATERIALS:
            continue
        original = str(getattr(label, field, "")) if field in _OF_LABEL else str(getattr(product, _OF_PRODUCT[field]))
        if original.strip():
            found.append(Words(field, str(name), None, original, known.get((field, None))))
    for lot in product.lots.filter(~Q(materials="")).order_by("-made_on", "-id")[:lots]:
        words = Words(
            "materials", f"Nguyên liệu của lô {lot.code}", lot, lot.materials, known.get(("materials", lot.pk))
        )
        found.append(words)
    return found


def name_said(product: Product, language: str) -> Said:
    """The product's name as its passport says it in this language."""
    approved = Translation.objects.filter(product=product, field="name", approved_at__isnull=False)
    rows = approved.filter(language=language).values_list("field", "language", "text", "source")
    return said({"product": product.name, "translations": list(rows)}, language, ("name",))["name"]


def _run(statement: str, given: Mapping[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
    return row[0] if row else None


def passport_of(lot: Lot) -> dict[str, Any]:
    """What the passport of this lot tells, asked by Django's own connection."""
    told = told_about(_run, lot.product_id, lot.pk)
    assert told is not None
    return dict(told)


def star_told(lot: Lot) -> Star | None:
    """The star that the passport of this lot tells today."""
    facts = goods_of(_run, lot.product_id, lot.pk)
    return facts.star if facts else None
