"""Notes of activation that were written on a phone without a network, and the phones that may sign them."""

from __future__ import annotations

from django.db import models

from ocop.people.models import Person

from .batches import Batch


class Phone(models.Model):
    """Máy đã ghi danh: the public half of a key that never leaves the phone's browser."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stamp_phones")
    name = models.CharField(max_length=80)
    public_key = models.BinaryField(max_length=200, help_text="SPKI, ECDSA P-256")
    registered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-registered_at",)

    def __str__(self) -> str:
        return self.name


class ActivationNote(models.Model):
    """Phiếu kích hoạt: what a phone signed, word for word, and what came of it; the same id is never taken twice."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", "Đã kích hoạt"
        PARTLY = "partly", "Kích hoạt một phần"
        REFUSED = "refused", "Không kích hoạt được"

    id = models.UUIDField(primary_key=True)
    phone = models.ForeignKey(Phone, on_delete=models.PROTECT, related_name="notes")
    payload = models.TextField(help_text="nguyên văn điều máy đã ký")
    signature = models.BinaryField(max_length=80)
    noted_at = models.DateTimeField(help_text="giờ của máy lúc ghi")
    arrived_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="notes")
    lo = models.PositiveIntegerField(null=True)
    hi = models.PositiveIntegerField(null=True)
    activated = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=7, choices=Outcome)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ("-arrived_at",)

    def __str__(self) -> str:
        return str(self.id)
