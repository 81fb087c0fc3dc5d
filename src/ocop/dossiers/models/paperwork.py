"""What the official forms ask beyond the criteria, and the dossier bound as one file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.papers.models import Paper
from ocop.people.models import Person

from .filing import Dossier, Version


class FormFacts(models.Model):
    """Phần khai của Mẫu 01–02: the representative, the registration, results and plans in the producer's words."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="form_facts")
    representative = models.CharField("Người đại diện", max_length=120, blank=True)
    position = models.CharField("Chức vụ", max_length=120, blank=True)
    # Asked by Mẫu 02 only; never public, never before the council.
    gender = models.CharField("Giới tính", max_length=20, blank=True)
    ethnicity = models.CharField("Dân tộc", max_length=60, blank=True)
    residence = models.CharField("Nơi thường trú", max_length=300, blank=True)
    phone = models.CharField("Điện thoại", max_length=20, blank=True)
    email = models.CharField("Thư điện tử", max_length=254, blank=True)
    registration = models.CharField("Đăng ký kinh doanh", max_length=300, blank=True)
    results = models.TextField("Kết quả phương án sản xuất, kinh doanh", blank=True)
    plan = models.TextField("Kế hoạch phát triển", blank=True)
    salt = models.CharField(max_length=64, help_text="để dấu của phần riêng không đoán được")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Phần khai của {self.dossier}"


class PrivatePart(models.Model):
    """What a version says of a person: kept apart, so that readers of the version see its seal only."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="private_part")
    content = models.JSONField()
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Phần riêng của {self.version}"


class Binding(models.Model):
    """Bản đóng tập: the whole dossier as one PDF, made by the worker, with how far it has come."""

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        MAKING = "making", "Đang đóng tập"
        READY = "ready", "Đã xong"
        FAILED = "failed", "Chưa làm được"

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="bindings")
    content = models.CharField(max_length=64, help_text="dấu của nội dung được đóng tập")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "content"], condition=~Q(state="failed"), name="binding_once_per_content"
            ),
        ]

    def __str__(self) -> str:
        return f"Bản đóng tập của {self.dossier}"
