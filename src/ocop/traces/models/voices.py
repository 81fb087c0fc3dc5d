"""Whose word about a producer's goods everyone may read on the passport."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.producers.models import Producer

from .parties import Party


class Voice(models.Model):
    """Lời trên hộ chiếu: a party lets what it captured about a producer's goods be told to everyone, and the producer tells it.

    Both must want it: a partner's events are its own, and nobody may write on another's passport.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="voices")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="voices")
    offered_at = models.DateTimeField("Bên ghi cho kể từ")
    accepted_at = models.DateTimeField("Chủ thể nhận kể từ", null=True, blank=True)
    ended_at = models.DateTimeField("Thôi kể từ", null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["party", "producer"], condition=Q(ended_at__isnull=True), name="voice_once"
            ),
        ]
        verbose_name = "lời trên hộ chiếu"

    def __str__(self) -> str:
        return f"{self.party} → {self.producer}"
