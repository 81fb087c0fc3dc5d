"""Who captures and asks: parties, what one lets another see, and the tokens their systems carry."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ocop.people.models import Office
from ocop.producers.models import Producer

SCOPES = ("capture", "query")


class Party(models.Model):
    """Bên ghi sự kiện: a producer, a trade partner or an authority; every event was captured by one."""

    class Kind(models.TextChoices):
        PRODUCER = "producer", "Chủ thể"
        PARTNER = "partner", "Đối tác thương mại"
        AUTHORITY = "authority", "Cơ quan quản lý"

    name = models.CharField("Tên", max_length=200)
    kind = models.CharField("Là ai", max_length=10, choices=Kind)
    producer = models.OneToOneField(
        Producer, on_delete=models.PROTECT, null=True, blank=True, related_name="trace_party"
    )
    office = models.OneToOneField(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="trace_party")
    simulated = models.BooleanField("Mô phỏng", default=False)
    since = models.DateTimeField()
    # Never taken back: whoever captures announces the event to passports only for such a party (acts.noticing).
    has_spoken = models.BooleanField("Từng xin kể trên hộ chiếu", default=False)

    class Meta:
        ordering = ("id",)
        verbose_name = "bên ghi sự kiện"

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """Cho xem: one party lets another see the events it captured, from a moment until it takes the leave back."""

    giver = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="grants")
    to = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="granted")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(giver=models.F("to")), name="grant_to_another"),
            models.UniqueConstraint(fields=["giver", "to"], condition=Q(until__isnull=True), name="grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.to}"


class Token(models.Model):
    """Mã truy cập: what a party's system carries; only its hash is kept, so that nobody can read it here."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField("Dùng cho", max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=8))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField("Hết hạn", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.party}: {self.name}"

    def works_at(self, moment: datetime) -> bool:
        return self.withdrawn_at is None and (self.expires_at is None or moment < self.expires_at)
