"""What happens to a request for change besides its answer: reminders, and more time with a reason."""

from __future__ import annotations

from django.db import models

from ocop.people.models import Person

from .filing import CompletionRequest, Dossier


class Extension(models.Model):
    """Gia hạn bổ sung: all unanswered requests of a dossier get a later day."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="extensions")
    before = models.DateField()
    due_on = models.DateField()
    reason = models.CharField("Lý do", max_length=500)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"Gia hạn đến {self.due_on:%d/%m/%Y}"


class Reminder(models.Model):
    """A reminder that was sent, so that none is sent twice."""

    request = models.ForeignKey(CompletionRequest, on_delete=models.CASCADE, related_name="reminders")
    days_left = models.SmallIntegerField(help_text="âm: đã quá hạn")
    due_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "due_on", "days_left"], name="reminded_once"),
        ]

    def __str__(self) -> str:
        return f"Nhắc {self.request}"
