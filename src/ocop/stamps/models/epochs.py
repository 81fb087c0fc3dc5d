"""Epochs: which key the codes of a batch were made with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.people.models import Person

from .. import lifecycle
from ..rules.codes import ALPHABET, EPOCHS


class Epoch(models.Model):
    """Kỳ khóa: the first symbol of a code, and with it a key of its own; the key itself stands in no table."""

    symbol = models.PositiveSmallIntegerField(primary_key=True, help_text="0–31: ký tự đầu của mã tem")
    year = models.PositiveSmallIntegerField(help_text="năm mở; một năm có thể có nhiều kỳ")
    state = models.CharField(max_length=9, choices=list(lifecycle.EPOCH_NAMES.items()), default=lifecycle.OPEN)
    key_mark = models.CharField(
        max_length=16, blank=True, help_text="dấu của khóa lúc mở: máy khác khóa thì không cấp được"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField("Lý do thu hồi", max_length=300, blank=True)

    class Meta:
        ordering = ("-opened_at", "-symbol")
        constraints = [
            models.CheckConstraint(condition=Q(symbol__lt=EPOCHS), name="epoch_symbol"),
            models.CheckConstraint(
                condition=Q(state=lifecycle.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=lifecycle.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="epoch_withdrawn_with_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Kỳ khóa {self.letter} ({self.year})"

    @property
    def letter(self) -> str:
        return ALPHABET[self.symbol]
