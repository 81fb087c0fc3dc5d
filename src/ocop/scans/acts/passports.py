"""What a producer says in other languages."""

from __future__ import annotations

from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.products.models import Product

from ..access import may_approve_words, may_propose_words
from ..models import Translation
from ..queries import original_text
from ..rules.passports import translation_unfit
from ..rules.translations import mark_of


def _foreign(lot: Lot | None, product: Product) -> Reason | None:
    if lot is None or lot.product_id == product.pk:
        return None
    return Reason("Lô này không phải của sản phẩm này.", "lot", "foreign")


def write_translation(
    product: Product, *, field: str, language: str, text: str, by: Person, lot: Lot | None = None,
    at: datetime | None = None,
) -> Translation:  # fmt: skip
    """Ghi bản dịch: not shown before somebody who acts for the producer approved it."""
    with act(at) as moment:
        original = original_text(product, lot, field)
        Refused.unless_clear(
            None if may_propose_words(by, product) else Reason("Bạn không được ghi bản dịch cho sản phẩm này.", code="not_own"),
            _foreign(lot, product), list(translation_unfit(text, original)),
        )  # fmt: skip
        written, _ = Translation.objects.update_or_create(
            product=product, lot=lot, field=field, language=language,
            defaults={
                "text": text, "source": mark_of(original), "written_by": by, "written_at": moment, "approved_by": None,
                "approved_at": None,
            },
        )  # fmt: skip
        record("write_translation", by=by, about=written, at=moment, facts={"field": field, "language": language})
    return written


def approve_translation(translation: Translation, *, by: Person, at: datetime | None = None) -> Translation:
    """Duyệt bản dịch: somebody who acts for the producer answers for its words in this language."""
    with act(at) as moment:
        found = (
            Translation.objects.select_for_update(of=("self",)).select_related("product", "lot").get(pk=translation.pk)
        )
        stale = found.source != mark_of(original_text(found.product, found.lot, found.field))
        Refused.unless_clear(
            None if may_approve_words(by, found.product) else Reason("Chỉ người của chủ thể duyệt được lời của mình."),
            Reason("Nguyên văn đã đổi sau khi dịch. Hãy dịch lại rồi duyệt.", "text", "stale") if stale else None,
        )  # fmt: skip
        found.approved_by, found.approved_at = by, moment
        found.save(update_fields=["approved_by", "approved_at"])
        record(
            "approve_translation",
            by=by,
            about=found,
            at=moment,
            facts={"field": found.field, "language": found.language},
        )
    return found
