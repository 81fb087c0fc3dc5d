"""What was noted. Rows are added and never change: the database itself refuses anything else."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ocop.lots.models import Lot
from ocop.people.models import Person

from ..rules import KINDS
from .books import Book
from .places import GrowingArea, Site


class Entry(models.Model):
    """Ghi chép: one note of one person, made on a device that may have been offline. A correction is another entry."""

    id = models.UUIDField(primary_key=True, help_text="do thiết bị đặt, nên gửi lại bao nhiêu lần cũng là một")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries")
    number = models.BigIntegerField(help_text="thứ tự máy chủ nhận trong sổ")
    kind = models.CharField("Loại", max_length=12, choices=[(k.key, k.label) for k in KINDS])
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    device = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField("Lúc xảy ra, theo máy của người ghi")
    offset = models.CharField("Múi giờ", max_length=6)
    received_at = models.DateTimeField("Lúc máy chủ nhận")
    skew = models.IntegerField("Đồng hồ máy lệch (giây)", null=True, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(GrowingArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    accuracy = models.FloatField("Sai số (m)", null=True, blank=True)
    # No foreign keys: what an entry names may reach the server later than the entry itself.
    corrects = models.UUIDField("Chữa ghi chép", null=True, blank=True, db_index=True)
    after = ArrayField(models.UUIDField(), default=list, help_text="những ghi chép cuối mà thiết bị đã thấy")
    note = models.TextField(blank=True)
    payload = models.TextField(help_text="nguyên văn thiết bị gửi, viết theo một cách duy nhất")
    digest = models.CharField(max_length=64, help_text="SHA-256 của payload")
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="entry_number_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="entry_coordinates",
            ),
        ]
        indexes = [
            models.Index(fields=["lot", "at"], name="entry_by_lot"),
            models.Index(fields=["book", "at"], name="entry_by_book"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"

    @property
    def said(self) -> dict[str, Any]:
        """The entry as the device wrote it."""
        told: dict[str, Any] = json.loads(self.payload)
        return told

    @property
    def details(self) -> dict[str, Any]:
        """What only this kind of entry tells: dose, temperature, partner …"""
        found = self.said.get("details")
        return found if isinstance(found, dict) else {}


class Item(models.Model):
    """Vào hoặc ra: a quantity of a batch or a lot that an entry took or gave."""

    class Direction(models.TextChoices):
        IN = "in", "Vào"
        OUT = "out", "Ra"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="items")
    direction = models.CharField(max_length=3, choices=Direction)
    position = models.PositiveSmallIntegerField()
    book = models.ForeignKey(Book, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.CharField("Mẻ", max_length=40, blank=True, db_index=True)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ("direction", "position")
        constraints = [
            models.UniqueConstraint(fields=["entry", "direction", "position"], name="item_once"),
            models.CheckConstraint(condition=Q(quantity__isnull=True) | Q(quantity__gte=0), name="item_quantity"),
        ]

    def __str__(self) -> str:
        return self.batch or (self.lot.code if self.lot else self.name)


class Attachment(models.Model):
    """Tệp kèm: named by the hash of its bytes; the bytes may come before or after the entry."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "Ảnh"
        VOICE = "voice", "Lời nói"
        PAPER = "paper", "Giấy tờ"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=5, choices=Kind)
    caption = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="attachment_once")]

    def __str__(self) -> str:
        return self.caption or self.sha256[:12]
