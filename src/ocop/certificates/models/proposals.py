"""Đề nghị Bộ: a result of 90 points and more on its way to the ministry, and what came back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.councils.models import Result
from ocop.papers.models import Paper
from ocop.people.models import Person

from .. import lifecycle


class Proposal(models.Model):
    """What the province sent, what the ministry found, and which of its two ways the province then took."""

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="proposal")
    state = models.CharField(max_length=10, default=lifecycle.PROPOSED, choices=list(lifecycle.PROPOSAL_STATES.items()))
    letter_number = models.CharField("Số văn bản đề nghị", max_length=120, blank=True)
    samples_note = models.CharField("Mẫu gửi kèm", max_length=300, blank=True)
    missing_note = models.CharField("Vì sao gửi khi còn thiếu", max_length=300, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    central_points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    central_star = models.PositiveSmallIntegerField(null=True, blank=True)
    central_document = models.CharField("Số văn bản của Bộ", max_length=120, blank=True)
    central_on = models.DateField(null=True, blank=True)
    central_remark = models.TextField(blank=True)
    reason = models.TextField("Vì sao tỉnh chọn cách này", blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    delegation = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision_number"], condition=~Q(decision_number=""), name="proposal_decision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Đề nghị Bộ – {self.result}"

    def get_absolute_url(self) -> str:
        return f"/de-nghi-bo/{self.pk}/"

    @property
    def state_name(self) -> str:
        return lifecycle.PROPOSAL_STATES[self.state]


class BundlePaper(models.Model):
    """A paper that the office puts into the bundle for the ministry: cover letter, extra test, report."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=20)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind}: {self.paper}"
