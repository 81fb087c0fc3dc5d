"""Rolls of printed stamps, and the notes with which they are handed over."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ocop.people.models import Person
from ocop.producers.models import Producer

from .batches import Batch, Ranged


class Delivery(models.Model):
    """Phiếu giao tem: which rolls were handed to whom; the receiver confirms."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="stamp_deliveries")
    receiver = models.CharField("Người nhận", max_length=120)
    note = models.CharField("Ghi chú", max_length=300, blank=True)
    delivered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField()
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-delivered_at", "-id")

    def __str__(self) -> str:
        return f"Phiếu giao {self.number}"

    @property
    def number(self) -> str:
        return f"PG-{self.delivered_at:%Y}-{self.pk:05d}"


class Roll(Ranged, models.Model):
    """Cuộn tem: a numbered piece [lo, hi) of a printed batch; the states of its stamps are kept with the batch."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rolls")
    number = models.PositiveIntegerField(help_text="số cuộn trong lượt cấp, từ 1")
    lo = models.PositiveIntegerField()
    hi = models.PositiveIntegerField()
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, related_name="rolls")
    lost_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("batch_id", "number")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="roll_once"),
            models.UniqueConstraint(fields=["batch", "lo"], name="roll_begins_once"),
            models.CheckConstraint(condition=Q(lo__lt=F("hi")), name="roll_not_empty"),
        ]

    def __str__(self) -> str:
        return f"Cuộn {self.mark}"

    @property
    def mark(self) -> str:
        """What is written on the core of the roll."""
        return f"{self.batch.mark}-{self.number:02d}"

    @property
    def words(self) -> str:
        """Where the roll is, in one word for a table."""
        if self.lost_at:
            return "Báo mất"
        if self.returned_at:
            return "Đã trả lại"
        if self.delivery is None:
            return "Ở nơi in"
        return "Đã nhận" if self.delivery.received_at else "Đã giao, chờ xác nhận"

    @property
    def badge(self) -> str:
        if self.lost_at or self.returned_at:
            return "void"
        return "ok" if self.delivery is not None and self.delivery.received_at else "wait"
