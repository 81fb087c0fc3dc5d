"""Questions that stay: named queries, subscriptions to their answers, and what was sent for them."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .. import lifecycle
from .parties import Party


class NamedQuery(models.Model):
    """Câu hỏi có tên: a SimpleEventQuery that a party keeps under a name of its own."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="queries")
    name = models.CharField(max_length=120)
    source = models.JSONField(help_text="the query as it was given")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["party", "name"], name="query_name_once")]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """Đăng ký nhận sự kiện: answers to a named query, sent to an address whenever there are new ones.

    `horizon` is what the subscriber has been told up to: it moves in the transaction that writes the deliveries, so
    every event is told once. Positions up to `floor` need not be looked at again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    query = models.ForeignKey(NamedQuery, on_delete=models.CASCADE, related_name="subscriptions")
    dest = models.CharField("Nơi nhận", max_length=2000)
    secret = models.TextField(help_text="signature token, sealed")
    schedule = models.JSONField(null=True, blank=True)
    report_if_empty = models.BooleanField(default=False)
    epc_format = models.CharField(max_length=24)
    initial_record_time = models.DateTimeField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=lifecycle.SUBSCRIPTION_STATES, default=lifecycle.ACTIVE)
    horizon = models.TextField(blank=True, help_text="empty until the first run")
    floor = models.BigIntegerField(default=0)
    next_floor = models.BigIntegerField(default=0)
    next_floor_tx = models.BigIntegerField(default=0)
    ran_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text="next run; empty for a stream")
    notified_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="in a row")
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("created_at", "id")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="active"), name="subscription_due"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_stream(self) -> bool:
        return self.schedule is None


class Delivery(models.Model):
    """Lần gửi: one batch for one subscriber, sent again unchanged until it is taken; the receiver may tell it by its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    serial = models.BigIntegerField(help_text="order of sending within the subscription")
    positions = ArrayField(models.BigIntegerField())
    made_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("subscription", "serial")
        constraints = [models.UniqueConstraint(fields=["subscription", "serial"], name="delivery_once")]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="delivery_waiting"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Name(models.Model):
    """Giá trị đã gặp: a place, business step, disposition or event type that a party's events have used."""

    class Kind(models.TextChoices):
        BIZ_STEP = "bizStep", "Bước nghiệp vụ"
        DISPOSITION = "disposition", "Tình trạng"
        READ_POINT = "readPoint", "Điểm ghi"
        BIZ_LOCATION = "bizLocation", "Địa điểm"
        EVENT_TYPE = "type", "Loại sự kiện"

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    value = models.TextField()

    class Meta:
        ordering = ("value",)
        constraints = [models.UniqueConstraint(fields=["kind", "value", "party"], name="trace_name_once")]

    def __str__(self) -> str:
        return self.value
