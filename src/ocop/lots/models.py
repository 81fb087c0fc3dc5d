"""Lots."""

from __future__ import annotations

from django.db import models

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
