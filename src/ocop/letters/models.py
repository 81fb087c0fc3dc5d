"""Letters to persons."""

from __future__ import annotations

from django.db import models

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

    def __str__(self) -> str:
        return self.subject
