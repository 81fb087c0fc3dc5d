"""Requiring a kind of stamp for a product; noting that its stamps were copied."""

from __future__ import annotations

from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.producers.queries import people_of
from ocop.products.models import Product

from ..access import may_print_for_others
from ..models import Batch, CopyNote, KindDemand


def require_kind(product: Product, kind: str, *, reason: str, by: Person, at: datetime | None = None) -> KindDemand:
    """Yêu cầu loại tem: from now on stamps of this product are drawn as this kind only; those drawn stay good."""
    reason = clean_text(reason)
    with act(at) as moment:
        product = Product.objects.select_for_update(of=("self",), no_key=True).get(pk=product.pk)
        standing = _standing(product)
        Refused.unless_clear(
            _not_office(by),
            None if kind in Batch.Kind.values else Reason("Hãy chọn một trong các loại tem.", "kind", "required"),
            text_unfit(reason, field="reason", label="Lý do", longest=300, shortest=10),
            Reason("Sản phẩm đang phải dùng đúng loại này.", "kind", "same")
            if standing and standing.kind == kind
            else None,
        )
        if standing is not None:
            _lifted(standing, by, moment)
        demand = KindDemand.objects.create(
            product=product, kind=kind, reason=reason, demanded_by=by, demanded_at=moment
        )
        record("require_kind", by=by, about=product, at=moment, facts={"kind": kind, "reason": reason})
        subject = f"{product.name}: từ nay cấp {demand.get_kind_display().lower()}"
        _tell(product, subject, f"Cơ quan OCOP tỉnh yêu cầu. Lý do: {reason} Tem đã cấp vẫn dùng được.", moment)
        return demand


def lift_kind_demand(product: Product, *, by: Person, at: datetime | None = None) -> Product:
    """Thôi yêu cầu: the producer chooses again."""
    with act(at) as moment:
        product = Product.objects.select_for_update(of=("self",), no_key=True).get(pk=product.pk)
        standing = _standing(product)
        missing = Reason("Sản phẩm này không bị yêu cầu loại tem nào.", "kind", "free") if standing is None else None
        Refused.unless_clear(_not_office(by), missing)
        assert standing is not None
        _lifted(standing, by, moment)
        record("lift_kind_demand", by=by, about=product, at=moment, facts={"kind": standing.kind})
        _tell(product, f"{product.name}: được tự chọn loại tem", "Cơ quan OCOP tỉnh thôi yêu cầu loại tem.", moment)
        return product


def note_copying(batch: Batch, *, about: str, said: str, at: datetime) -> CopyNote:
    """Ghi tem từng bị chép: said by whoever concluded it; the next order of the product is advised by it."""
    note, _ = CopyNote.objects.update_or_create(
        about=about, defaults={"batch": batch, "said": said, "noted_at": at, "withdrawn_at": None}
    )
    return note


def take_back_copying(about: str, *, at: datetime) -> None:
    """Rút lại: the conclusion was reopened or changed."""
    CopyNote.objects.filter(about=about, withdrawn_at=None).update(withdrawn_at=at)


def _standing(product: Product) -> KindDemand | None:
    return KindDemand.objects.filter(product=product, lifted_at=None).first()


def _lifted(demand: KindDemand, by: Person, moment: datetime) -> None:
    demand.lifted_by, demand.lifted_at = by, moment
    demand.save(update_fields=["lifted_by", "lifted_at"])


def _not_office(by: Person) -> Reason | None:
    if may_print_for_others(by):
        return None
    return Reason("Chỉ cơ quan OCOP tỉnh yêu cầu loại tem được.", "kind", "not_office")


def _tell(product: Product, subject: str, body: str, moment: datetime) -> None:
    if product.producer is not None:
        write(to=people_of(product.producer), subject=subject, body=body, url="/san-xuat/", at=moment)
