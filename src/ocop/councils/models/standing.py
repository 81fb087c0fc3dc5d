"""Who does not judge an item, and who said so: conflicts, abstentions, statements; and answers in writing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .councils import Seat
from .sittings import Item, Sitting


class Conflict(models.Model):
    """Xung đột lợi ích declared by a member about an item; the item is then closed to them."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="conflicts")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="conflicts")
    cause = models.CharField(max_length=300)
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat"], condition=Q(withdrawn_at__isnull=True), name="conflict_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.cause}"


class Statement(models.Model):
    """Cam kết: a member has looked through the agenda and named every conflict; it covers the items seen then."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="statements")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="statements")
    covers = models.JSONField(default=list, help_text="số của các mục đã xem")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "seat"], name="statement_once")]

    def __str__(self) -> str:
        return f"{self.seat}: {len(self.covers)} mục"


class Abstention(models.Model):
    """Không chấm, có lý do: unlike a conflict it is printed with its cause, and the item stays open to the member."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="abstentions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="abstentions")
    cause = models.CharField(max_length=300)
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat"], condition=Q(withdrawn_at__isnull=True), name="abstention_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.cause}"


class WrittenOpinion(models.Model):
    """Ý kiến bằng văn bản of a member on an item's proposed rating."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="opinions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="opinions")
    agrees = models.BooleanField()
    reason = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="opinion_once"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(reason=""), name="objection_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {'đồng ý' if self.agrees else 'không đồng ý'}"
