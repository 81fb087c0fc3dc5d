"""Ideas."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from ocop.people.models import Person
from ocop.places.models import Place
from ocop.producers.models import Producer
from ocop.products.models import Product

from .. import lifecycle
from .calendar import Cycle


class Idea(models.Model):
    """Ý tưởng sản phẩm of a producer; the product itself may come later."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="ideas")
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="ideas")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="ideas")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="ideas")
    name = models.CharField("Tên sản phẩm định làm", max_length=200)
    state = models.CharField(max_length=16, choices=list(lifecycle.IDEA_STATES.items()), default=lifecycle.DRAFT)
    eligibility: models.JSONField[dict[str, bool], dict[str, bool]] = models.JSONField(default=dict)
    answers: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField("Gửi trễ", default=False)
    review_by = models.DateField("Xã trả lời đến hết ngày", null=True, blank=True)
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField("Lời của xã", blank=True)
    again_by = models.DateField("Gửi lại đến hết ngày", null=True, blank=True)
    simulated = models.BooleanField("Mô phỏng", default=False)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["commune", "state"], name="idea_commune_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/y-tuong/{self.pk}/"

    @property
    def state_name(self) -> str:
        return lifecycle.IDEA_STATES[self.state]

    @property
    def is_editable(self) -> bool:
        return self.state in lifecycle.IDEA_EDITABLE

    @property
    def asked_on(self) -> date:
        """The day whose questions this idea answers: those that held when it was begun."""
        return timezone.localdate(self.opened_at)

    @property
    def business_plan(self) -> Any:
        """Its business plan, if there is one."""
        return getattr(self, "plan", None)
