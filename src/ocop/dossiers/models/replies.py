"""Trả lời tiêu chí bị nhận xét: the producer's answer beside the criticism."""

from __future__ import annotations

from django.db import models

from ocop.papers.models import Paper
from ocop.people.models import Person

from .filing import Dossier


class Reply(models.Model):
    """What was criticised in one criterion, by when an answer is welcome, and the answer."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="replies")
    criterion = models.CharField(max_length=12)
    criticism = models.TextField("Nhận xét", blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    words = models.TextField("Trả lời", blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "criterion"], condition=models.Q(answered_at__isnull=True), name="reply_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Trả lời {self.criterion}"
