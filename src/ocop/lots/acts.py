"""Recording a lot and calling one back; what its producer shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.papers.acts import bring, keep
from ocop.papers.models import Paper
from ocop.papers.queries import bytes_of
from ocop.people.models import Person
from ocop.places.models import Place
from ocop.products.models import Product

from .access import may_order_recalls, may_record_lot
from .models import Exhibit, LabelFacts, Lot, LotStep
from .queries import epc_for
from .rules import ExhibitFacts, LotFacts, allergens_unfit, exhibit_unfit, label_unfit, lot_unfit, small_copy


def _not_own(product: Product, by: Person) -> Reason | None:
    if may_record_lot(by, product):
        return None
    return Reason("Chỉ người thay mặt chủ thể của sản phẩm mới ghi được lô.", "product", "not_own")


def _taken(product: Product, code: str) -> Reason | None:
    if not Lot.objects.filter(product=product, code=code).exists():
        return None
    return Reason(f"Mã lô {code} đã có ở sản phẩm này. Hãy chọn mã khác.", "code", "taken")


def record_lot(
    product: Product, facts: LotFacts, *, by: Person, place: Place | None = None, at: datetime | None = None
) -> Lot:
    """Ghi lô sản xuất: the producer records a lot of its own product, with its steps."""
    with act(at) as moment:
        Refused.unless_clear(
            _not_own(product, by), lot_unfit(facts, timezone.localdate(moment)), _taken(product, facts.code)
        )
        try:
            with transaction.atomic():
                lot = Lot.objects.create(
                    product=product, code=facts.code, made_on=facts.made_on, best_before=facts.best_before,
                    quantity=facts.quantity, unit=facts.unit, place=place, materials=facts.materials,
                    recorded_by=by, recorded_at=moment, epc=epc_for(product, facts.code),
                )  # fmt: skip
        except IntegrityError:  # a double click: the other request was quicker
            raise Refused(*filter(None, [_taken(product, facts.code)])) from None
        LotStep.objects.bulk_create(
            LotStep(lot=lot, name=s.name, happened_on=s.happened_on, where=s.where, note=s.note) for s in facts.steps
        )
        told = {"code": lot.code, "made_on": lot.made_on.isoformat(), "quantity": lot.quantity, "unit": lot.unit}
        record("record_lot", by=by, about=lot, at=moment, facts={**told, "steps": len(facts.steps)})
        return lot


def recall_lot(lot: Lot, *, by: Person, reason: str, ground: str = "", at: datetime | None = None) -> Lot:
    """Thu hồi lô: from now on every stamp of the lot warns whoever scans it.

    With a legal `ground` an office orders it; without one it is the producer's own.
    """
    with act(at) as moment:
        lot = Lot.objects.select_for_update(of=("self",)).select_related("product").get(pk=lot.pk)
        already = Reason("Lô này đã được thu hồi.", "lot", "already") if lot.recalled_at else None
        Refused.unless_clear(
            _no_order(by) if ground else _not_own(lot.product, by), already,
            text_unfit(reason, field="reason", label="Lý do thu hồi", longest=300, shortest=5),
            text_unfit(ground, field="ground", label="Căn cứ", longest=300),
        )  # fmt: skip
        lot.recalled_at = moment
        lot.save(update_fields=["recalled_at"])
        facts = {"reason": reason} | ({"ground": ground} if ground else {})
        record("recall_lot", by=by, about=lot, at=moment, facts=facts)
        return lot


def _no_order(by: Person) -> Reason | None:
    if may_order_recalls(by):
        return None
    return Reason("Chỉ cơ quan OCOP tỉnh hoặc thanh tra mới ra lệnh thu hồi được.", "lot", "no_order")


def lift_recall(lot: Lot, *, by: Person, reason: str, at: datetime | None = None) -> Lot:
    """Dỡ bỏ thu hồi lô: called back by mistake; the journal keeps both."""
    with act(at) as moment:
        lot = Lot.objects.select_for_update(of=("self",)).select_related("product").get(pk=lot.pk)
        free = Reason("Lô này không bị thu hồi.", "lot", "not_recalled") if lot.recalled_at is None else None
        Refused.unless_clear(
            None if may_order_recalls(by) else _not_own(lot.product, by), free,
            text_unfit(reason, field="reason", label="Lý do dỡ bỏ", longest=300, shortest=5),
        )  # fmt: skip
        lot.recalled_at = None
        lot.save(update_fields=["recalled_at"])
        record("lift_lot_recall", by=by, about=lot, at=moment, facts={"reason": reason})
        return lot


def load_simulated(products: Iterable[Product], quantity: int, *, by: Person, at: datetime | None = None) -> list[Lot]:
    """Nạp lô mô phỏng: one lot for each simulated product, for benchmarks; a real product gets none."""
    with act(at) as moment:
        day = timezone.localdate(moment)
        lots = Lot.objects.bulk_create(
            Lot(
                product=product, code=f"MP{product.pk}", made_on=day, quantity=quantity, unit="gói", place=product.place,
                materials="mô phỏng hàng loạt để đo tốc độ", recorded_by=by, recorded_at=moment,
                epc=epc_for(product, f"MP{product.pk}"),
            )
            for product in products
            if product.simulated
        )  # fmt: skip
        record("load_simulated_lots", by=by, about="demo:lots", at=moment, facts={"lots": len(lots)})
    return lots


def _not_keeper(product: Product, by: Person) -> Reason | None:
    if may_record_lot(by, product):
        return None
    return Reason("Chỉ người thay mặt chủ thể của sản phẩm mới làm được việc này.", code="not_own")


def tell_label(
    product: Product, *, by: Person, facts: dict[str, str], allergens: Sequence[str] | None = None,
    at: datetime | None = None,
) -> LabelFacts:  # fmt: skip
    """Khai điều trên nhãn: brand, standards applied, safety warnings, how to keep it.

    `allergens`: the groups it holds, empty for none of them; None: nobody has told.
    """
    with act(at) as moment:
        Refused.unless_clear(_not_keeper(product, by), label_unfit(facts), list(allergens_unfit(allergens or ())))
        chosen = None if allergens is None else sorted(set(allergens))
        label, _ = LabelFacts.objects.update_or_create(
            product=product, defaults={**facts, "allergens": chosen, "told_by": by, "told_at": moment}
        )
        told = {name: bool(text) for name, text in facts.items()} | {"allergens": chosen}
        record("tell_label", by=by, about=product, at=moment, facts=told)
    return label


def show_exhibit(
    product: Product, upload: File[bytes], facts: ExhibitFacts, *, by: Person, lot: Lot | None = None,
    at: datetime | None = None,
) -> Exhibit:  # fmt: skip
    """Đưa lên hộ chiếu: a picture, a test report or a certificate that everyone may see."""
    with act(at) as moment:
        shown = Exhibit.objects.filter(product=product, kind=facts.kind, hidden_at=None).count()
        Refused.unless_clear(
            _not_keeper(product, by),
            list(exhibit_unfit(facts, timezone.localdate(moment), shown)),
            _foreign(lot, product),
        )
        paper = bring(upload, by=by, at=moment, sounds=facts.kind == Exhibit.Kind.VOICE)
        Refused.unless_clear(_no_picture(paper, facts.kind))
        small, width, height = _small(paper, by, moment) if paper.is_image else (None, 0, 0)
        exhibit = Exhibit.objects.create(
            product=product, lot=lot, kind=facts.kind, paper=paper, small=small, width=width, height=height,
            title=facts.title, number=facts.number, issuer=facts.issuer, issued_on=facts.issued_on,
            expires_on=facts.expires_on, shown_by=by, shown_at=moment,
        )  # fmt: skip
        record("show_exhibit", by=by, about=exhibit, at=moment, facts={"kind": facts.kind, "sha256": paper.sha256})
    return exhibit


def _foreign(lot: Lot | None, product: Product) -> Reason | None:
    if lot is None or lot.product_id == product.pk:
        return None
    return Reason("Lô này không phải của sản phẩm này.", "lot", "foreign")


def _no_picture(paper: Paper, kind: str) -> Reason | None:
    is_sound = paper.media_type.startswith("audio/")
    if is_sound is not (kind == Exhibit.Kind.VOICE):
        wanted = "tệp âm thanh" if kind == Exhibit.Kind.VOICE else "ảnh hoặc PDF"
        return Reason(f"Mục này cần {wanted}.", "file", "wrong_file")
    if kind != Exhibit.Kind.PICTURE or paper.is_image:
        return None
    return Reason("Ảnh sản phẩm phải là tệp JPEG, PNG hoặc WebP.", "file", "no_picture")


def _small(paper: Paper, by: Person, at: datetime) -> tuple[Paper, int, int]:
    data, width, height = small_copy(bytes_of(paper.public_sha256 or paper.sha256))
    return keep(data, name="thu-nho.webp", media_type="image/webp", by=by, at=at), width, height


def hide_exhibit(exhibit: Exhibit, *, by: Person, at: datetime | None = None) -> Exhibit:
    """Cất đi: no longer shown; the paper itself stays where it is kept."""
    with act(at) as moment:
        exhibit = Exhibit.objects.select_for_update().get(pk=exhibit.pk)
        already = Reason("Mục này đã được cất đi.", code="already") if exhibit.hidden_at else None
        Refused.unless_clear(_not_keeper(exhibit.product, by), already)
        exhibit.hidden_at = moment
        exhibit.save(update_fields=["hidden_at"])
        record("hide_exhibit", by=by, about=exhibit, at=moment, facts={})
    return exhibit
