"""Places in two generations, and which became which."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


class Place(models.Model):
    """An administrative unit, with the days on which it exists; a reform makes new rows."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "Tỉnh"
        WARD = "ward", "Phường"
        COMMUNE = "commune", "Xã"
        SPECIAL_ZONE = "special_zone", "Đặc khu"
        FORMER_DISTRICT = "former_district", "Địa phương cũ (đến 30/06/2025)"
        FORMER_COMMUNE = "former_commune", "Đơn vị cấp xã cũ (đến 30/06/2025)"

    kind = models.CharField(max_length=20, choices=Kind)
    code = models.CharField("Mã", max_length=8, help_text="mã đơn vị hành chính; rỗng khi nguồn không ghi", blank=True)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    former_district = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="present_units",
        help_text="địa phương cũ chiếm phần lớn (chỉ với đơn vị hiện nay)",
    )  # fmt: skip
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    area_km2 = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], condition=~Q(code=""), name="place_code_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="place_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_present(self) -> bool:
        return self.kind in PRESENT_KINDS

    @property
    def short_name(self) -> str:
        """The name without its kind: "Bình Liêu" of "Xã Bình Liêu"."""
        for word in ("Phường ", "Xã ", "Đặc khu ", "Thành phố ", "Thị xã ", "Huyện ", "Thị trấn ", "Tỉnh "):
            if self.name.startswith(word):
                return self.name.removeprefix(word)
        return self.name

    def exists_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


PRESENT_KINDS = (Place.Kind.WARD, Place.Kind.COMMUNE, Place.Kind.SPECIAL_ZONE)


class Succession(models.Model):
    """A former unit and one of the units that took it over, whole or in part."""

    old = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="heirs")
    new = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="forebears")
    partial = models.BooleanField(default=False)
    is_default = models.BooleanField(default=True, help_text="nơi nhận mặc định khi không biết phần nào")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Holiday(models.Model):
    """A day off (or a weekend day worked in exchange), so that working days can be counted."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=120)
    is_worked = models.BooleanField(default=False, help_text="ngày cuối tuần làm bù theo quyết định hoán đổi")
    source = models.CharField(max_length=300)
    certain = models.BooleanField(default=True)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Word(models.Model):
    """A word of some name in the register: what a word typed wrongly may have meant."""

    word = models.CharField(primary_key=True, max_length=40, help_text="không dấu")
    spelling = models.CharField(max_length=40, help_text="cách viết thường gặp nhất")
    frequency = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.spelling
