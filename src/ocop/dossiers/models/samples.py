"""Mẫu sản phẩm: the pieces a council tastes, and every hand they pass through."""

from __future__ import annotations

from django.db import models

from ocop.papers.models import Paper
from ocop.people.models import Person

from .. import lifecycle
from .filing import Dossier


class Sample(models.Model):
    """One piece, under its seal."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="samples")
    number = models.PositiveSmallIntegerField()
    seal_number = models.CharField("Số niêm phong", max_length=40)
    state = models.CharField(max_length=10, choices=list(lifecycle.SAMPLE_STATE_NAMES.items()))

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="sample_once"),
            models.UniqueConstraint(fields=["dossier", "seal_number"], name="sample_seal_once"),
        ]

    def __str__(self) -> str:
        return f"Mẫu {self.number} ({self.seal_number})"

    @property
    def state_name(self) -> str:
        return lifecycle.SAMPLE_STATE_NAMES[self.state]


class SampleStep(models.Model):
    """One line of the log: which pieces, who signed, when, with a photograph if there is one. Lines only come."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="sample_steps")
    number = models.PositiveSmallIntegerField(help_text="liên tục từ 1")
    step = models.CharField(max_length=20)
    pieces = models.JSONField(help_text="số thứ tự các mẫu")
    seals = models.JSONField(default=list)
    note = models.CharField("Ghi chú", max_length=500, blank=True)
    photo = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="sample_step_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.step_name}"

    @property
    def step_name(self) -> str:
        return lifecycle.SAMPLE_STEP_NAMES[self.step]
