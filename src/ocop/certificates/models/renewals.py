"""What was already reminded of, so that nobody is told the same twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.papers.models import Paper

from .issuing import Recognition


class Reminder(models.Model):
    """Lời nhắc hết hạn: one step (180, 120, 30 days before) of one expiry of one paper or one star."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders")
    recognition = models.ForeignKey(
        Recognition, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    expires_on = models.DateField(help_text="một ngày hết hạn được sửa là một lần nhắc mới")
    step = models.PositiveSmallIntegerField(help_text="số ngày trước khi hết hạn")
    letters = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paper__isnull=False, recognition__isnull=True)
                | Q(paper__isnull=True, recognition__isnull=False),
                name="reminder_of_one_thing",
            ),
            models.UniqueConstraint(fields=["paper", "expires_on", "step"], name="paper_reminded_once"),
            models.UniqueConstraint(fields=["recognition", "expires_on", "step"], name="star_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step} ngày trước {self.expires_on}"
