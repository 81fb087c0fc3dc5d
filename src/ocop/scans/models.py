"""Scanned stamps: only these have a row."""

from __future__ import annotations

from django.db import models

from ocop.stamps.models import Batch


class ScannedStamp(models.Model):
    """One stamp that was scanned at least once, with what the clone rule needs."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="scanned")
    sequence = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    networks = models.JSONField(default=list, help_text="dấu mạng đã băm, tối đa vài chục")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "sequence"], name="scanned_stamp_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.sequence}: {self.count}"
