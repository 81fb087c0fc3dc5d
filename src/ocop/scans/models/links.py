"""Where a machine is sent that asks a code for a kind of link."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.producers.models import Producer
from ocop.products.models import Product

from ..rules.resolving import KINDS


class ResolverLink(models.Model):
    """Liên kết của mã: a registered target of a product, of one of its lots, or of a producer's place.

    Only what stands here is ever redirected to; a link that is taken down stays as a row, for the journal's sake.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, null=True, related_name="resolver_links")
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, null=True, blank=True, related_name="resolver_links")
    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, null=True, related_name="resolver_links")
    kind = models.CharField("Loại liên kết", max_length=60, help_text="tên trong bộ từ vựng GS1, ví dụ pip")
    title = models.CharField("Tên liên kết", max_length=120)
    href = models.CharField("Địa chỉ", max_length=500)
    language = models.CharField("Ngôn ngữ của trang đích", max_length=8, blank=True)
    media_type = models.CharField("Kiểu dữ liệu", max_length=60, default="text/html")
    passes_query = models.BooleanField("Chuyển tiếp tham số", default=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(product__isnull=False, producer__isnull=True)
                | Q(product__isnull=True, lot__isnull=True, producer__isnull=False),
                name="resolver_link_of_one",
            ),
            models.CheckConstraint(condition=Q(href__startswith="https://"), name="resolver_link_https"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.href}"

    @property
    def kind_name(self) -> str:
        return KINDS.get(self.kind, self.kind)

    @property
    def host(self) -> str:
        """Where it leads, short enough for a phone."""
        return urlsplit(self.href).hostname or ""
