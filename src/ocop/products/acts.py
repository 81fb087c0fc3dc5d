"""Registering products."""

from __future__ import annotations

from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.models import Person
from ocop.places.acts import hold_register, learn_words
from ocop.places.models import Place
from ocop.places.queries import free_slug
from ocop.places.rules import nfc
from ocop.producers.models import Producer

from . import queries
from .models import Product
from .rules import duplicate_product, output_unfit, product_unfit


def register_product(
    *, name: str, by: Person | None, producer: Producer | None = None, line: str = "", group: str = "",
    set_no: int | None = None, place: Place | None = None, former_place: Place | None = None, summary: str = "",
    story: str = "", ingredients: str = "", gtin: str | None = None, distinct: bool = False, simulated: bool = False,
    source: str = "", certainty: str = "", note: str = "", at: datetime | None = None,
) -> Product:  # fmt: skip
    """Đăng ký sản phẩm: refuses a name its producer has already, and a similar one until it is said to be `distinct`."""
    name, summary, story, ingredients = nfc(name), clean_text(summary), clean_text(story), clean_text(ingredients)
    unfit = product_unfit(name=name, summary=summary, story=story, ingredients=ingredients, set_no=set_no)
    found = queries.classification().group_of(set_no) if set_no else None
    with act(at) as moment:
        hold_register()
        same = queries.product_named(producer, name)
        alike = [] if distinct else queries.names_alike(producer, name)
        doubled = duplicate_product(same.name if same else "", alike, distinct)
        Refused.unless_clear(unfit, doubled, _gtin_taken(gtin))
        product = Product.objects.create(
            name=name, slug=free_slug(Product.objects.all(), name), producer=producer,
            line=found.line if found else line, group=found.name if found else group, set_no=set_no,
            place=place or (producer.place if producer and not former_place else None), former_place=former_place,
            summary=summary, story=story, ingredients=ingredients, gtin=gtin or None,
            simulated=simulated or bool(producer and producer.simulated), source=source, certainty=certainty,
            note=note, registered_at=moment,
        )  # fmt: skip
        learn_words([name])
        facts = {"name": name, "producer": producer.pk if producer else None, "set": set_no}
        record("register_product", by=by, about=product, at=moment, facts=facts)
    return product


def update_product(
    product: Product, *, by: Person, summary: str, story: str, ingredients: str, at: datetime | None = None
) -> Product:
    """Cập nhật sản phẩm: what its producer tells about it; name and set change only through a dossier."""
    facts = {"summary": clean_text(summary), "story": clean_text(story), "ingredients": clean_text(ingredients)}
    Refused.unless_clear(product_unfit(name=product.name, set_no=product.set_no, **facts))
    with act(at) as moment:
        product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
        changed = [name for name, value in facts.items() if getattr(product, name) != value]
        for name in changed:
            setattr(product, name, facts[name])
        if changed:
            product.save(update_fields=changed)
            record("update_product", by=by, about=product, at=moment, facts={"fields": changed})
    return product


def declare_output(
    product: Product, quantity: int | None, unit: str, *, by: Person, at: datetime | None = None
) -> Product:
    """Khai sản lượng mỗi năm: goes into the next dossier; a certificate that stands keeps what it was given for."""
    unit = clean_text(unit)
    Refused.unless_clear(output_unfit(quantity, unit))
    with act(at) as moment:
        product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
        before = product.yearly_output
        product.output_quantity, product.output_unit = quantity, unit
        if product.yearly_output != before:
            product.save(update_fields=["output_quantity", "output_unit"])
            facts = {"quantity": quantity, "unit": unit, "before": before.words if before else ""}
            record("declare_output", by=by, about=product, at=moment, facts=facts)
    return product


def give_code(product: Product, code: str, *, by: Person | None, at: datetime | None = None) -> Product:
    """Cấp mã sản phẩm: the code T-X-STT-YYYY of its newest dossier (QĐ 26/2026, Phụ lục III)."""
    with act(at) as moment:
        product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
        before, product.code = product.code, code
        product.save(update_fields=["code"])
        record("give_code", by=by, about=product, at=moment, facts={"code": code, "before": before})
    return product


def _gtin_taken(gtin: str | None) -> Reason | None:
    if gtin and Product.objects.filter(gtin=gtin).exists():
        return Reason("GTIN này đã gắn với một sản phẩm khác. Hãy xem lại mã.", "gtin", "taken")
    return None
