"""Thanks of buyers, counted and nothing else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.lots.models import Lot
from ocop.products.models import Product


class Thanks(models.Model):
    """Lời cảm ơn: how often somebody in one network thanked for a product on one day; who it was is nowhere."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    day = models.DateField()
    network = models.BigIntegerField(help_text="dấu của mạng, mỗi ngày một khác")
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "lot", "day", "network"], name="thanks_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=20), name="thanks_in_measure"),
        ]
        indexes = [models.Index(fields=["product", "day"], name="thanks_by_product")]

    def __str__(self) -> str:
        return f"{self.product}: {self.count}"
