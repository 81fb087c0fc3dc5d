"""Scanned stamps, the log of scans, and wrong codes by network: the only rows that scanning makes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ocop.stamps.models import Batch


class ScannedStamp(models.Model):
    """One stamp that was scanned at least once, with what the copy rule needs.

    The stamp itself is the key, so that the table can be spread over several machines.
    """

    pk = models.CompositePrimaryKey("batch_id", "sequence")
    # No constraint in the database: each first scan would lock the batch's row, the hottest of all.
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="scanned", db_index=False, db_constraint=False
    )
    sequence = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_network = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1, help_text="không tính tải lại trang")
    window_at = models.DateTimeField(help_text="đầu khoảng thời gian đang đếm")
    window_count = models.PositiveIntegerField(default=1)
    networks = ArrayField(models.BigIntegerField(), help_text="dấu mạng đã băm, đổi muối mỗi ngày")
    suspected_at = models.DateTimeField(null=True, help_text="lúc lần đầu vượt ngưỡng nghi chép")

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.sequence}: {self.count}"


class Scan(models.Model):
    """One answered scan, written behind; says nothing about the person who scanned.

    Partitioned by month in the database, so that years of it can be dropped in an instant; `ScanTally` stays.
    """

    at = models.DateTimeField()
    batch_number = models.BigIntegerField(null=True, help_text="id của lượt cấp; trống khi mã không có thật")
    sequence = models.PositiveIntegerField(null=True)
    verdict = models.CharField(max_length=12)
    network = models.BigIntegerField()
    language = models.CharField(max_length=8)
    region = models.CharField(
        max_length=6, blank=True, default="", help_text="mã tỉnh hoặc nước; chỉ khi được cho biết, không bao giờ đoán"
    )

    class Meta:
        indexes = [models.Index(fields=["batch_number", "sequence", "at"], name="scan_by_stamp")]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.verdict}"


class ScanTally(models.Model):
    """How many scans a batch got on one day (Vietnamese), by verdict and region; kept when the scans are pruned."""

    pk = models.CompositePrimaryKey("batch_number", "day", "verdict", "region")
    batch_number = models.BigIntegerField(help_text="id của lượt cấp; 0 khi mã không có thật")
    day = models.DateField()
    verdict = models.CharField(max_length=12)
    region = models.CharField(max_length=6, blank=True, default="")
    scans = models.PositiveIntegerField()
    firsts = models.PositiveIntegerField(default=0, help_text="trong đó: lần đầu tem được quét")

    class Meta:
        indexes = [models.Index(fields=["day"], name="tally_by_day")]

    def __str__(self) -> str:
        return f"{self.batch_number} {self.day} {self.verdict}: {self.scans}"


class WrongCode(models.Model):
    """How many codes with a wrong tag one network tried on one day."""

    pk = models.CompositePrimaryKey("day", "network")
    day = models.DateField()
    network = models.BigIntegerField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"


class WrongEpoch(models.Model):
    """How many codes with a wrong tag were tried against one epoch in all; an epoch bears a million."""

    epoch = models.PositiveSmallIntegerField(primary_key=True)
    count = models.BigIntegerField()
    alarmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.epoch}: {self.count}"


class Report(models.Model):
    """Phản ánh: what somebody without an account tells about a stamp or the goods under it."""

    class Kind(models.TextChoices):
        COPY = "copy", "Tem có vẻ là giả hoặc chép lại"
        GOODS = "goods", "Hàng không giống điều trang tem nói"
        STAR = "star", "Nơi bán ghi sai hạng sao"
        OTHER = "other", "Điều khác"

    code = models.CharField("Mã trên tem", max_length=40, blank=True)
    kind = models.CharField("Chuyện gì", max_length=8, choices=Kind)
    seller = models.CharField("Mua hoặc thấy ở đâu", max_length=200)
    note = models.TextField("Kể thêm", max_length=1000, blank=True)
    photo = models.CharField(
        max_length=64, blank=True, help_text="bản ảnh đã gỡ vị trí và siêu dữ liệu, theo dấu của nó trong kho giấy tờ"
    )
    network = models.BigIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.code})"
