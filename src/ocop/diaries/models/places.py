"""Where things are grown, made, kept and sold."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from ocop.places.models import Place
from ocop.producers.models import Producer

from ..rules import site_uri
from .books import Book

_LATITUDE = [MinValueValidator(-90), MaxValueValidator(90)]
_LONGITUDE = [MinValueValidator(-180), MaxValueValidator(180)]


class Site(models.Model):
    """Địa điểm: with a GLN when its owner has one, else under a key of ours."""

    class Kind(models.TextChoices):
        FIELD = "field", "Vùng nguyên liệu, nương, rừng"
        WORKSHOP = "workshop", "Xưởng"
        WAREHOUSE = "warehouse", "Kho"
        SHOP = "shop", "Cửa hàng, điểm bán"
        OTHER = "other", "Nơi khác"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="sites")
    book = models.ForeignKey(
        Book, on_delete=models.PROTECT, null=True, blank=True, related_name="sites",
        help_text="hộ sở hữu; rỗng: của chủ thể",
    )  # fmt: skip
    kind = models.CharField("Loại", max_length=10, choices=Kind)
    name = models.CharField("Tên gọi", max_length=120)
    gln = models.CharField("GLN", max_length=13, null=True, blank=True, unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField("Vĩ độ", null=True, blank=True, validators=_LATITUDE)
    longitude = models.FloatField("Kinh độ", null=True, blank=True, validators=_LONGITUDE)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="site_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def uri(self) -> str:
        return site_uri(settings.ORIGIN, str(self.key), self.gln or "")


class GrowingArea(models.Model):
    """Vùng nguyên liệu: what grows there, and the planting-area code when one was given."""

    class Form(models.TextChoices):
        NONE = "", "Chưa có mã"
        EXPORT = "export", "Vùng trồng xuất khẩu (VN-…OR-…)"
        EXPORT_PACKING = "export_packing", "Cơ sở đóng gói xuất khẩu (VN-…PH-…)"
        NATIONAL = "national", "Vùng trồng (TT-PUC-…)"
        NATIONAL_PACKING = "national_packing", "Cơ sở đóng gói (TT-PHC-…)"
        FREE = "free", "Dạng khác, chưa kiểm tra được"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="growing_areas")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, null=True, blank=True, related_name="growing_areas")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="growing_areas")
    name = models.CharField("Tên vùng", max_length=120)
    crop = models.CharField("Cây, con", max_length=80)
    area_ha = models.DecimalField("Diện tích (ha)", max_digits=8, decimal_places=2, null=True, blank=True)
    code = models.CharField("Mã số vùng trồng", max_length=40, blank=True)
    code_form = models.CharField(max_length=16, choices=Form, blank=True, default=Form.NONE)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField("Vĩ độ", null=True, blank=True, validators=_LATITUDE)
    longitude = models.FloatField("Kinh độ", null=True, blank=True, validators=_LONGITUDE)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(condition=Q(area_ha__isnull=True) | Q(area_ha__gt=0), name="growing_area_size"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="growing_area_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name
