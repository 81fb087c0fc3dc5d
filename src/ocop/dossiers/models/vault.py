"""Papers that stand in a producer's vault before (or without) serving a dossier."""

from __future__ import annotations

from django.db import models

from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.producers.models import Producer


class VaultPaper(models.Model):
    """Kho giấy tờ: whose paper it is. Papers bound to a dossier of the producer belong to its vault without a row."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="vault")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="vaults")
    put_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["producer", "paper"], name="vault_paper_once")]

    def __str__(self) -> str:
        return f"{self.producer}: {self.paper}"
