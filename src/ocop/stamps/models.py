"""Batches of stamps and the ranges their states are kept in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.products.models import Product

from . import lifecycle


class Batch(models.Model):
    """Lượt cấp tem: `size` stamps of one product against one lot; the codes are computed, never stored."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="batches")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="batches")
    epoch = models.CharField(max_length=1)
    number = models.PositiveSmallIntegerField(help_text="số thứ tự lượt cấp của sản phẩm trong kỳ khóa")
    size = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "epoch", "number"], name="batch_once")]

    def __str__(self) -> str:
        return f"Lượt {self.number} – {self.product}"


class StampRange(models.Model):
    """Sequence numbers [lo, hi) of a batch that share a state now."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="ranges")
    lo = models.PositiveIntegerField()
    hi = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=list(lifecycle.STATE_NAMES.items()))
    since = models.DateTimeField()

    class Meta:
        ordering = ("batch_id", "lo")
        constraints = [models.CheckConstraint(condition=Q(lo__lt=F("hi")), name="stamp_range_not_empty")]

    def __str__(self) -> str:
        return f"[{self.lo}, {self.hi}) {self.state}"
