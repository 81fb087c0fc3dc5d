"""Which kind of stamp a product must take, and where its stamps were copied before."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.people.models import Person
from ocop.products.models import Product

from .batches import Batch


class KindDemand(models.Model):
    """Yêu cầu loại tem: the office requires one kind for a product, with its reason, until it lifts that again."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="kind_demands")
    kind = models.CharField("Loại tem", max_length=9, choices=Batch.Kind)
    reason = models.CharField("Lý do", max_length=300)
    demanded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    demanded_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["product"], condition=Q(lifted_at=None), name="kind_demanded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.get_kind_display()}"


class CopyNote(models.Model):
    """Từng bị chép: an inspector concluded so about a stamp of this batch; a later chapter says it, and takes it back."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="copy_notes")
    about = models.CharField(max_length=200, unique=True, help_text="địa chỉ của vụ việc")
    said = models.CharField("Kết luận", max_length=120)
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.batch.mark}: {self.said}"
