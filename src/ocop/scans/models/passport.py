"""What a passport tells beside the product and the lot themselves: the label, translations, pictures and papers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.lots.models import Lot
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.products.models import Product


class LabelFacts(models.Model):
    """Điều ghi trên nhãn: what the law wants told of a product and no earlier chapter asks."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True, related_name="label_facts")
    brand = models.CharField("Thương hiệu, nhãn hiệu", max_length=120, blank=True)
    standards = models.CharField("Tiêu chuẩn, quy chuẩn áp dụng", max_length=300, blank=True)
    warnings = models.CharField("Cảnh báo an toàn", max_length=600, blank=True)
    storage = models.CharField("Bảo quản, cách dùng", max_length=600, blank=True)
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.product}: nhãn"


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


class Exhibit(models.Model):
    """Điều cho người quét xem: a picture, a test or a certificate that the producer chose to show."""

    class Kind(models.TextChoices):
        PICTURE = "picture", "Ảnh sản phẩm"
        TEST = "test", "Phiếu kiểm nghiệm"
        CERTIFICATE = "certificate", "Giấy chứng nhận"

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="exhibits")
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, null=True, blank=True, related_name="exhibits")
    kind = models.CharField("Loại", max_length=12, choices=Kind)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="exhibits")
    small = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="ảnh thu nhỏ cho trang quét"
    )  # fmt: skip
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("Tên", max_length=200)
    number = models.CharField("Số", max_length=80, blank=True)
    issuer = models.CharField("Nơi cấp", max_length=200, blank=True)
    issued_on = models.DateField("Ngày cấp", null=True, blank=True)
    expires_on = models.DateField("Có giá trị đến hết ngày", null=True, blank=True)
    shown_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title
