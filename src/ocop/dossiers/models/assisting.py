"""Điền giúp: who fills in for the producer, with whose consent, and what was read back before sealing."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from ocop.people.models import Person

from .filing import Dossier


class Assistance(models.Model):
    """An offer or a wish to help, its consent, and its end. The producer may end it at any time."""

    class Kind(models.TextChoices):
        RELATIVE = "relative", "Người nhà, người quen"
        OFFICER = "officer", "Cán bộ xã"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="assistances")
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assistances")
    kind = models.CharField(max_length=10, choices=Kind)
    purpose = models.CharField("Giúp việc gì", max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True, blank=True)
    consented_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    present = models.CharField("Người đại diện có mặt khi đồng ý", max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "helper"], condition=Q(ended_at__isnull=True), name="assistance_once"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="assistance_days"),
        ]

    def __str__(self) -> str:
        return f"{self.helper} giúp {self.dossier}"

    def is_in_force(self, day: date) -> bool:
        return bool(self.consented_at) and self.ended_at is None and self.starts_on <= day <= self.ends_on


class HelpedSave(models.Model):
    """One field that a helper saved: the mark that stays beside it."""

    assistance = models.ForeignKey(Assistance, on_delete=models.PROTECT, related_name="saves")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="helped_saves")
    field = models.CharField(max_length=12)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["dossier", "field"], name="helped_field")]

    def __str__(self) -> str:
        return f"{self.field}: {self.assistance}"


class ReadBack(models.Model):
    """Đọc lại: the whole content was read to the producer, who agreed to exactly these words."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="read_backs")
    content = models.CharField(max_length=64, help_text="dấu của nội dung đã đọc")
    present = models.CharField("Những người có mặt", max_length=300)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    by_producer = models.BooleanField(help_text="chính người của chủ thể xác nhận trên tài khoản của mình")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"Đọc lại {self.dossier}"
