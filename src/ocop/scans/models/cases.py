"""What the clone radar found, where a lot is sold, and an inspector's cases."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.stamps.models import Batch

from .. import lifecycle


class DeclaredMarket(models.Model):
    """Nơi bán: the provinces (two digits) or countries (two letters) where a lot is sold, as its producer says."""

    lot = models.OneToOneField(Lot, on_delete=models.CASCADE, related_name="market")
    regions = ArrayField(models.CharField(max_length=6), help_text="mã tỉnh hoặc mã nước")
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    def __str__(self) -> str:
        return ", ".join(self.regions)


class Sweep(models.Model):
    """Một lượt quét của ra-đa: which scans it has read, so that the next one goes on from there."""

    swept_at = models.DateTimeField()
    until = models.DateTimeField(help_text="đã đọc mọi lượt quét tới lúc này")
    scans = models.PositiveIntegerField()
    stamps = models.PositiveIntegerField(help_text="số tem được tính điểm")
    opened = models.PositiveIntegerField(help_text="số vụ việc được mở")
    took_ms = models.PositiveIntegerField()

    class Meta:
        ordering = ("-until",)

    def __str__(self) -> str:
        return f"{self.until:%d/%m/%Y %H:%M}: {self.stamps}"


class Suspicion(models.Model):
    """Điểm nghi ngờ: the newest finding about one stamp, or about a whole batch (no sequence)."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="suspicions")
    sequence = models.PositiveIntegerField(null=True)
    score = models.FloatField()
    signs = models.JSONField(help_text="[{name, seen, weight}]")
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("-score", "-found_at")
        constraints = [
            models.UniqueConstraint(fields=["batch", "sequence"], nulls_distinct=False, name="suspicion_once")
        ]
        indexes = [models.Index(fields=["-score", "-found_at"], name="suspicion_by_score")]

    def __str__(self) -> str:
        return f"{self.batch.mark} {self.score}"


class Case(models.Model):
    """Vụ việc: one suspected stamp or batch, its evidence as it stood, and what an inspector concluded."""

    class Outcome(models.TextChoices):
        COPIED = "copied", "Tem bị sao chép"
        STOLEN = "stolen", "Tem mất hoặc tem chưa kích hoạt bị đem dùng"
        DIVERTED = "diverted", "Hàng bán ra ngoài nơi đã khai"
        LAPSED = "lapsed", "Sao hết hiệu lực mà vẫn bán với sao"
        HONEST = "honest", "Tem thật, báo nhầm"
        UNCLEAR = "unclear", "Chưa đủ căn cứ"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="cases")
    sequence = models.PositiveIntegerField(null=True, blank=True, help_text="trống: cả lượt cấp")
    state = models.CharField(max_length=8, choices=list(lifecycle.CASE_STATES.items()), default=lifecycle.OPEN)
    score = models.FloatField(default=0)
    signs = models.JSONField(default=list)
    evidence = models.JSONField(default=dict, help_text="các lượt quét lúc mở vụ việc, giữ nguyên")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    finding = models.TextField("Nhận định", blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_at", "-id")
        constraints = [
            # The radar and an inspector, or two sweeps at once, open one case about one thing.
            models.UniqueConstraint(
                fields=["batch", "sequence"], nulls_distinct=False, name="case_open_once",
                condition=~Q(state=lifecycle.DECIDED),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Vụ việc {self.pk}: {self.subject}"

    def get_absolute_url(self) -> str:
        return f"/thanh-tra/vu-viec/{self.pk}/"

    @property
    def subject(self) -> str:
        if self.sequence is None:
            return f"cả lượt tem {self.batch.mark}"
        return f"tem số {self.sequence + 1} của lượt {self.batch.mark}"

    @property
    def state_name(self) -> str:
        return lifecycle.CASE_STATES[self.state]

    @property
    def is_open(self) -> bool:
        return self.state != lifecycle.DECIDED

    @property
    def sightings(self) -> list[dict[str, Any]]:
        return list(self.evidence.get("sightings", []))


class CaseNote(models.Model):
    """What happened to a case, and what an inspector noted on the way; never edited."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=1000)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:60]
