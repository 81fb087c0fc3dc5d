"""Cycles and rating rounds."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from ocop.people.models import Person
from ocop.places.models import Place


class Cycle(models.Model):
    """Chu trình OCOP of one province in one year."""

    province = models.ForeignKey(Place, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "year"], name="cycle_once_a_year")]

    def __str__(self) -> str:
        return f"Chu trình {self.year}"


class Round(models.Model):
    """Đợt đánh giá: communes propose until `proposals_until`, the council ends by `ends_on`."""

    class Level(models.TextChoices):
        PROVINCE = "province", "Cấp tỉnh"
        MINISTRY = "ministry", "Cấp trung ương"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="rounds")
    level = models.CharField(max_length=10, choices=Level, default=Level.PROVINCE)
    name = models.CharField(max_length=120)
    opens_on = models.DateField()
    proposals_until = models.DateField()
    ends_on = models.DateField()
    extra = models.BooleanField("Đợt bổ sung theo Quy chế", default=False)
    basis = models.CharField("Căn cứ", max_length=200, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("opens_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("proposals_until")) & Q(proposals_until__lte=F("ends_on")),
                name="round_dates",
            ),
            models.UniqueConstraint(fields=["cycle", "name"], name="round_name_once_a_cycle"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_provincial(self) -> bool:
        return self.level == self.Level.PROVINCE

    def takes_proposals_on(self, day: date) -> bool:
        return self.opens_on <= day <= self.proposals_until

    def phase_on(self, day: date) -> str:
        """upcoming | open | scoring | over."""
        if day < self.opens_on:
            return "upcoming"
        if day <= self.proposals_until:
            return "open"
        return "scoring" if day <= self.ends_on else "over"


class Campaign(models.Model):
    """Bước của chu trình with other days than the reference gives: a row stands only where the province set them."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="campaigns")
    step = models.CharField(max_length=20)
    opens_on = models.DateField()
    closes_on = models.DateField()
    late_days = models.PositiveSmallIntegerField(default=0)
    basis = models.CharField("Căn cứ", max_length=200)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "step"], name="campaign_once_a_cycle"),
            models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="campaign_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.opens_on}–{self.closes_on}"
