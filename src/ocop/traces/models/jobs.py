"""Capture jobs: documents handed in, and what became of them."""

from __future__ import annotations

import uuid

from django.db import models

from .. import lifecycle
from .parties import Party


class CaptureJob(models.Model):
    """Việc ghi nhận: one document handed in at `/epcis/v2/capture`; keeps the document until the work is done."""

    class ErrorBehaviour(models.TextChoices):
        ROLLBACK = "rollback", "Có lỗi thì không ghi gì"
        PROCEED = "proceed", "Ghi những sự kiện đúng"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="jobs")
    state = models.CharField(max_length=10, choices=lifecycle.STATES, default=lifecycle.WAITING)
    error_behaviour = models.CharField(max_length=8, choices=ErrorBehaviour, default=ErrorBehaviour.ROLLBACK)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    stored = models.PositiveIntegerField(default=0, help_text="sự kiện mới được ghi")
    known = models.PositiveIntegerField(default=0, help_text="sự kiện đã có từ trước")
    errors = models.JSONField(default=list, blank=True)
    media_type = models.CharField(max_length=40, default="application/json")
    document = models.BinaryField(null=True, blank=True, help_text="nén; xoá khi việc xong")

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["party", "-created_at", "id"], name="capture_job_by_party")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_running(self) -> bool:
        return self.state == lifecycle.WAITING

    @property
    def is_success(self) -> bool:
        return self.state == lifecycle.DONE
