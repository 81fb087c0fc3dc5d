"""Calling goods back, in earnest or as a drill."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from ocop.lots.models import Lot
from ocop.people.models import Person


class Recall(models.Model):
    """Đợt thu hồi hoặc diễn tập thu hồi: one lot, why, what was found within which time."""

    class Kind(models.TextChoices):
        RECALL = "recall", "Thu hồi"
        DRILL = "drill", "Diễn tập thu hồi"

    class Scope(models.TextChoices):
        LOT = "lot", "Chỉ lô này"
        MATERIAL = "material", "Mọi lô cùng nguyên liệu đầu vào"

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="recalls")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.RECALL)
    scope = models.CharField("Phạm vi", max_length=10, choices=Scope, default=Scope.LOT)
    reason = models.CharField("Lý do", max_length=300)
    ground = models.CharField("Căn cứ", max_length=300, blank=True, help_text="bắt buộc khi cơ quan ra lệnh")
    by_office = models.BooleanField(default=False)
    called_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    listed_at = models.DateTimeField(null=True, blank=True, help_text="lúc có danh sách đầu tiên")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="lúc kết thúc diễn tập hoặc đợt thu hồi")
    found = models.JSONField(default=dict, help_text="những gì tìm thấy lúc gọi về, giữ nguyên")
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField("Lý do dỡ bỏ", max_length=300, blank=True)

    class Meta:
        ordering = ("-called_at", "-id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} lô {self.lot.code}"

    @property
    def is_drill(self) -> bool:
        return self.kind == self.Kind.DRILL

    @property
    def is_in_force(self) -> bool:
        """A recall that buyers must be told of."""
        return not self.is_drill and self.lifted_at is None

    @property
    def time_to_list(self) -> timedelta | None:
        return self.listed_at - self.called_at if self.listed_at else None


class RecalledLot(models.Model):
    """A lot that a recall takes in, and why."""

    recall = models.ForeignKey(Recall, on_delete=models.CASCADE, related_name="lots")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    by_this = models.BooleanField(default=True, help_text="chính đợt này đã gọi lô về (không phải đợt trước)")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["recall", "lot"], name="recalled_lot_once")]

    def __str__(self) -> str:
        return str(self.lot)


class RecallContact(models.Model):
    """Nơi đã nhận hàng: who must be told, and when they confirmed. Without a name it is a gap, and counted as one."""

    recall = models.ForeignKey(Recall, on_delete=models.CASCADE, related_name="contacts")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("Nơi nhận", max_length=200, blank=True)
    where = models.CharField("Ở đâu", max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="mục nhật ký hoặc sự kiện nêu nơi này")
    told_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kept = models.CharField("Đã giữ lại bao nhiêu", max_length=200, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name or "không rõ nơi nhận"
