"""What inspectors checked in the field with a phone that had no network."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.stamps.models import Batch

from .cases import Case
from .visits import Visit


class Check(models.Model):
    """Lần kiểm tra tem: what the phone read and said, and what the portal said when it arrived; never edited.

    The id is made on the phone, so that sending again is harmless.
    """

    id = models.UUIDField(primary_key=True)
    inspector = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stamp_checks")
    content = models.CharField(max_length=400, help_text="nguyên văn điều máy đọc được")
    said = models.CharField(max_length=16, help_text="kết luận của máy, khi chưa có mạng")
    checked_at = models.DateTimeField(help_text="giờ của máy lúc kiểm tra")
    list_at = models.DateTimeField(null=True, help_text="danh sách máy đã dùng")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    accuracy = models.FloatField(null=True, help_text="mét")
    place = models.CharField("Nơi kiểm tra", max_length=200, blank=True)
    note = models.CharField("Ghi chú", max_length=1000, blank=True)
    photo = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField()
    answer = models.CharField(max_length=16, help_text="kết luận của cổng khi nhận")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="checks")
    sequence = models.PositiveIntegerField(null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="checks")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="checks")

    class Meta:
        ordering = ("-checked_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="check_place",
            )
        ]
        indexes = [models.Index(fields=["inspector", "-checked_at"], name="check_by_inspector")]

    def __str__(self) -> str:
        return f"{self.checked_at:%d/%m/%Y %H:%M} {self.content[-60:]}"
