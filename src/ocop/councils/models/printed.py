"""Sheets that were filled in on paper because a tablet or the network failed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.papers.models import Paper
from ocop.people.models import Person

from .councils import Seat
from .secret import HiddenJSONField
from .sheets import Sheet
from .sittings import Item


class PrintedSheet(models.Model):
    """Phiếu giấy: entered by the secretary from paper with its scan; a sheet like the others once it is confirmed."""

    class Confirmed(models.TextChoices):
        PASSWORD = "password", "thành viên xác nhận bằng mật khẩu"
        SIGNATURE = "signature", "Chủ tịch đối chiếu chữ ký trên bản quét"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="printed_sheets")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="printed_sheets")
    round = models.PositiveSmallIntegerField("Vòng", default=1)
    choices = HiddenJSONField(default=dict)
    remarks = HiddenJSONField(default=dict)
    disqualified = HiddenJSONField(default=list)
    scan = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed = models.CharField(max_length=10, choices=Confirmed, blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejected_because = models.CharField(max_length=300, blank=True)
    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, null=True, blank=True, related_name="printed")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat", "round"], condition=Q(rejected_at__isnull=True), name="printed_sheet_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed="", confirmed_by__isnull=True, confirmed_at__isnull=True, sheet__isnull=True)
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False, sheet__isnull=False) & ~Q(confirmed="")),
                name="printed_sheet_confirmed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu giấy {self.pk}"

    @property
    def waits(self) -> bool:
        return not self.confirmed and self.rejected_at is None
