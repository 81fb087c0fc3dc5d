"""Letters to persons, and what became of those that leave the house."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.people.models import Person


class Letter(models.Model):
    """Something told to one person about one thing; on the desk at once, elsewhere after the worker sent it."""

    class Channel(models.TextChoices):
        DESK = "desk", "Bàn làm việc"
        SMS = "sms", "Tin nhắn"
        EMAIL = "email", "Thư điện tử"

    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.DESK)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["to", "-id"], name="letter_to_newest"),
            models.Index(fields=["id"], condition=Q(sent_at__isnull=True) & ~Q(channel="desk"), name="letter_to_carry"),
        ]

    def __str__(self) -> str:
        return self.subject


class Sending(models.Model):
    """One try to carry a letter out of the house; without a fault it arrived at the carrier."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="sendings")
    carrier = models.CharField(max_length=40)
    address = models.CharField(max_length=254)
    fault = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.letter} · {self.carrier}"
