"""Sản lượng năm of a certificate changed after it was issued: asked by the producer, confirmed by commune or office."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.people.models import Person
from ocop.products.rules import YearlyOutput

from .. import lifecycle
from .issuing import Certificate


class OutputChange(models.Model):
    """Điều chỉnh sản lượng năm: what stood before, what is asked for and why, and who decided; never edited after."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="output_changes")
    state = models.CharField(max_length=10, default=lifecycle.ASKED, choices=list(lifecycle.OUTPUT_STATES.items()))
    before_quantity = models.PositiveIntegerField(null=True, blank=True)
    before_unit = models.CharField(max_length=30, blank=True)
    quantity = models.PositiveIntegerField("Sản lượng mỗi năm")
    unit = models.CharField("Đơn vị", max_length=30)
    reason = models.TextField("Vì sao")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField("Lời của người xác nhận", blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0) & ~Q(unit=""), name="output_change_says_how_much"),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(state=lifecycle.ASKED), name="one_open_output_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.output.words}"

    @property
    def output(self) -> YearlyOutput:
        return YearlyOutput(self.quantity, self.unit)

    @property
    def before(self) -> YearlyOutput | None:
        return YearlyOutput(self.before_quantity, self.before_unit) if self.before_quantity else None

    @property
    def state_name(self) -> str:
        return lifecycle.OUTPUT_STATES[self.state]

    @property
    def is_open(self) -> bool:
        return self.state == lifecycle.ASKED
