"""What a passport says in other languages, and which papers of the diary it tells of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.diaries.models import Attestation
from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.producers.models import Producer
from ocop.products.models import Product


class Translation(models.Model):
    """Bản dịch: one text of the producer in one more language; shown only once somebody answerable approved it."""

    class Field(models.TextChoices):
        NAME = "name", "Tên sản phẩm"
        SUMMARY = "summary", "Mô tả ngắn"
        INGREDIENTS = "ingredients", "Thành phần"
        STORY = "story", "Câu chuyện"
        WARNINGS = "warnings", "Cảnh báo an toàn"
        STORAGE = "storage", "Bảo quản, cách dùng"
        STANDARDS = "standards", "Tiêu chuẩn áp dụng"
        MATERIALS = "materials", "Nguyên liệu của lô"

    class Language(models.TextChoices):
        ENGLISH = "en", "tiếng Anh"
        CHINESE = "zh-hans", "tiếng Trung"

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="translations")
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, null=True, blank=True, related_name="translations")
    field = models.CharField(max_length=12, choices=Field)
    language = models.CharField(max_length=8, choices=Language)
    text = models.TextField(max_length=4000)
    source = models.CharField(
        max_length=16, help_text="dấu của nguyên văn lúc dịch: nguyên văn đổi thì bản dịch thôi hiện"
    )
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "lot", "field", "language"], name="translation_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="translation_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}, {self.get_language_display()}"


class ShownAttestation(models.Model):
    """Giấy cho người mua biết: an attached paper of which passports tell kind, number, issuer and dates; never the file."""

    attestation = models.OneToOneField(Attestation, on_delete=models.PROTECT, related_name="shown")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    shown_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["producer"], condition=Q(hidden_at=None), name="shown_attestations"),
        ]

    def __str__(self) -> str:
        return str(self.attestation)
