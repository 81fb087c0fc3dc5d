"""Lots, and what their passports show beside them: the label, pictures and papers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.places.models import Place
from ocop.products.models import Product


class Lot(models.Model):
    """Lô sản xuất: what was made at one time from the same material."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="lots")
    code = models.CharField("Mã lô", max_length=20, help_text="GS1 AI 10: tối đa 20 ký tự")
    made_on = models.DateField("Ngày sản xuất")
    best_before = models.DateField("Hạn dùng", null=True, blank=True)
    quantity = models.PositiveIntegerField("Số lượng")
    unit = models.CharField("Đơn vị", max_length=30)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    materials = models.TextField("Nguyên liệu, nguồn gốc", blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()
    recalled_at = models.DateTimeField(null=True, blank=True)
    epc = models.CharField(
        max_length=200, blank=True, default="", db_index=True,
        help_text="tên trong sự kiện EPCIS, đặt một lần khi ghi lô: sản phẩm có GTIN về sau cũng không đổi tên lô cũ",
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "code"], name="lot_code_once")]

    def __str__(self) -> str:
        return f"Lô {self.code}"


class LotStep(models.Model):
    """Công đoạn: one step of making the lot (TT 02/2024/TT-BKHCN)."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=120)
    happened_on = models.DateField()
    where = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("happened_on", "id")

    def __str__(self) -> str:
        return self.name


class LabelFacts(models.Model):
    """Điều ghi trên nhãn: what the law wants told of a product and no earlier chapter asks."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True, related_name="label_facts")
    brand = models.CharField("Thương hiệu, nhãn hiệu", max_length=120, blank=True)
    standards = models.CharField("Tiêu chuẩn, quy chuẩn áp dụng", max_length=300, blank=True)
    warnings = models.CharField("Cảnh báo an toàn", max_length=600, blank=True)
    storage = models.CharField("Bảo quản, cách dùng", max_length=600, blank=True)
    allergens = ArrayField(
        models.CharField(max_length=20), null=True, blank=True,
        help_text="khóa trong reference/lots/allergens.toml; rỗng: không có nhóm nào; null: chưa khai",
    )  # fmt: skip
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        db_table = "scans_labelfacts"  # where it was first kept

    def __str__(self) -> str:
        return f"{self.product}: nhãn"


class Exhibit(models.Model):
    """Điều cho người quét xem: a picture, a test or a certificate that the producer chose to show."""

    class Kind(models.TextChoices):
        PICTURE = "picture", "Ảnh sản phẩm"
        TEST = "test", "Phiếu kiểm nghiệm"
        CERTIFICATE = "certificate", "Giấy chứng nhận"
        VOICE = "voice", "Lời kể của người làm (âm thanh)"

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
        db_table = "scans_exhibit"  # where it was first kept

    def __str__(self) -> str:
        return self.title
