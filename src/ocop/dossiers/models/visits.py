"""Khảo sát thực tế: what visitors found on the spot, point by point."""

from __future__ import annotations

from django.db import models

from ocop.papers.models import Paper
from ocop.people.models import Person

from .. import lifecycle
from .filing import Dossier


class Visit(models.Model):
    """A visit and its form; it may be saved in pieces until it is closed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField("Ngày khảo sát")
    visitors = models.TextField("Người khảo sát", help_text="mỗi người một dòng")
    met = models.CharField("Người tiếp đoàn", max_length=200, blank=True)
    findings = models.JSONField(default=dict, help_text='{"fire": {"answer": "yes", "note": "…"}}')
    summary = models.TextField("Nhận xét chung", blank=True)
    state = models.CharField(max_length=10, choices=list(lifecycle.VISIT_STATE_NAMES.items()))
    edition = models.PositiveIntegerField(default=1)
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"Khảo sát {self.visited_on:%d/%m/%Y}"

    @property
    def state_name(self) -> str:
        return lifecycle.VISIT_STATE_NAMES[self.state]

    @property
    def is_open(self) -> bool:
        return self.state == lifecycle.VISIT_OPEN


class VisitPhoto(models.Model):
    """A photograph of the visit; others get the copy without place and camera."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    point = models.CharField(max_length=40, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField("Lời chú", max_length=200, blank=True)
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.caption or str(self.paper)
