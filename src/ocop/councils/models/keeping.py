"""What a sitting's screens and tablets need besides scores: the item on every screen, and how far each device was heard."""

from __future__ import annotations

from django.db import models

from ocop.people.models import Person

from .sheets import Sheet
from .sittings import Item, Sitting


class Focus(models.Model):
    """Mục đang xem: the item that the secretary or the chair has put on every screen, and since when."""

    sitting = models.OneToOneField(Sitting, on_delete=models.CASCADE, related_name="focus")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField("Thời gian dự kiến, phút", default=0)
    since = models.DateTimeField()
    moved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.sitting}: {self.item or 'chưa chọn mục'}"


class HeardDevice(models.Model):
    """How far the messages of one browser about one sheet were carried out, so that a repeated one changes nothing."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="devices")
    device = models.CharField(max_length=40)
    seq = models.PositiveBigIntegerField()
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "device"], name="device_once")]

    def __str__(self) -> str:
        return f"{self.device}: {self.seq}"
