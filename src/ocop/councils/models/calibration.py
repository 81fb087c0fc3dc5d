"""Chấm thử: a dossier with an agreed answer, scored by each member alone before a sitting; never part of a result."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.people.models import Person

from .councils import Council, Seat
from .secret import HiddenJSONField


class Exercise(models.Model):
    """Hồ sơ chấm thử: what the dossier shows criterion by criterion, without names; the agreed choice and why."""

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SHOWN = "shown", "Đang chấm thử"
        ENDED = "ended", "Đã kết thúc"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="exercises")
    name = models.CharField("Tên hồ sơ chấm thử", max_length=160)
    origin = models.CharField("Nguồn", max_length=200, help_text="mô phỏng, hoặc hồ sơ cũ đã bỏ tên")
    regime = models.CharField(max_length=20)
    set_no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, default=State.DRAFT, choices=State)
    shows = models.JSONField(default=dict, help_text='{"1.1": "điều hồ sơ cho thấy"}')
    agreed = models.JSONField(default=dict, help_text="mức đã thống nhất")
    reasons = models.JSONField(default=dict, help_text="vì sao là mức ấy")
    due_on = models.DateField("Chấm trước ngày", null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=1)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/hoi-dong/cham-thu/{self.pk}/"


class ExerciseSheet(models.Model):
    """A member's own try: theirs alone; the secretary sees that it is done, and only sums over three members or more."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="sheets")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="exercise_sheets")
    choices = HiddenJSONField(default=dict)
    edition = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["exercise", "seat"], name="exercise_sheet_once"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="exercise_sheet_edition"),
        ]

    def __str__(self) -> str:
        return f"Chấm thử {self.pk}"
