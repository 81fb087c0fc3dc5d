"""Links of a code: registered by whoever answers for the product, and the only places a code ever redirects to."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from gs1.digitallink import KEYS
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.products.models import Product

from ..access import may_propose_words
from ..models import ResolverLink
from ..queries.links import links_kept
from ..rules.resolving import KINDS, MEDIA_TYPES, MOST_LINKS, href_unfit

_OURS = ("/t/", "/T/", *(f"/{ai}/" for ai in KEYS))
LANGUAGES = {
    "": "Mọi ngôn ngữ",
    "vi": "Tiếng Việt",
    "en": "Tiếng Anh",
    "zh": "Tiếng Trung",
    "ja": "Tiếng Nhật",
    "ko": "Tiếng Hàn",
}


def add_link(
    product: Product, *, kind: str, title: str, href: str, by: Person, lot: Lot | None = None, language: str = "",
    media_type: str = "text/html", passes_query: bool = True, at: datetime | None = None,
) -> ResolverLink:  # fmt: skip
    """Thêm liên kết của mã: for the product, or for one of its lots only."""
    with act(at) as moment:
        Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
        href = href.strip()
        unfit = href_unfit(href, settings.ORIGIN, _OURS)
        Refused.unless_clear(
            None
            if may_propose_words(by, product)
            else Reason("Chỉ chủ thể và cơ quan OCOP tỉnh sửa liên kết.", "", "not_own"),
            None if kind in KINDS else Reason("Hãy chọn một loại liên kết được nêu.", "kind", "required"),
            text_unfit(title, field="title", label="Tên liên kết", longest=120, shortest=3),
            text_unfit(href, field="href", label="Địa chỉ", longest=500, shortest=10),
            Reason(unfit, "href", "unfit") if unfit else None,
            None if language in LANGUAGES else Reason("Hãy chọn một ngôn ngữ được nêu.", "language", "required"),
            None if media_type in MEDIA_TYPES else Reason("Hãy chọn một kiểu dữ liệu.", "media_type", "required"),
            None
            if lot is None or lot.product_id == product.pk
            else Reason("Lô này của sản phẩm khác.", "lot", "foreign"),
            _too_many_or_twice(product, kind, href, lot),
        )
        link = ResolverLink.objects.create(
            product=product, lot=lot, kind=kind, title=title, href=href, language=language, media_type=media_type,
            passes_query=passes_query, added_by=by, added_at=moment,
        )  # fmt: skip
        record("add_link", by=by, about=product, at=moment, facts={"link": link.pk, "kind": kind, "href": href})
        return link


def _too_many_or_twice(product: Product, kind: str, href: str, lot: Lot | None) -> list[Reason]:
    kept = list(links_kept(product))
    found = []
    if len(kept) >= MOST_LINKS:
        found.append(Reason(f"Mỗi sản phẩm có nhiều nhất {MOST_LINKS} liên kết. Hãy gỡ bớt rồi thêm.", "", "too_many"))
    if any((k.kind, k.href, k.lot_id) == (kind, href, lot.pk if lot else None) for k in kept):
        found.append(Reason("Liên kết này đã có.", "href", "twice"))
    return found


def remove_link(link: ResolverLink, *, by: Person, at: datetime | None = None) -> None:
    """Gỡ liên kết của mã: at once nobody is sent there any more; the row stays as history."""
    with act(at) as moment:
        link = ResolverLink.objects.select_for_update(of=("self",)).select_related("product").get(pk=link.pk)
        assert link.product is not None
        Refused.unless_clear(
            None
            if may_propose_words(by, link.product)
            else Reason("Chỉ chủ thể và cơ quan OCOP tỉnh sửa liên kết.", "", "not_own"),
            Reason("Liên kết này đã được gỡ trước đó.", code="removed") if link.removed_at else None,
        )
        link.removed_at, link.removed_by = moment, by
        link.save(update_fields=["removed_at", "removed_by"])
        record("remove_link", by=by, about=link.product, at=moment, facts={"link": link.pk, "href": link.href})
