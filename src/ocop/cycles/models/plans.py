"""Business plans and how they are carried out."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from ocop.papers.models import Paper
from ocop.people.models import Person

from .. import lifecycle
from .calendar import Cycle
from .ideas import Idea


class BusinessPlan(models.Model):
    """Phương án sản xuất, kinh doanh of an accepted idea."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="plan")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=16, choices=list(lifecycle.PLAN_STATES.items()), default=lifecycle.PLAN_DRAFT)
    answers: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    figures: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField("Gửi trễ", default=False)
    review_by = models.DateField("Trả lời đến hết ngày", null=True, blank=True)
    opinion = models.TextField("Ý kiến của xã", blank=True)
    proposes = models.BooleanField("Xã đề nghị duyệt", null=True)
    opinion_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opinion_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField("Lời của tỉnh", blank=True)
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    again_by = models.DateField("Gửi lại đến hết ngày", null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"Phương án {self.idea.name}"

    def get_absolute_url(self) -> str:
        return f"/phuong-an/{self.pk}/"

    @property
    def state_name(self) -> str:
        return lifecycle.PLAN_STATES[self.state]

    @property
    def is_editable(self) -> bool:
        return self.state in lifecycle.PLAN_EDITABLE

    @property
    def asked_on(self) -> date:
        return timezone.localdate(self.opened_at)


class ProgressNote(models.Model):
    """Nhật ký triển khai: what was done on which day, with a paper where there is one; never changed."""

    plan = models.ForeignKey(BusinessPlan, on_delete=models.PROTECT, related_name="notes")
    noted_on = models.DateField("Ngày làm")
    words = models.TextField("Việc đã làm")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-noted_on", "-id")

    def __str__(self) -> str:
        return f"{self.noted_on}: {self.words[:40]}"
