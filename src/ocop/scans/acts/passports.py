"""What a producer lets the passport tell: the label, pictures and papers, and its words in other languages."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import File
from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.lots.models import Lot
from ocop.papers.acts import bring, keep
from ocop.papers.models import Paper
from ocop.papers.queries import bytes_of
from ocop.people.models import Person
from ocop.products.models import Product

from ..access import may_approve_words, may_keep_passport, may_propose_words
from ..models import Exhibit, LabelFacts, Translation
from ..queries import original_text
from ..rules.passports import ExhibitFacts, exhibit_unfit, label_unfit, translation_unfit
from ..rules.thumbnails import small_copy
from ..rules.translations import mark_of


def _not_own(product: Product, by: Person) -> Reason | None:
    if may_keep_passport(by, product):
        return None
    return Reason("Chỉ người thay mặt chủ thể của sản phẩm mới làm được việc này.", code="not_own")


def tell_label(product: Product, *, by: Person, facts: dict[str, str], at: datetime | None = None) -> LabelFacts:
    """Khai điều trên nhãn: brand, standards applied, safety warnings, how to keep it."""
    with act(at) as moment:
        Refused.unless_clear(_not_own(product, by), label_unfit(facts))
        label, _ = LabelFacts.objects.update_or_create(
            product=product, defaults={**facts, "told_by": by, "told_at": moment}
        )
        record("tell_label", by=by, about=product, at=moment, facts={name: bool(text) for name, text in facts.items()})
    return label


def show_exhibit(
    product: Product, upload: File[bytes], facts: ExhibitFacts, *, by: Person, lot: Lot | None = None,
    at: datetime | None = None,
) -> Exhibit:  # fmt: skip
    """Đưa lên hộ chiếu: a picture, a test report or a certificate that everyone may see."""
    with act(at) as moment:
        shown = Exhibit.objects.filter(product=product, kind=facts.kind, hidden_at=None).count()
        Refused.unless_clear(
            _not_own(product, by), list(exhibit_unfit(facts, timezone.localdate(moment), shown)), _foreign(lot, product)
        )
        paper = bring(upload, by=by, at=moment)
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
        Refused.unless_clear(_not_own(exhibit.product, by), already)
        exhibit.hidden_at = moment
        exhibit.save(update_fields=["hidden_at"])
        record("hide_exhibit", by=by, about=exhibit, at=moment, facts={})
    return exhibit


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
