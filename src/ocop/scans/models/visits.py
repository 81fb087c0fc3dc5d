"""A shelf or stall that an inspector went through, stamp by stamp: what was told about it, and the look afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.people.models import Person


class Visit(models.Model):
    """Lượt kiểm kệ: one place, many checks; begun on the phone, which also made its id."""

    id = models.UUIDField(primary_key=True)
    inspector = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shelf_visits")
    place = models.CharField("Nơi kiểm tra", max_length=200)
    began_at = models.DateTimeField(help_text="giờ của máy lúc bắt đầu")
    arrived_at = models.DateTimeField(help_text="lúc cổng nhận lần kiểm tra đầu tiên")
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    words = models.CharField("Lời nhắn", max_length=1000, blank=True)
    follow_on = models.DateField("Ngày kiểm tra lại", null=True)
    followed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    followed_at = models.DateTimeField(null=True)
    finding = models.CharField("Thấy gì khi kiểm tra lại", max_length=1000, blank=True)

    class Meta:
        ordering = ("-began_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_by__isnull=True)
                | Q(told_at__isnull=False, told_by__isnull=False),
                name="visit_told_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(followed_at__isnull=True) | Q(told_at__isnull=False), name="visit_followed_after_told"
            ),
        ]
        indexes = [models.Index(fields=["inspector", "-began_at"], name="visit_by_inspector")]

    def __str__(self) -> str:
        return f"{self.place}, {self.began_at:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return f"/thanh-tra/ke/{self.pk}/"
