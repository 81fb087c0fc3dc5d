"""The digital-transformation plan of a product."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.products.models import Product


class DigitalPlan(models.Model):
    """Kế hoạch chuyển đổi số, which the province asks of every product in the cycle."""

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="digital_plan")
    opened_at = models.DateTimeField()
    simulated = models.BooleanField("Mô phỏng", default=False)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"Kế hoạch chuyển đổi số: {self.product.name}"

    def get_absolute_url(self) -> str:
        return f"/chuyen-doi-so/{self.pk}/"


class DigitalTest(models.Model):
    """Lần tự đánh giá: the levels chosen on one day; every one is kept."""

    plan = models.ForeignKey(DigitalPlan, on_delete=models.PROTECT, related_name="tests")
    answers: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.taken_at:%d/%m/%Y}"


class DigitalStep(models.Model):
    """Bước chuyển đổi số: what is to be done until when, and what proves that it was."""

    plan = models.ForeignKey(DigitalPlan, on_delete=models.PROTECT, related_name="steps")
    key = models.CharField(max_length=40, help_text="câu hỏi:mức rời đi")
    text = models.CharField(max_length=300)
    wanted_proof = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    set_on = models.DateField()
    due_on = models.DateField()
    dropped_at = models.DateTimeField("Thôi ở lần tự đánh giá sau", null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    link = models.CharField("Đường dẫn minh chứng", max_length=300, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("Lời minh chứng", blank=True)
    proved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"], condition=Q(dropped_at__isnull=True), name="digital_step_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
